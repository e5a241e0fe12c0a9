import { isContinue } from '../shared/continuing.ts';
import { summaryPromptOf } from '../shared/longConversation.ts';
import { messageText } from '../shared/message.ts';
import type { Clock } from './clock.ts';
import { type CostOf, costWith, longPrompts } from './cost.ts';
import type { HistoryStore, PathMessage } from './historyStore.ts';
import type { PriceTable } from './prices.ts';
import { addSums, nothingUsed, sumGroups, sumUsage, type TurnUsage, type UsageSum, usageOf } from './usage.ts';

/** How many messages of a path are shown at first, at the most: as many as fill a view. To show a long conversation costs what a short one does. */
export const endOfPath = 12;
/** Of long ones fewer are shown: so many at least, and no more once they have so many UTF-16 units of text, of a prompt what is seen folded. */
const leastShown = 4;
const fillsView = 12_000;
const folded = 500;
/** How many more come at once when one scrolls. */
export const pageOfPath = 60;
/** The end that is kept of a path which grew while it was open. */
const longestEnd = 4 * pageOfPath;

/** Milliseconds until what is above is summed: it takes a processor that what is shown is drawn with. */
const sumAfter = 300;

/** Some messages of a path, oldest first, and whether it has others above and below them. */
export interface PathPart {
  readonly messages: readonly PathMessage[];
  readonly hasEarlier: boolean;
  readonly hasLater: boolean;
}

export interface VisiblePathParts {
  readonly store: HistoryStore;
  readonly clock: Clock;
  readonly prices: () => PriceTable;
  /** Called when the usage is known that had to be read. */
  readonly onUsage: () => void;
}

/**
 * The path of a conversation that is shown: its end, which is kept, and the way to the rest, which is read when it is asked for and not
 * kept. So what an open conversation takes does not depend on how long it is.
 */
export class VisiblePath {
  readonly #parts: VisiblePathParts;
  readonly #costOf: CostOf;
  #end: readonly PathMessage[] = [];
  /** What the messages above the end used, once it is known. */
  #usageAbove: UsageSum = nothingUsed;
  #dropSum: () => void = () => {};

  constructor(parts: VisiblePathParts) {
    this.#parts = parts;
    this.#costOf = costWith(parts.prices);
  }

  /** The path's last messages, up to its leaf. */
  get end(): readonly PathMessage[] {
    return this.#end;
  }

