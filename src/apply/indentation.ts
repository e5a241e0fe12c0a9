import type { CodeText } from './codeText.ts';
import type { Pair } from './lineDiff.ts';
import { indentOf } from './lines.ts';
import type { Range } from './search.ts';

/** What a line of the code begins with, in the file. */
export type Reindent = (indent: string) => string;

type Step = '\t' | 2 | 3 | 4 | 8;

/**
 * How the code's indentation becomes the file's. The equal lines show it: the first and the last of them are at their old place for sure,
 * those between may be deeper now than they were. Of all ways that fit them best the plainest is taken, unless the code is indented by
 * other steps than the file.
 */
export function reindenter(code: CodeText, file: CodeText, pairs: readonly Pair[], codeRange: Range, fileRange: Range): Reindent {
  const indents = pairs.map(([c, f]): readonly [string, string] => [
    indentOf(code.lines[c]?.text ?? ''),
    indentOf(file.lines[f]?.text ?? ''),
  ]);
  const [first, last] = [indents[0], indents.at(-1)];
  if (!first || !last) return (indent) => indent;
  const edges = [first, last];
  if (edges.every(([ours, theirs]) => ours === theirs) && edges.some(([ours]) => ours !== '')) return same;
  const ownStep = stepOf(code, codeRange);
  const fileStep = stepOf(file, fileRange) ?? stepOf(file, { from: 0, to: Math.min(file.length, 2000) - 1 });
  const plain = [same, ...edges.flatMap(([ours, theirs]) => shifted(ours, theirs))];
  const stepped = ownStep === null || fileStep === null ? [] : edges.map(([ours, theirs]) => inSteps(ownStep, fileStep, ours, theirs));
  const ways = ownStep === fileStep ? [...plain, ...stepped] : [...stepped, ...plain];
  let best: Reindent = same;
  let most = -1;
  for (const way of ways) {
    const atEdges = edges.filter(([ours, theirs]) => way(ours) === theirs).length;
    const fitting = atEdges * (indents.length + 1) + indents.filter(([ours, theirs]) => way(ours) === theirs).length;
    if (fitting > most) [best, most] = [way, fitting];
  }
  return best;
}

const same: Reindent = (indent) => indent;

/** All lines are moved by as much as this one. */
function shifted(ours: string, theirs: string): Reindent[] {
  if (theirs.endsWith(ours)) {
    const more = theirs.slice(0, theirs.length - ours.length);
    return [(indent) => more + indent];
  }
  if (ours.endsWith(theirs)) {
    const less = ours.length - theirs.length;
    return [(indent) => indent.slice(Math.min(less, indent.length))];
  }
  return [];
}

/** Steps of one kind become steps of another; what is left of a step stays. */
function inSteps(own: Step, other: Step, ours: string, theirs: string): Reindent {
  const shift = levelOf(theirs, other).level - levelOf(ours, own).level;
  return (indent) => {
    const { level, rest } = levelOf(indent, own);
    return (other === '\t' ? '\t' : ' '.repeat(other)).repeat(Math.max(0, level + shift)) + ' '.repeat(rest);
  };
}

function levelOf(indent: string, step: Step): { level: number; rest: number } {
  const tabs = indent.lastIndexOf('\t') + 1;
  const spaces = indent.length - tabs;
  if (step === '\t') return { level: tabs, rest: spaces };
  return { level: tabs + Math.floor(spaces / step), rest: spaces % step };
}

/** By what a text is indented: a tab, or the step that most lines go deeper by. Null where nothing is. */
function stepOf(text: CodeText, { from, to }: Range): Step | null {
  const counts = new Map<Step, number>();
  let before = '';
  for (let line = from; line <= to; line++) {
    if (text.isBlank(line) || text.elisions.has(line)) continue;
    const indent = indentOf(text.lines[line]?.text ?? '');
    const deeper = indent.length - before.length;
    const step = indent.startsWith('\t')
      ? '\t'
      : !before.startsWith('\t') && (deeper === 2 || deeper === 3 || deeper === 4 || deeper === 8)
        ? deeper
        : null;
    if (step !== null) counts.set(step, (counts.get(step) ?? 0) + 1);
    before = indent;
  }
  let best: Step | null = null;
  for (const [step, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = step;
  return best;
}
