/** What is found, where it is marked, and that nothing a person types is an error. */
import assert from 'node:assert/strict';
import type { HistoryStore } from '../../../src/chat/historyStore.ts';
import { assistantMessage, userMessage } from '../chat/messages.ts';
import { openTemporaryHistory, type TemporaryHistory } from './temporaryHistory.ts';

interface Said {
  readonly id: string;
  readonly title?: string;
  readonly workspaceId?: string;
  readonly prompt?: string;
  readonly reply?: string;
}

/** Later ones are newer. */
const said: readonly Said[] = [
  { id: 'fox', title: 'Animals', prompt: 'The quick brown fox jumps over the lazy dog.', reply: 'It does. The fox is quick.' },
  {
    id: 'code',
    title: 'Reading the DOM',
    prompt: 'What is `document.getElementById(name)`?',
    reply: 'It returns a node => { return x ?? null; }',
  },
  { id: 'accents', title: 'Café', prompt: 'Où est la crème brûlée à Besançon?', reply: 'Ein süßes Ärgernis in Zürich.' },
  { id: 'chinese', title: '数据库设计', prompt: '请解释数据库的全文搜索。', reply: '当然。全文搜索使用倒排索引。' },
  { id: 'japanese', title: 'Tokyo', prompt: '東京タワーの高さは?', reply: '三百三十三メートルです。' },
  { id: 'korean', title: 'Seoul', prompt: '데이터베이스를 설명해 주세요', reply: '네' },
  { id: 'operators', title: 'Logic', prompt: 'this AND that OR NOT those NEAR here', reply: 'a^b*c:d "quoted words" -minus' },
  { id: 'emoji', title: 'Faces', prompt: '😀😀 smile 😀 then', reply: 'ok' },
  { id: 'port', title: 'Numbers', prompt: 'Which port is free?', reply: 'Look.' },
  { id: 'import', title: 'Modules', prompt: 'How do I import and export a file?', reply: 'Look there.' },
  { id: 'elsewhere', title: 'Other fox', workspaceId: 'w2', prompt: 'Another fox, in another folder.', reply: 'Yes.' },
];

