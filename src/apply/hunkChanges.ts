import type { CodeText } from './codeText.ts';
import type { HunkPlace, HunkText } from './findHunk.ts';
import { reindenter } from './indentation.ts';
import type { Pair } from './lineDiff.ts';
import type { LineChange } from './lineEdits.ts';
import { indentOf } from './lines.ts';
import { replaceLines } from './rebuild.ts';
import type { Work } from './work.ts';

/** The changes of a hunk whose place is known. Context stays as the file has it; what is added is indented as the file is. */
export function changesOfHunk(file: CodeText, { hunk, text }: HunkText, { lines, first }: HunkPlace, work: Work): LineChange[] {
  const pairs = lines.flatMap((line, index): Pair[] => (line >= 0 && !text.isBlank(index) ? [[index, line]] : []));
  const last = Math.max(...lines);
  const isExact = pairs.every(([index, line]) => text.lines[index]?.text.trimEnd() === file.lines[line]?.text.trimEnd());
  const ranges = [
    { from: 0, to: text.length - 1 },
    { from: first, to: last },
  ] as const;
  const indentation = isExact ? (indent: string) => indent : reindenter(text, file, pairs, ...ranges);
  const changes: LineChange[] = [];
  let at = first;
  for (let index = 0; index < hunk.lines.length; ) {
    if (hunk.lines[index]?.kind === 'context') {
      const line = lines[index] ?? -1;
      if (line >= 0) at = line + 1;
      index++;
      continue;
    }
    const added: string[] = [];
    let [from, to] = [-1, -1];
    for (; index < hunk.lines.length && hunk.lines[index]?.kind !== 'context'; index++) {
      const { kind, text: written } = hunk.lines[index] ?? { kind: 'context', text: '' };
      const line = lines[index] ?? -1;
      if (kind === 'added') {
        const indent = indentOf(written);
        added.push(indentation(indent) + written.slice(indent.length));
      } else if (line >= 0) {
        if (from < 0) from = line;
        to = line + 1;
      }
    }
    // What is only added goes behind the context before it, or, if the file does not have that, before the context behind it.
    const next = lines[index] ?? -1;
    const isLost = index < lines.length && next >= 0 && from < 0 && !isKnownBefore(lines, hunk, index);
    if (from < 0) [from, to] = isLost ? [next, next] : [at, at];
    changes.push(...replaceLines(file, from, to, added, work));
    at = to;
  }
  return changes;
}

function isKnownBefore(lines: readonly number[], hunk: HunkText['hunk'], end: number): boolean {
  return lines.slice(0, end).some((line, index) => line >= 0 && hunk.lines[index]?.kind !== 'added');
}
