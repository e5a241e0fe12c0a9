import * as vscode from 'vscode';
import type { Model } from '../chat/model.ts';
import type { PriceTable } from '../chat/prices.ts';
import type { Session } from '../chat/session.ts';
import type { ConversationOptions } from '../shared/conversation.ts';
import { serverToolWords } from '../shared/toolText.ts';
import { advancedWords, pickAdvanced } from './advancedPicker.ts';
import { answerFormatLine, pickAnswerFormat } from './answerFormatPicker.ts';
import { effortItems, pickEffort, pickThinking, thinkingItems } from './answeringPicker.ts';
import type { Chat } from './chat.ts';
import { longConversationWords, pickLongConversation } from './longConversation.ts';
import { modelFacts, priceOf } from './modelWords.ts';
import type { Settings } from './settings.ts';
import { pickTools } from './toolsPicker.ts';

/** What an entry of the list does. */
type Choice =
  | { readonly type: 'model'; readonly id: string }
  /** The conversation has none of its own any more. */
  | { readonly type: 'default' }
  | { readonly type: 'effort' | 'thinking'; readonly model: Model }
  | { readonly type: 'tools' | 'long' | 'answerFormat' | 'startAnswer' | 'advanced' }
  | { readonly type: 'none' };

interface ModelItem extends vscode.QuickPickItem {
  readonly choice: Choice;
}

const userButton: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('star'),
  tooltip: vscode.l10n.t('Make it your default'),
};
const workspaceButton: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('root-folder'),
  tooltip: vscode.l10n.t('Make it the default of this workspace'),
};

