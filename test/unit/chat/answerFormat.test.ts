/** Answers by a schema through the engine: what is asked for, when it is not, and that a reply remembers it. */
import assert from 'node:assert/strict';
import { formatOf } from '../../../src/chat/answerFormat.ts';
import { conversationMarkdown } from '../../../src/chat/markdown.ts';
import type { Session } from '../../../src/chat/session.ts';
import { turnViews } from '../../../src/host/turnViews.ts';
import type { AnswerFormat } from '../../../src/shared/answerFormat.ts';
import { type DocumentItem, documentType } from '../../../src/shared/document.ts';
import type { AssistantMessage } from '../../../src/shared/message.ts';
import { openTemporaryHistory } from '../history/temporaryHistory.ts';
import { pdf } from '../sim/samples.ts';
import { begin } from '../wholeApi/exchange.ts';

const answerFormat: AnswerFormat = {
  name: 'order.schema.json',
  schema: { type: 'object', properties: { price: { type: 'number', minimum: 1 } }, required: ['price'] },
};
const sentSchema = {
  type: 'object',
  properties: { price: { type: 'number', description: '{minimum: 1}' } },
  additionalProperties: false,
  required: ['price'],
};

const repliesOf = (session: Session): AssistantMessage[] =>
  session.path.flatMap(({ message }) => (message.role === 'assistant' ? [message] : []));

