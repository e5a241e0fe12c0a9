import * as vscode from 'vscode';
import { failureOf } from '../chat/failure.ts';
import type { ConnectionStep } from '../shared/connectionSteps.ts';
import { stepLine } from '../shared/connectionText.ts';
import { actionLabel, type ErrorAction } from '../shared/errorAction.ts';
import { describeError } from '../shared/errorText.ts';
import type { Chat } from './chat.ts';
import { endpointOf } from './endpoint.ts';
import { askForApiKey } from './keyCommands.ts';
import { openLink } from './openLink.ts';

/** Tries the way to the API step by step, says what worked and how long it took, and offers what can be done about the first that did not. */
export async function testConnection(chat: Chat): Promise<void> {
  const { host } = endpointOf(chat.settings());
  const steps = await testSteps(chat, host);
  if (steps === null) return;
  for (const step of steps)
    chat.log.info(`Test of ${host}: ${stepLine(step, vscode.l10n.t)}${step.state === 'failed' ? ` (${step.error.detail})` : ''}`);
  await tell(chat, host, steps);
}

/** Null where it was given up. */
function testSteps(chat: Chat, host: string): Thenable<readonly ConnectionStep[] | null> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Testing the connection to {0}', host), cancellable: true },
    async (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      const onStep = (step: ConnectionStep) => progress.report({ message: stepLine(step, vscode.l10n.t) });
      const checking = chat.connection.check(chat.settings().model, abort.signal, onStep);
      // Where it is not set what to ask, nothing is tried.
      const all = await checking.catch((thrown: unknown): readonly ConnectionStep[] => [
        { name: 'key', ms: null, state: 'failed', error: failureOf(thrown) },
      ]);
      return abort.signal.aborted ? null : all;
    },
  );
}

async function tell(chat: Chat, host: string, steps: readonly ConnectionStep[]): Promise<void> {
  const detail = steps.map((step) => stepLine(step, vscode.l10n.t)).join('\n');
  const failed = steps.find((step) => step.state === 'failed');
  const openLog = vscode.l10n.t('Open log');
  if (!failed) {
    const works = vscode.l10n.t('The connection to {0} works.', host);
    if ((await vscode.window.showInformationMessage(works, { modal: true, detail }, openLog)) === openLog) chat.log.show();
    return;
  }
  const { action } = describeError(failed.error, vscode.l10n.t);
  const label = isRetry(action) ? vscode.l10n.t('Test again') : actionLabel(action, vscode.l10n.t);
  const replies = steps.some(({ name, state }) => name === 'reply' && state === 'passed');
  const headline = replies
    ? vscode.l10n.t('{0} answers, but something is wrong.', host)
    : vscode.l10n.t('The connection to {0} does not work.', host);
  const choice = await vscode.window.showWarningMessage(headline, { modal: true, detail }, label, ...(label === openLog ? [] : [openLog]));
  if (choice === openLog) chat.log.show();
  else if (choice === label) await act(chat, action);
}

/** Whether an action is to try once more, here or in its turn. */
function isRetry({ kind }: ErrorAction): boolean {
  return kind === 'retry' || kind === 'continue' || kind === 'testConnection';
}

async function act(chat: Chat, action: ErrorAction): Promise<void> {
  switch (action.kind) {
    case 'setKey':
      return askForApiKey(chat);
    case 'openSettings':
      return vscode.commands.executeCommand('workbench.action.openSettings', action.setting);
    case 'openBilling':
      return openLink(action.url);
    case 'chooseModel':
      return vscode.commands.executeCommand('workbench.action.openSettings', 'parley.model');
    case 'openLog':
      return chat.log.show();
    case 'retry':
    case 'continue':
    case 'testConnection':
      return testConnection(chat);
    // No step fails with what offers these: they are about a conversation.
    case 'newConversation':
    case 'editPrompt':
    case 'removePictures':
    case 'shrinkPictures':
      return;
  }
}
