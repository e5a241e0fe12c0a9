/** A text's colours by a grammar: line by line, in slices, so that a long text holds up no other. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type IGrammar, INITIAL } from 'vscode-textmate';

/** What keeps a text or a grammar from going on for ever. Times are in milliseconds. */
export interface Limits {
  /** Characters; a longer line is plain, as in the editor. */
  readonly lineLength: number;
  /** A line whose rules take longer is plain behind what they came to. Longer than the editor's, as nobody waits for this thread. */
  readonly lineTime: number;
  /** What is not done by then is plain. */
  readonly textTime: number;
  /** After so long it is another text's turn. */
  readonly slice: number;
  /** Milliseconds from any point on. */
  readonly now: () => number;
}

export const usualLimits: Limits = { lineLength: 20_000, lineTime: 2_000, textTime: 10_000, slice: 10, now: () => performance.now() };

/**
 * The runs of a text, as in `CodeColors`; a line's end belongs to the run before it. Undefined once `given up`.
 * @param styleOf the index of the style that a token's metadata stand for
 * @param isGivenUp asked after each slice
 */
export async function colorRuns(
  grammar: IGrammar,
  text: string,
  styleOf: (metadata: number) => number,
  isGivenUp: () => boolean,
  limits: Limits,
): Promise<Uint32Array | undefined> {
  const runs = new Runs();
  let stack = INITIAL;
  let spent = 0;
  let begun = limits.now();
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    if (end - start > limits.lineLength) runs.add(end + 1, 0);
    else {
      const { tokens, ruleStack } = grammar.tokenizeLine2(text.slice(start, end), stack, limits.lineTime);
      stack = ruleStack;
      // Two numbers for each token: where it starts, and what it is.
      for (let index = 0; index < tokens.length; index += 2)
        runs.add(index + 2 < tokens.length ? start + (tokens[index + 2] ?? 0) : end + 1, styleOf(tokens[index + 1] ?? 0));
    }
    start = end + 1;
    const time = limits.now() - begun;
    if (spent + time > limits.textTime) break;
    if (time < limits.slice) continue;
    await nextTurn();
    if (isGivenUp()) return undefined;
    spent += time;
    begun = limits.now();
  }
  return runs.done(text.length);
}

/** Runs that grow at their end. Two of one style that meet are one. */
class Runs {
  readonly #numbers: number[] = [];

  add(end: number, style: number): void {
    const numbers = this.#numbers;
    if (numbers.at(-1) === style) numbers[numbers.length - 2] = end;
    else numbers.push(end, style);
  }

  /** The last line of a text has no end that could belong to it. */
  done(length: number): Uint32Array {
    const numbers = this.#numbers;
    const last = numbers.length - 2;
    if (last >= 0) numbers[last] = Math.min(numbers[last] ?? 0, length);
    return Uint32Array.from(numbers);
  }
}
