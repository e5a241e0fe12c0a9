/** Mentions in the real editor: what the list has, and what an entry stands for. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { fileContext } from '../../src/host/fileContext.ts';
import { MentionSearch } from '../../src/host/mentionSearch.ts';
import { SymbolMentions } from '../../src/host/symbolMentions.ts';
import { plain } from '../../src/host/terminalOutput.ts';
import { WorkspaceFiles } from '../../src/host/workspaceFiles.ts';
import type { ContextKind, MentionGroup, ReadyContext, RefusedContext, ResolvedContext } from '../../src/mentions/context.ts';

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

function ready(context: ResolvedContext): ReadyContext {
  assert.equal(context.state, 'ready', JSON.stringify(context));
  return context as ReadyContext;
}

function refused(context: ResolvedContext): RefusedContext {
  assert.equal(context.state, 'refused', JSON.stringify(context));
  return context as RefusedContext;
}

const entriesOf = (groups: readonly MentionGroup[], kind: ContextKind) =>
  groups.flatMap(({ entries }) => entries).filter((entry) => entry.kind === kind);
const pathsOf = (files: WorkspaceFiles) =>
  [...files.index.files()].filter((path) => path.startsWith(base)).map((path) => path.slice(base.length + 1));

async function setting(section: string, key: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration(section).update(key, value, vscode.ConfigurationTarget.Global);
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
      const search = own(new MentionSearch());
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
      write({ 'src/userCard.ts': '', 'src/userList.ts': '', 'usable/x.ts': '', '.env': 'A=1' });
      const search = own(new MentionSearch());
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
      assert.equal(entriesOf(await search.search(`file:${base}/.env`, never, () => {}), 'file')[0]?.secret, true);
    });

    it('tells nothing of what is superseded', async () => {
      const search = own(new MentionSearch());
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
      const search = own(new MentionSearch());
      const [entry] = entriesOf(await search.search('#zzSec', never, () => {}), 'symbol');
      assert.deepEqual([entry?.label, entry?.detail], ['zzSecond', `${base}/s.txt:2`]);
      const context = ready(await search.resolve(entry?.id ?? ''));
      assert.deepEqual([context.path, context.lines, context.text], [`${base}/s.txt`, [2, 2], 'two']);
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
      const search = own(new MentionSearch({ files, symbols: new SymbolMentions(200) }));
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
      const search = own(new MentionSearch());
      await Promise.all(['zq', 'zqu', 'zquery'].map((query) => search.search(`#${query}`, never, () => {})));
      assert.deepEqual(queries, ['zquery']);
    });
  });

  describe('what an entry stands for', () => {
    it('a file: as it is in the editor, or on disk', async () => {
      write({ 'a.ts': 'const a = 1;\n' });
      const search = own(new MentionSearch());
      const onDisk = ready(await search.resolve(`file:${base}/a.ts`));
      assert.deepEqual(
        [onDisk.kind, onDisk.path, onDisk.language, onDisk.lines, onDisk.text, onDisk.notice, onDisk.secret],
        ['file', `${base}/a.ts`, 'typescript', null, 'const a = 1;\n', null, null],
      );
      const editor = await vscode.window.showTextDocument(at('a.ts'));
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// new\n'));
      assert.equal(ready(await search.resolve(`file:${base}/a.ts`)).text, '// new\nconst a = 1;\n');
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });

    it('a file that was deleted, a binary, one outside, a folder: refused in words', async () => {
      write({ 'a.ts': '', 'b.bin': new Uint8Array([1, 0, 2]), 'd/x': '' });
      const search = own(new MentionSearch());
      const [entry] = entriesOf(await search.search(`file:${base}/a.ts`, never, () => {}), 'file');
      rmSync(join(root(), base, 'a.ts'));
      const sentences = await Promise.all(
        [
          entry?.id ?? '',
          `file:${base}/b.bin`,
          'file:../../etc/passwd',
          `file:${base}/d`,
          'tab:file:///etc/passwd',
          'nonsense',
          'symbol:99',
        ].map(async (id) => refused(await search.resolve(id)).sentence),
      );
      assert.deepEqual(sentences, [
        `“${base}/a.ts” is not there any more.`,
        `“${base}/b.bin” is a binary file: only text can be sent.`,
        '“../../etc/passwd” is not in the workspace.',
        `“${base}/d” is a folder.`,
        'This file is not open any more.',
        'This cannot be mentioned.',
        'This symbol was not found again. Mention it anew.',
      ]);
    });

    it('a file with secrets: by its name and by its text', async () => {
      write({ '.env': 'A=1', 'x.txt': `one\n-----BEGIN ${'PRIVATE'} KEY-----\n` });
      assert.deepEqual(ready(await fileContext(at('.env'))).secret, { kind: 'name', name: '.env' });
      assert.deepEqual(ready(await fileContext(at('x.txt'))).secret, { kind: 'text', what: 'privateKey', line: 2 });
    });

    it('a file that is too long: its outline, or its first lines', async () => {
      const line = `${'x'.repeat(99)}\n`;
      write({ 'long.txt': line.repeat(5000), 'long.zzz': `first\n${line.repeat(5000)}` });
      own(
        vscode.languages.registerDocumentSymbolProvider(
          { pattern: '**/long.zzz' },
          {
            provideDocumentSymbols: () => [
              new vscode.DocumentSymbol(
                'Part',
                'detail',
                vscode.SymbolKind.Class,
                new vscode.Range(0, 0, 10, 0),
                new vscode.Range(0, 0, 0, 4),
              ),
            ],
          },
        ),
      );
      const cut = ready(await fileContext(at('long.txt')));
      assert.deepEqual(
        [cut.lines, cut.text.length <= 200_000, cut.notice],
        [[1, 2000], true, 'Only the first 2000 of 5001 lines: the whole is too long.'],
      );
      const outline = ready(await fileContext(at('long.zzz')));
      assert.deepEqual(
        [outline.lines, outline.text, outline.notice],
        [null, '1-11: class Part detail', 'The file is too long (5002 lines): only its outline is sent.'],
      );
    });

    it('a folder: the names of its files', async () => {
      write({ 'f/b.ts': '', 'f/a/c.ts': '', 'g.ts': '' });
      const search = own(new MentionSearch());
      await search.search('', never, () => {});
      assert.deepEqual(ready(await search.resolve(`folder:${base}/f`)).text, 'a/c.ts\nb.ts');
      refused(await search.resolve(`folder:${base}/nothing`));
    });

    it('the selection, with its lines', async () => {
      write({ 'selected.ts': 'one\ntwo\nthree\n' });
      const search = own(new MentionSearch());
      const editor = await vscode.window.showTextDocument(at('selected.ts'));
      refused(await search.resolve('selection'));
      editor.selection = new vscode.Selection(0, 0, 2, 0);
      const context = ready(await search.resolve('selection'));
      assert.deepEqual(
        [context.path, context.lines, context.language, context.text],
        [`${base}/selected.ts`, [1, 2], 'typescript', 'one\ntwo\n'],
      );
      editor.selection = new vscode.Selection(1, 1, 2, 2);
      assert.deepEqual(ready(await search.resolve('selection')).lines, [2, 3]);
      assert.equal(ready(await search.resolve('editor')).kind, 'editor');
    });

    it('all open editors, without secrets', async () => {
      write({ 'a.ts': 'const a = 1;', '.env': 'A=1' });
      await vscode.window.showTextDocument(at('a.ts'), { preview: false });
      await vscode.window.showTextDocument(at('.env'), { preview: false });
      const context = ready(await own(new MentionSearch()).resolve('open'));
      assert.equal(context.text, `=== ${base}/a.ts\nconst a = 1;`);
      assert.match(context.notice ?? '', /\.env/);
    });

    it('problems, the worst first', async () => {
      const collection = own(vscode.languages.createDiagnosticCollection('zz'));
      const range = new vscode.Range(1, 2, 1, 3);
      const worst = Object.assign(new vscode.Diagnostic(range, 'Wrong', vscode.DiagnosticSeverity.Error), { source: 'lint', code: 'no-x' });
      collection.set(at('p.ts'), [new vscode.Diagnostic(range, 'Odd', vscode.DiagnosticSeverity.Warning), worst]);
      const lines = ready(await own(new MentionSearch()).resolve('problems')).text.split('\n');
      const mine = lines.filter((line) => line.includes(`${base}/p.ts`));
      assert.deepEqual(mine, [`${base}/p.ts:2:3: error: Wrong [lint no-x]`, `${base}/p.ts:2:3: warning: Odd`]);
    });

    it('the clipboard', async () => {
      await vscode.env.clipboard.writeText('copied');
      assert.equal(ready(await own(new MentionSearch()).resolve('clipboard')).text, 'copied');
    });

    it('changes, staged and not', async () => {
      write({ 'repo/a.txt': 'one\n', 'repo/b.txt': 'one\n' });
      const repo = join(root(), base, 'repo');
      const git = (...args: string[]) =>
        execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: repo });
      git('init', '-q');
      git('add', '.');
      git('commit', '-qm', 'one');
      write({ 'repo/a.txt': 'two\n', 'repo/b.txt': 'three\n', 'repo/new.txt': '' });
      git('add', 'a.txt');
      const extension = vscode.extensions.getExtension('vscode.git');
      assert.ok(extension);
      const api = (await extension.activate()).getAPI(1);
      const opened = await api.openRepository(vscode.Uri.file(repo));
      assert.ok(opened);
      await opened.status();
      const { text, language } = ready(await own(new MentionSearch()).resolve('changes'));
      assert.equal(language, 'diff');
      assert.match(text, /^# Staged\ndiff --git a\/a\.txt[\s\S]*\+two[\s\S]*# Not staged\ndiff --git a\/b\.txt[\s\S]*\+three/);
      assert.match(text, /# New files, not in git\n.*repo\/new\.txt/);
      await vscode.commands.executeCommand('git.close', opened);
    });

    it('a terminal: says why there is nothing', async () => {
      assert.match(refused(await own(new MentionSearch()).resolve('terminal')).sentence, /terminal/i);
    });
  });

  it('shows of a terminal what is seen in the end', () => {
    assert.equal(plain('\u001b[31mred\u001b[0m\r\n10%\r50%\r100%\r\n\u001b]0;title\u0007done\u0007\r\n'), 'red\n100%\ndone');
  });
});
