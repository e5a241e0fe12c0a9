import * as vscode from 'vscode';
import type { ContextItem } from '../shared/context.ts';
import { secretByName, secretByText } from '../shared/secrets.ts';

/** Whether an item looks like a key, or is of a file that is named like one. */
export function looksSecret({ path, name, text }: ContextItem): boolean {
  return (secretByName(path ?? name) ?? secretByText(text)) !== null;
}

/** Asks before something goes to the API that looks like a secret. True where nothing does. */
export async function maySend(items: readonly ContextItem[]): Promise<boolean> {
  const secrets = items.filter(looksSecret);
  if (secrets.length === 0) return true;
  const add = vscode.l10n.t('Add anyway');
  const names = [...new Set(secrets.map(({ path, name }) => path ?? name))].join(', ');
  const detail = vscode.l10n.t('What you add is sent to the API with your message.');
  const message = vscode.l10n.t('{0} looks like it holds a secret.', names);
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, add)) === add;
}