/** Lets the user choose the model of a conversation: the list as it is known at once, and as the API tells it when it answers. */
export async function pickModel(chat: Chat, session: Session): Promise<void> {
  const picker = vscode.window.createQuickPick<ModelItem>();
  const chosen = new Promise<ModelItem | undefined>((resolve) => {
    picker.onDidAccept(() => resolve(picker.selectedItems[0] ?? picker.activeItems[0]));
    picker.onDidHide(() => resolve(undefined));
  });
  const fill = (active: string) => {
    picker.items = modelItems(chat, session);
    picker.activeItems = picker.items.filter(({ choice }) => choice.type === 'model' && choice.id === active);
  };
  const activeId = () => {
    const choice = picker.activeItems[0]?.choice;
    return choice?.type === 'model' ? choice.id : session.model;
  };
  picker.title = vscode.l10n.t('Model of this conversation');
  picker.placeholder = vscode.l10n.t('From the next message on');
  picker.matchOnDescription = true;
  picker.onDidTriggerItemButton(async ({ item: { choice }, button }) => {
    if (choice.type !== 'model') return;
    const { Workspace, Global } = vscode.ConfigurationTarget;
    const target = button === workspaceButton ? Workspace : Global;
    await vscode.workspace.getConfiguration('parley').update('model', choice.id, target);
    fill(choice.id);
  });
  fill(session.model);
  picker.busy = true;
  picker.show();
  const refreshed = chat.models.refresh().then(
    () => {
      // The user may be choosing: the list stays where it says the same, and what is chosen stays chosen where it does not.
      if (!sameItems(picker.items, modelItems(chat, session))) fill(activeId());
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
  if (item) await take(chat, session, item.choice);
}

async function take(chat: Chat, session: Session, choice: Choice): Promise<void> {
  switch (choice.type) {
    case 'model':
      return session.choices.chooseModel(choice.id);
    case 'default':
      return session.choices.chooseModel(null);
    case 'effort':
      return pickEffort(session, choice.model, chat.settings());
    case 'thinking':
      return pickThinking(session, choice.model, chat.settings());
    case 'answerFormat':
      return pickAnswerFormat(chat, session);
    case 'tools':
      return pickTools(chat, session);
    case 'long':
      return pickLongConversation(chat, session);
    case 'startAnswer':
      await vscode.commands.executeCommand('parley.startAnswer');
      return;
    case 'advanced':
      return pickAdvanced(session, chat.settings().advanced);
    case 'none':
      return;
  }
}

/** The models, and below them how the one that is chosen answers. */
export function modelItems(
  chat: Pick<Chat, 'models' | 'settings' | 'prices'>,
  session: Pick<Session, 'model' | 'conversation'>,
): ModelItem[] {
  const settings = chat.settings();
  const prices = chat.prices();
  const known = chat.models.list();
  const current = chat.models.find(session.model);
  const listed = known.filter(({ id, lifecycle }) => lifecycle !== 'retired' || id === session.model);
  const named = (id: string): ModelItem => ({
    ...{ label: chat.models.nameOf(id), description: id, detail: priceOf(id, prices) },
    ...{ choice: { type: 'model', id }, buttons: defaultButtons() },
  });
  // Until the API has told which models there are, those whose price is known can be chosen.
  const models = listed.length > 0 ? listed.map((model) => modelItem(model, prices)) : Object.keys(prices.models).map(named);
  const hasCurrent = models.some(({ choice }) => choice.type === 'model' && choice.id === session.model);
  return [
    ...models,
    ...(hasCurrent ? [] : [named(session.model)]),
    separator(''),
    { label: vscode.l10n.t('Use the default'), description: chat.models.nameOf(settings.model), choice: { type: 'default' } },
    separator(vscode.l10n.t('How it answers')),
    ...(current ? answeringItems(current, session, settings) : []),
    { label: vscode.l10n.t('Long conversation…'), description: longConversationWords(session), choice: { type: 'long' } },
    {
      label: vscode.l10n.t('Start Claude’s answer…'),
      description: vscode.l10n.t('It goes on with what you write'),
      choice: { type: 'startAnswer' },
    },
    {
      ...{ label: vscode.l10n.t('Advanced…'), description: advancedWords(session.conversation.options.advanced) },
      ...{ detail: vscode.l10n.t('Stop sequences, service tier, region, user id, speed'), choice: { type: 'advanced' } },
    },
  ];
}

function answeringItems(model: Model, { conversation: { options } }: Pick<Session, 'conversation'>, settings: Settings): ModelItem[] {
  const efforts = effortItems(model, settings);
  const thinkings = thinkingItems(model, settings);
  const effort = efforts.find((item) => item.effort === options.effort) ?? efforts[0];
  const thinking = thinkings.find((item) => JSON.stringify(item.thinking) === JSON.stringify(options.thinking)) ?? thinkings[0];
  return [
    ...(model.effort.length > 0
      ? [{ label: vscode.l10n.t('Effort…'), description: effort?.label ?? '', choice: { type: 'effort', model } } as const]
      : []),
    ...(model.thinking.length > 1
      ? [{ label: vscode.l10n.t('Thinking…'), description: thinking?.label ?? '', choice: { type: 'thinking', model } } as const]
      : []),
    { ...answerFormatLine(model, options), choice: { type: 'answerFormat' } },
    toolsItem(settings, options),
  ];
}

function toolsItem(settings: Settings, { serverTools }: ConversationOptions): ModelItem {
  const names = (serverTools ?? settings.tools.names).map((name) => serverToolWords(name, vscode.l10n.t));
  const description = names.length === 0 ? vscode.l10n.t('None') : names.join(', ');
  return { label: vscode.l10n.t('Tools of the API…'), description, choice: { type: 'tools' } };
}

function modelItem(model: Model, prices: PriceTable): ModelItem {
  const { id, name } = model;
  return { label: name, description: id, detail: modelFacts(model, prices), choice: { type: 'model', id }, buttons: defaultButtons() };
}

function defaultButtons(): vscode.QuickInputButton[] {
  return vscode.workspace.workspaceFolders ? [userButton, workspaceButton] : [userButton];
}

function separator(label: string): ModelItem {
  return { label, kind: vscode.QuickPickItemKind.Separator, choice: { type: 'none' } };
}

function sameItems(one: readonly ModelItem[], other: readonly ModelItem[]): boolean {
  const told = (items: readonly ModelItem[]) => JSON.stringify(items.map(({ label, detail, choice }) => [label, detail, choice]));
  return told(one) === told(other);
}
