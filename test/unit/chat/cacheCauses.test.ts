/** Why a cache is missed: each cause is provoked through the real client and the simulator's cache, and named by both. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import type { InstructionFile } from '../../../src/chat/instructions.ts';
import type { Model } from '../../../src/chat/model.ts';
import type { RequestSettings } from '../../../src/chat/request.ts';
import { Session, type SessionParts } from '../../../src/chat/session.ts';
import { createModelApi } from '../../../src/claude/client.ts';
import { readModel } from '../../../src/claude/models.ts';
import { changeSentence, missSentence } from '../../../src/shared/cacheText.ts';
import type { ContextItem } from '../../../src/shared/context.ts';
import { type DocumentItem, documentType } from '../../../src/shared/document.ts';
import { translator } from '../../../src/shared/l10n.ts';
import type { AssistantMessage } from '../../../src/shared/message.ts';
import type { Picture } from '../../../src/shared/picture.ts';
import { type CacheOutcome, cacheOutcome } from '../../../src/shared/turnCache.ts';
import { pdf } from '../../documents/pdf.ts';
import { png } from '../../pictures/build.ts';
import { findModel } from '../../sim/models.ts';
import type { ReplyBlock } from '../../sim/script.ts';
import { type Simulator, startSimulator } from '../../sim/server.ts';
import { foundCitation, searchBlocks } from '../../sim/serverTools.ts';
import { openTemporaryHistory } from '../history/temporaryHistory.ts';
import { FakeClock } from './fakes.ts';

const words = 'The quick brown fox jumps over the lazy dog, again and again. '.repeat(60);
const t = translator({});

interface Conversation {
  readonly session: Session;
  readonly clock: FakeClock;
  readonly parts: SessionParts;
  /** What the settings say from now on. */
  set(change: Partial<RequestSettings>): void;
  /** What the workspace's files say from now on. */
  write(changed: readonly InstructionFile[]): void;
  /** What is known of models from now on. */
  know(change: (model: Model) => Model | undefined): void;
}

