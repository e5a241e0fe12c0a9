/** The files of the workspace that go with every request, in the real editor. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { InstructionFiles } from '../../src/host/instructionFiles.ts';

const places = ['AGENTS.md', 'CLAUDE.md', '.github/copilot-instructions.md'];

describe('instruction files of the workspace', () => {
  const root = () => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? assert.fail('There is no workspace.');
  const write = (path: string, text: string | Uint8Array) => {
    mkdirSync(dirname(join(root(), path)), { recursive: true });
    writeFileSync(join(root(), path), text);
  };
  const clean = () => {
    for (const place of places) rmSync(join(root(), place), { force: true });
  };
  let kept: Map<string, unknown>;
  let files: InstructionFiles;

  beforeEach(() => {
    clean();
    kept = new Map();
    files = begin();
  });
  afterEach(() => {
    files.dispose();
    clean();
  });

  function begin(): InstructionFiles {
    const memory = {
      ...{ keys: () => [...kept.keys()], get: (key: string) => kept.get(key) },
      update: async (key: string, value: unknown) => void kept.set(key, value),
    };
    return new InstructionFiles(memory as vscode.Memento);
  }

  it('are read for each request as they are then, in their order', async () => {
    assert.deepEqual(await files.read(), []);
    write('.github/copilot-instructions.md', 'Third.\r\nLine.');
    write('AGENTS.md', 'First.');
    write('CLAUDE.md', 'Second.');
    assert.deepEqual(await files.read(), [
      { path: 'AGENTS.md', text: 'First.' },
      { path: 'CLAUDE.md', text: 'Second.' },
      { path: '.github/copilot-instructions.md', text: 'Third.\nLine.' },
    ]);
    write('AGENTS.md', 'First, changed.');
    assert.equal((await files.read())[0]?.text, 'First, changed.');
  });

  it('are listed, and can be switched off for the workspace', async () => {
    write('AGENTS.md', 'First.');
    write('CLAUDE.md', 'Second.');
    await files.update();
    let told = 0;
    files.onDidChange(() => told++);
    await files.switch('AGENTS.md', false);
    assert.equal(told, 1);
    assert.deepEqual(
      files.list.map(({ path, on }) => [path, on]),
      [
        ['AGENTS.md', false],
        ['CLAUDE.md', true],
      ],
    );
    assert.deepEqual(await files.read(), [{ path: 'CLAUDE.md', text: 'Second.' }]);
    const later = begin();
    assert.deepEqual(await later.read(), [{ path: 'CLAUDE.md', text: 'Second.' }]);
    await later.switch('AGENTS.md', true);
    assert.equal((await later.read()).length, 2);
    later.dispose();
  });

  it('tell when one changes', async () => {
    write('AGENTS.md', 'First.');
    await files.update();
    const changed = new Promise<void>((resolve) => files.onDidChange(resolve));
    write('AGENTS.md', 'Another one, and longer.');
    // The editor's watcher may begin later than it says: asked again, it is known.
    await files.update();
    await changed;
    assert.equal(files.list.length, 1);
    assert.equal((await files.read())[0]?.text, 'Another one, and longer.');
  });

  it('that say the same are sent once, and those that cannot be sent say why', async () => {
    write('AGENTS.md', 'Same.');
    write('CLAUDE.md', 'Same.');
    write('.github/copilot-instructions.md', 'x'.repeat(70_000));
    assert.deepEqual(await files.read(), [{ path: 'AGENTS.md', text: 'Same.' }]);
    assert.deepEqual(
      files.list.map(({ note }) => note),
      [null, 'Says the same as another one.', 'Is not sent: it is too long (70,000 characters of at most 60,000).'],
    );
    write('CLAUDE.md', new Uint8Array([0, 1, 2]));
    await files.update();
    assert.equal(files.list[1]?.note, 'Is not sent: it is a binary file.');
  });

  it('are none where the workspace is not trusted', async () => {
    write('AGENTS.md', 'First.');
    const { isTrusted } = vscode.workspace;
    Object.defineProperty(vscode.workspace, 'isTrusted', { value: false, configurable: true });
    try {
      assert.deepEqual(await files.read(), []);
      assert.deepEqual(files.list, []);
    } finally {
      Object.defineProperty(vscode.workspace, 'isTrusted', { get: () => isTrusted, configurable: true });
    }
    assert.equal((await files.read()).length, 1);
  });
});
