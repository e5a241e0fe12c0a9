import { indentOf, splitLines } from './lines.ts';

/** Where code is put in by the user's cursor. */
export interface CursorPlace {
  /** The line's text before what is replaced, and after it. */
  readonly before: string;
  readonly after: string;
  /** The nearest lines above and below that are not blank; empty where there is none. */
  readonly above: string;
  readonly below: string;
  readonly insertSpaces: boolean;
  /** Columns. */
  readonly tabSize: number;
}

/**
 * The code as it goes in at a cursor: indented as the place is, by the steps of the editor. Several lines stand on lines of their own where
 * the cursor is at one end of a line. Line breaks are `\n`.
 */
export function codeAtCursor(code: string, place: CursorPlace): string {
  const lines = splitLines(code).map(({ text }) => (text.trim() === '' ? '' : text));
  while (lines[0] === '') lines.shift();
  while (lines.at(-1) === '') lines.pop();
  const shared = sharedIndent(lines);
  const step = stepOf(lines, shared.length);
  const isAtStart = place.before.trim() === '';
  const isAtEnd = place.after.trim() === '';
  const several = lines.length > 1;
  const onBlankLine = isAtStart && isAtEnd;
  const base = onBlankLine && place.before === '' ? indentBetween(place) : indentOf(place.before);
  const written = lines.map((line, index) => {
    const own = indentOf(line).slice(shared.length);
    const text = line.slice(indentOf(line).length);
    if (text === '') return '';
    const indent = base + inSteps(own, step, place);
    if (index > 0) return indent + text;
    // What is before the cursor is there already.
    return (isAtStart ? indent.slice(place.before.length) : '') + text;
  });
  const breakBefore = several && !isAtStart && isAtEnd ? `\n${base}` : '';
  const breakAfter = several && isAtStart && !isAtEnd ? `\n${base}` : '';
  return breakBefore + written.join('\n') + breakAfter;
}

/** A blank line has lost its indentation; what is around it shows it. */
function indentBetween({ above, below, ...place }: CursorPlace): string {
  const opens = /[{([:]$/.test(above.trimEnd());
  const inside = opens ? indentOf(above) + (place.insertSpaces ? ' '.repeat(place.tabSize) : '\t') : indentOf(above);
  return indentOf(below).length > inside.length ? indentOf(below) : inside;
}

function sharedIndent(lines: readonly string[]): string {
  let shared: string | null = null;
  for (const line of lines) {
    if (line === '') continue;
    const indent = indentOf(line);
    if (shared === null) shared = indent;
    while (!indent.startsWith(shared)) shared = shared.slice(0, -1);
  }
  return shared ?? '';
}

/** How many spaces the code goes deeper by; null where it does so by tabs, or not at all. */
function stepOf(lines: readonly string[], shared: number): number | null {
  let step: number | null = null;
  let before = 0;
  for (const line of lines) {
    const own = indentOf(line).slice(shared);
    if (line === '' || own.includes('\t')) continue;
    const deeper = own.length - before;
    if (deeper >= 2 && deeper <= 8 && (step === null || deeper < step)) step = deeper;
    before = own.length;
  }
  return step;
}

function inSteps(indent: string, step: number | null, { insertSpaces, tabSize }: CursorPlace): string {
  const tabs = indent.lastIndexOf('\t') + 1;
  const spaces = indent.length - tabs;
  const steps = step === null ? 0 : Math.floor(spaces / step);
  const rest = spaces - steps * (step ?? 0);
  return (insertSpaces ? ' '.repeat(tabSize) : '\t').repeat(tabs + steps) + ' '.repeat(rest);
}