  /** Over the whole path. */
  get usage(): UsageSum {
    return addSums(this.#usageAbove, this.#sum(this.#end));
  }

  /** Reads the end of the path to a leaf. */
  async read(leafId: string | null): Promise<void> {
    this.replace(leafId === null ? [] : await this.#parts.store.readPath(leafId, endOfPath));
  }

  /** Another end, or the same one with more or other messages. */
  replace(end: readonly PathMessage[]): void {
    const before = this.#end[0]?.message.parentId ?? null;
    this.#end = end;
    const above = end[0]?.message.parentId ?? null;
    if (above === before) return;
    this.#usageAbove = nothingUsed;
    this.#dropSum();
    // What could not be read is missing in a sum; the store says itself what is wrong with it.
    if (above !== null) this.#dropSum = this.#parts.clock.after(sumAfter, () => this.#readUsageAbove(above).catch(() => {}));
  }

  /** Prices have changed: what is above is summed anew. The sum as it was stays until then. */
  async sumAgain(): Promise<void> {
    const above = this.#end[0]?.message.parentId ?? null;
    if (above === null) this.#parts.onUsage();
    else await this.#readUsageAbove(above);
  }

  /** Lets go of what is far above the leaf. What it used is known, and stays in the sum while all that is above is summed anew. */
  trim(): void {
    if (this.#end.length <= longestEnd) return;
    const usageAbove = addSums(this.#usageAbove, this.#sum(this.#end.slice(0, -pageOfPath)));
    this.replace(this.#end.slice(-pageOfPath));
    this.#usageAbove = usageAbove;
  }

  /** The path down to a message, as far up as is needed to go on from there. */
  async upTo(messageId: string): Promise<readonly PathMessage[]> {
    const at = this.#indexOf(messageId);
    return at > 0 ? this.#end.slice(0, at + 1) : this.#parts.store.readPath(messageId, pageOfPath);
  }

  /** What is shown at first. */
  lastPage(): PathPart {
    let count = 0;
    let length = 0;
    for (const { message } of this.#end.slice(-endOfPath).reverse()) {
      if (count >= leastShown && length >= fillsView) break;
      count++;
      length += Math.min(messageText(message).length, message.role === 'user' ? folded : fillsView);
    }
    return this.#part(this.#startAt(this.#end.length - count), this.#end.length);
  }

  /** The page above a message. */
  async before(messageId: string): Promise<PathPart> {
    const at = this.#indexOf(messageId);
    if (at > 0) return this.#part(this.#startAt(at - pageOfPath), at);
    const messages = (await this.#parts.store.readPath(messageId, pageOfPath + 1)).slice(0, -1);
    return { messages, hasEarlier: hasAbove(messages), hasLater: true };
  }

  /** The page below a message; nothing where it is not on the path. */
  async after(messageId: string): Promise<PathPart> {
    const at = this.#indexOf(messageId);
    if (at >= 0) return this.#part(at + 1, at + 1 + pageOfPath);
    const part = await this.#read(messageId, 1, pageOfPath);
    return part.messages[0]?.message.parentId === messageId ? part : { messages: [], hasEarlier: true, hasLater: false };
  }

  /** A page with a message in its midst; undefined where it is not on the path. */
  async around(messageId: string): Promise<PathPart | undefined> {
    const at = this.#indexOf(messageId);
    const half = pageOfPath / 2;
    if (at >= half || (at >= 0 && !hasAbove(this.#end))) return this.#part(this.#startAt(at - half), at + half);
    const part = await this.#read(messageId, -half, half);
    return part.messages.some(({ message }) => message.id === messageId) ? part : undefined;
  }

  #indexOf(messageId: string): number {
    return this.#end.findIndex(({ message }) => message.id === messageId);
  }

  #part(from: number, to: number): PathPart {
    const messages = this.#end.slice(Math.max(0, from), to);
    return { messages, hasEarlier: from > 0 || hasAbove(this.#end), hasLater: to < this.#end.length };
  }

  /** Where a page begins that is to have a message of the end: a reply is shown as one with what it goes on with, and a summary by what it was asked for. */
  #startAt(at: number): number {
    let from = at;
    const goesOn = (each: PathMessage | undefined) =>
      each !== undefined && (isContinue(each.message) || summaryPromptOf(each.message) !== null);
    while (from > 0 && (goesOn(this.#end[from]) || goesOn(this.#end[from - 1]))) from--;
    return from;
  }

  /**
   * Reads from the store what is so many messages from one, in relation to it; what is in the end too is taken from there. The path may grow
   * meanwhile; where it is another one by then, that one is read.
   */
  async #read(messageId: string, from: number, to: number): Promise<PathPart> {
    const depth = (await this.#parts.store.readMessage(messageId))?.depth;
    const leaf = this.#end.at(-1)?.message;
    if (!leaf || depth === undefined) return { messages: [], hasEarlier: false, hasLater: false };
    const stored = await this.#parts.store.readPathPart(leaf.id, depth + from, depth + to);
    const known = new Map(this.#end.map((each) => [each.message.id, each]));
    if (!known.has(leaf.id)) return this.#read(messageId, from, to);
    const messages = stored.map((each) => known.get(each.message.id) ?? each);
    return { messages, hasEarlier: hasAbove(messages), hasLater: messages.at(-1)?.message.id !== this.#end.at(-1)?.message.id };
  }

  /** What is above is only summed, and nobody waits for it. */
  async #readUsageAbove(messageId: string): Promise<void> {
    const { store, prices, onUsage } = this.#parts;
    const above = sumGroups(await store.readUsage({ leafId: messageId }, longPrompts(prices())), this.#costOf);
    if (this.#end[0]?.message.parentId !== messageId) return;
    this.#usageAbove = above;
    onUsage();
  }

  #sum(path: readonly PathMessage[]): UsageSum {
    return sumUsage(turnUsage(path), this.#costOf);
  }
}

function hasAbove(messages: readonly PathMessage[]): boolean {
  return (messages[0]?.message.depth ?? 0) > 0;
}

function turnUsage(path: readonly PathMessage[]): TurnUsage[] {
  return path.flatMap(({ message }) => (message.role === 'assistant' ? usageOf(message) : []));
}
