/** The engine with its real parts inside the editor's extension host: the worker's database, a server on the wire. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { HistoryStore } from '../../src/chat/historyStore.ts';
import { Session, type SessionParts } from '../../src/chat/session.ts';
import type { SessionEvent } from '../../src/chat/sessionEvents.ts';
import { Sessions } from '../../src/chat/sessions.ts';
import { createModelApi } from '../../src/claude/client.ts';
import { openHistory } from '../../src/history/client.ts';
import { systemClock } from '../../src/host/systemClock.ts';
import { draftOf } from '../../src/shared/conversation.ts';
import { messageText } from '../../src/shared/message.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';

describe('a conversation in the extension host', () => {
  let folder: string;
  let simulator: Simulator;
  const stores: HistoryStore[] = [];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parley-chat-'));
    simulator = await startSimulator({ deltasPerSecond: Number.POSITIVE_INFINITY });
  });
  after(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => simulator.reset());

  function openStore(): HistoryStore {
    const extension = vscode.extensions.getExtension('parley.parley');
    assert.ok(extension);
    const store = openHistory({
      file: join(folder, 'parley.db'),
      workerScript: join(extension.extensionPath, 'dist', 'history.js'),
      log: () => {},
    });
    stores.push(store);
    return store;
  }

  function parts(store: HistoryStore): SessionParts {
    const api = createModelApi({
      baseUrl: simulator.url,
      apiKey: null,
      stallTimeout: 10_000,
      userAgent: 'Parley/test',
      now: Date.now,
    });
    return {
      store,
      clock: systemClock,
      connect: () => Promise.resolve(api),
      settings: () => ({ model: 'claude-sonnet-5-5', maxTokens: 1000, effort: null, thinking: 'auto', instructions: '', caching: 'off' }),
      model: () => undefined,
      newId: () => crypto.randomUUID(),
      log: () => {},
    };
  }

  async function idle(session: Session): Promise<void> {
    while (session.busy) await pause(5);
    await session.settled();
  }

  const said = (session: Session) => session.path.map(({ message }) => messageText(message));

  it('is had over the editor’s connections, kept by the worker, and there again from the file', async () => {
    const store = openStore();
    simulator.script({ reply: { text: 'Because.' } });
    const session = await Session.create(parts(store), { id: 'w', name: 'W' });
    await session.send(crypto.randomUUID(), 'Why?');
    await idle(session);
    assert.deepEqual(said(session), ['Why?', 'Because.']);
    await store.close();
    const again = await Session.open(parts(openStore()), session.id);
    assert.ok(again);
    assert.deepEqual(said(again), ['Why?', 'Because.']);
    assert.equal(again.conversation.title, 'Why?');
  });

  it('does not take its own writes for another window’s', async () => {
    const session = await Session.create(parts(openStore()), { id: 'w', name: 'W' });
    simulator.script({ reply: { text: 'One.' } });
    await session.send(crypto.randomUUID(), 'First');
    await idle(session);
    await session.rename('Mine');
    await session.draft.save(draftOf('half'));
    const events: SessionEvent[] = [];
    session.onEvent((event) => events.push(event));
    await session.refresh();
    assert.deepEqual(events, []);
  });

  it('is seen by another window, as it grows and when it is renamed', async () => {
    const first = await Session.create(parts(openStore()), { id: 'shared', name: 'W' });
    const otherStore = openStore();
    const others = new Sessions(parts(otherStore), { id: 'shared', name: 'W' });
    await others.update();
    simulator.script({ reply: { text: 'Here.' } });
    await first.send(crypto.randomUUID(), 'Where?');
    await idle(first);
    while (!others.recent.some(({ title }) => title === 'Where?')) await pause(20);
    const second = await others.open(first.id);
    assert.ok(second);
    assert.deepEqual(said(second), ['Where?', 'Here.']);
    await first.rename('Over there');
    while (second.conversation.title !== 'Over there') await pause(20);
    simulator.script({ reply: { text: 'Then.' } });
    await second.send(crypto.randomUUID(), 'When?');
    await idle(second);
    // Part of the reply may be there before its end is; the suite's own bound ends a wait in vain.
    while (said(first).join(' ') !== 'Where? Here. When? Then.') {
      await first.refresh();
      await pause(20);
    }
    await others.dispose();
  });
});