describe('history: search', () => {
  let history: TemporaryHistory;
  let store: HistoryStore;

  before(async () => {
    history = await openTemporaryHistory();
    store = history.store;
    let createdAt = 0;
    for (const { id, title = '', workspaceId = 'w1', prompt = '', reply = '' } of said) {
      createdAt++;
      await store.createConversation({ id, workspaceId, workspaceName: 'folder', createdAt });
      const question = userMessage({ id: `${id}?`, conversationId: id, createdAt, text: prompt });
      const answer = assistantMessage({
        ...{ id: `${id}!`, conversationId: id, parentId: question.id, createdAt, status: 'complete' },
        blocks: [
          { type: 'thinking', thinking: 'hidden thoughts', signature: '' },
          { type: 'text', text: reply },
        ],
      });
      await store.addMessages([question, answer], { title, leafId: answer.id });
    }
  });

  after(() => history.dispose());

  /** Conversations as `id` where the title matched, `id?` for a prompt and `id!` for a reply. */
  const find = async (query: string, scope: string | null = null, limit = 20) =>
    (await store.search(query, scope, limit)).map(({ conversation, messageId }) => messageId ?? conversation.id);

  /** What was found, with the matches in brackets. */
  const marked = async (query: string) =>
    (await store.search(query, null, 20)).map(({ excerpt, ranges }) => {
      let at = 0;
      const pieces = ranges.flatMap(([start, end]) => {
        const piece = [excerpt.slice(at, start), '[', excerpt.slice(start, end), ']'];
        at = end;
        return piece;
      });
      return [...pieces, excerpt.slice(at)].join('');
    });

  const found: readonly (readonly [query: string, ids: readonly string[]])[] = [
    ['lazy', ['fox?']],
    ['LAZY DOG', ['fox?']],
    ['dog quick', ['fox?']],
    ['dog zebra', []],
    ['ju', ['fox?']],
    ['umps', ['fox?']],
    ['animals', ['fox']],
    ['getelem', ['code?']],
    ['ElementBy', ['code?']],
    ['document.getElementById(name)', ['code?']],
    ['getElementById name', ['code?']],
    ['=>', ['code!']],
    ['=> {', ['code!']],
    ['??', ['code!']],
    ['creme brulee', ['accents?']],
    ['CRÈME', ['accents?']],
    ['cre\u0300me', ['accents?']],
    ['zurich', ['accents!']],
    ['cafe', ['accents']],
    ['数据', ['chinese', 'chinese?']],
    ['全文搜索', ['chinese!', 'chinese?']],
    ['倒排', ['chinese!']],
    ['库', ['chinese', 'chinese?']],
    ['タワー', ['japanese?']],
    ['京', ['japanese?']],
    ['데이터', ['korean?']],
    ['베이스', ['korean?']],
    ['AND', ['import?', 'operators?']],
    ['this AND that', ['operators?']],
    ['NOT those', ['operators?']],
    ['NEAR(here)', ['operators?']],
    ['"quoted words"', ['operators!']],
    ['"words quoted"', []],
    ['"quoted wor', ['operators!']],
    ['a^b*c:d', ['operators!']],
    ['-minus', ['operators!']],
    ['said:minus', []],
    ['😀', ['emoji?']],
    ['smile', ['emoji?']],
    ['port', ['port?', 'import?']],
    ['ports', []],
    ['hidden', []],
    ['', []],
    ['   ', []],
    ['"', ['operators!']],
    ['""""', []],
    ["'; DROP TABLE messages; --", []],
    ['"export a" OR', ['import?']],
    ['\0', []],
    ['\ud800', []],
    ['*', ['operators!']],
    ['(((((', []],
  ];
  for (const [query, ids] of found) {
    it(`finds ${JSON.stringify(ids)} for ${JSON.stringify(query)}`, async () => assert.deepEqual(await find(query), ids));
  }

  it('takes 10 KB of anything', async () => {
    const everything = String.fromCharCode(...Array.from({ length: 10_000 }, (_, n) => (n * 7919) % 65_536));
    for (const query of [
      'x'.repeat(10_000),
      'fox '.repeat(2_500),
      '"'.repeat(10_000),
      '数'.repeat(10_000),
      '.*+?'.repeat(2_500),
      everything,
    ]) {
      assert.ok(Array.isArray(await store.search(query, null, 20)));
    }
    assert.deepEqual(await find('fox '.repeat(2_500), 'w1'), ['fox!', 'fox?']);
  });

  it('keeps to a workspace, and to a limit; titles come first', async () => {
    assert.deepEqual(await find('fox'), ['elsewhere', 'elsewhere?', 'fox!', 'fox?']);
    assert.deepEqual(await find('fox', 'w2'), ['elsewhere', 'elsewhere?']);
    assert.deepEqual(await find('fox', null, 2), ['elsewhere', 'elsewhere?']);
    assert.deepEqual(await find('fox', null, 0), []);
    assert.deepEqual(await find('fox', 'w3'), []);
  });

  const excerpts: readonly (readonly [query: string, marked: readonly string[]])[] = [
    ['lazy', ['The quick brown fox jumps over the [lazy] dog.']],
    ['creme brulee', ['Où est la [crème] [brûlée] à Besançon?']],
    ['SUSSES', []],
    ['zurich', ['Ein süßes Ärgernis in [Zürich].']],
    ['smile then', ['😀😀 [smile] 😀 [then]']],
    ['倒排索引', ['全文搜索使用[倒排索引]。']],
    ['quick fox', ['The [fox] is [quick].', 'The [quick] brown [fox] jumps over the lazy dog.']],
    ['lementby', ['What is document.getE[lementBy]Id(name)?']],
    ['port', ['Which [port] is free?', 'How do I im[port] and ex[port] a file?']],
    ['animals', ['[Animals]']],
  ];
  for (const [query, expected] of excerpts) {
    it(`marks ${JSON.stringify(query)}`, async () => assert.deepEqual(await marked(query), expected));
  }

  it('cuts a long text around the match, between words and never in a character', async () => {
    const filler = 'lorem 😀 ipsum dolor '.repeat(5_000);
    const text = `${filler}needle${' 😀😀'.repeat(5_000)}`;
    await store.createConversation({ id: 'long', workspaceId: 'w3', workspaceName: '', createdAt: 1 });
    await store.addMessages([userMessage({ id: 'long?', conversationId: 'long', text })], {});
    const [hit] = await store.search('needle', 'w3', 1);
    assert.ok(hit);
    assert.ok(hit.excerpt.length < 200, hit.excerpt);
    assert.ok(hit.excerpt.isWellFormed());
    assert.match(hit.excerpt, /^…\S.*needle.*…$/u);
    assert.deepEqual(
      hit.ranges.map(([start, end]) => hit.excerpt.slice(start, end)),
      ['needle'],
    );
  });

  it('follows what happens: renamed, answered, deleted, restored', async () => {
    await store.createConversation({ id: 'new', workspaceId: 'w4', workspaceName: '', createdAt: 1 });
    const reply = assistantMessage({ id: 'new!', conversationId: 'new', parentId: 'new?' });
    await store.addMessages([userMessage({ id: 'new?', conversationId: 'new', text: 'prompt' }), reply], { title: 'before' });
    await store.checkpoint('new!', [{ type: 'blockStarted', at: 1, index: 0, block: { type: 'text', text: 'unfinished' } }]);
    assert.deepEqual(await find('unfinished', 'w4'), []);
    await store.finishMessage({ ...reply, status: 'complete', blocks: [{ type: 'text', text: 'finished' }] });
    assert.deepEqual(await find('finished', 'w4'), ['new!']);
    await store.finishMessage({ ...reply, status: 'complete', blocks: [{ type: 'text', text: 'again' }] });
    assert.deepEqual(await find('finished', 'w4'), []);
    assert.deepEqual(await find('again', 'w4'), ['new!']);
    await store.patchConversation('new', { title: 'after' }, 2);
    assert.deepEqual(await find('before', 'w4'), []);
    assert.deepEqual(await find('after', 'w4'), ['new']);
    await store.deleteConversation('new', 3);
    assert.deepEqual(await find('again', 'w4'), []);
    assert.deepEqual(await find('after', 'w4'), []);
    await store.restoreConversation('new');
    assert.deepEqual(await find('again', 'w4'), ['new!']);
  });
});
