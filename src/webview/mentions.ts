/** The list that `@` or `/` opens over the message box: what is being named, what is found for it, which entry is chosen. */
import { computed, signal } from '@preact/signals';
import type { MentionGroupView, MentionView } from '../shared/mentionView.ts';
import { host, tell } from './host.ts';
import type { Trigger } from './mentionTrigger.ts';
import { narrowMentions } from './narrowMentions.ts';

/** Milliseconds after which a list with groups that are not whole yet is asked for again. */
const askAgainAfter = 150;

interface Mentions {
  readonly trigger: Trigger;
  readonly groups: readonly MentionGroupView[];
  /** It was made of the list before; the host's answer for what is typed is on its way. */
  readonly provisional: boolean;
}

export const mentions = signal<Mentions | null>(null);
export const activeEntry = signal(0);
export const entries = computed<readonly MentionView[]>(() => mentions.value?.groups.flatMap((group) => group.entries) ?? []);

/** Counts what was asked: only the last answer counts. */
let asked = 0;
/** What was closed by hand: it stays closed as long as the same name is being written. */
let closed: number | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** To be called when the text or the caret has changed. */
export function mention(trigger: Trigger | null): void {
  if (trigger === null) {
    closed = null;
    close();
    return;
  }
  const shown = mentions.peek();
  const isSameName = shown?.trigger.start === trigger.start && shown.trigger.sign === trigger.sign;
  if (closed === trigger.start || (isSameName && shown.trigger.query === trigger.query)) return;
  const groups = isSameName ? narrowMentions(shown.groups, shown.trigger.query, trigger.query) : null;
  if (groups) {
    mentions.value = { trigger, groups, provisional: true };
    activeEntry.value = 0;
  }
  void search(trigger);
}

/** Closes the list; it stays closed while the same name is written on. */
export function dismissMentions(): void {
  closed = mentions.peek()?.trigger.start ?? null;
  close();
}

export function moveActive(by: 1 | -1): void {
  const count = entries.peek().length;
  if (count > 0) activeEntry.value = (activeEntry.peek() + by + count) % count;
}

/** Adds what an entry names. Resolves to the text that goes into the box in the place of the name; null: the name stays. */
export async function choose(sign: Trigger['sign'], entry: MentionView): Promise<string | null> {
  close();
  try {
    const { insert } = await host.request('addMention', { sign, id: entry.id });
    return insert;
  } catch (error) {
    tell(error);
    return null;
  }
}

function close(): void {
  asked++;
  clearTimeout(timer);
  mentions.value = null;
  activeEntry.value = 0;
}

async function search(trigger: Trigger): Promise<void> {
  clearTimeout(timer);
  const turn = ++asked;
  try {
    const groups = await host.request('mentions', { sign: trigger.sign, query: trigger.query });
    if (turn !== asked) return;
    const before = mentions.peek();
    const isSame = before?.provisional === false && before.trigger.start === trigger.start && before.trigger.query === trigger.query;
    const chosen = entries.peek()[activeEntry.peek()]?.id;
    mentions.value = { trigger, groups, provisional: false };
    activeEntry.value = isSame
      ? Math.max(
          0,
          entries.peek().findIndex(({ id }) => id === chosen),
        )
      : 0;
    if (groups.some(({ loading }) => loading)) timer = setTimeout(() => void search(trigger), askAgainAfter);
  } catch (error) {
    if (turn === asked) tell(error);
  }
}
