/** What is done with a code block of an answer, in the editor: where it goes, what is written, what is refused. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { BlockActions } from '../../src/host/blockActions.ts';
import type { Dialogs } from '../../src/host/dialogs.ts';
import { LastEditor } from '../../src/host/lastEditor.ts';
import { runInTerminal } from '../../src/host/runInTerminal.ts';
import { type CodeBlock, readCodeBlock } from '../../src/shared/codeBlock.ts';

const { window, workspace, commands } = vscode;

/** The user, as far as they are asked: what they were told and offered, and what they answer. */
class User implements Dialogs {
  readonly told: string[] = [];
  readonly offered: (readonly string[])[] = [];
  /** The action they choose when they are told something. */
  action: string | undefined;
  /** What they choose of a list, by its label; undefined: nothing. */
  choice: string | undefined;

  say(sentence: string, actions: readonly string[]): Promise<string | undefined> {
    this.told.push(sentence);
    return Promise.resolve(actions.find((each) => each === this.action));
  }

  pick<Item extends vscode.QuickPickItem>(items: readonly Item[]): Promise<Item | undefined> {
    this.offered.push(items.map(({ label }) => label));
    return Promise.resolve(items.find(({ label }) => label === this.choice));
  }
}

const block = (text: string, info = 'ts', before = ''): CodeBlock => readCodeBlock(text, info, before);

/** The suite's own bound ends a wait in vain. */
async function until<Value>(question: () => Value | undefined | false): Promise<Value> {
  for (;;) {
    const answer = question();
    if (answer !== undefined && answer !== false) return answer;
    await pause(20);
  }
}

