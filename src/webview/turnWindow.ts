/** The turns that are not on the page: what is above and below is asked for when the reader comes near it, or wants to be there. */
import type { TurnsView } from '../shared/turnView.ts';
import { host, tell } from './host.ts';
import { addEarlier, addLater, atEnd, endOf, hasEarlier, hasLater, news, showPart, type Target, target, trouble, turns } from './store.ts';
import { t } from './words.ts';

let loading = false;

/** Asks for what is above the first turn. */
export function loadEarlier(): Promise<void> {
  const first = () => turns.value[0]?.value.id;
  return hasEarlier.peek() ? load('loadEarlier', first, addEarlier) : Promise.resolve();
}

/** Asks for what is below the last turn. */
export function loadLater(): Promise<void> {
  const last = () => {
    const turn = turns.value.at(-1)?.value;
    return turn && endOf(turn);
  };
  return hasLater.peek() ? load('loadLater', last, addLater) : Promise.resolve();
}

async function load(name: 'loadEarlier' | 'loadLater', edge: () => string | undefined, add: (part: TurnsView) => void): Promise<void> {
  const messageId = edge();
  if (loading || messageId === undefined) return;
  loading = true;
  try {
    const part = await host.request(name, { messageId });
    if (edge() === messageId) add(part);
  } catch {
    // Scrolling on asks again.
  } finally {
    loading = false;
  }
}

/** To the end of the conversation, which may not be on the page. @param scroll goes to the end of the page */
export function goToEnd(scroll: () => void): void {
  if (!hasLater.value) {
    scroll();
    return;
  }
  atEnd.value = true;
  news.value = false;
  target.value = null;
  host.notify({ type: 'resync' });
}

let asked: Target | null = null;

/** Brings a turn on the page that is not there. Resolves to whether it is there, or is on its way. */
export async function bringIn(wanted: Target): Promise<boolean> {
  if (asked === wanted) return true;
  asked = wanted;
  try {
    const part = await host.request('loadAround', { messageId: wanted.messageId, anyBranch: wanted.found });
    if (target.value !== wanted) return true;
    if (part) {
      showPart(part);
      return true;
    }
    if (wanted.found)
      trouble.value = { sentence: t('The match is in another version of this conversation. It can be shown when the reply has ended.') };
  } catch (error) {
    tell(error);
  }
  if (target.value === wanted) target.value = null;
  return false;
}
