/** The names in answers and the languages' extensions: what is asked of them, and what of theirs is opened. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Dialogs } from '../../src/host/dialogs.ts';
import { SymbolLinks } from '../../src/host/symbolLinks.ts';

const { workspace, window, languages, commands } = vscode;

const text = `/** One that is called zzPlain. */
export function zzPlain() {}

class ZzOwner {
  zzMember = zzPlain();
}
class ZzOther {
  zzMember = 1;
}
`;

describe('names in answers', () => {
  const disposables: vscode.Disposable[] = [];
  const told: string[] = [];
  const dialogs: Dialogs = {
    say: (sentence) => {
      told.push(sentence);
      return Promise.resolve(undefined);
    },
    pick: () => Promise.resolve(undefined),
  };
  let file: vscode.Uri;
  let now = 0;

  const own = <T extends vscode.Disposable>(disposable: T): T => {
    disposables.push(disposable);
    return disposable;
  };
  const symbolLinks = (patience = 1000) => own(new SymbolLinks({ patience, now: () => now, dialogs }));

  function symbol(name: string, line: number, container = ''): vscode.SymbolInformation {
    const range = new vscode.Range(line, 0, line, 100);
    return new vscode.SymbolInformation(name, vscode.SymbolKind.Function, container, new vscode.Location(file, range));
  }

  /** A provider that matches as providers do: by a part of the name. Its questions are noted. */
  function provide(symbols: readonly vscode.SymbolInformation[]): string[] {
    const queries: string[] = [];
    const provideWorkspaceSymbols = (query: string) => {
      queries.push(query);
      return symbols.filter(({ name }) => name.toLowerCase().includes(query.toLowerCase()));
    };
    own(languages.registerWorkspaceSymbolProvider({ provideWorkspaceSymbols }));
    return queries;
  }

  const all = () => [
    symbol('zzPlain()', 1),
    symbol('zzPlainer', 1),
    symbol('zzMember', 4, 'ZzOwner'),
    symbol('zzMember', 7, 'ZzOther'),
    symbol('ZzOwner', 3),
  ];

  before(async () => {
    file = vscode.Uri.joinPath(workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/'), 'zzSymbols.txt');
    await workspace.fs.writeFile(file, Buffer.from(text));
  });
  after(() => workspace.fs.delete(file));
  beforeEach(() => {
    now = 0;
    told.length = 0;
  });
  afterEach(async () => {
    for (const each of disposables.splice(0)) each.dispose();
    await commands.executeCommand('workbench.action.closeQuickOpen');
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are known where a symbol has exactly that name, and of that owner where one is said; the answer has names only', async () => {
    provide(all());
    const names = ['zzPlain', 'zzPlaine', 'zzplain', 'zzMember', 'ZzOwner.zzMember', 'ZzThird.zzMember', 'zzNothing'];
    assert.deepEqual(await symbolLinks().known(names), ['zzPlain', 'zzMember', 'ZzOwner.zzMember']);
  });

  it('are asked for once: known ones until a document changes, others for ten seconds', async () => {
    const queries = provide(all());
    const links = symbolLinks();
    for (let time = 0; time < 3; time++) await links.known(['zzPlain', 'ZzOwner.zzMember', 'ZzOther.zzMember', 'zzNothing']);
    assert.deepEqual(queries, ['zzPlain', 'zzMember', 'zzNothing']);
    now = 10_001;
    await links.known(['zzPlain', 'zzNothing']);
    assert.deepEqual(queries.slice(3), ['zzNothing']);
    const editor = await window.showTextDocument(file);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), ' '));
    await links.known(['zzPlain', 'zzMember', 'zzNothing']);
    assert.deepEqual(queries.slice(4), ['zzPlain', 'zzMember', 'zzNothing']);
    await commands.executeCommand('workbench.action.files.revert');
  });

  it('that became known since are known', async () => {
    const links = symbolLinks();
    assert.deepEqual(await links.known(['zzPlain']), []);
    provide(all());
    assert.deepEqual(await links.known(['zzPlain']), []);
    now = 10_001;
    assert.deepEqual(await links.known(['zzPlain']), ['zzPlain']);
  });

  it('are known by the providers that work, whatever the others do', async () => {
    own(languages.registerWorkspaceSymbolProvider({ provideWorkspaceSymbols: () => Promise.reject(new Error('Broken')) }));
    const provideWorkspaceSymbols = () => {
      throw new Error('Broken at once');
    };
    own(languages.registerWorkspaceSymbolProvider({ provideWorkspaceSymbols }));
    provide(all());
    assert.deepEqual(await symbolLinks().known(['zzPlain', 'zzNothing']), ['zzPlain']);
  });

  it('hold nothing where a provider does not answer: it is asked for two, and then no more until it answers', async () => {
    let asked = 0;
    let answer = () => {};
    const asleep = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const provideWorkspaceSymbols = async () => {
      asked += 1;
      await asleep;
      return all();
    };
    own(languages.registerWorkspaceSymbolProvider({ provideWorkspaceSymbols }));
    const links = symbolLinks(100);
    for (let time = 0; time < 4; time++) assert.deepEqual(await links.known(['zzPlain', 'zzMember', 'zzNothing']), []);
    assert.equal(asked, 2);
    answer();
    // What it says now comes too late, and lets more be asked: the suite's own bound ends a wait in vain.
    while ((await links.known(['zzPlain'])).length === 0) await pause(5);
  });

  it('open where they stand, with the name selected', async () => {
    provide(all());
    const links = symbolLinks();
    for (const [name, line, start] of [
      ['zzPlain', 1, 16],
      ['ZzOwner.zzMember', 4, 2],
      ['ZzOwner', 3, 6],
    ] as const) {
      await links.open(name);
      const { document, selection } = window.activeTextEditor ?? {};
      assert.equal(document?.uri.toString(), file.toString());
      assert.deepEqual([selection?.start.line, selection?.start.character], [line, start], name);
      assert.equal(document?.getText(selection), name.split('.').at(-1));
    }
    assert.deepEqual(told, []);
  });

  it('several of a name are the editor’s to choose from, and one that is gone is said to be', async () => {
    const queries = provide(all());
    const links = symbolLinks();
    await links.open('zzMember');
    // The editor's own search asks, too.
    while (queries.length < 2) await pause(5);
    assert.deepEqual(queries.slice(0, 2), ['zzMember', 'zzMember']);
    assert.equal(window.activeTextEditor, undefined);
    await links.open('zzNothing');
    assert.deepEqual(told, ['“zzNothing” is not known in this workspace any more.']);
    await links.open('>workbench.action.quit');
    assert.equal(queries.filter((query) => query.includes('quit')).length, 0);
  });
});
