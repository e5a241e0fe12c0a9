/** Changes of a region of a file, and the forms in which an answer shows them. */

export interface Change {
  readonly before: string;
  readonly after: string;
  /** The lines of the new file that were changed, from 0, `to` not included. */
  readonly from: number;
  readonly to: number;
}

/** Numbers from 0 up to 1, the same for the same seed. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const below = (next: () => number, count: number) => Math.floor(next() * count);

/** Changes one to eight lines that follow each other: other words, fewer lines, more lines, copies of lines from elsewhere. */
export function mutate(before: string, next: () => number): Change {
  const lines = before.split('\n');
  const from = 1 + below(next, Math.max(1, lines.length - 12));
  const count = 1 + below(next, 8);
  const region = lines.slice(from, from + count);
  const step = /^\t/m.test(before) ? '\t' : (/^(?: {2}| {4})(?=\S)/m.exec(before)?.[0] ?? '  ');
  const changed = region.flatMap((line, index): string[] => {
    const indent = /^\s*/.exec(line)?.[0] ?? '';
    switch (below(next, 9)) {
      case 0:
        return [];
      case 1:
        return [line.replace(/\w+/, (word) => `${word}Changed`)];
      case 2:
        return [`${indent}added(${below(next, 100)});`, line];
      case 3:
        return [`${indent}replaced(${below(next, 100)});`];
      case 4:
        return [line, `${indent}${(lines[below(next, lines.length)] ?? '').trim()}`.trimEnd()];
      case 5:
        return index === 0
          ? [`${indent}if (check) {`, ...region.map((each) => (each.trim() === '' ? each : step + each)), `${indent}}`]
          : [line];
      case 6:
        return [line.replace(/(['"]).*?\1/, '$1other$1')];
      default:
        return [line];
    }
  });
  const after = [...lines.slice(0, from), ...changed, ...lines.slice(from + count)].join('\n');
  return { before, after, from, to: from + changed.length };
}

/** The new file. */
export function wholeForm({ after }: Change): string {
  return after;
}

/** The changed lines with some around them, of which one at each side has words. */
export function fragmentForm({ after, from, to }: Change, next: () => number): string | null {
  const lines = after.split('\n');
  let [first, last] = [Math.max(0, from - 1 - below(next, 6)), Math.min(lines.length, to + 1 + below(next, 6))];
  const hasWords = (some: readonly string[]) => some.some((line) => /\w{3}/.test(line));
  while (first > 0 && !hasWords(lines.slice(first, from))) first--;
  while (last < lines.length && !hasWords(lines.slice(to, last))) last++;
  return lines.slice(first, last).join('\n');
}

/** What is around the changed lines and less indented, with both its ends: a function, a class, an object. Null where there is nothing such. */
export function unitForm(change: Change, next: () => number): string | null {
  return unitAround(change, next)?.join('\n') ?? null;
}

function unitAround({ after, from, to }: Change, next: () => number): string[] | null {
  const lines = after.split('\n');
  const depth = (line: string | undefined) =>
    line === undefined || line.trim() === '' ? Number.POSITIVE_INFINITY : (/^\s*/.exec(line)?.[0].length ?? 0);
  const inner = Math.min(...lines.slice(from, to).map(depth));
  const levels = 1 + below(next, 2);
  let [start, end] = [from, to];
  let limit = inner;
  for (let level = 0; level < levels && limit > 0; level++) {
    while (start > 0 && depth(lines[start - 1]) >= limit) start--;
    start--;
    while (end < lines.length && depth(lines[end]) >= limit) end++;
    limit = depth(lines[start]);
    if (start < 0 || depth(lines[end]) !== limit || !/^\s*[}\])]/.test(lines[end] ?? '')) return null;
  }
  if (start >= from || end - start > 300) return null;
  return lines.slice(start, end + 1);
}

/** The same at the left margin, and indented by other steps. */
export function reindentedForm(change: Change, next: () => number): string | null {
  const unit = unitAround(change, next);
  if (!unit || /[`]|\/\*/.test(unit.join(''))) return null;
  const base = /^\s*/.exec(unit[0] ?? '')?.[0] ?? '';
  return unit.map((line) => (line.startsWith(base) ? line.slice(base.length) : line)).join('\n');
}

/** The new file, but for runs of unchanged lines far from the change, for which a mark stands. It is cut at blank lines, as people do. */
export function elidedForm(change: Change, next: () => number): string | null {
  return elided(change, next, (lines, index, step) => {
    let at = index;
    while (at > 0 && at < lines.length && lines[step < 0 ? at - 1 : at]?.trim() !== '') at += step;
    return at;
  });
}

/** The same, cut anywhere: in the midst of comments and statements. */
export function raggedForm(change: Change, next: () => number): string | null {
  return elided(change, next, (_, index) => index);
}

function elided(
  { after, from, to }: Change,
  next: () => number,
  cut: (lines: readonly string[], index: number, step: 1 | -1) => number,
): string | null {
  const lines = after.split('\n');
  const mark = (index: number) =>
    `${/^\s*/.exec(lines.slice(index).find((line) => line.trim() !== '') ?? '')?.[0] ?? ''}// ... existing code ...`;
  const around = 3 + below(next, 4);
  const first = cut(lines, Math.max(0, from - around), -1);
  const last = cut(lines, Math.min(lines.length, to + around), 1);
  const start = cut(lines, 6, 1);
  const end = cut(lines, lines.length - 8, -1);
  const other = below(next, 3);
  const head = other > 0 && first > start + 20 ? [...lines.slice(0, start), mark(start)] : first > 0 ? [mark(first)] : [];
  const tail = other > 1 && end > last + 20 ? [mark(last), ...lines.slice(end)] : last < lines.length ? [mark(last)] : [];
  return head.length + tail.length === 0 ? null : [...head, ...lines.slice(first, last), ...tail].join('\n');
}

/** A diff as a model writes it: line numbers that are off, wrong counts or none, and blank context lines without their space. */
export function looseDiffForm({ before, after, from, to }: Change, next: () => number): string {
  const old = before.split('\n');
  const changed = after.split('\n');
  const context = 1 + below(next, 3);
  const oldTo = to + old.length - changed.length;
  const first = Math.max(0, from - context);
  const header =
    ['@@ ... @@', '@@ @@', `@@ -${Math.max(1, first + below(next, 60) - 30)},${below(next, 30)} +1,3 @@`][below(next, 3)] ?? '@@ @@';
  const body = [
    ...old.slice(first, from).map((line) => ` ${line}`),
    ...old.slice(from, oldTo).map((line) => `-${line}`),
    ...changed.slice(from, to).map((line) => `+${line}`),
    ...old.slice(oldTo, oldTo + context).map((line) => ` ${line}`),
  ];
  const hasHeader = next() < 0.5;
  return [...(hasHeader ? ['--- a/file', '+++ b/file'] : []), header, ...body.map((line) => (line === ' ' ? '' : line))].join('\n');
}
