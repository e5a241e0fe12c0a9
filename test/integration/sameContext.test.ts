/** What is taken by a command, by a mention and by a drop is one and the same on the wire. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { CommandName } from '../../src/host/commandNames.ts';
import { LastEditor } from '../../src/host/lastEditor.ts';
import { Mentions } from '../../src/host/mentions.ts';
import type { MentionView } from '../../src/shared/mentionView.ts';
import { png } from '../pictures/build.ts';
import { answering, RecordedChat } from './recordedChat.ts';

const base = 'sameHere';
const tea = 'class Tea:\n    def steep(self):\n        pot = 1\n        return pot\n\nprint(Tea())\n';

describe('the same context, whichever way it is taken', function () {
  this.timeout(60_000);
  let chat: RecordedChat;
  let root: vscode.Uri;
  let mentions: Mentions;
  const disposables: vscode.Disposable[] = [];
  const at = (path: string) => vscode.Uri.joinPath(root, base, path);

  before(async () => {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first);
    root = first.uri;
    chat = await RecordedChat.open();
    const steep = new vscode.Range(1, 4, 3, 18);
    disposables.push(
      vscode.languages.registerDocumentSymbolProvider(
        { pattern: `**/${base}/*` },
        { provideDocumentSymbols: () => [new vscode.DocumentSymbol('steep', '', vscode.SymbolKind.Method, steep, steep)] },
      ),
      vscode.languages.registerWorkspaceSymbolProvider({
        provideWorkspaceSymbols: () => [
          new vscode.SymbolInformation(
            'steep',
            vscode.SymbolKind.Method,
            '',
            new vscode.Location(at('tea.py'), new vscode.Range(1, 8, 1, 13)),
          ),
        ],
      }),
    );
  });

  after(async () => {
    for (const each of disposables) each.dispose();
    await chat.close();
    rmSync(join(root.fsPath, base), { recursive: true, force: true });
  });

  beforeEach(async () => {
    rmSync(join(root.fsPath, base), { recursive: true, force: true });
    write('tea.py', tea);
    write('deep/cup.txt', 'cup\r\n');
    const lastEditor = new LastEditor();
    mentions = new Mentions(lastEditor);
    await chat.begin();
    disposables.push(mentions, lastEditor);
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  function write(path: string, text: string): void {
    const file = join(root.fsPath, base, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** What of it is on the wire once it is sent with a question. */
  async function blocks(take: () => Promise<unknown>): Promise<string[]> {
    await chat.begin();
    await take();
    assert.equal(chat.simulator.requests.length, 0);
    await chat.session.send(crypto.randomUUID(), 'Why?');
    await chat.idle();
    const sent = chat.sent();
    assert.equal(sent.at(-1), 'Why?');
    return sent.slice(0, -1);
  }

  const byCommand = (name: CommandName, ...args: unknown[]) => blocks(() => chat.run(name, ...args));
  const byMention = (id: string) => blocks(() => mentions.choose(chat.session, '@', id, chat));

  /** The entries of a list, when all of it is there. */
  async function listed(query: string): Promise<readonly MentionView[]> {
    for (;;) {
      const groups = await mentions.list('@', query);
      if (groups.every(({ loading }) => !loading)) return groups.flatMap(({ entries }) => entries);
      await pause(20);
    }
  }

  async function show(path: string, ...selections: readonly vscode.Range[]): Promise<vscode.TextEditor> {
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(at(path)));
    if (selections.length > 0) editor.selections = selections.map(({ start, end }) => new vscode.Selection(start, end));
    return editor;
  }

  /** What is seen of an editor changes with the window: then it is taken anew both ways. */
  async function takenBothWays(editor: vscode.TextEditor, choice: string, ways: readonly (() => Promise<string[]>)[]) {
    for (;;) {
      const before = JSON.stringify(editor.visibleRanges);
      const taken: string[][] = [];
      const asked: string[] = [];
      for (const way of ways) asked.push(...(await answering(choice, async () => void taken.push(await way()))));
      if (JSON.stringify(editor.visibleRanges) === before) return { asked, taken };
    }
  }

  it('a selection, and several', async () => {
    await show('tea.py', new vscode.Range(1, 0, 2, 0));
    const one = await byCommand('addSelection');
    assert.deepEqual(one, [
      `<context kind="selection" path="${base}/tea.py" lines="2-2" language="python">\n    def steep(self):\n</context>`,
    ]);
    assert.deepEqual(await byMention('selection'), one);
    write('pot.py', tea);
    await show('pot.py', new vscode.Range(5, 0, 5, 5), new vscode.Range(0, 0, 0, 9));
    const two = await byCommand('addSelection');
    assert.equal(two.length, 2);
    assert.deepEqual(await byMention('selection'), two);
  });

  it('a selection that is too long: the part that is chosen', async () => {
    write('long.txt', `${'x'.repeat(99)}\n`.repeat(5000));
    const editor = await show('long.txt');
    editor.selection = new vscode.Selection(0, 0, 5000, 0);
    const ways = [() => byCommand('addSelection'), () => byMention('selection')];
    const { asked, taken } = await takenBothWays(editor, 'Add the visible part', ways);
    assert.deepEqual(asked, Array(2).fill('long.txt is too long: 499,999 characters of at most 400,000.'));
    assert.match(taken[0]?.[0] ?? '', /^<context kind="editor" path="sameHere\/long\.txt" lines="1-/);
    assert.deepEqual(taken[1], taken[0]);
  });

  it('a file: saved, unsaved, open, dropped', async () => {
    const saved = await byCommand('addFile', at('deep/cup.txt'));
    assert.deepEqual(saved, [`<context kind="file" path="${base}/deep/cup.txt" language="plaintext">\ncup\n\n</context>`]);
    assert.deepEqual(await byMention(`file:${base}/deep/cup.txt`), saved);
    assert.deepEqual(await blocks(() => mentions.addUris(chat.session, [at('deep/cup.txt').toString()], chat)), saved);
    const editor = await show('deep/cup.txt');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'tea'));
    const unsaved = await byCommand('addFile');
    assert.deepEqual(unsaved, [saved[0]?.replace('\ncup', '\nteacup')]);
    for (const id of ['editor', `file:${base}/deep/cup.txt`]) assert.deepEqual(await byMention(id), unsaved, id);
  });

  it('a picture goes to the page, which makes it ready; what is only called one is a file', async () => {
    const bytes = png({ width: 4, height: 3 });
    for (const name of ['shot.PNG', 'photo.jpg']) writeFileSync(join(root.fsPath, base, name), bytes);
    write('words.png', 'words\n');
    const ways: readonly ((uri: vscode.Uri) => Promise<string[]>)[] = [
      (uri) => byCommand('addFile', uri),
      (uri) => byMention(`file:${base}/${uri.path.split('/').at(-1)}`),
      (uri) => blocks(() => mentions.addUris(chat.session, [uri.toString()], chat)),
    ];
    for (const way of ways) {
      assert.deepEqual(await way(at('shot.PNG')), []);
      assert.deepEqual(
        chat.pictures.map((file) => [file.name, Buffer.from(file.bytes).equals(bytes)]),
        [['shot.PNG', true]],
      );
      const [block, ...more] = await way(at('words.png'));
      assert.match(block ?? '', /^<context kind="file" path="sameHere\/words\.png"[^>]*>\nwords\n/);
      assert.deepEqual([more.length, chat.pictures.length], [0, 0]);
    }
    const both = await byCommand('addFile', at('photo.jpg'), [at('photo.jpg'), at('tea.py'), at('shot.PNG')]);
    assert.equal(both.length, 1);
    assert.deepEqual(
      chat.pictures.map(({ name }) => name),
      ['photo.jpg', 'shot.PNG'],
    );
  });

  it('a file that is too long: the same parts are offered, and are the same', async () => {
    write('long.py', 'x = 1\n'.repeat(100_000));
    const editor = await show('long.py');
    const ways = [() => byCommand('addFile', at('long.py')), () => byMention(`file:${base}/long.py`)];
    for (const part of ['Add its outline', 'Add the visible part', 'Add its first 1,000 lines']) {
      const { asked, taken } = await takenBothWays(editor, part, ways);
      assert.deepEqual(asked, Array(2).fill('long.py is too long: 600,000 characters of at most 400,000.'));
      assert.equal(taken[0]?.length, 1, part);
      assert.deepEqual(taken[1], taken[0], part);
    }
  });

  it('a file that looks like a secret: both ask, and send nothing unasked', async () => {
    write('.env', 'KEY=1');
    for (const way of [() => byCommand('addFile', at('.env')), () => byMention(`file:${base}/.env`)])
      for (const [answer, count] of [[undefined, 0] as const, ['Add anyway', 1] as const]) {
        const asked = await answering(answer, async () => assert.equal((await way()).length, count));
        assert.deepEqual(asked, [`${base}/.env looks like it holds a secret.`]);
      }
  });

  it('a file that was dropped and is not in the workspace: asked about before it is read, unless it is open', async () => {
    const file = join(chat.folder, 'outside.txt');
    writeFileSync(file, 'outside');
    const name = chat.folder.split('/').at(-1);
    const ways = [vscode.Uri.file(file).toString(), `${root.toString()}/../../../../../../../../../..${file}`];
    for (const uri of ways) {
      for (const [answer, count] of [[undefined, 1] as const, ['Add anyway', 2] as const]) {
        const drop = () => blocks(() => mentions.addUris(chat.session, [uri, at('deep/cup.txt').toString()], chat));
        const asked = await answering(answer, async () => assert.equal((await drop()).length, count, uri));
        assert.match(asked[0] ?? '', new RegExp(`^Not in this workspace: .*${name}/outside\\.txt$`));
        assert.equal(asked.length, 1);
      }
    }
    await vscode.window.showTextDocument(vscode.Uri.file(file));
    const asked = await answering(undefined, async () => {
      assert.equal((await blocks(() => mentions.addUris(chat.session, [vscode.Uri.file(file).toString()], chat))).length, 1);
    });
    assert.deepEqual(asked, []);
  });

  it('a folder', async () => {
    write('.gitignore', '*.log\n');
    write('deep/x.log', '');
    const folder = await byCommand('addFile', at('deep'));
    assert.deepEqual(folder, [`<context kind="folder" path="${base}/deep">\n${base}/deep/cup.txt\n</context>`]);
    const entry = (await listed(`folder:${base}/deep`)).find(({ kind }) => kind === 'folder');
    assert.deepEqual(await byMention(entry?.id ?? ''), folder);
    assert.deepEqual(await blocks(() => mentions.addUris(chat.session, [at('deep').toString()], chat)), folder);
  });

  it('a symbol: what is around the cursor, and what is found by its name', async () => {
    await show('tea.py', new vscode.Range(2, 10, 2, 10));
    const around = await byCommand('addSelection');
    assert.match(around[0] ?? '', /^<context kind="symbol" path="sameHere\/tea\.py" lines="2-4" language="python">\n {4}def steep/);
    const entry = (await listed('#steep')).find(({ detail }) => detail === `${base}/tea.py:2`);
    assert.deepEqual(await byMention(entry?.id ?? ''), around);
  });

  it('problems', async () => {
    const { languages } = vscode;
    const { getDiagnostics } = languages;
    const problem = new vscode.Diagnostic(new vscode.Range(2, 8, 2, 11), 'No pot here\nat all', vscode.DiagnosticSeverity.Error);
    const only: [vscode.Uri, vscode.Diagnostic[]][] = [[at('tea.py'), [problem]]];
    // As if nothing else were reported: other tests leave files that are.
    Object.assign(languages, { getDiagnostics: (uri?: vscode.Uri) => (uri ? [problem] : only) });
    try {
      await chat.run('fixProblem', at('tea.py'), problem);
      const asked = chat.sent().filter((text) => text.startsWith('<context kind="problems"'));
      assert.deepEqual(asked, [
        `<context kind="problems" path="${base}/tea.py" lines="3-3">\n${base}/tea.py:3:9: error: No pot here\n  at all\n</context>`,
      ]);
      assert.deepEqual(await byMention('problems'), asked);
      await chat.begin();
      await show('tea.py', new vscode.Range(2, 0, 3, 0));
      await chat.run('explainSelection');
      assert.deepEqual(
        chat.sent().filter((text) => text.startsWith('<context kind="problems"')),
        asked,
      );
    } finally {
      Object.assign(languages, { getDiagnostics });
    }
  });

  it('what is selected in a terminal that does not tell what runs in it', async () => {
    const terminal = vscode.window.createTerminal({ name: 'Kettle', shellPath: '/bin/sh' });
    try {
      terminal.show();
      terminal.sendText('echo boil-$((6*7))');
      await vscode.commands.executeCommand('workbench.action.terminal.focus');
      let selected: readonly string[] = [];
      // The shell answers when it is ready.
      while (!selected.some((text) => text.includes('boil-42'))) {
        await pause(200);
        await vscode.commands.executeCommand('workbench.action.terminal.selectAll');
        await answering(undefined, async () => {
          selected = await byCommand('addTerminalSelection');
        });
      }
      assert.match(selected[0] ?? '', /^<context kind="terminal">\n/);
      assert.deepEqual(await byMention('terminal'), selected);
    } finally {
      terminal.dispose();
    }
  });

  it('changes', async () => {
    write('repo/a.txt', 'one\n');
    write('repo/b.txt', 'one\n');
    const cwd = join(root.fsPath, base, 'repo');
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd, stdio: 'pipe' });
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '-m', 'First');
    write('repo/a.txt', 'two\n');
    git('add', '.');
    write('repo/b.txt', 'three\n');
    write('repo/new.txt', '');
    const extension = vscode.extensions.getExtension('vscode.git');
    const opened = await (await extension?.activate())?.getAPI(1).openRepository(at('repo'));
    assert.ok(opened);
    await opened.status();
    try {
      const all = await byCommand('addChanges');
      assert.deepEqual(await byMention('changes'), all);
      const ofRepository = await byCommand('addChanges', { rootUri: at('repo') });
      assert.equal(ofRepository.length, 3);
      for (const each of ofRepository) assert.ok(all.includes(each), each);
      const text = ofRepository.join('\n');
      assert.match(text, /Changes to be committed:\ndiff --git a\/a\.txt[\s\S]*\+two/);
      assert.match(text, /Changes not staged for commit:\ndiff --git a\/b\.txt[\s\S]*\+three/);
      assert.match(text, /Untracked files:\nsameHere\/repo\/new\.txt/);
    } finally {
      await vscode.commands.executeCommand('git.close', opened);
    }
  });
});
