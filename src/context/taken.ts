/** What a maker of context gives, whoever asked for it: a command, a mention or a drop. */
import * as vscode from 'vscode';
import { type ContextItem, contextLabel } from '../shared/context.ts';
import { firstLines, longestText } from './limits.ts';

export type Taken<T = readonly ContextItem[]> =
  | { readonly kind: 'taken'; readonly value: T }
  /** Nothing is cut unasked: these parts can go in its place, maybe none. */
  | { readonly kind: 'tooLong'; readonly sentence: string; readonly parts: readonly Part<T>[] }
  | { readonly kind: 'refused'; readonly sentence: string };

/** What can go in the place of something that is too long. */
export interface Part<T = readonly ContextItem[]> {
  /** Of a button. */
  readonly label: string;
  readonly value: T;
}

export function taken<T>(value: T): Taken<T> {
  return { kind: 'taken', value };
}

export function refused(sentence: string): Taken<never> {
  return { kind: 'refused', sentence };
}

/** @param name for people */
export function tooLong<T>(name: string, length: number, parts: readonly Part<T>[]): Taken<T> {
  const number = (value: number) => value.toLocaleString(vscode.env.language);
  const sentence = vscode.l10n.t('{0} is too long: {1} characters of at most {2}.', name, number(length), number(longestText));
  return { kind: 'tooLong', sentence, parts };
}

/** Items that are nothing but their texts: where these are too long together, their beginning can go. */
export function takenTexts(items: readonly ContextItem[]): Taken {
  const length = items.reduce((sum, { text }) => sum + text.length, 0);
  if (length <= longestText) return taken(items);
  return tooLong(items.map(contextLabel).join(', '), length, [{ label: vscode.l10n.t('Add the beginning'), value: beginningOf(items) }]);
}

const more = '\n… and more';

/** As many of them as fit, the last one cut after a line; what has no line numbers to tell it says so in its text. */
function beginningOf(items: readonly ContextItem[]): ContextItem[] {
  let left = longestText;
  return items.flatMap((item) => {
    if (item.text.length <= left) {
      left -= item.text.length;
      return [item];
    }
    const { text, count, all } = firstLines(item.text, Math.max(0, left - more.length));
    left = 0;
    if (text === '') return [];
    const cut = vscode.l10n.t('The whole is too long: its first {0} of {1} lines', count, all);
    const note = [item.note, cut].filter((each) => each !== null).join('. ');
    const { lines } = item;
    // A part without lines is not compared with the whole that it is of.
    return [
      lines ? { ...item, note, text, lines: [lines[0], lines[0] + count - 1] } : { ...item, note, text: `${text}${more}`, uri: null },
    ];
  });
}