describe('answers by a schema', () => {
  it('are asked for from the choice on until it is taken back, beside the effort, and each remembers by what', async () => {
    const { session, sent, say, reopened } = await begin([{ text: 'Hm.' }, { text: '{"price":2}' }, { text: 'So.' }], { effort: 'low' });
    await say(session, 'One');
    await session.choices.chooseAnswering({ answerFormat });
    await say(session, 'Two');
    await session.choices.chooseAnswering({ answerFormat: null });
    await say(session, 'Three');
    assert.deepEqual(
      sent.map(({ output_config }) => output_config),
      [{ effort: 'low' }, { effort: 'low', format: { type: 'json_schema', schema: sentSchema } }, { effort: 'low' }],
    );
    const again = await reopened();
    assert.ok(again);
    // What it is compared with is the schema as it was written.
    assert.deepEqual(
      repliesOf(again).map(({ format }) => format),
      [undefined, answerFormat, undefined],
    );
    const views = turnViews(
      again.path,
      (id) => id,
      () => null,
    );
    assert.deepEqual(
      views.flatMap((view) => (view.role === 'assistant' ? [view.format] : [])),
      [undefined, { name: 'order.schema.json' }, undefined],
    );
  });

  it('are not asked for of a model that has none, of one that is not known, or by a schema that cannot be sent', async () => {
    const plain = await begin([], { model: 'gateway-text-1' });
    await plain.session.choices.chooseAnswering({ answerFormat });
    await plain.say(plain.session, 'Why?');
    assert.equal(plain.sent[0]?.output_config, undefined);
    assert.equal(repliesOf(plain.session)[0]?.format, undefined);
    const unknown = await begin([], { model: 'claude-sonnet-5-5' });
    await unknown.session.choices.chooseAnswering({ answerFormat: { name: 'circle', schema: { properties: { a: { $ref: '#' } } } } });
    await unknown.say(unknown.session, 'Why?');
    assert.equal(unknown.sent[0]?.output_config, undefined);
  });

  it('leave out citations, also those of before, and these come back with free text', async () => {
    const citation = {
      type: 'page_location',
      cited_text: 'tea',
      document_index: 0,
      document_title: 'a.pdf',
      start_page_number: 1,
      end_page_number: 2,
      file_id: null,
    };
    const { session, sent, say } = await begin([
      { blocks: [{ type: 'text', text: 'Tea.', citations: [citation] }] },
      { text: '{"price":2}' },
    ]);
    const bytes = new Uint8Array(Buffer.from(pdf(1), 'base64'));
    const document: DocumentItem = {
      ...{
        id: 'd1',
        type: documentType,
        hash: 'd'.repeat(64),
        name: 'a.pdf',
        size: bytes.length,
        pages: 1,
        part: null,
        citations: true,
        uri: null,
      },
    };
    await session.draft.changeDocuments(() => [document], [{ hash: document.hash, bytes }]);
    await say(session, 'One');
    await session.choices.chooseAnswering({ answerFormat });
    await say(session, 'Two');
    await session.choices.chooseAnswering({ answerFormat: null });
    await say(session, 'Three');
    const cites = sent.map(({ messages }) => (JSON.stringify(messages).match(/"citations":/g) ?? []).length);
    assert.deepEqual(cites, [1, 0, 2]);
    assert.deepEqual(
      repliesOf(session).map(({ cache }) => cache?.changes.map(({ type }) => type)),
      [[], ['format', 'files'], ['format', 'turn', 'files']],
    );
  });

  it('that were cut are gone on with in free text, and are one JSON with what comes', async () => {
    const { session, sent, say } = await begin([{ text: '{"price":', stopReason: 'max_tokens' }, { text: '2}' }]);
    await session.choices.chooseAnswering({ answerFormat });
    await say(session, 'Why?');
    await session.continueAfter(session.path.at(-1)?.message.id ?? '');
    while (session.busy) await new Promise(setImmediate);
    await session.settled();
    assert.equal(sent.length, 2);
    assert.deepEqual([sent[0]?.output_config?.format?.type, sent[1]?.output_config], ['json_schema', undefined]);
    const replies = repliesOf(session);
    assert.equal(formatOf(replies)?.name, 'order.schema.json');
    const [, view] = turnViews(
      session.path,
      (id) => id,
      () => null,
    );
    assert.deepEqual(view?.role === 'assistant' && [view.format, view.blocks], [
      { name: 'order.schema.json' },
      [
        { type: 'text', text: '{"price":' },
        // As between any two words; white space means nothing there.
        { type: 'text', text: ' 2}' },
      ],
    ]);
  });

  it('of a reply that the API paused are asked for again as they were', async () => {
    const { session, sent, say } = await begin([{ text: '{"price":', stopReason: 'pause_turn' }, { text: '2}' }]);
    await session.choices.chooseAnswering({ answerFormat });
    await say(session, 'Why?');
    assert.deepEqual(
      sent.map(({ output_config }) => output_config?.format?.type),
      ['json_schema', 'json_schema'],
    );
  });

  it('are a block of code in Markdown, in lines where they are whole', () => {
    const words = {
      ...{ you: 'You', model: () => 'Claude', edited: () => '', written: '' },
      ...{ document: () => '', picture: () => '', sources: 'Sources' },
    };
    const reply = (text: string): AssistantMessage => ({
      ...{ id: 'a', conversationId: 'c', parentId: null, depth: 1, createdAt: 1, role: 'assistant', status: 'complete', model: 'm' },
      ...{ stopReason: 'end_turn', usage: null, error: null, apiId: null, firstTokenAt: null, endedAt: null },
      blocks: [{ type: 'text', text }],
      format: answerFormat,
    });
    assert.equal(conversationMarkdown('', [reply('{"a":"```"}')], words), '## Claude\n\n````json\n{\n  "a": "```"\n}\n````\n');
    assert.equal(conversationMarkdown('', [reply('{"a":')], words), '## Claude\n\n```json\n{"a":\n```\n');
  });

  it('are remembered by the database, also where the window dies in the midst of one', async () => {
    const history = await openTemporaryHistory();
    try {
      const { store } = history;
      await store.createConversation({ id: 'c', workspaceId: 'w', workspaceName: 'W', createdAt: 1 });
      const place = { conversationId: 'c', createdAt: 1 };
      const empty = { model: 'm', stopReason: null, usage: null, error: null, apiId: null, firstTokenAt: null, endedAt: null, blocks: [] };
      await store.addMessages(
        [
          { ...place, id: 'u', parentId: null, depth: 0, role: 'user', origin: 'typed', blocks: [{ type: 'text', text: 'Why?' }] },
          { ...place, ...empty, id: 'a', parentId: 'u', depth: 1, role: 'assistant', status: 'streaming' },
        ],
        { leafId: 'a', options: { effort: null, thinking: null, instructions: '', answerFormat } },
      );
      const usage = { input: 1, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, output: 1, thinking: 0 };
      await store.checkpoint('a', [
        { type: 'started', at: 1, apiId: 'msg_1', model: 'm', usage, format: answerFormat },
        { type: 'blockStarted', at: 1, index: 0, block: { type: 'text', text: '' } },
        { type: 'text', index: 0, text: '{"pri' },
      ]);
      const streaming = await store.readMessage('a');
      const [, fromPath] = await store.readPath('a', 9);
      assert.deepEqual(fromPath?.message.role === 'assistant' && fromPath.message.format, answerFormat);
      assert.ok(streaming?.role === 'assistant');
      await store.finishMessage({ ...streaming, status: 'stopped', format: answerFormat });
      const ended = await store.readMessage('a');
      assert.deepEqual(ended?.role === 'assistant' && [ended.format, ended.cache], [answerFormat, undefined]);
      assert.deepEqual((await store.readConversation('c'))?.options.answerFormat, answerFormat);
    } finally {
      await history.dispose();
    }
  });
});
