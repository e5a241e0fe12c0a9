/** What a surface shows, when several conversations are asked for at once and when one goes away. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { HistoryStore } from '../../src/chat/historyStore.ts';
import { Sessions } from '../../src/chat/sessions.ts';
import { openHistory } from '../../src/history/client.ts';
import type { Chat } from '../../src/host/chat.ts';
import { ChatSurface } from '../../src/host/chatSurface.ts';
import { EarlyMessages } from '../../src/host/earlyMessages.ts';
import { Surfaces } from '../../src/host/surfaces.ts';
import { systemClock } from '../../src/host/systemClock.ts';
import { draftOf } from '../../src/shared/conversation.ts';
import { type DocumentItem, documentType } from '../../src/shared/document.ts';

describe('a surface', () => {
  let folder: string;
  let store: HistoryStore;
  let sessions: Sessions;
  let surface: ChatSurface;
  let chat: Chat;
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
    const starters = { onDidChange: nobody.event, view: { file: null, changes: false } };
    chat = { sessions, store, connection, models, instructions, starters, log: { error: () => {}, warn: () => {} } } as unknown as Chat;
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
    const read = store.openConversation;
    let release = () => {};
    store.openConversation = async (id) => {
      if (id === slow) await new Promise<void>((resolve) => (release = resolve));
      return read(id);
    };
    try {
      const first = surface.open(slow);
      await surface.open(quick);
      release();
      await first;
    } finally {
      store.openConversation = read;
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

  it('says what has changed where a queued prompt is edited that is not queued any more, and that the text is kept', async () => {
    const received = new vscode.EventEmitter<unknown>();
    const posted: unknown[] = [];
    const webview = { onDidReceiveMessage: received.event, postMessage: async (message: unknown) => posted.push(message) > 0 };
    const asked = new ChatSurface(chat, webview as unknown as vscode.Webview, { read: () => undefined, write: () => {} });
    const id = await stored();
    await asked.open(id);
    const params = { id: 'sentByNow', text: 'In other words' };
    received.fire({ type: 'request', id: 7, conversationId: id, name: 'editQueued', params });
    await asked.inConversation(id, (session) => session.settled());
    asked.dispose();
    const sentence = 'That message is not queued any more: it was sent or removed. Your text is kept.';
    assert.deepEqual(posted, [{ type: 'failure', id: 7, sentence }]);
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

  it('takes along what goes with it, too', async () => {
    const id = await stored();
    await surface.open(id);
    const { draft } = surface.session ?? assert.fail();
    const bytes = { type: 'image/png', bytes: new Uint8Array([1, 2, 3]) } as const;
    const hash = 'a'.repeat(64);
    const facts = { id: 'p', hash, type: 'image/png', width: 1, height: 1, size: 3, smallSize: null } as const;
    await draft.addPicture(
      { ...facts, name: 'Shot', note: null, description: null },
      { hash, whole: bytes, small: null, thumbnail: bytes },
    );
    const file = { hash: 'b'.repeat(64), bytes: new Uint8Array([4, 5]) };
    const document: DocumentItem = {
      ...{ id: 'd', type: documentType, hash: file.hash, name: 'a.pdf', size: 2, pages: 1, part: null },
      citations: true,
      uri: null,
    };
    await draft.changeDocuments(() => [document], [file]);
    const about = { name: 'tea.ts', path: 'tea.ts', uri: null, lines: null, language: null } as const;
    await draft.addContext([{ ...about, id: 'c', kind: 'file', text: 'tea', note: null }]);
    await sessions.delete(id);
    const session = await surface.ready();
    await session.settled();
    const kept = (await store.readConversation(session.id))?.draft;
    assert.deepEqual(
      kept?.pictures.map((each) => [each.hash, each.name]),
      [[hash, 'Shot']],
    );
    assert.deepEqual(kept?.documents, [document]);
    assert.deepEqual(
      kept?.context.map(({ text }) => text),
      ['tea'],
    );
    assert.deepEqual((await store.readPicture({ hash, size: 'whole' }))?.bytes, bytes.bytes);
  });

  it('a command means the one that is seen: a tab beside the code, while the sidebar is hidden', async () => {
    const extension = vscode.extensions.getExtension('parley.parley');
    assert.ok(extension);
    const memory = { keys: () => [], get: () => undefined, update: () => Promise.resolve() };
    const surfaces = new Surfaces(chat, extension.extensionUri, memory);
    const page = () => {
      const messages = new vscode.EventEmitter<unknown>();
      const served = { options: {}, html: '', cspSource: 'self', asWebviewUri: (uri: vscode.Uri) => uri };
      const webview = { ...served, onDidReceiveMessage: messages.event, postMessage: () => Promise.resolve(true) };
      return { messages, webview, visibility: new vscode.EventEmitter<void>(), gone: new vscode.EventEmitter<void>() };
    };
    const [side, tab] = [page(), page()];
    // As much of a view and of a tab as is touched.
    const view = { webview: side.webview, visible: false, onDidChangeVisibility: side.visibility.event, onDidDispose: side.gone.event };
    surfaces.addView(view as unknown as vscode.WebviewView, new EarlyMessages(side.webview));
    const inSidebar = surfaces.visible;
    side.messages.fire({ type: 'ready' });
    assert.ok(inSidebar?.isLive);
    const other = {
      webview: tab.webview,
      active: false,
      visible: true,
      onDidChangeViewState: tab.visibility.event,
      onDidDispose: tab.gone.event,
    };
    surfaces.restorePanel(other as unknown as vscode.WebviewPanel, undefined);
    tab.messages.fire({ type: 'ready' });
    assert.equal(surfaces.visible, inSidebar);
    side.visibility.fire();
    assert.notEqual(surfaces.visible, inSidebar);
    assert.ok(surfaces.visible?.isLive);
    surfaces.dispose();
  });
});
