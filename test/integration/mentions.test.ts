/** Mentions in the real editor: what the list has, and what an entry stands for. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { takePath } from '../../src/context/files.ts';
import { problemCount } from '../../src/context/problems.ts';
import type { Taken } from '../../src/context/taken.ts';
import { plain, TerminalOutput } from '../../src/context/terminalOutput.ts';
import { MentionSearch } from '../../src/host/mentionSearch.ts';
import type { MentionSources } from '../../src/host/mentionSources.ts';
import { SymbolMentions } from '../../src/host/symbolMentions.ts';
import { takeMention } from '../../src/host/takeMention.ts';
import { WorkspaceFiles } from '../../src/host/workspaceFiles.ts';
import type { MentionGroup } from '../../src/mentions/entry.ts';
import type { ContextItem, ContextKind } from '../../src/shared/context.ts';

const root = () => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return folder.uri.fsPath;
};

/** Everything is made below one folder of the workspace. */
const base = 'mentionsHere';

function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(root(), base, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const at = (path: string) => vscode.Uri.file(join(root(), base, path));
const never = new vscode.CancellationTokenSource().token;
const disposables: { dispose(): unknown }[] = [];

function own<T extends { dispose(): unknown }>(disposable: T): T {
  disposables.push(disposable);
  return disposable;
}

function sourcesOf(parts: Partial<MentionSources> = {}): MentionSources {
  return {
    files: parts.files ?? own(new WorkspaceFiles()),
    symbols: parts.symbols ?? new SymbolMentions(),
    terminal: own(new TerminalOutput()),
    editor: () => vscode.window.activeTextEditor,
  };
}

const searchOf = (parts: Partial<MentionSources> = {}) => own(new MentionSearch(sourcesOf(parts)));
const take = (id: string) => takeMention(id, sourcesOf());

/** The one item that was taken. */
function item(taken: Taken): ContextItem {
  assert.equal(taken.kind, 'taken', JSON.stringify(taken));
  const items = taken.kind === 'taken' ? taken.value : [];
  assert.ok(items[0] && items.length === 1, JSON.stringify(items));
  return items[0];
}

function refusal(taken: Taken): string {
  assert.equal(taken.kind, 'refused', JSON.stringify(taken));
  return taken.kind === 'refused' ? taken.sentence : '';
}

const entriesOf = (groups: readonly MentionGroup[], kind: ContextKind) =>
  groups.flatMap(({ entries }) => entries).filter((entry) => entry.kind === kind);
const pathsOf = (files: WorkspaceFiles) =>
  [...files.index.files()].filter((path) => path.startsWith(base)).map((path) => path.slice(base.length + 1));

async function setting(section: string, key: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration(section).update(key, value, vscode.ConfigurationTarget.Global);
}

/** Stands for the editor's own watcher, and says what it is told to. */
class Watcher {
  readonly created = new vscode.EventEmitter<vscode.Uri>();
  readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly deleted = new vscode.EventEmitter<vscode.Uri>();
  count = 0;

  /** @returns what takes it away again */
  install(): () => void {
    const { workspace } = vscode;
    const { createFileSystemWatcher } = workspace;
    const make = (pattern: vscode.GlobPattern): vscode.FileSystemWatcher => {
      this.count += 1;
      const none = new vscode.EventEmitter<vscode.Uri>();
      const [created, changed, deleted] = pattern === '**/*' ? [this.created, this.changed, this.deleted] : [none, none, none];
      return {
        ...{ ignoreCreateEvents: false, ignoreChangeEvents: false, ignoreDeleteEvents: false, dispose() {} },
        ...{ onDidCreate: created.event, onDidChange: changed.event, onDidDelete: deleted.event },
      };
    };
    Object.assign(workspace, { createFileSystemWatcher: make });
    return () => Object.assign(workspace, { createFileSystemWatcher });
  }
}

describe('mentions', () => {
  beforeEach(() => rmSync(join(root(), base), { recursive: true, force: true }));
  afterEach(async () => {
    for (const each of disposables.splice(0)) each.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await setting('files', 'exclude', undefined);
    await setting('search', 'exclude', undefined);
    rmSync(join(root(), base), { recursive: true, force: true });
  });

  describe('the workspace’s files', () => {
    it('are those that neither the settings nor a .gitignore leaves out', async () => {
      write({
        '.gitignore': 'built/\n*.log\n!keep.log\n',
        'a.ts': '',
        'x.log': '',
        'keep.log': '',
        'built/a.js': '',
        'deep/.gitignore': '/own\n',
        'deep/own/x.ts': '',
        'deep/b.ts': '',
        'node_modules/m/index.js': '',
        'hidden/h.ts': '',
        'c.generated.ts': '',
      });
      await setting('files', 'exclude', { '**/hidden': true });
      await setting('search', 'exclude', { '**/*.generated.ts': true });
      const files = own(new WorkspaceFiles());
      await files.start();
      assert.equal(files.state, 'ready');
      assert.deepEqual(pathsOf(files).sort(), ['.gitignore', 'a.ts', 'deep/.gitignore', 'deep/b.ts', 'keep.log']);
    });

    it('are read by nobody before they are wanted', async () => {
      const files = own(new WorkspaceFiles());
      await pause(50);
      assert.deepEqual([files.state, files.index.fileCount], ['idle', 0]);
    });

    it('are watched before they are read, and what is said meanwhile is in the list', async () => {
      write({ 'a.ts': '', 'b.ts': '', '../.linked/c.ts': '' });
      // The reading does not enter it, so that what is in it is known from the watcher alone.
      symlinkSync(join(root(), '.linked'), join(root(), base, 'link'));
      const watcher = new Watcher();
      const restore = watcher.install();
      try {
        const files = own(new WorkspaceFiles());
        const started = files.start();
        assert.deepEqual([watcher.count, files.index.fileCount], [2, 0]);
        watcher.created.fire(at('link/c.ts'));
        // Of long ago: it is there.
        watcher.deleted.fire(at('b.ts'));
        await started;
        assert.deepEqual(pathsOf(files).sort(), ['a.ts', 'b.ts', 'link/c.ts']);
      } finally {
        restore();
        rmSync(join(root(), '.linked'), { recursive: true });
      }
    });

    it('are read again, once, as long as the watcher may not have begun', async () => {
      const watcher = new Watcher();
      const restore = watcher.install();
      try {
        write({ 'a.ts': '' });
        const files = own(new WorkspaceFiles(0));
        await files.start();
        write({ 'b.ts': '' });
        while (!pathsOf(files).includes('b.ts')) await pause(5);
        const heard = own(new WorkspaceFiles(0));
        const started = heard.start();
        watcher.changed.fire(at('a.ts'));
        await started;
        const { index } = heard;
        write({ 'c.ts': '' });
        // Whoever reads again after this has had the time to.
        await own(new WorkspaceFiles()).start();
        assert.deepEqual([heard.state, heard.index === index], ['ready', true], 'a watcher that speaks is believed');
        watcher.changed.fire(at('c.ts'));
        while (!pathsOf(heard).includes('c.ts')) await pause(5);
      } finally {
        restore();
      }
    });

    it('are kept as they are', async () => {
      write({ '.gitignore': 'out/\n', 'a.ts': '', 'b/c.ts': '' });
      const files = own(new WorkspaceFiles());
      await files.start();
      // The editor's watcher begins some time after it was asked to.
      for (let n = 0; !pathsOf(files).includes('watched.ts'); n++) {
        rmSync(join(root(), base, 'watched.ts'), { force: true });
        await pause(100);
        write({ 'watched.ts': String(n) });
        await pause(200);
      }
      write({ 'new/d.ts': '', 'out/no.js': '', 'e.ts': '' });
      rmSync(join(root(), base, 'b'), { recursive: true });
      const expected = ['.gitignore', 'a.ts', 'e.ts', 'new/d.ts', 'watched.ts'];
      while (pathsOf(files).sort().join() !== expected.join()) await pause(20);
      write({ '.gitignore': '' });
      while (!pathsOf(files).includes('out/no.js')) await pause(20);
    });
  });

  describe('the list', () => {
    it('is there before anything is read, and grows', async () => {
      write({ 'shown.ts': 'export const shown = 1;\n', 'other.ts': '' });
      await vscode.window.showTextDocument(at('shown.ts'));
      const search = searchOf();
      const seen: (readonly MentionGroup[])[] = [];
      const done = search.search('', never, (groups) => seen.push(groups));
      const [first] = seen;
      assert.ok(first, 'nothing was there at once');
      assert.deepEqual(
        first.map(({ kind }) => kind),
        ['context', 'editors', 'files'],
      );
      assert.ok(
        entriesOf(first, 'editor').length === 1 && entriesOf(first, 'open').length === 1 && entriesOf(first, 'clipboard').length === 1,
      );
      assert.equal(first.find(({ kind }) => kind === 'files')?.pending, true);
      const last = await done;
      assert.equal(last.find(({ kind }) => kind === 'files')?.pending, false);
      const listed = entriesOf(last, 'file').map(({ id }) => id);
      assert.equal(new Set(listed).size, listed.length, 'a file is listed twice');
    });

    it('finds files, folders and contexts', async () => {
      write({ 'src/userCard.ts': '', 'src/userList.ts': '', 'usable/x.ts': '' });
      const search = searchOf();
      const groups = await search.search(`${base} usc`, never, () => {});
      assert.deepEqual(
        entriesOf(groups, 'file')
          .map(({ label, detail, labelRanges }) => ({ label, detail, labelRanges }))
          .slice(0, 1),
        [
          {
            label: 'userCard.ts',
            detail: `${base}/src`,
            labelRanges: [
              [0, 2],
              [4, 5],
            ],
          },
        ],
      );
      const folders = await search.search('folder: usable', never, () => {});
      assert.deepEqual(
        entriesOf(folders, 'folder').map(({ id }) => id),
        [`folder:${base}/usable`],
      );
      assert.equal(entriesOf(await search.search('clip', never, () => {}), 'clipboard').length, 1);
    });

    it('tells nothing of what is superseded', async () => {
      const search = searchOf();
      const told: string[] = [];
      const one = search.search('one', never, () => told.push('one'));
      const two = search.search('two', never, () => told.push('two'));
      await Promise.all([one, two]);
      assert.deepEqual(told.slice(0, 2), ['one', 'two']);
      assert.equal(told.filter((each) => each === 'one').length, 1);
    });
  });

  describe('symbols', () => {
    const symbol = (name: string, line: number) =>
      new vscode.SymbolInformation(
        name,
        vscode.SymbolKind.Function,
        '',
        new vscode.Location(at('s.txt'), new vscode.Range(line, 0, line, 3)),
      );

    it('come from those providers that work', async () => {
      write({ 's.txt': 'one\ntwo\nthree\n' });
      own(vscode.languages.registerWorkspaceSymbolProvider({ provideWorkspaceSymbols: () => Promise.reject(new Error('Broken')) }));
      own(
        vscode.languages.registerWorkspaceSymbolProvider({
          provideWorkspaceSymbols() {
            throw new Error('Broken at once');
          },
        }),
      );
      own(vscode.languages.registerWorkspaceSymbolProvider({ provideWorkspaceSymbols: () => [symbol('zzSecond', 1)] }));
      const sources = sourcesOf();
      const [entry] = entriesOf(await own(new MentionSearch(sources)).search('#zzSec', never, () => {}), 'symbol');
      assert.deepEqual([entry?.label, entry?.detail], ['zzSecond', `${base}/s.txt:2`]);
      const { path, lines, text } = item(await takeMention(entry?.id ?? '', sources));
      assert.deepEqual([path, lines, text], [`${base}/s.txt`, [2, 2], 'two']);
    });

    it('hold nothing when a provider does not answer: the group says so', async () => {
      let answer: (() => void) | undefined;
      let asked = 0;
      own(
        vscode.languages.registerWorkspaceSymbolProvider({
          provideWorkspaceSymbols: () => {
            asked += 1;
            return new Promise((resolve) => (answer = () => resolve([])));
          },
        }),
      );
      write({ 'zzfile.ts': '' });
      const files = own(new WorkspaceFiles());
      await files.start();
      const search = searchOf({ files, symbols: new SymbolMentions(200) });
      const seen: (readonly MentionGroup[])[] = [];
      const last = await search.search('zzfile', never, (groups) => seen.push(groups));
      const [first] = seen;
      assert.equal(entriesOf(first ?? [], 'file').length, 1);
      assert.equal(first?.find(({ kind }) => kind === 'symbols')?.pending, true);
      const symbols = last.find(({ kind }) => kind === 'symbols');
      assert.deepEqual([symbols?.pending, symbols?.notice], [false, 'The search for symbols does not answer.']);
      for (const query of ['zzf', 'zzfi', 'zzfil']) await search.search(query, never, () => {});
      assert.equal(asked, 2, 'a provider that does not answer is asked again and again');
      answer?.();
    });

    it('are not asked for what is typed over', async () => {
      const queries: string[] = [];
      own(vscode.languages.registerWorkspaceSymbolProvider({ provideWorkspaceSymbols: (query) => (queries.push(query) ? [] : null) }));
      const search = searchOf();
      await Promise.all(['zq', 'zqu', 'zquery'].map((query) => search.search(`#${query}`, never, () => {})));
      assert.deepEqual(queries, ['zquery']);
    });
  });

  describe('what an entry stands for', () => {
    it('a file: as it is in the editor, or on disk', async () => {
      write({ 'a.ts': 'const a = 1;\n' });
      const onDisk = item(await take(`file:${base}/a.ts`));
      assert.deepEqual(
        [onDisk.kind, onDisk.name, onDisk.path, onDisk.language, onDisk.lines, onDisk.text, onDisk.note],
        ['file', 'a.ts', `${base}/a.ts`, 'typescript', null, 'const a = 1;\n', null],
      );
      const editor = await vscode.window.showTextDocument(at('a.ts'));
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// new\n'));
      assert.equal(item(await take(`file:${base}/a.ts`)).text, '// new\nconst a = 1;\n');
      assert.equal(item(await take('editor')).text, '// new\nconst a = 1;\n');
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });

    it('a file in another encoding: as the editor reads it', async () => {
      write({ 'wide.txt': new Uint8Array([0xff, 0xfe, 0x61, 0, 0x62, 0]), 'marked.txt': '\ufeffcup' });
      assert.equal(item(await take(`file:${base}/wide.txt`)).text, 'ab');
      assert.equal(item(await take(`file:${base}/marked.txt`)).text, 'cup');
    });

    it('a notebook: what is written in its cells, saved or not', async () => {
      const cell = (type: string, source: string) => ({
        ...{ cell_type: type, source, metadata: {} },
        ...(type === 'code' && { outputs: [{ output_type: 'stream', name: 'stdout', text: 'put out' }], execution_count: null }),
      });
      const cells = [cell('markdown', '# Tea'), cell('code', 'pot = 1')];
      write({
        'tea.ipynb': JSON.stringify({ cells, metadata: { language_info: { name: 'python' } }, nbformat: 4, nbformat_minor: 2 }),
      });
      const { kind, path, language, text } = item(await take(`file:${base}/tea.ipynb`));
      assert.deepEqual([kind, path, language], ['file', `${base}/tea.ipynb`, 'python']);
      assert.equal(text, '# %% [markdown]\n# Tea\n\n# %%\npot = 1');
      const notebook = await vscode.workspace.openNotebookDocument(at('tea.ipynb'));
      const change = new vscode.WorkspaceEdit();
      change.insert(notebook.cellAt(1).document.uri, new vscode.Position(0, 0), 'tea');
      await vscode.workspace.applyEdit(change);
      assert.match(item(await take(`file:${base}/tea.ipynb`)).text, /# %%\nteapot = 1$/);
      await vscode.window.showNotebookDocument(notebook);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    });

    it('a file that was deleted, a binary, one outside, a folder: refused in words', async () => {
      write({ 'a.ts': '', 'b.bin': new Uint8Array([1, 0, 2]), 'c.bin': new Uint8Array(100).fill(1), 'd/x': '' });
      const sources = sourcesOf();
      const [entry] = entriesOf(await own(new MentionSearch(sources)).search(`file:${base}/a.ts`, never, () => {}), 'file');
      // The editor keeps it for a while.
      await vscode.workspace.openTextDocument(at('a.ts'));
      rmSync(join(root(), base, 'a.ts'));
      const ids = [
        ...[entry?.id ?? '', `file:${base}/b.bin`, `file:${base}/c.bin`, 'file:../../etc/passwd', `file:${base}/d`],
        ...['tab:file:///etc/passwd', `folder:${base}/nothing`, 'selection', 'editor', 'open', 'nonsense', 'symbol:99'],
      ];
      const sentences = await Promise.all(ids.map(async (id) => refusal(await takeMention(id, sources))));
      assert.deepEqual(sentences, [
        `“${base}/a.ts” is not there any more.`,
        `“${base}/b.bin” cannot be sent: it is neither text, nor a picture, nor a PDF that can be read.`,
        `“${base}/c.bin” cannot be sent: it is neither text, nor a picture, nor a PDF that can be read.`,
        '“../../etc/passwd” is not in the workspace.',
        `“${base}/d” is a folder.`,
        'This file is not open any more.',
        `“${base}/nothing” is not there any more.`,
        'Nothing is selected.',
        'No file is open.',
        'No file is open.',
        'This cannot be mentioned.',
        'This symbol was not found again. Mention it anew.',
      ]);
    });

    it('a folder: the paths of its files, without those that a .gitignore above it leaves out', async () => {
      write({
        '.gitignore': '*.log\nout/\n',
        'f/b.ts': '',
        'f/a/c.ts': '',
        'f/x.log': '',
        'f/out/y.js': '',
        'out/z.js': '',
        'e/x.log': '',
      });
      const sources = sourcesOf();
      await sources.files.start();
      const taken = item(await takeMention(`folder:${base}/f`, sources));
      assert.deepEqual([taken.name, taken.path, taken.text], ['f', `${base}/f`, `${base}/f/a/c.ts\n${base}/f/b.ts`]);
      assert.equal(item(await takePath(at('out'))).text, `${base}/out/z.js`, 'one that is left out was asked for itself');
      assert.equal(refusal(await takePath(at('e'))), `There are no files in “${base}/e”.`);
    });

    it('a folder of very many files: the upper ones, and it says so', async () => {
      write(Object.fromEntries(Array.from({ length: 2001 }, (_, index) => [`many/deep/${index}.txt`, ''])));
      write({ 'many/top.txt': '' });
      const { text, note } = item(await takePath(at('many')));
      const lines = text.split('\n');
      assert.deepEqual([lines.length, lines.at(-1), note], [2001, '… and more', 'The paths of its first 2000 files']);
      assert.ok(lines.includes(`${base}/many/top.txt`));
    });

    it('all open editors, without secrets and what is too long', async () => {
      write({ 'a.ts': 'const a = 1;', '.env': 'A=1', 'long.txt': 'x'.repeat(400_001) });
      for (const name of ['a.ts', '.env', 'long.txt']) await vscode.window.showTextDocument(at(name), { preview: false });
      const { text, note } = item(await take('open'));
      assert.equal(text, `=== ${base}/a.ts\nconst a = 1;`);
      assert.match(note ?? '', /Left out.*\.env, .*long\.txt/);
    });

    it('problems, the worst first, and not without end', async () => {
      const collection = own(vscode.languages.createDiagnosticCollection('zz'));
      const range = new vscode.Range(1, 2, 1, 3);
      const worst = Object.assign(new vscode.Diagnostic(range, 'Wrong', vscode.DiagnosticSeverity.Error), { source: 'lint', code: 'no-x' });
      collection.set(at('p.ts'), [new vscode.Diagnostic(range, 'Odd\nindeed', vscode.DiagnosticSeverity.Warning), worst]);
      collection.set(at('q.ts'), [new vscode.Diagnostic(range, 'Odd, too', vscode.DiagnosticSeverity.Warning)]);
      const lines = async () => item(await take('problems')).text.split('\n');
      // Other tests may have left some.
      const mine = (await lines()).filter((line) => /\/[pq]\.ts:/.test(line) || line === '  indeed');
      assert.deepEqual(mine, [
        `${base}/p.ts:2:3: error: Wrong [lint no-x]`,
        `${base}/p.ts:2:3: warning: Odd`,
        '  indeed',
        `${base}/q.ts:2:3: warning: Odd, too`,
      ]);
      collection.set(at('q.ts'), Array<vscode.Diagnostic>(400).fill(worst));
      const count = problemCount();
      assert.deepEqual([(await lines()).length, (await lines()).at(-1)], [301, `… and ${count - 300} more`]);
      assert.equal(item(await take('problems')).note, `Only the first 300 of ${count} problems.`);
    });

    it('the clipboard; where it is too long, its beginning is offered', async () => {
      await vscode.env.clipboard.writeText('copied');
      assert.equal(item(await take('clipboard')).text, 'copied');
      await vscode.env.clipboard.writeText(`${'x'.repeat(99)}\n`.repeat(5000));
      const taken = await take('clipboard');
      assert.ok(taken.kind === 'tooLong', taken.kind);
      assert.equal(taken.sentence, 'Clipboard is too long: 500,000 characters of at most 400,000.');
      assert.deepEqual(
        taken.parts.map(({ label, value }) => [label, value[0]?.text.length, value[0]?.note]),
        [['Add the beginning', 399_910, 'The whole is too long: its first 3999 of 5001 lines']],
      );
      assert.match(taken.parts[0]?.value[0]?.text ?? '', /x\n… and more$/);
      await vscode.env.clipboard.writeText('');
      assert.equal(refusal(await take('clipboard')), 'There is no text on the clipboard.');
    });

    it('a terminal: says why there is nothing', async () => {
      for (const terminal of vscode.window.terminals) terminal.dispose();
      while (vscode.window.terminals.length > 0) await pause(10);
      assert.equal(refusal(await take('terminal')), 'There is no terminal.');
    });
  });

  it('shows of a terminal what is seen in the end', () => {
    assert.equal(plain('\u001b[31mred\u001b[0m\r\n10%\r50%\r100%\r\n\u001b]0;title\u0007done\u0007\r\n'), 'red\n100%\ndone');
  });
});
