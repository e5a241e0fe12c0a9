import * as vscode from 'vscode';
import type { Chat } from './chat.ts';
import { endpointOf } from './endpoint.ts';
import { nameProblem, valueProblem } from './gatewayHeaders.ts';

type Choice = vscode.QuickPickItem & { readonly name: string | null };

/**
 * Lets the user say which headers the gateway wants, one after the other, until the list is left. Values are never shown, also not those that are
 * set.
 */
export async function setGatewayHeaders(chat: Chat): Promise<void> {
  const { kind, baseUrl, host } = endpointOf(chat.settings());
  if (kind !== 'gateway') {
    const open = vscode.l10n.t('Open settings');
    const words = vscode.l10n.t('Headers are for a gateway. Set its address first.');
    if ((await vscode.window.showInformationMessage(words, open)) === open)
      await vscode.commands.executeCommand('workbench.action.openSettings', 'parley.baseUrl');
    return;
  }
  for (;;) {
    const headers = await chat.gatewayHeaders.read(baseUrl);
    const choices: Choice[] = [
      ...Object.keys(headers).map((name) => ({ name, label: name, description: '••••••••', iconPath: new vscode.ThemeIcon('key') })),
      { name: null, label: vscode.l10n.t('Add a header…'), iconPath: new vscode.ThemeIcon('add') },
    ];
    const title = vscode.l10n.t('Headers for {0}', host);
    const chosen = await vscode.window.showQuickPick(choices, { title, ignoreFocusOut: true });
    if (!chosen) return;
    const name = chosen.name ?? (await askForName(title));
    if (name === undefined) continue;
    const value = await askForValue(title, name, name in headers);
    if (value === undefined) continue;
    const { [name]: _, ...others } = headers;
    await chat.gatewayHeaders.write(baseUrl, value === '' ? others : { ...others, [name]: value });
    await chat.connection.update();
  }
}

async function askForName(title: string): Promise<string | undefined> {
  const input = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('The name of the header, such as “x-team”.'),
    ignoreFocusOut: true,
    validateInput: (name) => (name === '' ? undefined : nameProblem(name)),
  });
  return input?.trim().toLowerCase() || undefined;
}

/** @returns an empty text where it is to be removed; undefined where the box was left */
async function askForValue(title: string, name: string, isSet: boolean): Promise<string | undefined> {
  const input = await vscode.window.showInputBox({
    title,
    prompt: isSet
      ? vscode.l10n.t('The new value of {0}. Leave it empty to remove the header.', name)
      : vscode.l10n.t('The value of {0}. It is kept in the editor’s secret storage and goes to this server only.', name),
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) => (value === '' ? undefined : valueProblem(value)),
  });
  return input?.trim();
}
