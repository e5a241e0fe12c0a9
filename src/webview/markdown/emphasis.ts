import { afterMarks, beforeMarks } from './citationMark.ts';
import type { Mark, RunToken } from './inlineTokens.ts';

/** A run that may still begin or end emphasis. A list of these is what the specification calls the delimiter stack. */
export interface Delimiter {
  readonly token: RunToken;
  readonly pos: number;
  readonly length: number;
  readonly opens: boolean;
  readonly closes: boolean;
  previous: Delimiter | null;
  next: Delimiter | null;
}

const whitespace = /\s/u;
const punctuation = /[\p{P}\p{S}]/u;

function characterBefore(text: string, pos: number): string {
  if (pos === 0) return '\n';
  const unit = text.charCodeAt(pos - 1);
  const low = unit >= 0xdc00 && unit <= 0xdfff && pos > 1;
  return low ? String.fromCodePoint(text.codePointAt(pos - 2) ?? 10) : String.fromCharCode(unit);
}

/** What the run from `pos` to `end` may do, from the characters around it: the text's ends count as white space. */
export function flanks(text: string, pos: number, end: number): { readonly opens: boolean; readonly closes: boolean } {
  const before = characterBefore(text, beforeMarks(text, pos));
  const next = afterMarks(text, end);
  const after = next < text.length ? String.fromCodePoint(text.codePointAt(next) ?? 10) : '\n';
  const spaceBefore = whitespace.test(before);
  const spaceAfter = whitespace.test(after);
  const markBefore = punctuation.test(before);
  const markAfter = punctuation.test(after);
  const left = !spaceAfter && (!markAfter || spaceBefore || markBefore);
  const right = !spaceBefore && (!markBefore || spaceAfter || markAfter);
  if (text[pos] !== '_') return { opens: left, closes: right };
  return { opens: left && (!right || markBefore), closes: right && (!left || markAfter) };
}

function markOf(char: string, used: number): Mark {
  if (char === '~') return 'del';
  return used === 2 ? 'strong' : 'em';
}

/** Whether two runs pair. Lengths that add up to a multiple of three do not where one of them could be both, so that `*a**b*` nests well. */
function pairs(opener: Delimiter, closer: Delimiter): boolean {
  if (!opener.opens || opener.token.char !== closer.token.char) return false;
  if (closer.token.char === '~') return opener.length === closer.length;
  const either = closer.opens || opener.closes;
  return !(either && closer.length % 3 !== 0 && (opener.length + closer.length) % 3 === 0);
}

/**
 * Pairs delimiters as soon as they cannot belong to a link any more. That gives what pairing at the end of the paragraph gives, since a
 * closer only looks back; and it tells where nothing is open.
 */
export class EmphasisPairs {
  private last: Delimiter | null = null;
  private first: Delimiter | null = null;
  /** The last delimiter that was looked at as a closer; those after it were not. */
  private done: Delimiter | null = null;
  private readonly floors = new Map<string, number>();

  get empty(): boolean {
    return this.first === null;
  }

  get tail(): Delimiter | null {
    return this.last;
  }

  push(delimiter: Omit<Delimiter, 'previous' | 'next'>): void {
    const added: Delimiter = { ...delimiter, previous: this.last, next: null };
    if (this.last) this.last.next = added;
    else this.first = added;
    this.last = added;
  }

  /** Pairs all that came since the last time. */
  pairAll(): void {
    this.run(this.done ? this.done.next : this.first, -1, this.floors);
    this.done = this.last;
  }

  /** Pairs what came after `bottom` among itself and forgets the rest of it: the inside of a link. */
  pairWithin(bottom: Delimiter | null): void {
    const first = bottom ? bottom.next : this.first;
    if (!first) return;
    this.run(first, bottom ? bottom.pos : -1, new Map());
    this.dropAfter(bottom);
  }

  /** Forgets what came after `bottom`. */
  dropAfter(bottom: Delimiter | null): void {
    this.last = bottom;
    if (bottom) bottom.next = null;
    else this.first = null;
  }

  /** `floor`: openers are after this position. `floors`: the same for each kind of closer, learnt on the way, which keeps the search linear. */
  private run(first: Delimiter | null, floor: number, floors: Map<string, number>): void {
    let closer = first;
    while (closer) {
      if (!closer.closes) {
        closer = closer.next;
        continue;
      }
      const kind = `${closer.token.char}${closer.opens}${closer.token.char === '~' ? closer.length : closer.length % 3}`;
      const lowest = Math.max(floor, floors.get(kind) ?? -1);
      let opener = closer.previous;
      while (opener && opener.pos > lowest && !pairs(opener, closer)) opener = opener.previous;
      if (opener && opener.pos > lowest) closer = this.pair(opener, closer);
      else {
        floors.set(kind, closer.previous ? closer.previous.pos : -1);
        const next: Delimiter | null = closer.next;
        if (!closer.opens) this.remove(closer);
        closer = next;
      }
    }
  }

  /** Returns the closer to go on with. */
  private pair(opener: Delimiter, closer: Delimiter): Delimiter | null {
    const both = opener.token.left >= 2 && closer.token.left >= 2;
    const used = both ? 2 : 1;
    const mark = markOf(closer.token.char, used);
    opener.token.begins.push(mark);
    closer.token.ends.push(mark);
    opener.token.left -= used;
    closer.token.left -= used;
    opener.next = closer;
    closer.previous = opener;
    if (opener.token.left === 0) this.remove(opener);
    if (closer.token.left > 0) return closer;
    const next = closer.next;
    this.remove(closer);
    return next;
  }

  private remove(delimiter: Delimiter): void {
    const { previous, next } = delimiter;
    if (previous) previous.next = next;
    else this.first = next;
    if (next) next.previous = previous;
    else this.last = previous;
    if (this.done === delimiter) this.done = previous;
  }
}
