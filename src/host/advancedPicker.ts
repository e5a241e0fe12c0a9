/** Where replies of a conversation stop, and how the API serves it: the list behind “Advanced…”. */
import * as vscode from 'vscode';
import type { Session } from '../chat/session.ts';
import {
  type Advanced,
  type AdvancedChange,
  isRegion,
  isUserId,
  longestStopSequence,
  longestUserId,
  looksPersonal,
  mostStopSequences,
  type ServiceTier,
  type Speed,
  serviceTiers,
  shownSequence,
  speeds,
  stopSequenceProblem,
  typedSequence,
} from '../shared/advanced.ts';

interface PartItem extends vscode.QuickPickItem {
  readonly part: keyof Advanced;
}

interface ValueItem<T> extends vscode.QuickPickItem {
  /** Undefined: as in the settings, or typed next. */
  readonly value: T | undefined;
  readonly isTyped?: true;
}

/** One of the choices that has some values. */
interface Values<T> {
  readonly title: string;
  readonly items: readonly ValueItem<T>[];
  /** What is chosen for the conversation. */
  readonly now: T | undefined;
  /** In words. */
  readonly inSettings: string;
  readonly change: (value: T | undefined) => AdvancedChange;
  /** Asks for another value; undefined where it was given up. */
  readonly ask?: () => Promise<T | undefined>;
}

/** What an entry of the list of stop sequences does. */
type SequenceChoice = { readonly type: 'add' | 'remove'; readonly sequence: string } | { readonly type: 'none' | 'settings' | 'nothing' };

interface SequenceItem extends vscode.QuickPickItem {
  readonly choice: SequenceChoice;
}

/** In a few words, what is chosen for a conversation; empty where nothing is. */
export function advancedWords(chosen: Advanced = {}): string {
  return advancedItems(chosen, {})
    .flatMap(({ part, description = '' }) => (chosen[part] === undefined ? [] : [description]))
    .join(' · ');
}

/** What can be chosen, with what is: for the conversation, or in the settings. */
export function advancedItems(chosen: Advanced, set: Advanced): PartItem[] {
  const { stopSequences = [], serviceTier = 'auto', inferenceGeo = '', userId = '', speed = 'standard' } = { ...set, ...chosen };
  return [
    { label: vscode.l10n.t('Stop sequences…'), description: sequencesWords(stopSequences), part: 'stopSequences' },
    { label: vscode.l10n.t('Service tier…'), description: tierWords(serviceTier), part: 'serviceTier' },
    { label: vscode.l10n.t('Inference region…'), description: regionWords(inferenceGeo), part: 'inferenceGeo' },
    { label: vscode.l10n.t('User id…'), description: userIdWords(userId), part: 'userId' },
    { label: vscode.l10n.t('Speed…'), description: speedWords(speed), part: 'speed' },
  ];
}

export async function pickAdvanced(session: Session, set: Advanced): Promise<void> {
  const chosen = session.conversation.options.advanced ?? {};
  const item = await vscode.window.showQuickPick(advancedItems(chosen, set), {
    title: vscode.l10n.t('Advanced choices for this conversation'),
    placeHolder: vscode.l10n.t('From the next message on'),
  });
  switch (item?.part) {
    case undefined:
      return;
    case 'stopSequences':
      return pickStopSequences(session, set.stopSequences ?? []);
    case 'serviceTier':
      return choose<ServiceTier>(session, {
        ...{ title: partTitle('serviceTier'), items: serviceTiers.map(tierItem), now: chosen.serviceTier },
        ...{ inSettings: tierWords(set.serviceTier ?? 'auto'), change: (serviceTier) => ({ serviceTier }) },
      });
    case 'inferenceGeo':
      return choose(session, {
        ...{ title: partTitle('inferenceGeo'), items: regionItems(), now: chosen.inferenceGeo },
        ...{ inSettings: regionWords(set.inferenceGeo ?? ''), change: (inferenceGeo) => ({ inferenceGeo }) },
        ask: () => askRegion(chosen.inferenceGeo ?? ''),
      });
    case 'userId':
      return choose(session, {
        ...{ title: partTitle('userId'), items: userIdItems(), now: chosen.userId },
        ...{ inSettings: userIdWords(set.userId ?? ''), change: (userId) => ({ userId }) },
        ask: () => askUserId(chosen.userId ?? ''),
      });
    case 'speed':
      return choose<Speed>(session, {
        ...{ title: partTitle('speed'), items: speeds.map(speedItem), now: chosen.speed },
        ...{ inSettings: speedWords('standard'), change: (speed) => ({ speed }) },
      });
  }
}

