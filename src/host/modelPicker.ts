import * as vscode from 'vscode';
import type { Model } from '../chat/ports.ts';
import { type PriceTable, undated } from '../chat/prices.ts';
import type { Session } from '../chat/session.ts';
import type { Chat } from './chat.ts';

interface ModelItem extends vscode.QuickPickItem {
  readonly model: string | null;
}

/** Lets the user choose the model of a conversation: the list as it is known at once, and as the API tells it when it answers. */
export async function pickModel(chat: Chat, session: Session): Promise<void> {
  const picker = vscode.window.createQuickPick<ModelItem>();
  const chosen = new Promise<ModelItem | undefined>((resolve) => {
    picker.onDidAccept(() => resolve(picker.selectedItems[0] ?? picker.activeItems[0]));
    picker.onDidHide(() => resolve(undefined));
  });
  const fill = (active: string | null) => {
    picker.items = modelItems(chat, session);
    picker.activeItems = picker.items.filter(({ kind, model }) => kind !== vscode.QuickPickItemKind.Separator && model === active);
  };
  picker.title = vscode.l10n.t('Model of this conversation');
  picker.placeholder = vscode.l10n.t('From the next message on');
  picker.matchOnDescription = true;
  fill(session.model);
  picker.busy = true;
  picker.show();
  const refreshed = chat.models.refresh().then(
    () => {
      // The user may be choosing: the list stays where it says the same, and what is chosen stays chosen where it does not.
      if (!sameItems(picker.items, modelItems(chat, session))) fill(picker.activeItems[0]?.model ?? session.model);
    },
    () => {
      picker.title = vscode.l10n.t('Model of this conversation (the list could not be refreshed)');
    },
  );
  void refreshed.finally(() => {
    picker.busy = false;
  });
  const item = await chosen;
  picker.dispose();
  if (item) await session.chooseModel(item.model);
}

function modelItems(chat: Chat, session: Session): ModelItem[] {
  const fallback = chat.settings().model;
  const models = chat.models.list().filter(({ lifecycle }) => lifecycle !== 'retired');
  const known = models.some(({ id }) => id === session.model);
  return [
    ...models.map((model) => modelItem(model, chat.prices())),
    ...(known ? [] : [{ label: chat.models.nameOf(session.model), description: session.model, model: session.model }]),
    { label: '', kind: vscode.QuickPickItemKind.Separator, model: null },
    { label: vscode.l10n.t('Use the default'), description: chat.models.nameOf(fallback), model: null },
  ];
}

function sameItems(one: readonly ModelItem[], other: readonly ModelItem[]): boolean {
  const told = (items: readonly ModelItem[]) => JSON.stringify(items.map(({ label, detail, model }) => [label, detail, model]));
  return told(one) === told(other);
}

function modelItem(model: Model, prices: PriceTable): ModelItem {
  const facts = [
    model.maxInputTokens === null ? undefined : vscode.l10n.t('{0} context', thousands(model.maxInputTokens)),
    model.maxTokens === null ? undefined : vscode.l10n.t('{0} output', thousands(model.maxTokens)),
    priceOf(model.id, prices),
    model.lifecycle === 'deprecated' && model.retiresAt !== null ? vscode.l10n.t('ends {0}', model.retiresAt.slice(0, 10)) : undefined,
  ];
  return { label: model.name, description: model.id, detail: facts.filter((fact) => fact !== undefined).join(' · '), model: model.id };
}

function priceOf(id: string, { models }: PriceTable): string {
  const price = models[id] ?? models[undated(id)];
  return price
    ? vscode.l10n.t('{0} in, {1} out per million tokens', `$${price.input}`, `$${price.output}`)
    : vscode.l10n.t('price unknown');
}

function thousands(tokens: number): string {
  return tokens >= 1_000_000 ? `${tokens / 1_000_000}M` : `${Math.round(tokens / 1000)}k`;
}
