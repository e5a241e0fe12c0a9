/** How a model answers in a conversation: its effort and its thinking, of what it has. */
import * as vscode from 'vscode';
import type { Model } from '../chat/model.ts';
import type { Session } from '../chat/session.ts';
import { type Effort, smallestBudget, type ThinkingChoice } from '../shared/effort.ts';
import { effortWords, thinkingWords } from './modelWords.ts';
import type { Settings } from './settings.ts';

interface EffortItem extends vscode.QuickPickItem {
  readonly effort: Effort | 'default' | null;
}

interface ThinkingItem extends vscode.QuickPickItem {
  /** `ask`: how many tokens is asked next. */
  readonly thinking: ThinkingChoice | 'ask' | null;
}

/** Tokens: how long a model may think, where that is to be said. */
const budgets = [4096, 16_384, 32_768] as const;

/** What can be chosen of effort; the first stands for the settings. */
export function effortItems(model: Model, settings: Settings): EffortItem[] {
  const set = settings.effort ?? 'default';
  return [
    { label: vscode.l10n.t('As in the settings'), description: effortWords(set), effort: null },
    { label: effortWords('default'), effort: 'default' },
    ...model.effort.map((effort): EffortItem => ({ label: effortWords(effort), description: effort, effort })),
  ];
}

/** What can be chosen of thinking, as the model allows; the first stands for the settings. */
export function thinkingItems(model: Model, settings: Settings): ThinkingItem[] {
  const has = (type: Model['thinking'][number]) => model.thinking.includes(type);
  return [
    { label: vscode.l10n.t('As in the settings'), description: thinkingWords(settings.thinking), thinking: null },
    ...(has('adaptive') ? [{ label: thinkingWords('auto'), thinking: 'auto' } as const] : []),
    ...(has('enabled')
      ? [
          ...budgets.map((budget): ThinkingItem => ({ label: thinkingWords({ budget }), thinking: { budget } })),
          { label: vscode.l10n.t('Up to as many tokens as I say…'), thinking: 'ask' } as const,
        ]
      : []),
    ...(has('between_tools') ? [{ label: thinkingWords('between_tools'), thinking: 'between_tools' } as const] : []),
    ...(has('disabled') ? [{ label: thinkingWords('off'), thinking: 'off' } as const] : []),
  ];
}

export async function pickEffort(session: Session, model: Model, settings: Settings): Promise<void> {
  const { effort } = session.conversation.options;
  const items = effortItems(model, settings).map((item) => ({ ...item, picked: item.effort === effort }));
  const title = vscode.l10n.t('Effort of {0} in this conversation', model.name);
  const item = await vscode.window.showQuickPick(items, { title, placeHolder: chosenOf(items) });
  if (item) await session.choices.chooseAnswering({ effort: item.effort });
}

export async function pickThinking(session: Session, model: Model, settings: Settings): Promise<void> {
  const chosen = JSON.stringify(session.conversation.options.thinking);
  const items = thinkingItems(model, settings).map((item) => ({ ...item, picked: JSON.stringify(item.thinking) === chosen }));
  const title = vscode.l10n.t('Thinking of {0} in this conversation', model.name);
  const item = await vscode.window.showQuickPick(items, { title, placeHolder: chosenOf(items) });
  if (!item) return;
  const thinking = item.thinking === 'ask' ? await askBudget() : item.thinking;
  if (thinking !== undefined) await session.choices.chooseAnswering({ thinking });
}

function chosenOf(items: readonly (vscode.QuickPickItem & { readonly picked: boolean })[]): string {
  return vscode.l10n.t('Now: {0}', items.find(({ picked }) => picked)?.label ?? items[0]?.label ?? '');
}

async function askBudget(): Promise<ThinkingChoice | undefined> {
  const given = await vscode.window.showInputBox({
    title: vscode.l10n.t('Tokens that the model may think for'),
    validateInput: (value) =>
      Number.isSafeInteger(Number(value)) && Number(value) >= smallestBudget
        ? undefined
        : vscode.l10n.t('A whole number, {0} or more. A reply’s own length is its bound.', smallestBudget),
  });
  return given === undefined ? undefined : { budget: Number(given) };
}
