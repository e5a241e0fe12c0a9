/** Which of the API's own tools a conversation has. */
import * as vscode from 'vscode';
import type { Choices } from '../chat/choices.ts';
import type { PriceTable } from '../chat/prices.ts';
import { toolsFor } from '../chat/serverTools.ts';
import type { Session } from '../chat/session.ts';
import { type ServerToolName, serverToolNames } from '../shared/serverTools.ts';
import { serverToolWords } from '../shared/toolText.ts';
import type { Chat } from './chat.ts';

export interface ToolItem extends vscode.QuickPickItem {
  readonly name: ServerToolName;
}

/** What can be chosen, with what it costs and what it sends where. */
export function toolItems(
  chat: { readonly models: Pick<Chat['models'], 'find'>; readonly prices: Chat['prices'] },
  { model: id, settings }: Pick<Choices, 'model' | 'settings'>,
): ToolItem[] {
  const names = settings.tools?.names ?? [];
  const model = chat.models.find(id);
  const has = toolsFor(model, { names: serverToolNames, maxUses: null, allowedDomains: [], blockedDomains: [] });
  return serverToolNames.map((name) => ({
    name,
    label: sentenceCase(serverToolWords(name, vscode.l10n.t)),
    description: has.includes(name) ? costsWhat(name, chat.prices()) : notWith(model?.name),
    detail: doesWhat(name),
    picked: names.includes(name),
  }));
}

export async function pickTools(chat: Chat, session: Session): Promise<void> {
  const picked = await vscode.window.showQuickPick(toolItems(chat, session.choices), {
    title: vscode.l10n.t('Tools of the API in this conversation'),
    placeHolder: vscode.l10n.t('The model uses them by itself, from the next message on'),
    canPickMany: true,
    matchOnDetail: true,
  });
  if (!picked) return;
  const names = picked.map(({ name }) => name);
  const serverTools = serverToolNames.filter((name) => names.includes(name));
  // What is as the settings say goes on with them.
  const isAsSet = String(serverTools) === String(chat.settings().tools.names);
  await session.choices.chooseAnswering({ serverTools: isAsSet ? null : serverTools });
}

function notWith(model: string | undefined): string {
  return model === undefined
    ? vscode.l10n.t('not sent: what this model can do is not known')
    : vscode.l10n.t('not sent: not with {0}', model);
}

function doesWhat(name: ServerToolName): string {
  switch (name) {
    case 'web_search':
      return vscode.l10n.t('What the model searches for goes to the search of the API.');
    case 'web_fetch':
      return vscode.l10n.t('The API reads public addresses that you or a search have named.');
    case 'code_execution':
      return vscode.l10n.t('The model’s code runs in a container of the API, never on this machine.');
  }
}

/** Short: the list has a line for it. What a container costs beyond its free hours, the API does not tell with a reply. */
function costsWhat(name: ServerToolName, { webSearch }: PriceTable): string {
  switch (name) {
    case 'web_search':
      return vscode.l10n.t('{0} for 1,000 searches, and tokens', `$${Math.round(webSearch * 100_000) / 100}`);
    case 'web_fetch':
      return vscode.l10n.t('its tokens');
    case 'code_execution':
      return vscode.l10n.t('its tokens; time beyond the free hours is not counted here');
  }
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
