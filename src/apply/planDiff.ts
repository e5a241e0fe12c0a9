import { choosePlaces } from './chooseHunks.ts';
import { CodeText, codeTextOf, type LineNumbers } from './codeText.ts';
import { findHunk, type HunkText } from './findHunk.ts';
import { changesOfHunk } from './hunkChanges.ts';
import { type LineChange, lineEdits } from './lineEdits.ts';
import { splitLines } from './lines.ts';
import { type ApplyOptions, type ApplyPlan, Refused } from './plan.ts';
import { type FileDiff, type Hunk, parseDiff } from './unifiedDiff.ts';
import type { Work } from './work.ts';

/** How a diff goes into a file. Its hunks are found by their lines; their numbers only decide between equal places. */
export function planDiff(file: string, code: string, options: ApplyOptions, isMarkdown: boolean, work: Work): ApplyPlan {
  const hunks = hunksFor(parseDiff(code), options.path);
  const numbers: LineNumbers = new Map([['', 0]]);
  const text = new CodeText(splitLines(file), numbers, isMarkdown, () => false);
  work.spend(text.length);
  if (text.numbers.every((number) => number === 0)) return fillEmpty(file, hunks);
  const texts = hunks.map(
    (hunk): HunkText => ({
      hunk,
      text: codeTextOf(
        hunk.lines.map((line) => line.text),
        numbers,
      ),
    }),
  );
  const places = choosePlaces(
    text,
    texts.map(({ hunk }) => hunk),
    texts.map((each, index) => findHunk(text, each, index + 1, work)),
    options.near,
  );
  const changes: LineChange[] = [];
  let finalEnding: boolean | undefined;
  for (const [index, place] of places.entries()) {
    const each = texts[index];
    if (!each || place === 'applied') continue;
    const ofHunk = changesOfHunk(text, each, place, work);
    changes.push(...ofHunk);
    const { oldEndsBare, newEndsBare } = each.hunk;
    const reachesEnd = Math.max(...place.lines, ...ofHunk.map(({ to }) => to - 1)) >= text.length - 1;
    if (reachesEnd && oldEndsBare !== newEndsBare) finalEnding = oldEndsBare;
  }
  const sorted = changes
    .map((change, index) => ({ change, index }))
    .sort((one, other) => one.change.from - other.change.from || one.index - other.index);
  for (const [index, { change }] of sorted.entries()) {
    const next = sorted[index + 1]?.change;
    if (next && next.from < change.to) throw new Refused({ reason: 'conflict', hunk: places.length });
  }
  const edits = lineEdits(
    text.lines,
    file.length,
    sorted.map(({ change }) => change),
    finalEnding,
  );
  return edits.length === 0 ? { kind: 'unchanged' } : { kind: 'edits', edits, how: 'diff' };
}

/** The hunks of the wanted file. A diff that names other files only is not for this one. */
function hunksFor(files: readonly FileDiff[], path: string | undefined): readonly Hunk[] {
  const paths = [...new Set(files.flatMap((file) => file.paths.slice(-1)))];
  const wanted = path?.replaceAll('\\', '/');
  const isWanted = (named: string) =>
    wanted === undefined || wanted === named || wanted.endsWith(`/${named}`) || named.endsWith(`/${wanted}`);
  const fitting = files.filter((file) => file.paths.length === 0 || file.paths.some(isWanted));
  const distinct = new Set(fitting.flatMap((file) => file.paths.slice(-1)));
  if (files.length === 0) throw new Refused({ reason: 'malformedDiff', line: 1 });
  if (fitting.length === 0 || distinct.size > 1) throw new Refused({ reason: 'otherFile', paths });
  return fitting.flatMap((file) => file.hunks);
}

function fillEmpty(file: string, hunks: readonly Hunk[]): ApplyPlan {
  const added = hunks.flatMap(({ lines }) => lines);
  if (added.some(({ kind, text }) => kind === 'removed' || (kind === 'context' && text.trim() !== ''))) {
    throw new Refused({ reason: 'conflict', hunk: 1 });
  }
  const ending = splitLines(file)[0]?.ending || '\n';
  const lines = added.filter(({ kind }) => kind === 'added').map(({ text }) => text);
  const text = lines.join(ending) + (hunks.at(-1)?.newEndsBare ? '' : ending);
  return { kind: 'edits', how: 'diff', edits: [{ start: file.startsWith('\uFEFF') ? 1 : 0, end: file.length, text }] };
}
