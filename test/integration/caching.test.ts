/** What a long conversation sends, turn for turn, through the real engine and store: each request begins with all of the one before. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { costOf } from '../../src/chat/cost.ts';
import type { HistoryStore } from '../../src/chat/historyStore.ts';
import { Session } from '../../src/chat/session.ts';
import { createModelApi } from '../../src/claude/client.ts';
import { readModel } from '../../src/claude/models.ts';
import { openHistory } from '../../src/history/client.ts';
import { systemClock } from '../../src/host/systemClock.ts';
import type { Usage } from '../../src/shared/message.ts';
import { findModel } from '../sim/models.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';

const turns = 30;
const words = 'The quick brown fox jumps over the lazy dog, again and again. '.repeat(40);

describe('a conversation of thirty turns', () => {
  let folder: string;
  let simulator: Simulator;
  let store: HistoryStore;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parley-caching-'));
    simulator = await startSimulator({ deltasPerSecond: Number.POSITIVE_INFINITY });
  });
  after(async () => {
    await store.close();
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function open(): HistoryStore {
    const extension = vscode.extensions.getExtension('parley.parley');
    assert.ok(extension);
    const workerScript = join(extension.extensionPath, 'dist', 'history.js');
    return openHistory({ file: join(folder, 'parley.db'), workerScript, log: () => {} });
  }

  function parts() {
    const api = createModelApi({ baseUrl: simulator.url, apiKey: null, stallTimeout: 10_000, userAgent: 'Parley/test', now: Date.now });
    const settings = {
      model: 'claude-sonnet-5-5',
      maxTokens: 1000,
      effort: 'high',
      thinking: 'auto',
      instructions: words,
      caching: '5m',
    } as const;
    return {
      ...{ store, clock: systemClock, connect: () => Promise.resolve(api), settings: () => settings },
      ...{ model: (id: string) => readModel(findModel(id)?.info), newId: () => crypto.randomUUID(), log: () => {} },
    };
  }

  it('sends the same bytes before what is new, after a reload too, and pays a fraction for them', async () => {
    store = open();
    let session = await Session.create(parts(), { id: 'w', name: 'W' });
    const usages: Usage[] = [];
    for (let turn = 0; turn < turns; turn++) {
      if (turn === turns / 2) {
        await session.settled();
        await store.close();
        store = open();
        const again = await Session.open(parts(), session.id);
        assert.ok(again);
        session = again;
      }
      if (turn % 5 === 1) {
        const item = { kind: 'file', name: 'a.ts', path: 'a.ts', uri: null, lines: null, language: null, note: null } as const;
        // The same file twice, then changed: what was sent is not sent again, and never later taken out.
        await session.draft.addContext([{ ...item, id: crypto.randomUUID(), text: `${words} ${Math.floor(turn / 10)}` }]);
      }
      simulator.script({ reply: { thinking: 'Hm.', text: `${turn}: ${words}` } });
      await session.send(crypto.randomUUID(), `${turn}? ${words}`);
      while (session.busy) await pause(5);
      await session.settled();
      const last = session.path.at(-1)?.message;
      assert.ok(last?.role === 'assistant' && last.status === 'complete' && last.usage, `turn ${turn}`);
      usages.push(last.usage);
    }

    const bodies = simulator.requests.map(({ rawBody }) => rawBody);
    assert.equal(bodies.length, turns);
    const messagesOf = (body: string) => JSON.stringify(JSON.parse(body).messages).slice(0, -1);
    const hash = (text: string) => createHash('sha256').update(text).digest('hex');
    for (const [turn, body] of bodies.entries()) {
      const before = bodies[turn - 1];
      if (before === undefined) continue;
      const known = messagesOf(before);
      assert.equal(hash(messagesOf(body).slice(0, known.length)), hash(known), `turn ${turn}`);
      // Before the messages, too: the model, the instructions, and how it is to be cached.
      assert.equal(body.slice(0, body.indexOf('"messages"')), before.slice(0, before.indexOf('"messages"')), `turn ${turn}`);
      const known5m = (usages[turn - 1]?.cacheRead ?? 0) + (usages[turn - 1]?.cacheWrite5m ?? 0);
      assert.equal(usages[turn]?.cacheRead, known5m, `turn ${turn} reads all that was known`);
    }
    const total = (each: Usage) => costOf('claude-sonnet-5-5', each) ?? Number.NaN;
    const uncached = ({ input, cacheRead, cacheWrite5m, output, thinking }: Usage) =>
      total({ input: input + cacheRead + cacheWrite5m, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output, thinking });
    const sum = (cost: (each: Usage) => number) => usages.reduce((all, each) => all + cost(each), 0);
    assert.ok(sum(total) < sum(uncached) / 2, `${sum(total)} of ${sum(uncached)} dollars`);
  });
});
