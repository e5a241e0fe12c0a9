/** Every way from the editor to the chat, and what each puts on the wire: real documents, the real engine, a server that records. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { ContextWatch, takeAgain } from '../../src/context/contextWatch.ts';
import type { Taken } from '../../src/context/taken.ts';
import type { CommandName } from '../../src/host/commandNames.ts';
import { runCommand } from '../../src/host/commands.ts';
import { EditorFollower } from '../../src/host/editorFollower.ts';
import type { Surfaces } from '../../src/host/surfaces.ts';
import { builtInPrompt, type PromptName } from '../../src/mentions/builtInPrompts.ts';
import { bytesOf, pdf } from '../documents/pdf.ts';
import { answering, RecordedChat } from './recordedChat.ts';

const tea = `import os
import sys
import json

class Tea:
    """Leaves and water."""

    def steep(self, minutes):
        pot = os.path.join(minutes)
        return pot

    def pour(
        self,
        cup,
    ):
        return sys.argv


print("end")
`;
const steepLines = '    def steep(self, minutes):\n        pot = os.path.join(minutes)\n        return pot';

/** The classes and functions of \`tea\`, as a language server would tell them. */
function teaSymbols(): vscode.DocumentSymbol[] {
  const symbol = (name: string, kind: vscode.SymbolKind, first: number, last: number, character: number) =>
    new vscode.DocumentSymbol(name, '', kind, new vscode.Range(first, character, last, 99), new vscode.Range(first, character, first, 99));
  const outer = symbol('Tea', vscode.SymbolKind.Class, 4, 15, 0);
  const steep = symbol('steep', vscode.SymbolKind.Method, 7, 9, 4);
  steep.children.push(symbol('pot', vscode.SymbolKind.Variable, 8, 8, 8));
  outer.children.push(steep, symbol('pour', vscode.SymbolKind.Method, 11, 15, 4));
  return [outer];
}

const block = (attributes: string, text: string) => `<context ${attributes}>\n${text}\n</context>`;
const prompt = (name: PromptName) => builtInPrompt(name, '', vscode.l10n.t).text;
const range = (first: number, character: number, last: number, end: number) => new vscode.Range(first, character, last, end);