async function choose<T extends string>(session: Session, { title, items, now, inSettings, change, ask }: Values<T>): Promise<void> {
  const asSet: ValueItem<T> = { label: vscode.l10n.t('As in the settings'), description: inSettings, value: undefined };
  const all = [asSet, ...items];
  const chosen = all.find(({ value, isTyped }) => value === now && !isTyped)?.label ?? String(now);
  const item = await vscode.window.showQuickPick(all, { title, placeHolder: vscode.l10n.t('Now: {0}', chosen) });
  if (!item) return;
  const value = item.isTyped ? await ask?.() : item.value;
  if (value !== undefined || !item.isTyped) await session.choices.chooseAdvanced(change(value));
}

function partTitle(part: keyof Advanced): string {
  switch (part) {
    case 'stopSequences':
      return vscode.l10n.t('Where replies of this conversation stop');
    case 'serviceTier':
      return vscode.l10n.t('Which capacity this conversation may take');
    case 'inferenceGeo':
      return vscode.l10n.t('Where the model runs for this conversation');
    case 'userId':
      return vscode.l10n.t('Which user this conversation is of');
    case 'speed':
      return vscode.l10n.t('How fast this conversation is answered');
  }
}

function tierWords(tier: ServiceTier): string {
  switch (tier) {
    case 'auto':
      return vscode.l10n.t('Priority where there is some');
    case 'standard_only':
      return vscode.l10n.t('Standard only');
  }
}

function tierItem(value: ServiceTier): ValueItem<ServiceTier> {
  const detail =
    value === 'auto'
      ? vscode.l10n.t(
          'The account’s priority capacity, where it has some; what that costs is agreed with Anthropic, so that Parley does not know it.',
        )
      : vscode.l10n.t('Never priority capacity.');
  return { label: tierWords(value), description: value, detail, value };
}

function regionWords(region: string): string {
  return region === '' ? vscode.l10n.t('As the API’s workspace says') : region;
}

function regionItems(): ValueItem<string>[] {
  const older = vscode.l10n.t('Models up to 4.5 refuse to be asked for a region.');
  return [
    { label: regionWords(''), description: '', value: '' },
    { label: vscode.l10n.t('Anywhere'), description: 'global', detail: older, value: 'global' },
    { label: vscode.l10n.t('United States'), description: 'us', detail: `${vscode.l10n.t('Costs a tenth more.')} ${older}`, value: 'us' },
    { label: vscode.l10n.t('Another region…'), value: undefined, isTyped: true },
  ];
}

async function askRegion(now: string): Promise<string | undefined> {
  const given = await vscode.window.showInputBox({
    title: partTitle('inferenceGeo'),
    prompt: vscode.l10n.t('In the API’s words. What a region costs that Parley does not know is shown as “price unknown”.'),
    value: now,
    validateInput: (value) =>
      isRegion(value.trim()) ? undefined : vscode.l10n.t('A region is written with small letters, digits and hyphens, as in “us”.'),
  });
  return given?.trim();
}

function userIdWords(id: string): string {
  return id === '' ? vscode.l10n.t('No user id') : id;
}

function userIdItems(): ValueItem<string>[] {
  return [
    { label: userIdWords(''), value: '' },
    { label: vscode.l10n.t('A user id…'), value: undefined, isTyped: true },
  ];
}

async function askUserId(now: string): Promise<string | undefined> {
  const given = await vscode.window.showInputBox({
    title: partTitle('userId'),
    prompt: vscode.l10n.t(
      'A random text or a hash. It goes to the API with every request: no name, no e-mail address, no telephone number.',
    ),
    value: now,
    validateInput: userIdMessage,
  });
  return given?.trim();
}

/** What is said of a user's id while it is typed; what only looks wrong can be used all the same. */
export function userIdMessage(value: string): string | vscode.InputBoxValidationMessage | undefined {
  const id = value.trim();
  if (!isUserId(id)) return vscode.l10n.t('An id has between 1 and {0} characters, all of which can be seen.', longestUserId);
  if (!looksPersonal(id)) return undefined;
  return {
    message: vscode.l10n.t(
      'This looks like a name, an e-mail address or a telephone number. The API asks for an id that says nothing of who it is.',
    ),
    severity: vscode.InputBoxValidationSeverity.Warning,
  };
}