describe('a code block in the editor', () => {
  let folder: vscode.Uri;
  let user: User;
  let actions: BlockActions;
  let lastEditor: LastEditor;
  let files = 0;

  before(async () => {
    // An editor in a browser saves by itself, some time later.
    await workspace.getConfiguration('files').update('autoSave', 'off', vscode.ConfigurationTarget.Workspace);
    folder = vscode.Uri.joinPath(workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/'), 'blocks');
  });
  after(async () => {
    await workspace.fs.delete(folder, { recursive: true });
    await workspace.getConfiguration('files').update('autoSave', undefined, vscode.ConfigurationTarget.Workspace);
  });

  beforeEach(async () => {
    await closeAll();
    user = new User();
    lastEditor = new LastEditor();
    actions = new BlockActions(lastEditor, user);
  });
  afterEach(async () => {
    actions.dispose();
    lastEditor.dispose();
    await closeAll();
  });

  /** Without a question about what is not saved. */
  async function closeAll(): Promise<void> {
    while (window.activeTextEditor || window.tabGroups.all.some(({ tabs }) => tabs.length > 0)) {
      await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  }

  const bytes = async (uri: vscode.Uri) => Buffer.from(await workspace.fs.readFile(uri)).toString('latin1');

  async function file(content: string, name = `file${++files}.ts`): Promise<vscode.Uri> {
    const uri = vscode.Uri.joinPath(folder, name);
    await workspace.fs.writeFile(uri, Buffer.from(content, 'latin1'));
    return uri;
  }

  /** A file in an editor; `|` is where the cursor is, or both ends of what is selected. */
  async function open(marked: string, name?: string): Promise<vscode.TextEditor> {
    const places = [...marked.matchAll(/\|/g)].map(({ index }, n) => index - n);
    const editor = await window.showTextDocument(await file(marked.replaceAll('|', ''), name), { preview: false });
    const at = (place: number | undefined) => editor.document.positionAt(place ?? 0);
    editor.selection = new vscode.Selection(at(places[0]), at(places[1] ?? places[0]));
    return editor;
  }

  /** The diff that is shown: what it proposes. */
  async function proposal(): Promise<{ original: vscode.Uri; text: () => string; title: string }> {
    const tab = await until(() => {
      const { activeTab } = window.tabGroups.activeTabGroup;
      return activeTab?.input instanceof vscode.TabInputTextDiff && activeTab;
    });
    assert.ok(tab.input instanceof vscode.TabInputTextDiff);
    const { original, modified } = tab.input;
    assert.equal(modified.scheme, 'parley-apply');
    const document = await workspace.openTextDocument(modified);
    return { original, text: () => document.getText(), title: tab.label };
  }

  const noDiff = () =>
    assert.equal(
      window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputTextDiff).length,
      0,
    );

  describe('inserted at the cursor', () => {
    it('is indented as the place is, is one step to undo, and leaves the cursor behind it', async () => {
      const editor = await open('function f() {\n  a();\n|\n}\n');
      editor.options = { insertSpaces: true, tabSize: 2 };
      const before = editor.document.getText();
      await actions.insert(block('    if (b) {\n        c();\n    }'));
      assert.equal(editor.document.getText(), 'function f() {\n  a();\n  if (b) {\n    c();\n  }\n}\n');
      assert.deepEqual([editor.selection.active.line, editor.selection.isEmpty], [4, true]);
      await commands.executeCommand('undo');
      assert.equal(editor.document.getText(), before);
    });

    it('replaces what is selected, by tabs and the document’s line breaks', async () => {
      const editor = await open('{\r\n\t|old();\r\n|}\r\n');
      editor.options = { insertSpaces: false, tabSize: 4 };
      await actions.insert(block('a(() => {\n  b();\n});'));
      assert.equal(editor.document.getText(), '{\r\n\ta(() => {\r\n\t\tb();\r\n\t});\r\n}\r\n');
      await commands.executeCommand('undo');
      assert.equal(editor.document.getText(), '{\r\n\told();\r\n}\r\n');
    });

    it('goes in at each of several cursors', async () => {
      const editor = await open('a(|);\n  b();\n');
      editor.selections = [editor.selection, new vscode.Selection(1, 4, 1, 4)];
      await actions.insert(block('1'));
      assert.equal(editor.document.getText(), 'a(1);\n  b(1);\n');
    });

    it('goes into the editor that a chat in a tab has covered', async () => {
      const { document } = await open('a(|);\n');
      const panel = window.createWebviewPanel('parley.test', 'Chat', vscode.ViewColumn.One);
      await until(() => window.activeTextEditor === undefined);
      await actions.insert(block('1'));
      assert.equal(document.getText(), 'a(1);\n');
      assert.equal(window.activeTextEditor?.document, document);
      panel.dispose();
    });

    it('says that there is no editor, and makes a new file instead', async () => {
      user.action = 'New File';
      await actions.insert(block('const a = 1;'));
      const editor = await until(() => window.activeTextEditor);
      assert.deepEqual(user.told, ['There is no editor open to insert this into.']);
      assert.deepEqual([editor.document.getText(), editor.document.languageId], ['const a = 1;', 'typescript']);
    });

    it('says that a file is gone or read-only', async () => {
      const editor = await open('a|\n');
      await workspace.fs.delete(editor.document.uri);
      await actions.insert(block('b'));
      assert.match(user.told[0] ?? '', /^“.*” is not there any more\.$/);
      assert.equal(editor.document.getText(), 'a\n');
    });
  });

  describe('applied', () => {
    const source = 'export function one() {\n  return 1;\n}\n\nexport function two() {\n  return 2;\n}\n';
    const better = 'export function two() {\n  return 1 + 1;\n}';
    const after = source.replace('return 2;', 'return 1 + 1;');

    it('is shown first; accepted, it is written as one step, and undo brings back the bytes', async () => {
      const uri = await file(source);
      const path = workspace.asRelativePath(uri);
      await actions.apply(block(better, `ts ${path}`));
      const shown = await proposal();
      assert.deepEqual([shown.original.toString(), shown.text()], [uri.toString(), after]);
      assert.match(shown.title, /^file\d+\.ts \(proposed change\)$/);
      assert.equal(await bytes(uri), source);
      await actions.proposals.accept();
      noDiff();
      const editor = window.activeTextEditor;
      assert.equal(editor?.document.uri.toString(), uri.toString());
      assert.deepEqual([editor?.document.getText(), editor?.document.isDirty, editor?.selection.active.line], [after, true, 5]);
      assert.equal(await bytes(uri), source);
      await commands.executeCommand('undo');
      await editor?.document.save();
      assert.equal(await bytes(uri), source);
      assert.deepEqual(user.told, []);
    });

    it('rejected, nothing is written and the diff is gone', async () => {
      const editor = await open(source);
      await actions.apply(block(better));
      await proposal();
      await actions.proposals.reject();
      noDiff();
      assert.deepEqual([editor.document.getText(), editor.document.isDirty], [source, false]);
      await actions.proposals.accept();
      assert.equal(editor.document.getText(), source);
    });

    it('keeps CRLF, tabs and a byte order mark', async () => {
      const crlf = `\u00ef\u00bb\u00bf${source.replaceAll('\n', '\r\n').replaceAll('  ', '\t')}`;
      const uri = await file(crlf);
      await actions.apply(block(better, `ts ${workspace.asRelativePath(uri)}`));
      await proposal();
      await actions.proposals.accept();
      await window.activeTextEditor?.document.save();
      assert.equal(await bytes(uri), crlf.replace('return 2;', 'return 1 + 1;'));
      await commands.executeCommand('undo');
      await window.activeTextEditor?.document.save();
      assert.equal(await bytes(uri), crlf);
    });

    it('goes into what is not saved yet', async () => {
      const editor = await open(source);
      await editor.edit((builder) => builder.replace(new vscode.Range(1, 9, 1, 10), 'unsaved'));
      await actions.apply(block(better));
      assert.equal((await proposal()).text(), after.replace('return 1;', 'return unsaved;'));
      await actions.proposals.accept();
      assert.equal(editor.document.getText(), after.replace('return 1;', 'return unsaved;'));
      await commands.executeCommand('undo');
      assert.equal(editor.document.getText(), source.replace('return 1;', 'return unsaved;'));
    });

    it('goes into a document that has no file', async () => {
      const document = await workspace.openTextDocument({ content: source, language: 'typescript' });
      await window.showTextDocument(document);
      await actions.apply(block(better));
      await proposal();
      await actions.proposals.accept();
      assert.equal(document.getText(), after);
      await commands.executeCommand('undo');
      assert.equal(document.getText(), source);
    });

    it('is planned and shown anew where the document has changed since; nothing is written that was not shown', async () => {
      const uri = await file(source);
      await actions.apply(block(better, `ts ${workspace.asRelativePath(uri)}`));
      const shown = await proposal();
      const document = await workspace.openTextDocument(uri);
      const meanwhile = new vscode.WorkspaceEdit();
      meanwhile.insert(uri, new vscode.Position(0, 0), '// New.\n');
      await workspace.applyEdit(meanwhile);
      await actions.proposals.accept();
      assert.equal(document.getText(), `// New.\n${source}`);
      assert.match(user.told[0] ?? '', /has changed meanwhile\. This is how it would be now/);
      await until(() => shown.text() === `// New.\n${after}`);
      await actions.proposals.accept();
      assert.equal(document.getText(), `// New.\n${after}`);
    });

    it('is refused where the place has gone since; nothing is written', async () => {
      const uri = await file(source);
      await actions.apply(block(better, `ts ${workspace.asRelativePath(uri)}`));
      await proposal();
      const document = await workspace.openTextDocument(uri);
      const meanwhile = new vscode.WorkspaceEdit();
      meanwhile.replace(uri, new vscode.Range(0, 0, 99, 0), 'const nothing = "of the kind";\nconst more = [1, 2, 3];\n');
      await workspace.applyEdit(meanwhile);
      const changed = document.getText();
      await actions.proposals.accept();
      assert.equal(document.getText(), changed);
      assert.match(user.told[0] ?? '', /has changed meanwhile\. Nothing was written\. There is no place in “.*” that this code/);
    });

    it('says so where the file is gone when it is accepted', async () => {
      const uri = await file(source);
      await actions.apply(block(better, `ts ${workspace.asRelativePath(uri)}`));
      await proposal();
      await workspace.fs.delete(uri);
      await actions.proposals.accept();
      assert.match(user.told[0] ?? '', /is not there any more\.$/);
      await assert.rejects(async () => bytes(uri));
    });

    it('says that a file has it already', async () => {
      await open(after);
      await actions.apply(block(better));
      noDiff();
      assert.match(user.told[0] ?? '', /^“.*” already is as this code wants it\.$/);
    });

    it('that fits nowhere is refused in words, and can be inserted, made a file or copied', async () => {
      const editor = await open(`${source}|`);
      user.action = 'Copy';
      await actions.apply(block('class Other {\n  readonly thing = new Map();\n}'));
      noDiff();
      assert.match(user.told[0] ?? '', /^There is no place in “.*” that this code is a new version of\.$/);
      await vscode.env.clipboard.writeText('');
      await actions.apply(block('class Other {\n  readonly thing = new Map();\n}'));
      for (;;) if ((await vscode.env.clipboard.readText()).startsWith('class Other')) break;
      assert.equal(editor.document.getText(), source);
      user.action = 'Insert at Cursor';
      await actions.apply(block('class Other {\n  readonly thing = new Map();\n}'));
      await until(() => editor.document.getText() === `${source}class Other {\n  readonly thing = new Map();\n}`);
    });

    it('that fits in several places goes where the user says', async () => {
      const part = (name: string, options: string) =>
        `describe('${name}', () => {\n  function setUp() {\n    const store = makeStore(${options});\n    return store.open();\n  }\n});\n`;
      const { document } = await open(`${part('a', '')}\n${part('b', '')}`);
      const change = block('function setUp() {\n  const store = makeStore({ empty: true });\n  return store.open();\n}');
      await actions.apply(change);
      noDiff();
      assert.deepEqual(user.offered, [['lines 2–5', 'lines 9–12']]);
      user.choice = 'lines 9–12';
      await actions.apply(change);
      await proposal();
      await actions.proposals.accept();
      assert.equal(document.getText(), `${part('a', '')}\n${part('b', '{ empty: true }')}`);
    });

    it('goes into the file that the text before it mentions rather than the one that is open', async () => {
      const uri = await file(source);
      await open('const other = 1;\n');
      await actions.apply(block(better, 'ts', `Change \`${workspace.asRelativePath(uri)}\` so:`));
      assert.equal((await proposal()).original.toString(), uri.toString());
    });

    it('goes into a file that is named without its folder, and asks where there are several', async () => {
      const [one, other] = [await file(source, 'x/same.ts'), await file(source, 'y/same.ts')];
      user.choice = workspace.asRelativePath(other);
      await actions.apply(block(better, 'ts same.ts'));
      assert.equal((await proposal()).original.toString(), other.toString());
      assert.deepEqual(user.offered[0]?.toSorted(), [one, other].map((uri) => workspace.asRelativePath(uri)).toSorted());
      user.choice = undefined;
      await closeAll();
      await actions.apply(block(better, 'ts same.ts'));
      noDiff();
    });

    it('asks for a file where none is named or open', async () => {
      const uri = await file(source);
      user.choice = workspace.asRelativePath(uri);
      await actions.apply(block(better));
      assert.equal((await proposal()).original.toString(), uri.toString());
    });

    for (const path of [
      '../../etc/passwd',
      '/etc/passwd',
      '..\\..\\etc\\passwd',
      'blocks/../../../../etc/passwd',
      'file:///etc/passwd',
      '//server/a.ts',
      'command:a',
      'gone.ts',
    ]) {
      it(`does not go to ${path}`, async () => {
        await open(source);
        await actions.apply({ text: better, language: 'ts', named: [path], mentioned: [] });
        noDiff();
        assert.deepEqual(user.told, [`There is no file “${path}” in this workspace.`]);
        assert.deepEqual(user.offered, []);
      });
    }

    it('says that a file is no text', async () => {
      const uri = await file('\u0000\u0001\u0002PNG\u0000\u00ff'.repeat(50), 'picture.ts');
      await actions.apply(block(better, `ts ${workspace.asRelativePath(uri)}`));
      noDiff();
      assert.deepEqual(user.told, [`“${workspace.asRelativePath(uri)}” cannot be opened as text.`]);
    });

    it('says that a document is read-only', async () => {
      const provider = workspace.registerTextDocumentContentProvider('parley-test', { provideTextDocumentContent: () => source });
      await window.showTextDocument(vscode.Uri.from({ scheme: 'parley-test', path: '/shown.ts' }));
      await actions.apply(block(better));
      noDiff();
      assert.match(user.told[0] ?? '', /^“.*shown\.ts” is read-only\.$/);
      provider.dispose();
    });
  });

  describe('as a new file', () => {
    it('is not saved, has its language, and no name where none is given', async () => {
      await actions.newFile(block('print(1)\n', 'py'));
      const { document } = window.activeTextEditor ?? assert.fail();
      assert.deepEqual([document.getText(), document.languageId, document.isUntitled], ['print(1)\n', 'python', true]);
    });

    it('has the languages that fences name', async () => {
      for (const [fence, id] of [
        ['ts', 'typescript'],
        ['TSX', 'typescriptreact'],
        ['sh', 'shellscript'],
        ['console', 'shellscript'],
        ['c++', 'cpp'],
        ['C#', 'csharp'],
        ['yml', 'yaml'],
        ['nonsense', 'plaintext'],
        ['', 'plaintext'],
      ] as const) {
        await actions.newFile(block('x', fence));
        assert.equal(window.activeTextEditor?.document.languageId, id, fence);
      }
    });

    it('has the place that the fence names, and is written there only when it is saved', async () => {
      const uri = vscode.Uri.joinPath(folder, 'deep', 'new.ts');
      await actions.newFile(block('const a = 1;\n', 'ts title="blocks/deep/new.ts"'));
      const { document } = window.activeTextEditor ?? assert.fail();
      assert.deepEqual([document.uri.scheme, document.uri.path, document.languageId], ['untitled', uri.path, 'typescript']);
      await assert.rejects(async () => bytes(uri));
      await document.save();
      assert.equal(await bytes(uri), 'const a = 1;\n');
    });

    it('never takes the place of another, be it saved or not', async () => {
      const uri = await file('mine\n', 'mine.ts');
      await actions.newFile(block('theirs', 'ts blocks/mine.ts'));
      const [saved] = [window.activeTextEditor?.document];
      assert.deepEqual([saved?.getText(), saved?.uri.path === uri.path], ['theirs', false]);
      assert.equal(await bytes(uri), 'mine\n');
      await actions.newFile(block('first', 'ts blocks/twice.ts'));
      const first = window.activeTextEditor?.document;
      await actions.newFile(block('second', 'ts blocks/twice.ts'));
      const second = window.activeTextEditor?.document;
      assert.deepEqual([first?.getText(), second?.getText()], ['first', 'second']);
      assert.match(first?.uri.path ?? '', /blocks\/twice\.ts$/);
      assert.doesNotMatch(second?.uri.path ?? '', /twice/);
    });

    it('has its place inside of the workspace, even where it is written as if it were outside', async () => {
      await actions.newFile(block('x', 'ts /etc/new.ts'));
      const root = workspace.workspaceFolders?.[0]?.uri.path;
      assert.equal(window.activeTextEditor?.document.uri.path, `${root}/etc/new.ts`);
    });

    for (const path of ['../../etc/new.ts', '..\\new.ts', '//server/new.ts', 'file:///etc/new.ts', 'src/']) {
      it(`is not named ${path}`, async () => {
        await actions.newFile({ text: 'x', language: 'ts', named: [path], mentioned: [] });
        const { uri } = window.activeTextEditor?.document ?? assert.fail();
        assert.deepEqual([uri.scheme, /^\/?Untitled-\d+$/.test(uri.path)], ['untitled', true], uri.toString());
      });
    }
  });

  describe('in a terminal', () => {
    const put: string[] = [];
    const terminals = { put: async (line: string) => void put.push(line) };
    beforeEach(() => put.splice(0));

    it('is put at the prompt as one line', async () => {
      await runInTerminal(block('npm ci\nnpm test\n', 'bash'), terminals, user);
      assert.deepEqual([put, user.offered], [['npm ci && npm test'], []]);
    });

    it('of several lines that do not go together is the one that the user chooses, or none', async () => {
      const loop = block('for a in b; do\n  c $a\ndone', 'bash');
      await runInTerminal(loop, terminals, user);
      assert.deepEqual([put, user.offered], [[], [['for a in b; do', 'c $a', 'done']]]);
      user.choice = 'c $a';
      await runInTerminal(loop, terminals, user);
      assert.deepEqual(put, ['c $a']);
    });

    it('of another language goes nowhere', async () => {
      await runInTerminal(block('rm -rf a', 'ts'), terminals, user);
      assert.deepEqual(put, []);
    });
  });
});