describe('from the editor to the chat', function () {
  this.timeout(30_000);
  let chat: RecordedChat;
  let root: vscode.Uri;
  let symbols: () => vscode.ProviderResult<vscode.DocumentSymbol[]> = teaSymbols;
  const disposables: vscode.Disposable[] = [];
  const problems = vscode.languages.createDiagnosticCollection('parley-test');

  before(async () => {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first);
    root = first.uri;
    chat = await RecordedChat.open();
    disposables.push(
      problems,
      vscode.languages.registerDocumentSymbolProvider({ language: 'python' }, { provideDocumentSymbols: () => symbols() }),
    );
  });

  after(async () => {
    for (const each of disposables) each.dispose();
    await chat.close();
  });

  beforeEach(async () => {
    symbols = teaSymbols;
    await chat.begin();
  });

  afterEach(async () => {
    problems.clear();
    await chat.idle();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const run = (name: CommandName, ...args: unknown[]) => chat.run(name, ...args);
  const sent = () => chat.sent();

  async function file(name: string, content: string | Uint8Array): Promise<vscode.Uri> {
    const uri = vscode.Uri.joinPath(root, name);
    await vscode.workspace.fs.writeFile(uri, typeof content === 'string' ? new TextEncoder().encode(content) : content);
    return uri;
  }

  async function show(document: vscode.TextDocument, ...selections: readonly vscode.Range[]): Promise<vscode.TextEditor> {
    const editor = await vscode.window.showTextDocument(document);
    // Until it is laid out, one line is what can be seen; the suite's own bound ends a wait in vain.
    while (document.lineCount > 1 && (editor.visibleRanges[0]?.isSingleLine ?? true)) await pause(20);
    if (selections.length === 0) return editor;
    const wanted = selections.map(({ start, end }) => new vscode.Selection(start, end));
    // What the window says of where the cursor was may come after it: it is asked something until that holds.
    for (let held = 0; held < 2; held++) {
      if (!isSame(editor.selections, wanted)) held = 0;
      editor.selections = wanted;
      await vscode.commands.executeCommand('setContext', 'parley.test', held);
    }
    return editor;
  }

  async function opened(name: string, content: string, ...selections: readonly vscode.Range[]): Promise<vscode.TextEditor> {
    const document = await vscode.workspace.openTextDocument(await file(name, content));
    // The editor keeps what a provider has told: a busy machine is not to be taken for a provider that hangs.
    for (let asked = -1000; symbols === teaSymbols && performance.now() - asked > 200; ) {
      asked = performance.now();
      await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
    }
    return show(document, ...selections);
  }

  const steepSelected = range(7, 0, 10, 0);
  const steepBlock = block('kind="selection" path="tea.py" lines="8-10" language="python"', steepLines);
  const teaSignature = block('kind="signature" path="tea.py" lines="5-5" language="python"', 'class Tea:');
  const steepImports = block('kind="imports" path="tea.py" language="python"', 'import os');

  describe('what is asked at once', () => {
    const asks: readonly [command: CommandName, prompt: PromptName, title: string][] = [
      ['explainSelection', 'explain', 'Explain · tea.py:8–10'],
      ['fixSelection', 'fix', 'Fix · tea.py:8–10'],
      ['documentSelection', 'document', 'Document · tea.py:8–10'],
      ['testSelection', 'test', 'Write tests · tea.py:8–10'],
    ];
    for (const [command, name, title] of asks)
      it(`${command}: the selection, the signature around it, the imports it uses, the prompt`, async () => {
        await opened('tea.py', tea, steepSelected);
        await run(command);
        assert.deepEqual(sent(), [steepBlock, teaSignature, steepImports, prompt(name)]);
        const [asked] = chat.session.path;
        assert.deepEqual(
          asked?.message.blocks.flatMap((each) => (each.type === 'instruction' ? [each.title] : [])),
          [title],
        );
        assert.equal(chat.session.conversation.title, title);
        assert.deepEqual(chat.shown, ['composer']);
      });

    it('part of a line, with the signature that it stands in and the problems on it alone', async () => {
      const { document } = await opened('tea.py', tea, range(8, 14, 8, 35));
      const problem = new vscode.Diagnostic(range(8, 20, 8, 24), 'No such\n  member', vscode.DiagnosticSeverity.Error);
      Object.assign(problem, { code: { value: 'E12', target: document.uri }, source: 'lint' });
      const elsewhere = new vscode.Diagnostic(range(18, 0, 18, 5), 'Elsewhere', vscode.DiagnosticSeverity.Hint);
      problems.set(document.uri, [elsewhere, problem]);
      await run('explainSelection');
      assert.deepEqual(sent(), [
        block('kind="selection" path="tea.py" lines="9-9" language="python"', 'os.path.join(minutes)'),
        block('kind="signature" path="tea.py" lines="8-8" language="python"', '    def steep(self, minutes):'),
        steepImports,
        block('kind="problems" path="tea.py" lines="9-9"', 'tea.py:9:21: error: No such\n    member [lint E12]'),
        prompt('explain'),
      ]);
    });

    it('imports that hold a secret ask first, and the question can be asked without them', async () => {
      const secret = `import far from 'https://me:${'hunter22'}@example.org/far.js';`;
      await opened('far.js', `${secret}\n\nexport const near = far + 1;\n`, range(2, 0, 2, 27));
      const asked = await answering(undefined, () => run('explainSelection'));
      assert.deepEqual(asked, ['far.js looks like it holds a secret.']);
      assert.doesNotMatch(sent().join('\n'), /hunter22/);
      assert.match(sent().join('\n'), /export const near/);
      await answering('Add anyway', () => run('explainSelection'));
      assert.match(sent().join('\n'), /hunter22/);
    });

    it('several selections, in their order', async () => {
      await opened('tea.py', tea, range(15, 15, 15, 23), range(8, 8, 8, 11));
      await run('explainSelection');
      assert.deepEqual(sent().slice(0, 3), [
        block('kind="selection" path="tea.py" lines="9-9" language="python"', 'pot'),
        block('kind="selection" path="tea.py" lines="16-16" language="python"', 'sys.argv'),
        block('kind="signature" path="tea.py" lines="8-8" language="python"', '    def steep(self, minutes):'),
      ]);
      assert.equal(chat.session.conversation.title, 'Explain · tea.py:9, 16');
    });

    it('with nothing selected: the smallest symbol that is more than a name, and its signature may have lines', async () => {
      await opened('tea.py', tea, range(8, 10, 8, 10));
      await run('explainSelection');
      assert.deepEqual(sent()[0], block('kind="symbol" path="tea.py" lines="8-10" language="python"', steepLines));
      assert.match(JSON.stringify(chat.session.path[0]?.message.blocks[0]), /"name":"tea\.py › steep".*Nothing was selected/);
      await opened('tea.py', tea, range(15, 15, 15, 23));
      await run('explainSelection');
      assert.equal(
        sent()[1],
        block('kind="signature" path="tea.py" lines="12-15" language="python"', '    def pour(\n        self,\n        cup,\n    ):'),
      );
    });

    it('where there is no symbol: what can be seen', async () => {
      await opened('tea.py', tea, range(18, 0, 18, 0));
      await run('explainSelection');
      assert.match(sent()[0] ?? '', /^<context kind="editor" path="tea\.py" lines="1-20" language="python">\nimport os\n/);
    });

    const bad: readonly [name: string, provider: typeof symbols][] = [
      ['throws', () => Promise.reject(new Error('Broken'))],
      ['takes ten seconds', () => pause(10_000, [], { ref: false })],
      ['answers nonsense', () => [{ nonsense: true }] as unknown as vscode.DocumentSymbol[]],
    ];
    for (const [name, provider] of bad)
      it(`with a symbol provider that ${name}: all but the signature`, async () => {
        symbols = provider;
        // The editor remembers the symbols of a document that it has asked for.
        await opened(`${name}.py`, tea, steepSelected);
        await run('explainSelection');
        const renamed = [steepBlock, steepImports].map((each) => each.replace('tea.py', `${name}.py`));
        assert.deepEqual(sent(), [...renamed, prompt('explain')]);
      });

    it('an untitled document, an unsaved one, CRLF and tabs', async () => {
      const untitled = await show(
        await vscode.workspace.openTextDocument({ content: 'let a = 1', language: 'plaintext' }),
        range(0, 0, 0, 9),
      );
      await run('explainSelection');
      const label = untitled.document.uri.path;
      assert.equal(sent()[0], block(`kind="selection" path="${label}" lines="1-1" language="plaintext"`, 'let a = 1'));
      const unsaved = await opened('crlf.txt', 'one\r\n\ttwo\r\nthree\r\n', range(0, 0, 2, 0));
      await unsaved.edit((edit) => edit.replace(range(0, 0, 0, 3), 'uno'));
      unsaved.selection = new vscode.Selection(0, 0, 2, 0);
      await run('explainSelection');
      assert.equal(sent()[0], block('kind="selection" path="crlf.txt" lines="1-2" language="plaintext"', 'uno\n\ttwo'));
    });

    it('a document of a scheme without a file system, and one outside of the workspace', async () => {
      const provider = vscode.workspace.registerTextDocumentContentProvider('parley-nowhere', {
        provideTextDocumentContent: () => 'from nowhere',
      });
      try {
        await show(await vscode.workspace.openTextDocument(vscode.Uri.parse('parley-nowhere:/a/b.txt')), range(0, 5, 0, 12));
        await run('explainSelection');
        assert.equal(sent()[0], block('kind="selection" path="parley-nowhere:/a/b.txt" lines="1-1" language="plaintext"', 'nowhere'));
      } finally {
        provider.dispose();
      }
      const outside = join(chat.folder, 'outside.txt');
      writeFileSync(outside, 'far away');
      await show(await vscode.workspace.openTextDocument(outside), range(0, 0, 0, 8));
      await run('explainSelection');
      assert.equal(sent()[0], block(`kind="selection" path="${outside}" lines="1-1" language="plaintext"`, 'far away'));
    });

    it('a cell of a notebook, by its menu', async () => {
      const cell = (value: string) => ({
        cell_type: 'code',
        source: value.split(/(?<=\n)/),
        metadata: {},
        outputs: [],
        execution_count: null,
      });
      const notebook = {
        cells: [cell('1'), cell('a = 2\nb = a')],
        metadata: { language_info: { name: 'python' } },
        nbformat: 4,
        nbformat_minor: 2,
      };
      symbols = () => [];
      const uri = await file('brew.ipynb', JSON.stringify(notebook));
      const shownNotebook = await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(uri));
      await run('explainSelection', shownNotebook.notebook.cellAt(1));
      assert.equal(sent()[0], block('kind="editor" path="brew.ipynb" lines="1-2" language="python"', 'a = 2\nb = a'));
      assert.match(JSON.stringify(chat.session.path[0]?.message.blocks[0]), /"name":"Visible in brew\.ipynb cell 2"/);
    });

    it('while a reply runs: queued, and sent when it has ended', async () => {
      chat.simulator.script({ reply: { deltas: ['One ', 'two'] }, hold: 1 });
      await chat.session.send(crypto.randomUUID(), 'Count');
      const running = await chat.simulator.nextRequest();
      await running.held();
      await opened('tea.py', tea, steepSelected);
      await runCommand('explainSelection', chat.context, []);
      assert.deepEqual(
        chat.session.conversation.queue.map(({ title, context: items }) => [title, items.length]),
        [['Explain · tea.py:8–10', 3]],
      );
      running.release();
      while (chat.simulator.requests.length < 2) await pause(5);
      await chat.idle();
      assert.deepEqual(sent(), [steepBlock, teaSignature, steepImports, prompt('explain')]);
    });

    it('again: what an earlier turn carried is not sent twice', async () => {
      await opened('tea.py', tea, steepSelected);
      await run('explainSelection');
      await run('fixSelection');
      assert.deepEqual(sent(), [prompt('fix')]);
    });

    it('with no editor, or with nothing in it: a sentence, and nothing is sent', async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      assert.deepEqual(await answering(undefined, () => run('explainSelection')), ['Open a file first.']);
      await opened('empty.txt', ' \n');
      assert.deepEqual(await answering(undefined, () => run('explainSelection')), ['There is no text here.']);
      assert.equal(chat.simulator.requests.length, 0);
    });
  });

  describe('the light bulb', () => {
    // Parley does not start with the editor, and offers nothing before.
    before(() => vscode.extensions.getExtension('parley.parley')?.activate());

    const actionsAt = async (uri: vscode.Uri, at: vscode.Range) =>
      (await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, at))
        .filter(({ command }) => command?.command.startsWith('parley.'))
        .map(({ title, kind, command }) => ({
          title,
          kind: kind?.value ?? '',
          name: command?.command.slice('parley.'.length),
          args: command?.arguments ?? [],
        }));

    it('offers Explain for a selection, and nothing for a cursor', async () => {
      const { document } = await opened('tea.py', tea, steepSelected);
      assert.deepEqual(await actionsAt(document.uri, steepSelected), [
        { title: 'Explain with Parley', kind: '', name: 'explainSelection', args: [] },
      ]);
      assert.deepEqual(await actionsAt(document.uri, range(8, 0, 8, 0)), []);
    });

    const cases: readonly [title: string, prompt: PromptName, title: string][] = [
      ['Fix with Parley', 'fixProblem', 'Fix · tea.py:9'],
      ['Explain with Parley', 'explainProblem', 'Explain · tea.py:9'],
    ];
    for (const [title, name, card] of cases)
      it(`on a problem, ${title}: the problem, its code and the code around it`, async () => {
        const { document } = await opened('tea.py', tea, range(0, 0, 0, 0));
        const problem = new vscode.Diagnostic(range(8, 14, 8, 16), 'No os here', vscode.DiagnosticSeverity.Warning);
        Object.assign(problem, { code: 7, source: 'lint' });
        problems.set(document.uri, [problem]);
        const found = (await actionsAt(document.uri, range(8, 15, 8, 15))).find((action) => action.title === title);
        assert.equal(found?.kind, 'quickfix');
        assert.equal(found?.name, name);
        await run(name as CommandName, ...(found?.args ?? []));
        assert.deepEqual(sent(), [
          block('kind="symbol" path="tea.py" lines="8-10" language="python"', steepLines),
          steepImports,
          block('kind="problems" path="tea.py" lines="9-9"', 'tea.py:9:15: warning: No os here [lint 7]'),
          prompt(name),
        ]);
        assert.equal(chat.session.conversation.title, card);
      });

    it('is not moved by arguments of another kind', async () => {
      await run('fixProblem');
      await run('fixProblem', 'file:///etc/passwd', { message: 'x' });
      assert.equal(chat.simulator.requests.length, 0);
    });
  });

  describe('what is added to the prompt that is being typed', () => {
    /** What is there, then what of it is on the wire once it is sent with a question. */
    async function added(): Promise<string[]> {
      assert.equal(chat.simulator.requests.length, 0);
      await chat.session.send(crypto.randomUUID(), 'Why?');
      await chat.idle();
      return sent();
    }

    it('askAboutSelection: the selection alone, and the box has the focus', async () => {
      await opened('tea.py', tea, steepSelected);
      await run('askAboutSelection');
      assert.deepEqual([chat.shown, chat.stays], [['composer'], [false]]);
      assert.deepEqual(await added(), [steepBlock, 'Why?']);
    });

    it('addSelection: one after the other, the same one once, and the focus stays', async () => {
      const editor = await opened('tea.py', tea, steepSelected);
      await run('addSelection');
      await run('addSelection');
      editor.selection = new vscode.Selection(0, 0, 0, 9);
      await run('addSelection');
      assert.deepEqual(chat.stays, [true, true, true]);
      assert.deepEqual(await added(), [
        steepBlock,
        block('kind="selection" path="tea.py" lines="1-1" language="python"', 'import os'),
        'Why?',
      ]);
    });

    it('addFile, from the palette: the open file as it is in the editor, unsaved', async () => {
      const editor = await opened('cup.txt', 'cup\n');
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'tea'));
      await run('addFile');
      assert.deepEqual(await added(), [block('kind="file" path="cup.txt" language="plaintext"', 'teacup\n'), 'Why?']);
    });

    it('addFile, from the explorer: all that is selected, folders by the paths in them', async () => {
      const [a, b] = [await file('pots/a.txt', 'a'), await file('pots/deep/b.txt', 'b')];
      await run('addFile', a, [a, vscode.Uri.joinPath(root, 'pots'), b]);
      assert.deepEqual(await added(), [
        block('kind="file" path="pots/a.txt" language="plaintext"', 'a'),
        block('kind="folder" path="pots"', 'pots/a.txt\npots/deep/b.txt'),
        block('kind="file" path="pots/deep/b.txt" language="plaintext"', 'b'),
        'Why?',
      ]);
    });

    it('addFile: one that is deleted before it is sent goes as it was', async () => {
      const uri = await file('gone.txt', 'was here');
      await run('addFile', uri);
      await vscode.workspace.fs.delete(uri);
      assert.deepEqual(await added(), [block('kind="file" path="gone.txt" language="plaintext"', 'was here'), 'Why?']);
      const asked = await answering(undefined, () => run('addFile', vscode.Uri.joinPath(root, 'never.txt')));
      assert.deepEqual(asked, ['“never.txt” is not there any more.']);
    });

    it('addFile: a PDF is a document that knows where it is, whatever it is called; the rest is added', async () => {
      const named = await file('report.pdf', bytesOf(pdf({ pages: 1 })));
      const other = await file('report.txt', bytesOf(pdf({ pages: 2 })));
      const asked = await answering(undefined, async () => run('addFile', named, [named, other, await file('x.txt', 'x')]));
      assert.deepEqual(asked, []);
      assert.deepEqual(
        chat.documents.map(({ name, uri, bytes }) => [name, uri, bytes.length]),
        [
          ['report.pdf', named.toString(), pdf({ pages: 1 }).length],
          ['report.txt', other.toString(), pdf({ pages: 2 }).length],
        ],
      );
      assert.deepEqual(await added(), [block('kind="file" path="x.txt" language="plaintext"', 'x'), 'Why?']);
    });

    it('addFile: what is not text is refused in words, and the rest is added', async () => {
      const picture = await file('p.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1));
      const asked = await answering(undefined, async () => run('addFile', picture, [picture, await file('x.txt', 'x')]));
      assert.deepEqual(asked, ['“p.png” cannot be sent: it is neither text, nor a picture, nor a PDF that can be read.']);
      assert.deepEqual(await added(), [block('kind="file" path="x.txt" language="plaintext"', 'x'), 'Why?']);
    });

    it('addFile: what looks like a secret asks first', async () => {
      const env = await file('.env', 'KEY=1');
      const key = await file('notes.txt', '-----BEGIN PRIVATE KEY-----\n');
      assert.deepEqual(await answering(undefined, () => run('addFile', env)), ['.env looks like it holds a secret.']);
      assert.deepEqual(await answering(undefined, () => run('addFile', key)), ['notes.txt looks like it holds a secret.']);
      assert.deepEqual(chat.session.conversation.draft.context, []);
      await answering('Add anyway', () => run('addFile', env));
      assert.equal(chat.session.conversation.draft.context.length, 1);
    });

    it('a file over the bound is offered in part, never cut silently', async () => {
      const long = await file('long.py', 'x = 1\n'.repeat(100_000));
      const asked = await answering(undefined, () => run('addFile', long));
      assert.deepEqual(asked, ['long.py is too long: 600,000 characters of at most 400,000.']);
      assert.deepEqual(chat.session.conversation.draft.context, []);
      await answering('Add its outline', () => run('addFile', long));
      await answering('Add its first 1,000 lines', () => run('addFile', long));
      assert.deepEqual(await added(), [
        block(
          'kind="outline" path="long.py" language="python"',
          '5-16: class Tea\n  8-10: method steep\n    9-9: variable pot\n  12-16: method pour',
        ),
        block('kind="selection" path="long.py" lines="1-1000" language="python"', 'x = 1\n'.repeat(1000).trimEnd()),
        'Why?',
      ]);
    });

    it('a selection of 5 MB is refused in words; the visible part is offered instead', async () => {
      const editor = await opened('huge.txt', 'x'.repeat(99).concat('\n').repeat(50_000));
      editor.selection = new vscode.Selection(0, 0, 50_000, 0);
      for (const command of ['explainSelection', 'addSelection'] as const) {
        const asked = await answering(undefined, () => run(command));
        assert.deepEqual(asked, ['huge.txt is too long: 4,999,999 characters of at most 400,000.']);
      }
      assert.equal(chat.simulator.requests.length, 0);
      await answering('Add the visible part', () => run('addSelection'));
      assert.match((await added())[0] ?? '', /^<context kind="editor" path="huge\.txt" lines="1-\d\d?" language="plaintext">\nx{99}\n/);
    });

    it('addTerminalSelection: what is selected there, and the clipboard is what it was', async () => {
      await vscode.env.clipboard.writeText('mine');
      const terminal = vscode.window.createTerminal({ name: 'Kettle', shellPath: '/bin/sh' });
      try {
        terminal.show();
        terminal.sendText('echo boil-$((6*7))');
        await vscode.commands.executeCommand('workbench.action.terminal.focus');
        let items: readonly string[] = [];
        // The shell answers when it is ready.
        while (!items.some((text) => text.includes('boil-42'))) {
          await pause(200);
          await vscode.commands.executeCommand('workbench.action.terminal.selectAll');
          await answering(undefined, () => run('addTerminalSelection'));
          items = chat.session.conversation.draft.context.map(({ text }) => text);
        }
        assert.equal(await vscode.env.clipboard.readText(), 'mine');
        const last = chat.session.conversation.draft.context.at(-1);
        assert.deepEqual([last?.kind, last?.name, last?.path], ['terminal', 'Kettle', null]);
        await vscode.commands.executeCommand('workbench.action.terminal.clearSelection');
        const asked = await answering(undefined, () => run('addTerminalSelection'));
        assert.deepEqual(asked, ['Nothing is selected in the terminal.']);
        assert.equal(await vscode.env.clipboard.readText(), 'mine');
      } finally {
        terminal.dispose();
      }
    });

    describe('addChanges', () => {
      let repository: string;
      const git = (...args: string[]) => execFileSync('git', args, { cwd: repository, stdio: 'pipe', encoding: 'utf8' });
      const uriOf = (name: string) => vscode.Uri.file(join(repository, name));

      before(async () => {
        repository = mkdtempSync(join(chat.folder, 'repository-'));
        mkdirSync(join(repository, 'src'));
        for (const name of ['staged.txt', 'src/open.txt', 'both.txt']) writeFileSync(join(repository, name), 'old\n');
        git('init', '--quiet');
        git('add', '.');
        git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '--quiet', '-m', 'First');
        for (const name of ['staged.txt', 'both.txt']) writeFileSync(join(repository, name), 'new\n');
        git('add', '.');
        for (const name of ['src/open.txt', 'both.txt']) writeFileSync(join(repository, name), 'newer\n');
        writeFileSync(join(repository, 'unknown.txt'), 'unknown\n');
        const extension = vscode.extensions.getExtension('vscode.git');
        const api = (await extension?.activate())?.getAPI(1);
        const opened = await api?.openRepository(vscode.Uri.file(repository));
        assert.ok(opened, 'the editor has opened the repository');
        await opened.status();
      });

      const cases: readonly [name: string, args: () => unknown[], expected: readonly (readonly [string, readonly string[]])[]][] = [
        [
          'the whole repository',
          () => [{ rootUri: vscode.Uri.file(repository) }],
          [
            ['Staged changes', ['both.txt', 'staged.txt']],
            ['Changes, not staged', ['both.txt', 'src/open.txt']],
            ['New files', []],
          ],
        ],
        [
          'one file in the group of the staged',
          () => [{ resourceUri: uriOf('both.txt'), resourceGroupType: 1 }],
          [['Staged changes', ['both.txt']]],
        ],
        [
          'two files that are not',
          () => ['both.txt', 'src/open.txt'].map((name) => ({ resourceUri: uriOf(name), resourceGroupType: 2 })),
          [['Changes, not staged', ['both.txt', 'src/open.txt']]],
        ],
        [
          'a group',
          () => [{ id: 'index', resourceStates: [{ resourceUri: uriOf('both.txt') }, { resourceUri: uriOf('staged.txt') }] }],
          [['Staged changes', ['both.txt', 'staged.txt']]],
        ],
      ];
      for (const [name, args, expected] of cases)
        it(name, async () => {
          await run('addChanges', ...args());
          const items = chat.session.conversation.draft.context;
          assert.deepEqual(
            items.map((item) => [item.name, [...item.text.matchAll(/^diff --git a\/(\S+)/gm)].map(([, path]) => path)]),
            expected,
          );
          assert.deepEqual(await added(), [
            ...items.map(({ text, language }) => block(language ? 'kind="changes" language="diff"' : 'kind="changes"', text)),
            'Why?',
          ]);
        });

      it('a file that Git does not know: a sentence', async () => {
        const asked = await answering(undefined, () => run('addChanges', { resourceUri: uriOf('unknown.txt'), resourceGroupType: 2 }));
        assert.deepEqual(asked, ['There are no changes to files that Git knows.']);
      });
    });
  });

  describe('a chip whose document changes', () => {
    let changes: number;
    let watch: ContextWatch;
    beforeEach(() => {
      changes = 0;
      watch = new ContextWatch(() => changes++);
    });
    afterEach(() => watch.dispose());

    const chip = () => {
      const [item] = chat.session.conversation.draft.context;
      assert.ok(item);
      return item;
    };
    const item = (taken: Taken) => {
      assert.ok(taken.kind === 'taken' && taken.value[0]);
      return taken.value[0];
    };
    const heard = async (count: number) => {
      while (changes < count) await pause(10);
    };

    it('says so, is as it was again when that is undone, and is refreshed where it has moved to', async () => {
      const editor = await opened('tea.py', tea, steepSelected);
      await run('addSelection');
      watch.put([chip()]);
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# first\n'));
      await editor.edit((edit) => edit.replace(range(9, 8, 9, 11), 'cup'));
      await heard(1);
      assert.equal(watch.isStale(chip().id), true);
      const again = item(await takeAgain(chip(), watch.spanOf(chip().id)));
      assert.deepEqual(again, { ...chip(), id: again.id, lines: [9, 11], text: steepLines.replace('pot =', 'cup =') });
      await editor.edit((edit) => edit.replace(range(9, 8, 9, 11), 'pot'));
      await heard(2);
      assert.equal(watch.isStale(chip().id), false);
    });

    it('is a whole file, too', async () => {
      const editor = await opened('cup.txt', 'cup\n');
      await run('addFile');
      watch.put([chip()]);
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'tea'));
      await heard(1);
      assert.equal(watch.isStale(chip().id), true);
      assert.equal(item(await takeAgain(chip(), undefined)).text, 'teacup\n');
    });

    it('is a notebook, too', async () => {
      const cell = { cell_type: 'code', source: 'pot = 1', metadata: {}, outputs: [], execution_count: null };
      const content = { cells: [cell], metadata: { language_info: { name: 'python' } }, nbformat: 4, nbformat_minor: 2 };
      const uri = await file('pot.ipynb', JSON.stringify(content));
      const { notebook } = await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(uri));
      await run('addFile');
      watch.put([chip()]);
      assert.deepEqual([chip().text, watch.isStale(chip().id)], ['# %%\npot = 1', false]);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(notebook.cellAt(0).document.uri, new vscode.Position(0, 0), 'tea');
      await vscode.workspace.applyEdit(edit);
      await heard(1);
      assert.equal(watch.isStale(chip().id), true);
      assert.equal(item(await takeAgain(chip(), undefined)).text, '# %%\nteapot = 1');
    });

    it('and is let go of with its chip', async () => {
      const editor = await opened('cup.txt', 'cup\n');
      await run('addFile');
      watch.put([chip()]);
      watch.put([]);
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'tea'));
      watch.put([chip()]);
      assert.equal(watch.isStale(chip().id), true);
      assert.equal(changes, 0);
    });
  });

  describe('following the editor', () => {
    let on = true;
    let follower: EditorFollower;
    beforeEach(() => {
      on = true;
      follower = new EditorFollower(chat.context.surfaces as Surfaces, () => on);
    });
    afterEach(() => follower.dispose());

    const chips = () => chat.session.conversation.draft.context.map(({ name, lines }) => [name, lines]);
    const until = async (expected: unknown) => {
      while (JSON.stringify(chips()) !== JSON.stringify(expected)) await pause(10);
    };

    it('one chip goes with the selection until it is sent, and comes back with the next', async () => {
      const editor = await opened('tea.py', tea, steepSelected);
      await until([['tea.py', [8, 10]]]);
      editor.selection = new vscode.Selection(0, 0, 1, 0);
      await until([['tea.py', [1, 1]]]);
      await chat.session.send(crypto.randomUUID(), 'Why?');
      await chat.idle();
      assert.deepEqual(sent(), [block('kind="selection" path="tea.py" lines="1-1" language="python"', 'import os'), 'Why?']);
      assert.deepEqual(chips(), []);
      editor.selection = new vscode.Selection(1, 0, 2, 0);
      await until([['tea.py', [2, 2]]]);
      editor.selection = new vscode.Selection(1, 0, 1, 0);
      await until([]);
    });

    it('nothing rides along that would be asked about, that is there already, or when it is off', async () => {
      await opened('.env', 'KEY=1', range(0, 0, 0, 5));
      await follower.update();
      assert.deepEqual(chips(), []);
      await opened('tea.py', tea, steepSelected);
      await run('addSelection');
      await follower.update();
      assert.deepEqual(chips(), [['tea.py', [8, 10]]]);
      await chat.session.draft.removeContext(chat.session.conversation.draft.context[0]?.id ?? '');
      await follower.update();
      assert.deepEqual(chips(), [['tea.py', [8, 10]]]);
      on = false;
      await follower.update();
      assert.deepEqual(chips(), []);
    });
  });
});

function isSame(some: readonly vscode.Selection[], others: readonly vscode.Selection[]): boolean {
  return some.length === others.length && some.every((each, at) => each.isEqual(others[at] ?? each));
}