function speedWords(speed: Speed): string {
  switch (speed) {
    case 'standard':
      return vscode.l10n.t('Standard speed');
    case 'fast':
      return vscode.l10n.t('Fast');
  }
}

function speedItem(value: Speed): ValueItem<Speed> {
  const fast = vscode.l10n.t('Costs more, and Parley does not know how much. Only some models and accounts have it: others refuse.');
  return { label: speedWords(value), description: value, ...(value === 'fast' && { detail: fast }), value };
}

function sequencesWords(sequences: readonly string[]): string {
  return sequences.length === 0 ? vscode.l10n.t('No stop sequences') : sequences.map((each) => `“${shownSequence(each)}”`).join(', ');
}

/** The list of stop sequences: what is typed can be added, what is there can be taken away. */
export function sequenceItems(typed: string, chosen: readonly string[] | undefined, set: readonly string[]): SequenceItem[] {
  const all = chosen ?? set;
  const other: SequenceItem[] = [
    ...(chosen === undefined
      ? []
      : [{ label: vscode.l10n.t('As in the settings'), description: sequencesWords(set), choice: { type: 'settings' } } as const]),
    ...(all.length > 0 ? [{ label: vscode.l10n.t('No stop sequences'), choice: { type: 'none' } } as const] : []),
  ];
  const there = all.map(
    (sequence): SequenceItem => ({
      ...{ label: `$(close) “${shownSequence(sequence)}”`, description: vscode.l10n.t('Enter takes it away') },
      choice: { type: 'remove', sequence },
    }),
  );
  return [...addItems(typed, all), ...there, ...other].map((item) => ({ ...item, alwaysShow: true }));
}

function addItems(typed: string, all: readonly string[]): SequenceItem[] {
  const sequence = typedSequence(typed);
  if (typed === '' || all.includes(sequence)) return [];
  const why = refusal(sequence, all.length);
  if (why !== null) return [{ label: `$(warning) ${why}`, choice: { type: 'nothing' } }];
  return [{ label: `$(add) ${vscode.l10n.t('Stop at “{0}”', shownSequence(sequence))}`, choice: { type: 'add', sequence } }];
}

function refusal(sequence: string, count: number): string | null {
  switch (stopSequenceProblem(sequence)) {
    case 'blank':
      return vscode.l10n.t('The API takes no stop sequence of white space alone.');
    case 'tooLong':
      return vscode.l10n.t('A stop sequence has {0} characters at the most.', longestStopSequence);
    case null:
      return count >= mostStopSequences ? vscode.l10n.t('There are {0} already; more are not sent.', mostStopSequences) : null;
  }
}

/** Stays open, so that several can be added and taken away; Esc ends it. */
async function pickStopSequences(session: Session, set: readonly string[]): Promise<void> {
  const picker = vscode.window.createQuickPick<SequenceItem>();
  picker.title = partTitle('stopSequences');
  picker.placeholder = vscode.l10n.t('Type one, Enter adds it; \\n is a line break');
  picker.ignoreFocusOut = true;
  const chosen = () => session.conversation.options.advanced?.stopSequences;
  const fill = () => {
    picker.items = sequenceItems(picker.value, chosen(), set);
  };
  const take = async (choice: SequenceChoice) => {
    const all = chosen() ?? set;
    switch (choice.type) {
      case 'add':
        picker.value = '';
        return session.choices.chooseAdvanced({ stopSequences: [...all, choice.sequence] });
      case 'remove':
        return session.choices.chooseAdvanced({ stopSequences: all.filter((each) => each !== choice.sequence) });
      case 'none':
        return session.choices.chooseAdvanced({ stopSequences: [] });
      case 'settings':
        return session.choices.chooseAdvanced({ stopSequences: undefined });
      case 'nothing':
        return;
    }
  };
  const ended = new Promise<void>((resolve) => picker.onDidHide(() => resolve()));
  picker.onDidChangeValue(fill);
  picker.onDidAccept(async () => {
    const choice = picker.activeItems[0]?.choice;
    if (choice) await take(choice);
    fill();
  });
  fill();
  picker.show();
  await ended;
  picker.dispose();
}
