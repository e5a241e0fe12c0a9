import * as vscode from 'vscode';
import { failureOf } from '../chat/failure.ts';
import { describeError } from '../shared/errorText.ts';
import { keyProblem } from './apiKey.ts';
import type { Chat } from './chat.ts';
import { endpointOf } from './endpoint.ts';

/** Asks for a key, stores it, and tries it. Leaves everything as it is when the input is left. */
export async function askForApiKey(chat: Chat): Promise<void> {
  const { kind, host } = endpointOf(chat.settings());
  const publicApi = kind === 'public';
  const input = await vscode.window.showInputBox({
    title: vscode.l10n.t('Set API key'),
    prompt: publicApi
      ? vscode.l10n.t('Your Anthropic API key. It is kept in the editor’s secret storage and goes to the API only.')
      : vscode.l10n.t('The key for {0}. It is kept in the editor’s secret storage and goes there only.', host),
    password: true,
    ignoreFocusOut: true,
    placeHolder: publicApi ? 'sk-ant-…' : '',
    validateInput: (value) => (value === '' ? undefined : keyProblem(value, publicApi)),
  });
  const key = input?.trim();
  if (key === undefined || key === '') return;
  await chat.apiKey.write(key);
  await chat.connection.update();
  await tryConnection(chat, vscode.l10n.t('The key is set.'));
}

export async function removeApiKey(chat: Chat): Promise<void> {
  await chat.apiKey.remove();
  await chat.connection.update();
  void vscode.window.showInformationMessage(vscode.l10n.t('The API key is removed.'));
}

/**
 * Asks the API for its models with the key as it is, and says in words what came of it.
 * @param done what has been done before, a sentence; it stays true whatever the trial says.
 */
async function tryConnection(chat: Chat, done: string): Promise<void> {
  const { host } = endpointOf(chat.settings());
  const started = Date.now();
  try {
    const models = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Trying {0}', host) },
      () => chat.models.refresh(),
    );
    const works = vscode.l10n.t('{0} answered in {1} ms and offers {2} models.', host, Date.now() - started, models.length);
    void vscode.window.showInformationMessage(`${done} ${works}`);
  } catch (thrown) {
    const error = failureOf(thrown);
    const words = describeError(error, vscode.l10n.t).sentence;
    chat.log.error(`The connection to ${host} failed: ${error.kind}, ${error.detail}`);
    const again = vscode.l10n.t('Set API key');
    const choice = await vscode.window.showErrorMessage(`${done} ${words}`, again, vscode.l10n.t('Open log'));
    if (choice === again) await askForApiKey(chat);
    else if (choice !== undefined) chat.log.show();
  }
}
