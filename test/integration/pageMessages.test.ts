/**
 * Messages of a page that somebody else has taken over, answered by all of Parley: those that can be read are done, and none of them reads a file
 * that is not the workspace's, runs a command of its own, sends anything to a terminal that would run, or breaks anything.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { EarlyMessages } from '../../src/host/earlyMessages.ts';
import { openParley, type Parley } from '../../src/parley.ts';
import { readPageMessage } from '../../src/shared/readPageMessage.ts';
import { mutatedMessages } from '../unit/shared/pageMessages.ts';

const seed = 20261121;
/** Of which some 30 000 can be read; of those, each once and no more than so many are answered. */
const tried = 100_000;
const mostAnswered = 6_000;
/** How many are on their way at once. */
const atOnce = 50;

/** The editor's commands that an answer may lead to. The first of their arguments is looked at. */
const commands = new Set([
  'vscode.open',
  'vscode.diff',
  'markdown.showPreview',
  'workbench.action.openSettings',
  'workbench.action.quickOpen',
]);
/** They ask the languages, and change nothing. */
const questions = /^vscode\.execute\w+Provider$/;

describe('messages of a page that is not Parley’s own', function () {
  this.timeout(240_000);
  let folder: string;
  let parley: Parley;
  const received = new vscode.EventEmitter<unknown>();
  const hidden = new vscode.EventEmitter<void>();
  const posted: { type?: unknown; id?: unknown }[] = [];
  const wrong: string[] = [];
  const counts = { commands: 0, reads: 0, links: 0, questions: 0, terminals: 0 };
  const restore: (() => void)[] = [];
  const broken: unknown[] = [];

  /** Replaces what the editor gives extensions, for this suite. */
  function replace(target: object, changes: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(changes)) {
      const before = Object.getOwnPropertyDescriptor(target, name);
      Object.defineProperty(target, name, { value, configurable: true, writable: true });
      restore.push(() => {
        if (before) Object.defineProperty(target, name, before);
        else Reflect.deleteProperty(target, name);
      });
    }
  }

  function mayBeRead(uri: vscode.Uri): boolean {
    if (uri.scheme.startsWith('parley') || uri.scheme === 'untitled') return true;
    return vscode.workspace.getWorkspaceFolder(uri) !== undefined && !uri.path.split(/[/\\]/).includes('..');
  }

  function look(what: string, uri: unknown): void {
    counts.reads += 1;
    if (!(uri instanceof vscode.Uri) || !mayBeRead(uri)) wrong.push(`${what}: ${String(uri)}`);
  }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parley-messages-'));
    watchTheEditor();
    const extension = vscode.extensions.getExtension('parley.parley');
    assert.ok(extension);
    const secrets = {
      get: async () => undefined,
      store: async () => {},
      delete: async () => {},
      onDidChange: new vscode.EventEmitter().event,
    };
    const memento = () => {
      const kept = new Map<string, unknown>();
      return {
        get: (name: string) => kept.get(name),
        update: async (name: string, value: unknown) => void kept.set(name, value),
        keys: () => [...kept.keys()],
      };
    };
    // As much of it as Parley uses, on data of its own.
    const context = {
      ...{ extension, secrets, subscriptions: [], extensionUri: extension.extensionUri, extensionPath: extension.extensionPath },
      ...{ globalState: memento(), workspaceState: memento(), globalStorageUri: vscode.Uri.file(folder) },
    } as unknown as vscode.ExtensionContext;
    parley = openParley(context);
    const webview = {
      onDidReceiveMessage: received.event,
      postMessage: async (message: { type?: unknown; id?: unknown }) => {
        posted.push(message);
        return true;
      },
    };
    const view = { webview, visible: true, onDidChangeVisibility: hidden.event, onDidDispose: hidden.event };
    parley.surfaces.addView(view as unknown as vscode.WebviewView, new EarlyMessages(webview));
  });

  after(async () => {
    parley.surfaces.dispose();
    await parley.close();
    for (const each of restore.reverse()) each();
    process.off('unhandledRejection', breaks);
    process.off('uncaughtException', breaks);
    rmSync(folder, { recursive: true, force: true });
  });

  const breaks = (reason: unknown) => void broken.push(reason);

  function watchTheEditor(): void {
    const { window, workspace, env, commands: all } = vscode;
    process.on('unhandledRejection', breaks);
    process.on('uncaughtException', breaks);
    const nobody = async () => {
      counts.questions += 1;
      return undefined;
    };
    const nothing = { show() {}, hide() {}, dispose() {} };
    const picker = () => {
      const closed = new vscode.EventEmitter<void>();
      return {
        ...nothing,
        items: [],
        activeItems: [],
        selectedItems: [],
        show: () => closed.fire(),
        onDidAccept: closed.event,
        onDidHide: closed.event,
      };
    };
    replace(window, {
      ...{
        showInformationMessage: nobody,
        showWarningMessage: nobody,
        showErrorMessage: nobody,
        showInputBox: nobody,
        showQuickPick: nobody,
      },
      ...{ showOpenDialog: nobody, showSaveDialog: nobody, createQuickPick: picker },
      showTextDocument: async (document: vscode.TextDocument) => look('shown', document.uri),
      createTerminal: (...options: unknown[]) => {
        counts.terminals += 1;
        if (options.length > 0) wrong.push(`terminal: ${JSON.stringify(options)}`);
        return {
          ...{ ...nothing, shellIntegration: {}, exitStatus: undefined, state: { isInteractedWith: false } },
          sendText: (line: string, run: boolean) => {
            if (run !== false || /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u.test(line))
              wrong.push(`sent to a terminal: ${JSON.stringify(line)}`);
          },
        };
      },
    });
    const { fs } = workspace;
    const watched = (name: 'readFile' | 'readDirectory' | 'stat') => (uri: vscode.Uri) => {
      look(name, uri);
      return mayBeRead(uri) ? fs[name](uri) : Promise.reject(vscode.FileSystemError.NoPermissions(uri));
    };
    const refused = (name: string) => async (uri: unknown) => void wrong.push(`${name}: ${String(uri)}`);
    const open = workspace.openTextDocument.bind(workspace) as (what: unknown) => Thenable<vscode.TextDocument>;
    replace(workspace, {
      fs: {
        ...{ readFile: watched('readFile'), readDirectory: watched('readDirectory'), stat: watched('stat') },
        ...{ writeFile: refused('writeFile'), delete: refused('delete'), rename: refused('rename'), copy: refused('copy') },
        ...{ createDirectory: refused('createDirectory'), isWritableFileSystem: (scheme: string) => fs.isWritableFileSystem(scheme) },
      },
      applyEdit: async (edit: vscode.WorkspaceEdit) => {
        for (const [uri] of edit.entries()) if (uri.scheme !== 'untitled') wrong.push(`changed: ${uri.toString()}`);
        return true;
      },
      openTextDocument: async (what: unknown) => {
        if (!(what instanceof vscode.Uri)) return { uri: vscode.Uri.parse('untitled:text'), getText: () => '' };
        look('opened', what);
        if (!mayBeRead(what)) throw new Error('It is not in the workspace.');
        return what.scheme === 'untitled' ? { uri: what, getText: () => '' } : open(what);
      },
    });
    replace(env, {
      clipboard: { readText: async () => '', writeText: async () => {} },
      openExternal: async (uri: vscode.Uri) => {
        counts.links += 1;
        if (!['http', 'https', 'mailto'].includes(uri.scheme)) wrong.push(`opened outside: ${uri.toString()}`);
        return false;
      },
    });
    replace(all, {
      executeCommand: async (name: string, first: unknown) => {
        counts.commands += 1;
        if (first instanceof vscode.Uri) look(name, first);
        if (!commands.has(name) && !questions.test(name)) wrong.push(`command: ${name}`);
        if (name === 'workbench.action.quickOpen' && !String(first).startsWith('#')) wrong.push(`command: ${name} ${String(first)}`);
        return undefined;
      },
    });
  }

  it(`are ${tried} mutations of valid ones (seed ${seed}): no crash, no path outside of the workspace read, no command run`, async () => {
    received.fire({ type: 'ready' });
    while (!posted.some(({ type }) => type === 'update')) await pause(5);
    const ids = ['c', 'm', 'n', 'p', 'd'];
    const known = new Set<string>();
    const asked = new Set<number>();
    let [readable, fired] = [0, 0];
    const settled = async (most: number) => {
      for (;;) {
        for (const { type, id } of posted.splice(0))
          if ((type === 'result' || type === 'failure') && typeof id === 'number') asked.delete(id);
        if (asked.size <= most) return;
        await pause(1);
      }
    };
    for (const raw of mutatedMessages(seed, tried, ids)) {
      const read = readPageMessage(raw);
      if (!read) continue;
      readable += 1;
      // In the conversation that is shown, whatever it is by then.
      const own = read.type === 'request' ? { ...read, id: 0, conversationId: null } : read;
      const same = JSON.stringify(own);
      if (known.has(same) || fired >= mostAnswered) continue;
      known.add(same);
      fired += 1;
      if (read.type === 'request') asked.add(fired);
      received.fire(read.type === 'request' ? { ...own, id: fired } : own);
      await settled(atOnce);
    }
    await settled(0);
    const { commands: ran, reads, links, questions: put, terminals } = counts;
    console.log(
      `      seed ${seed}: ${tried} messages, ${readable} readable, ${fired} different ones answered; ${reads} paths looked at, ${links} links handed over, ` +
        `${ran} commands of the editor, ${put} questions to the user, ${terminals} terminals; wrong: ${wrong.length}; broken: ${broken.length}`,
    );
    assert.ok(fired > 1_000, `${fired}`);
    assert.deepEqual([...new Set(wrong)].slice(0, 20), []);
    assert.deepEqual(broken.map(String), []);
    assert.ok(reads > 50 && links > 5 && ran > 20, 'the answers did what they are for');
  });
});
