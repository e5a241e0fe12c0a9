import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { type ImportControl, type ImportOutcome, importControl, largestImport } from '../shared/transfer.ts';
import type { Chat } from './chat.ts';
import type { Surfaces } from './surfaces.ts';
import { importedSentence, problemSentence } from './transferWords.ts';

/** Milliseconds between two looks at how far an import is. */
const lookInterval = 200;

/** Adds the conversations of a file that the user chooses. What is there stays as it is. */
export async function importConversation(chat: Chat, surfaces: Surfaces): Promise<void> {
  const { t } = vscode.l10n;
  const [uri] =
    (await vscode.window.showOpenDialog({
      canSelectMany: false,
      filters: { [t('Conversations')]: ['json'], [t('All files')]: ['*'] },
      title: t('Import Conversation'),
      openLabel: t('Import'),
    })) ?? [];
  if (!uri) return;
  const outcome = await onThisMachine(uri, (path) =>
    withProgress((control) => chat.store.importFile(path, control, chat.sessions.workspaceId)),
  );
  if (outcome.kind === 'refused') {
    const sentence = problemSentence(outcome.problem, uri.path);
    if (outcome.problem.kind === 'canceled') void vscode.window.showInformationMessage(sentence);
    else void vscode.window.showErrorMessage(sentence);
    return;
  }
  await chat.sessions.update();
  const { imported } = outcome;
  const [only] = imported.ids;
  const sentence = importedSentence(imported, chat.sessions.workspaceId);
  const show = t('Show');
  const isMore = imported.ids.length > 0;
  const answer = await vscode.window.showInformationMessage(sentence, ...(isMore ? [show] : []));
  if (answer !== show || only === undefined) return;
  const surface = await surfaces.current();
  if (imported.ids.length === 1) {
    await surface.open(only);
    // Also where something else was over the conversation.
    surface.show('composer');
  } else surface.show('history');
}

/** Hands over the path of a file, of a copy where it is on no disk of this machine. */
async function onThisMachine(uri: vscode.Uri, use: (path: string) => Promise<ImportOutcome>): Promise<ImportOutcome> {
  if (uri.scheme === 'file') return use(uri.fsPath);
  const folder = await mkdtemp(join(tmpdir(), 'parley-'));
  try {
    const path = join(folder, 'import.json');
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > largestImport) return { kind: 'refused', problem: { kind: 'tooLarge', bytes: size } };
    await vscode.workspace.fs.copy(uri, vscode.Uri.file(path));
    return await use(path);
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return { kind: 'refused', problem: { kind: 'unreadable' } };
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function withProgress(action: (control: ImportControl) => Promise<ImportOutcome>): Promise<ImportOutcome> {
  const control: ImportControl = new Int32Array(new SharedArrayBuffer(8));
  const options = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Importing'), cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    // The history's thread has no time to be asked: it looks there itself.
    token.onCancellationRequested(() => Atomics.store(control, importControl.cancel, 1));
    let shown = 0;
    const timer = setInterval(() => {
      const read = Atomics.load(control, importControl.progress) / 10;
      progress.report({ increment: read - shown });
      shown = read;
    }, lookInterval);
    try {
      return await action(control);
    } finally {
      clearInterval(timer);
    }
  });
}