describe('A miss of the cache', () => {
  let simulator: Simulator;
  let history: Awaited<ReturnType<typeof openTemporaryHistory>>;
  let now = () => 0;

  before(async () => {
    simulator = await startSimulator({ answer: () => ({ reply: { text: words } }), deltasPerSecond: Infinity, now: () => now() });
    history = await openTemporaryHistory();
  });
  afterEach(() => simulator.reset());
  after(async () => {
    await history.dispose();
    await simulator.close();
  });

  async function begin(change: Partial<RequestSettings> = {}): Promise<Conversation> {
    const clock = new FakeClock();
    // So late that no conversation is old, which would be purged while it is empty.
    clock.pass(Date.UTC(2100, 0, 1));
    now = () => clock.now();
    const api = createModelApi({ baseUrl: simulator.url, apiKey: null, stallTimeout: 60_000, userAgent: 'Parley/test', now });
    let settings: RequestSettings = {
      ...{ model: 'claude-sonnet-5-5', maxTokens: 2000, effort: 'high', thinking: 'auto', instructions: words, caching: '5m' },
      ...change,
    };
    let known = (model: Model): Model | undefined => model;
    let files: readonly InstructionFile[] = [{ path: 'AGENTS.md', text: 'Use tabs.' }];
    const parts: SessionParts = {
      ...{ store: history.store, clock, connect: () => Promise.resolve(api), log: () => {}, newId: () => crypto.randomUUID() },
      settings: () => settings,
      instructionFiles: () => Promise.resolve(files),
      model: (id) => {
        const model = readModel(findModel(id)?.info);
        return model && known(model);
      },
    };
    return {
      ...{ session: await Session.create(parts, { id: 'w', name: 'W' }), clock, parts },
      set: (more) => {
        settings = { ...settings, ...more };
      },
      write: (changed) => {
        files = changed;
      },
      know: (more) => {
        known = more;
      },
    };
  }

  async function say(session: Session, text = 'Why?'): Promise<AssistantMessage> {
    await session.send(crypto.randomUUID(), text);
    while (session.busy) await pause(2);
    await session.settled();
    const last = session.path.at(-1)?.message;
    assert.ok(last?.role === 'assistant' && last.status === 'complete', JSON.stringify(last?.role === 'assistant' && last.error));
    return last;
  }

  const outcome = ({ usage, cache }: AssistantMessage): CacheOutcome | null =>
    cacheOutcome(usage, cache ? { caching: cache.prefix.caching, expected: cache.expected } : null);

  /** What the reader is told. */
  function told({ cache }: AssistantMessage): string[] {
    assert.ok(cache);
    return [
      ...(cache.miss ? [missSentence(cache.miss, t)] : []),
      ...cache.changes.map((change) => changeSentence(change, t, (ms) => `${ms / 60_000} min`)),
    ];
  }

  const api = {
    model: 'The API says: another model was asked.',
    system: 'The API says: the instructions have changed.',
    messages: 'The API says: something that was said before was sent in another form.',
  };

  it('does not happen while nothing changes: the first turn writes, the others read', async () => {
    const { session } = await begin();
    const all = [await say(session), await say(session), await say(session)];
    assert.deepEqual(
      all.map((message) => outcome(message)?.kind),
      ['written', 'hit', 'hit'],
    );
    assert.deepEqual(all.map(told), [[], [], []]);
    const sent = simulator.requests.map(({ body }) => body['diagnostics']);
    assert.deepEqual(
      sent,
      [null, all[0]?.apiId, all[1]?.apiId].map((previous_message_id) => ({ previous_message_id })),
    );
  });

  const context = (n: number): ContextItem => ({
    ...{
      id: `i${n}`,
      kind: 'file',
      name: `${n}.ts`,
      path: `${n}.ts`,
      uri: null,
      lines: null,
      language: null,
      text: `let a${n}`,
      note: null,
    },
  });

  const causes: readonly [name: string, provoke: (of: Conversation) => Promise<void> | void, told: readonly string[]][] = [
    [
      'another model',
      ({ session }) => session.choices.chooseModel('claude-opus-5-5'),
      [api.model, 'Before, claude-sonnet-5-5 was asked. Each model keeps its own cache.'],
    ],
    [
      'other instructions',
      ({ set }) => set({ instructions: `${words} Be brief.` }),
      [api.system, 'Your instructions in the settings have changed.'],
    ],
    [
      'a file of instructions that was changed',
      ({ write }) => write([{ path: 'AGENTS.md', text: 'Use spaces.' }]),
      [api.system, 'AGENTS.md has changed.'],
    ],
    [
      'instructions of the conversation',
      ({ session }) => session.choices.setInstructions('Speak French.'),
      [api.system, 'The instructions of this conversation have changed.'],
    ],
    ['no instructions any more', ({ set }) => set({ instructions: '' }), [api.system, 'Your instructions in the settings have changed.']],
    [
      'tools of the API that were switched on',
      ({ session }) => session.choices.chooseAnswering({ serverTools: ['web_search'] }),
      ['The API says: the tools have changed.', 'The tools of the API were switched on or off, or set otherwise.'],
    ],
    ['another effort', ({ set }) => set({ effort: 'low' }), [api.messages, 'The effort was set otherwise.']],
    [
      'answers by a schema',
      ({ session }) =>
        session.choices.chooseAnswering({
          answerFormat: { name: 'Answer', schema: { type: 'object', properties: { a: { type: 'string' } } } },
        }),
      [api.messages, 'The format of answers was set otherwise.'],
    ],
    ['thinking switched off', ({ set }) => set({ thinking: 'off' }), [api.messages, 'Thinking was set otherwise.']],
    ['a pause', ({ clock }) => clock.pass(6 * 60_000), ['The turn before was 6 min earlier: the API does not keep it for so long.']],
  ];
  for (const [name, provoke, expected] of causes) {
    it(`is named: ${name}`, async () => {
      const conversation = await begin();
      await say(conversation.session);
      await provoke(conversation);
      const message = await say(conversation.session);
      assert.equal(outcome(message)?.kind, 'missed');
      assert.deepEqual(told(message), expected);
      // From then on, all is as before.
      const next = await say(conversation.session);
      assert.deepEqual([outcome(next)?.kind, told(next)], ['hit', []]);
    });
  }

  it('is named: many new parts at once, where the server may not know breakpoints', async () => {
    const { session, know } = await begin();
    know(() => undefined);
    await say(session);
    await session.draft.addContext(Array.from({ length: 24 }, (_, n) => context(n)));
    const message = await say(session);
    assert.equal(outcome(message)?.kind, 'missed');
    assert.deepEqual(told(message), ['26 blocks are new, and the API looks back over 20 only.']);
    assert.equal(outcome(await say(session))?.kind, 'hit');
  });

  describe('does not happen', () => {
    it('after many new parts at once: the end of the request before is a breakpoint then', async () => {
      const { session } = await begin();
      await say(session);
      await session.draft.addContext(Array.from({ length: 24 }, (_, n) => context(n)));
      const message = await say(session);
      assert.deepEqual([outcome(message)?.kind, told(message)], ['hit', []]);
    });

    it('after a reply of many parts, as with citations', async () => {
      const { session, set } = await begin();
      set({ tools: { names: ['web_search'], maxUses: null, allowedDomains: [], blockedDomains: [] } });
      const found = { url: 'https://example.com/', title: 'A' };
      const cited = Array.from({ length: 30 }, (_, n): ReplyBlock[] => [
        { type: 'text', text: `So ${n}. ` },
        { type: 'text', text: words, citations: [foundCitation(found, 'x')] },
      ]);
      simulator.script({ reply: { blocks: [...searchBlocks('srvtoolu_1', 'x', [found]), ...cited.flat()] } });
      await say(session);
      const message = await say(session);
      assert.deepEqual([outcome(message)?.kind, told(message)], ['hit', []]);
    });

    it('for the instructions of a new conversation, nor for a long file whose question is asked in other words', async () => {
      const { session, parts } = await begin();
      await say(session);
      const other = await Session.create(parts, { id: 'w', name: 'W' });
      await other.draft.addContext([{ ...context(1), text: words.repeat(4) }]);
      const first = await say(other, 'What does it do?');
      const again = await Session.create(parts, { id: 'w', name: 'W' });
      await again.draft.addContext([{ ...context(1), text: words.repeat(4) }]);
      const second = await say(again, 'Who wrote it?');
      const [instructions, file] = [first, second].map(({ usage }) => usage?.cacheRead ?? 0);
      assert.ok(instructions && instructions > 512, `${instructions}`);
      assert.ok(file && file > instructions + 2000, `${file}`);
    });
  });

  it('is named: tools of the API that were switched off, with what they had brought', async () => {
    const { session, set } = await begin();
    set({ tools: { names: ['web_search'], maxUses: null, allowedDomains: [], blockedDomains: [] } });
    const found = { url: 'https://example.com/', title: 'A' };
    const blocks: ReplyBlock[] = [
      ...searchBlocks('srvtoolu_1', 'x', [found]),
      { type: 'text', text: words, citations: [foundCitation(found, 'x')] },
    ];
    simulator.script({ reply: { blocks } });
    await say(session);
    assert.deepEqual(told(await say(session)), []);
    set({ tools: { names: [], maxUses: null, allowedDomains: [], blockedDomains: [] } });
    const message = await say(session);
    assert.equal(outcome(message)?.kind, 'missed');
    assert.deepEqual(told(message), [
      'The API says: the tools have changed.',
      'The tools of the API were switched on or off, or set otherwise.',
      'Message 2 was sent in another form.',
    ]);
  });

  it('may be another region, or another speed', async () => {
    const { session, set } = await begin();
    await say(session);
    set({ advanced: { inferenceGeo: 'us' } });
    assert.deepEqual(told(await say(session)), ['Another region was asked for.']);
    set({ advanced: { inferenceGeo: 'us', speed: 'fast', stopSequences: ['###'], serviceTier: 'standard_only', userId: 'u-17' } });
    assert.deepEqual(told(await say(session)), ['Another speed was asked for.']);
    assert.deepEqual(told(await say(session)), []);
  });

  it('is named: the API has forgotten', async () => {
    const { session } = await begin();
    await say(session);
    simulator.reset();
    const message = await say(session);
    assert.equal(outcome(message)?.kind, 'missed');
    assert.deepEqual(told(message), ['The API does not remember the request before this one.']);
  });

  describe('is named: a picture', () => {
    const bytes = (n: number) => new Uint8Array(png({ width: 560, height: 560, color: (x, y) => [(x * n) % 256, y % 256, n] }));
    const add = (session: Session, n: number) => {
      const hash = String(n).padStart(64, '0');
      const encoded = { type: 'image/png', bytes: bytes(n) } as const;
      const size = { width: 560, height: 560, size: encoded.bytes.length, smallSize: null };
      const picture: Picture = { id: crypto.randomUUID(), hash, type: 'image/png', ...size, name: `${n}`, note: null, description: null };
      return session.draft.addPicture(picture, { hash, whole: encoded, small: null, thumbnail: encoded });
    };
    const first = String(1).padStart(64, '0');

    const pictureCauses: readonly [name: string, provoke: (of: Conversation) => Promise<void>, told: string][] = [
      [
        'taken out',
        ({ session }) => session.changePictures({ type: 'sending', hashes: [first], sending: 'never' }),
        'A picture or document was taken out.',
      ],
      [
        'made smaller',
        ({ session }) => session.changePictures({ type: 'shrink', hash: first, small: { type: 'image/png', bytes: bytes(7) } }),
        'A picture was sent smaller.',
      ],
      [
        'left out',
        async ({ session, know }) => {
          // Half of it is for pictures: room for one of these.
          know((model) => ({ ...model, maxInputTokens: 1400 }));
          await add(session, 2);
        },
        'A picture or document was left out, as there is too much.',
      ],
      [
        'lost',
        async () => {
          // As after a damage of the file.
          const file = new DatabaseSync(history.file);
          file.prepare('DELETE FROM pictures WHERE hash = ?').run(first);
          file.close();
        },
        'A picture or document is lost.',
      ],
    ];
    for (const [name, provoke, sentence] of pictureCauses) {
      it(name, async () => {
        const conversation = await begin();
        await add(conversation.session, 1);
        await say(conversation.session);
        await provoke(conversation);
        const message = await say(conversation.session);
        assert.equal(outcome(message)?.kind, 'missed');
        assert.deepEqual(told(message), [api.messages, sentence]);
      });
    }

    it('put back', async () => {
      const { session } = await begin();
      await add(session, 1);
      await say(session);
      await session.changePictures({ type: 'sending', hashes: [first], sending: 'never' });
      await say(session);
      await session.changePictures({ type: 'sending', hashes: [first], sending: null });
      assert.deepEqual(told(await say(session)), [api.messages, 'A picture or document was sent again.']);
    });
  });

  it('is named: citations that another document asks for', async () => {
    const { session } = await begin();
    const add = (name: string, citations: boolean) => {
      const bytes = new Uint8Array(pdf({ pages: 1, title: name }));
      const hash = createHash('sha256').update(bytes).digest('hex');
      const document: DocumentItem = {
        ...{ id: name, type: documentType, hash, name, size: bytes.length, pages: 1, part: null },
        ...{ citations, uri: null },
      };
      return session.draft.changeDocuments((all) => [...all, document], [{ hash, bytes }]);
    };
    await add('a.pdf', false);
    await say(session);
    await add('b.pdf', true);
    assert.deepEqual(told(await say(session)), [api.messages, 'Citations of documents were switched on or off.']);
    assert.deepEqual(told(await say(session)), []);
  });

  it('is named: a summary, another one, and none any more', async () => {
    const { session } = await begin();
    const summary = 'So. '.repeat(800);
    const ended = async () => {
      while (session.busy) await pause(2);
      await session.settled();
    };
    await say(session);
    simulator.script({ reply: { text: summary } });
    await session.long.summarise('Summarise');
    await ended();
    const asked = session.path.at(-1)?.message;
    // All that was said is read from the cache for it.
    assert.ok(asked?.role === 'assistant');
    assert.deepEqual([outcome(asked)?.kind, told(asked)], ['hit', []]);
    assert.deepEqual(told(await say(session)), [api.messages, 'A summary stands for what was said before.']);
    assert.deepEqual(told(await say(session)), []);
    await session.long.summarise('Summarise');
    await ended();
    assert.deepEqual(told(await say(session)), [api.messages, 'The summary of what was said before is another one.']);
    await session.edit(asked.id, crypto.randomUUID(), `${summary}!`);
    assert.deepEqual(told(await say(session)), [api.messages, 'A summary stands for what was said before.']);
  });

  it('is named: turns left out, and sent again', async () => {
    const { session, know } = await begin({ model: 'claude-haiku-5-5' });
    for (let turn = 0; turn < 4; turn++) await say(session);
    know((model) => ({ ...model, maxInputTokens: 8000 }));
    await session.long.leaveOut({ most: null });
    const left = await say(session);
    assert.equal(outcome(left)?.kind, 'missed');
    assert.deepEqual(told(left), [api.messages, 'The 6 oldest messages were left out, as there are too many.']);
    assert.deepEqual(told(await say(session)), []);
    await session.long.leaveOut(null);
    assert.deepEqual(told(await say(session)), [api.messages, 'Early turns are sent again that were left out before.']);
  });

  it('is told after a reload too, as what was asked is stored with the reply', async () => {
    const { session, parts, set } = await begin();
    await say(session);
    const again = await Session.open(parts, session.id);
    assert.ok(again);
    set({ effort: 'low' });
    const message = await say(again);
    assert.deepEqual(told(message), [api.messages, 'The effort was set otherwise.']);
    assert.deepEqual(await history.store.readMessage(message.id), message);
  });

  it('is not asked about where caching is off, nor of servers that do not tell what their models can do', async () => {
    const off = await begin({ caching: 'off' });
    assert.deepEqual([outcome(await say(off.session)), outcome(await say(off.session))], [{ kind: 'off' }, { kind: 'off' }]);
    const plain = await begin();
    plain.know((model) => ({ ...model, thinking: [], effort: [] }));
    await say(plain.session);
    assert.deepEqual(
      simulator.requests.map(({ body }) => 'diagnostics' in body),
      [false, false, false],
    );
    // Once it is known, there is nothing that the API could compare with; then there is.
    plain.know((model) => model);
    const first = await say(plain.session);
    await say(plain.session);
    const asked = simulator.requests.slice(-2).map(({ body }) => body['diagnostics']);
    assert.deepEqual(asked, [{ previous_message_id: null }, { previous_message_id: first.apiId }]);
  });

  it('is not expected of what is too short to be kept', async () => {
    simulator.script({ reply: { text: 'So.' } }, { reply: { text: 'So.' } });
    const { session, write } = await begin({ instructions: '' });
    write([]);
    assert.deepEqual([outcome(await say(session)), outcome(await say(session))], [{ kind: 'short' }, { kind: 'short' }]);
  });
});
