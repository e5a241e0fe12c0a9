/** What a surface shows, when several conversations are asked for at once and when one goes away. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { HistoryStore } from '../../src/chat/ports.ts';
import { Sessions } from '../../src/chat/sessions.ts';
import { openHistory } from '../../src/history/client.ts';
import type { Chat } from '../../src/host/chat.ts';
import { ChatSurface } from '../../src/host/chatSurface.ts';
import { systemClock } from '../../src/host/systemClock.ts';
import { draftOf } from '../../src/shared/conversation.ts';

describe('a surface', () => {
  let folder: string;
  let store: HistoryStore;
  let sessions: Sessions;
  let surface: ChatSurface;
  let panel: vscode.WebviewPanel;
  const shown: string[] = [];

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-surface-'));
    const extension = vscode.extensions.getExtension('parley.parley');
    assert.ok(extension);
    const workerScript = join(extension.extensionPath, 'dist', 'history.js');
    store = openHistory({ file: join(folder, 'parley.db'), workerScript, log: () => {} });
  });

  after(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(() => {
    shown.length = 0;
    const settings = () =>
      ({ model: 'claude-sonnet-5-5', maxTokens: 1000, effort: null, thinking: 'auto', instructions: '', caching: 'off' }) as const;
    const nobody = new vscode.EventEmitter<void>();
    sessions = new Sessions(
      {
        ...{ store, settings, clock: systemClock, newId: () => crypto.randomUUID(), log: () => {}, model: () => undefined },
        connect: () => Promise.reject(new Error('Nothing is sent here.')),
      },
      { id: 'w', name: 'W' },
    );
    const connection = { onDidChange: nobody.event, view: { kind: 'noKey', host: null } };
    const models = { onDidChange: nobody.event, nameOf: (id: string) => id };
    // As much of the window as a surface touches here.
    const instructions = { onDidChange: nobody.event };
    const chat = { sessions, store, connection, models, instructions, log: { error: () => {}, warn: () => {} } } as unknown as Chat;
    panel = vscode.window.createWebviewPanel('parley.test', 'Surface', vscode.ViewColumn.One);
    surface = new ChatSurface(chat, panel.webview, { read: () => undefined, write: (id) => void shown.push(id) });
  });

  afterEach(async () => {
    surface.dispose();
    panel.dispose();
    await sessions.dispose();
  });

  async function stored(): Promise<string> {
    const session = await sessions.create();
    await session.settled();
    sessions.release(session);
    return session.id;
  }

  it('shows what was asked for last, however long each takes to open', async () => {
    const [slow, quick] = [await stored(), await stored()];
    const read = store.readConversation;
    let release = () => {};
    store.readConversation = async (id) => {
      if (id === slow) await new Promise<void>((resolve) => (release = resolve));
      return read(id);
    };
    try {
      const first = surface.open(slow);
      await surface.open(quick);
      release();
      await first;
    } finally {
      store.readConversation = read;
    }
    assert.equal(surface.session?.id, quick);
    assert.deepEqual(shown, [quick]);
  });

  it('shows the new conversation that was asked for while the remembered one was being opened', async () => {
    const opening = surface.ready();
    await surface.open(undefined);
    const session = await opening;
    assert.equal(session, surface.session);
    assert.equal(shown.length, 1);
  });

  it('asks the conversation that was meant, whatever is shown by now', async () => {
    const [meant, other] = [await stored(), await stored()];
    await surface.open(other);
    await surface.inConversation(meant, (session) => session.rename('Meant'));
    assert.equal((await store.readConversation(meant))?.title, 'Meant');
    assert.equal((await store.readConversation(other))?.title, '');
    await assert.rejects(
      surface.inConversation('nothing', () => {}),
      /not there any more/,
    );
  });

  it('takes along what was typed when the conversation is deleted', async () => {
    const id = await stored();
    await surface.open(id);
    await surface.session?.draft.save(draftOf('half a thought'));
    await sessions.delete(id);
    const session = await surface.ready();
    await session.settled();
    assert.notEqual(session.id, id);
    assert.equal((await store.readConversation(session.id))?.draft.text, 'half a thought');
  });
});
