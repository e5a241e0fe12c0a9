/** Where a chip or a citation leads: what is told with a conversation does not decide alone what is opened. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { openAt } from '../../src/host/documents.ts';
import { openContext } from '../../src/host/openContext.ts';
import type { ContextItem } from '../../src/shared/context.ts';

describe('what went with a prompt', () => {
  const { showWarningMessage } = vscode.window;
  const questions: string[] = [];
  let answer: string | undefined;
  let folder: string;
  let outside: vscode.Uri;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-open-'));
    writeFileSync(join(folder, 'tea.txt'), 'as it is now');
    outside = vscode.Uri.file(join(folder, 'tea.txt'));
    questions.length = 0;
    answer = undefined;
    const ask = (question: string) => {
      questions.push(question);
      return Promise.resolve(answer);
    };
    Object.assign(vscode.window, { showWarningMessage: ask });
  });

  afterEach(async () => {
    Object.assign(vscode.window, { showWarningMessage });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(folder, { recursive: true, force: true });
  });

  const item = (uri: vscode.Uri): ContextItem => ({
    ...{ id: 'c', kind: 'file', name: 'math.ts', path: 'src/math.ts', uri: uri.toString(), lines: null, language: null },
    ...{ text: 'as it was sent', note: null },
  });
  const shown = () => vscode.window.activeTextEditor?.document.getText();

  it('is shown as it was sent, where it is outside of the workspace and the user does not say that it is to be opened', async () => {
    await openContext(item(outside));
    assert.equal(shown(), 'as it was sent');
    assert.deepEqual(questions, [`Open ${outside.toString(true)}?`]);
    answer = 'Open';
    await openContext(item(outside));
    assert.equal(shown(), 'as it is now');
    assert.equal(questions.length, 2);
  });

  it('is opened without a question in the workspace, but not through a name that leads out of it', async () => {
    const root = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail();
    const inside = vscode.Uri.joinPath(root, 'asked.txt');
    await vscode.workspace.fs.writeFile(inside, Buffer.from('inside'));
    try {
      await openContext(item(inside));
      assert.equal(shown(), 'inside');
      assert.deepEqual(questions, []);
      await openContext(item(root.with({ path: `${root.path}/../../etc/hosts` })));
      assert.equal(shown(), 'as it was sent');
      assert.equal(questions.length, 1);
    } finally {
      await vscode.workspace.fs.delete(inside);
    }
  });

  it('is not even looked for, where a document of another place is cited', async () => {
    assert.equal(await openAt(outside.toString(), 1), false);
    assert.deepEqual(questions, [`Open ${outside.toString(true)}?`]);
  });
});
