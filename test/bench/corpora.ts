/** The streams: texts in deltas of a token each, between a first and a last word that are looked for on the screen. */
import { samples } from '../e2e/markdown/samples.ts';

/** UTF-16 units of a delta: about a token. */
const deltaLength = 4;
export const firstWord = 'FirstWordOfTheReply';
export const lastWord = 'LastWordOfTheReply';

/** A bit of everything, its parts numbered: so many deltas. */
export function markdown(deltas: number): readonly string[] {
  const length = (deltas - 2) * deltaLength;
  const text = sample('mixed', length);
  const whole = text.slice(0, text.lastIndexOf('## Part', length));
  return framed(`${whole}${'and so on '.repeat(length)}`.slice(0, length - 4).concat('\n\n. '));
}

/** One fence of so many lines. */
export function code(lines: number): readonly string[] {
  return framed(`\n\n${firstLines(sample('one fence', lines * 60), lines + 1)}\n// `);
}

/** One table of so many rows. */
export function table(rows: number): readonly string[] {
  return framed(`\n\n${firstLines(sample('one table', rows * 80), rows + 2)}\n| `);
}

/** The numbers of the parts of a text that `markdown` made. */
export function partsOf(text: string): readonly number[] {
  return [...text.matchAll(/Part (\d+)/g)].map(([, number]) => Number(number));
}

/** A word of its own between others, at `index`: to be waited for. */
export function withMark(deltas: readonly string[], index: number, mark: string): readonly string[] {
  return [...deltas.slice(0, index), mark, ...deltas.slice(index + 1)];
}

function framed(text: string): readonly string[] {
  return [`${firstWord}\n\n`, ...(text.match(new RegExp(`[^]{1,${deltaLength}}`, 'g')) ?? []), lastWord];
}

function sample(name: string, length: number): string {
  const make = samples[name];
  if (!make) throw new Error(`There is no sample ${name}.`);
  return make(length);
}

function firstLines(text: string, count: number): string {
  return text.split('\n').slice(0, count).join('\n');
}
