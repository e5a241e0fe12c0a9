import { isElision } from './elision.ts';
import { identityOf } from './identity.ts';
import { isComment, isLead, weightOf } from './lineShape.ts';
import { indentOf, type Line, splitLines } from './lines.ts';
import { columnsOf, type Outline, readOutline } from './outline.ts';
import type { Work } from './work.ts';

/** Numbers for lines that are equal but for the white space around them, in all texts that share it. 0 is the blank line. */
export type LineNumbers = Map<string, number>;

/** A text as it is compared: lines with their numbers, weights and structure. */
export class CodeText {
  readonly lines: readonly Line[];
  readonly trimmed: readonly string[];
  readonly numbers: readonly number[];
  readonly outline: Outline;
  /** Lines that stand for code which is left out. */
  readonly elisions: ReadonlySet<number>;
  readonly #isMarkdown: boolean;
  readonly #weights = new Map<number, number>();
  readonly #identities = new Map<number, string | null>();
  readonly #places = new Map<number, number[]>();

  /** @param isElided whether a line that looks like a mark is one: a file's own lines are not */
  constructor(lines: readonly Line[], numbers: LineNumbers, isMarkdown: boolean, isElided: (trimmed: string) => boolean) {
    this.lines = lines;
    this.#isMarkdown = isMarkdown;
    this.trimmed = lines.map(({ text }) => text.trim());
    this.numbers = this.trimmed.map((text) => numberOf(numbers, text));
    this.elisions = new Set(this.trimmed.flatMap((text, index) => (isElided(text) ? [index] : [])));
    const headings = isMarkdown ? headingLevels(this.trimmed) : [];
    this.outline = readOutline(
      lines.map(({ text }, index) => ({
        trimmed: this.trimmed[index] ?? '',
        columns: columnsOf(indentOf(text)),
        isElision: this.elisions.has(index),
        isComment: !isMarkdown && isComment(this.trimmed[index] ?? ''),
        heading: headings[index] ?? null,
      })),
    );
    for (const [index, number] of this.numbers.entries()) {
      const places = this.#places.get(number);
      if (places) places.push(index);
      else this.#places.set(number, [index]);
    }
  }

  get length(): number {
    return this.lines.length;
  }

  /** Whether a line is a comment or a decorator, which belongs to what follows. */
  isLead(index: number): boolean {
    return !this.#isMarkdown && isLead(this.text(index));
  }

  number(index: number): number {
    return this.numbers[index] ?? 0;
  }

  weight(index: number): number {
    const known = this.#weights.get(index);
    if (known !== undefined) return known;
    const weight = weightOf(this.text(index));
    this.#weights.set(index, weight);
    return weight;
  }

  text(index: number): string {
    return this.trimmed[index] ?? '';
  }

  isBlank(index: number): boolean {
    return this.number(index) === 0;
  }

  indent(index: number): number {
    return this.outline.indents[index] ?? -1;
  }

  /** How deep a line is indented as it stands; `indent` is how deep it counts as. */
  columns(index: number): number {
    return columnsOf(indentOf(this.lines[index]?.text ?? ''));
  }

  parent(index: number): number {
    return this.outline.parents[index] ?? -1;
  }

  head(index: number): number {
    return this.outline.heads[index] ?? index;
  }

  end(index: number): number {
    return this.outline.ends[index] ?? index;
  }

  /** Where lines of this number are, in order. */
  places(number: number): readonly number[] {
    return this.#places.get(number) ?? [];
  }

  identity(index: number): string | null {
    const known = this.#identities.get(index);
    if (known !== undefined) return known;
    const identity = identityOf(this.text(index), this.#isMarkdown);
    this.#identities.set(index, identity);
    return identity;
  }

  /** The lines from one to another, both included, that declare what `identity` says. */
  declarations(identity: string, name: string, from: number, to: number, work: Work): number[] {
    work.spend(Math.max(0, to - from + 1));
    const found: number[] = [];
    for (let index = from; index <= to; index++) {
      const text = this.text(index);
      if (text.slice(0, 240).toLowerCase().includes(name.toLowerCase()) && this.identity(index) === identity) found.push(index);
    }
    return found;
  }
}

/** @returns the file and the code, ready to be compared. A mark that the file itself has as a line is that line. */
export function readTexts(file: string, code: string, isMarkdown: boolean, work: Work): { file: CodeText; code: CodeText } {
  const numbers: LineNumbers = new Map([['', 0]]);
  const fileText = new CodeText(splitLines(file), numbers, isMarkdown, () => false);
  const codeLines = withoutBlankEdges(splitLines(code));
  work.spend(fileText.length + codeLines.length);
  const ofFile = numbers.size;
  const isElided = (trimmed: string) => isElision(trimmed) && (numbers.get(trimmed) ?? ofFile) >= ofFile;
  return { file: fileText, code: new CodeText(withFirstIndent(codeLines), numbers, isMarkdown, isElided) };
}

/** The lines of a text that is not a file's, ready to be compared with one whose numbers they share. */
export function codeTextOf(texts: readonly string[], numbers: LineNumbers): CodeText {
  return new CodeText(
    texts.map((text) => ({ text, ending: '\n', start: 0 })),
    numbers,
    false,
    () => false,
  );
}

function numberOf(numbers: LineNumbers, text: string): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, numbers.size);
  return numbers.size - 1;
}

function withoutBlankEdges(lines: readonly Line[]): readonly Line[] {
  const isFull = ({ text }: Line) => text.trim() !== '';
  const first = lines.findIndex(isFull);
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex(isFull) + 1);
}

/** Code copied from the middle of a line on has its first line at the margin and the others where they were: that line goes back to its place. */
function withFirstIndent(lines: readonly Line[]): readonly Line[] {
  const [first, ...others] = lines;
  const last = others.at(-1);
  if (!first || !last || indentOf(first.text) !== '') return lines;
  const indent = indentOf(last.text);
  if (indent === '' || !/^[}\])]/.test(last.text.trim())) return lines;
  if (others.some(({ text }) => text.trim() !== '' && !text.startsWith(indent))) return lines;
  return [{ ...first, text: indent + first.text }, ...others];
}

/** The level of each heading of a Markdown text, null for other lines. What a fence holds is none. */
function headingLevels(trimmed: readonly string[]): (number | null)[] {
  let fence: string | null = null;
  return trimmed.map((text) => {
    const [mark] = /^(?:`{3,}|~{3,})/.exec(text) ?? [];
    if (mark && fence === null) fence = mark;
    else if (mark && fence !== null && text === mark && mark.startsWith(fence)) fence = null;
    else if (fence === null) return /^(#{1,6})\s/.exec(text)?.[1]?.length ?? null;
    return null;
  });
}
