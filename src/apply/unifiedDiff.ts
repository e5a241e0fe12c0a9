import { Refused } from './plan.ts';

/**
 * Reads unified diffs as models write them: with wrong or without line numbers, with blank context lines that lost their space, without
 * file headers. The parser of the `diff` package refuses all of these, as it counts lines by what the hunk's header says.
 */

export interface DiffLine {
  readonly kind: 'context' | 'removed' | 'added';
  readonly text: string;
}

export interface Hunk {
  /** The first line in the old file, from 1, as the header says; null where it says none. */
  readonly oldStart: number | null;
  /** Whether the counts of the header are those of the lines, as they are where a tool wrote it. */
  readonly isCounted: boolean;
  /** What the header says the hunk is in. */
  readonly section: string;
  readonly lines: readonly DiffLine[];
  /** Whether the last line of the old, and of the new file is said to have no ending. */
  readonly oldEndsBare: boolean;
  readonly newEndsBare: boolean;
}

export interface FileDiff {
  /** The paths of its header; none where it has no header. */
  readonly paths: readonly string[];
  readonly hunks: readonly Hunk[];
}

const hunkHeader = /^@@(?:\s*-(\d+)(?:,(\d+))?\s+\+(\d+)(?:,(\d+))?\s*@@|\s*(?:\.\.\.|…)?\s*@@|$)(.*)$/;
const looseHeader = /^@@ (.*?)(?: @@)?$/;
const isFileHeader = (line: string | undefined, next: string | undefined) => /^--- \S/.test(line ?? '') && /^\+\+\+ \S/.test(next ?? '');

/** Whether code is a diff: it has headers, or its fence says so. */
export function looksLikeDiff(code: string, language: string | undefined): boolean {
  if (/^(?:diff|patch)$/i.test(language ?? '')) return /^[-+@]/m.test(code);
  if (!/^(?:@@|--- |diff --git )/m.test(code)) return false;
  const lines = code.split(/\r\n|\n|\r/);
  if (lines.some((line, index) => isFileHeader(line, lines[index + 1]) || /^diff --git /.test(line))) return true;
  return lines.some((line) => /^@@.*@@/.test(line)) && lines.some((line) => /^[-+]/.test(line));
}

/** @throws {Refused} where it is not a diff */
export function parseDiff(code: string): FileDiff[] {
  const lines = code.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  const files: { paths: string[]; hunks: Hunk[] }[] = [];
  const fail = (line: number): never => {
    throw new Refused({ reason: 'malformedDiff', line: line + 1 });
  };
  const hasHeader = lines.some((line) => line.startsWith('@@'));
  for (let index = 0; index < lines.length; ) {
    const line = lines[index] ?? '';
    if (isFileHeader(line, lines[index + 1])) {
      files.push({ paths: [pathOf(line), pathOf(lines[index + 1] ?? '')].filter((path) => path !== null), hunks: [] });
      index += 2;
    } else if (/^(?:GIT binary patch|Binary files |@@@)/.test(line)) {
      fail(index);
    } else if (line.startsWith('@@') || (!hasHeader && !isBetween(line))) {
      const end = hunkEnd(lines, line.startsWith('@@') ? index + 1 : index);
      const hunk = readHunk(line.startsWith('@@') ? line : '@@', lines.slice(line.startsWith('@@') ? index + 1 : index, end));
      if (!hunk || hunk.lines.length === 0) fail(index);
      else (files.at(-1) ?? files[files.push({ paths: [], hunks: [] }) - 1])?.hunks.push(hunk);
      index = end;
    } else if (isBetween(line)) {
      index++;
    } else {
      fail(index);
    }
  }
  return files.filter(({ hunks }) => hunks.length > 0);
}

/** A line between files: what git says of them. */
function isBetween(line: string): boolean {
  return (
    line.trim() === '' ||
    /^(?:diff |index |(?:new|deleted) file mode|(?:old|new) mode|similarity |dissimilarity |rename |copy |From |Date: |Subject: |Index: |={3,}|---$|-- ?$|\d+\.\d+[\w.]*$|\*\*\* )/.test(
      line,
    )
  );
}

function hunkEnd(lines: readonly string[], from: number): number {
  let end = from;
  while (end < lines.length) {
    const line = lines[end] ?? '';
    if (line.startsWith('@@') || /^diff --git /.test(line) || isFileHeader(line, lines[end + 1])) break;
    if (/^-- ?$/.test(line) && /^\d+\.\d+/.test(lines[end + 1] ?? '')) break;
    end++;
  }
  return end;
}

function readHunk(header: string, body: readonly string[]): Hunk | null {
  const found = hunkHeader.exec(header) ?? looseHeader.exec(header);
  if (!found) return null;
  const hasNumbers = hunkHeader.test(header) && found[1] !== undefined;
  const section = (hunkHeader.test(header) ? found[5] : found[1]) ?? '';
  const lines: DiffLine[] = [];
  let [oldEndsBare, newEndsBare] = [false, false];
  for (const line of body) {
    const before = lines.at(-1)?.kind;
    if (line.startsWith('\\')) {
      if (before !== 'added') oldEndsBare = true;
      if (before !== 'removed') newEndsBare = true;
    } else lines.push(readLine(line));
  }
  while (lines.at(-1)?.kind === 'context' && lines.at(-1)?.text.trim() === '' && body.at(-1) === '') lines.pop();
  const count = (kind: DiffLine['kind']) => lines.filter((line) => line.kind !== kind).length;
  const isCounted = hasNumbers && Number(found[2] ?? 1) === count('added') && Number(found[4] ?? 1) === count('removed');
  return { oldStart: hasNumbers ? Number(found[1]) : null, isCounted, section: section.trim(), lines, oldEndsBare, newEndsBare };
}

function readLine(line: string): DiffLine {
  if (line.startsWith('+')) return { kind: 'added', text: line.slice(1) };
  if (line.startsWith('-')) return { kind: 'removed', text: line.slice(1) };
  // A line without any mark is context that lost its space: whether it is one, the file will tell.
  return { kind: 'context', text: line.startsWith(' ') ? line.slice(1) : line };
}

/** Null for the side that has no file. */
function pathOf(header: string): string | null {
  const path = header
    .slice(4)
    .replace(/\t.*$/, '')
    .trim()
    .replace(/^"(.*)"$/, '$1');
  return path === '/dev/null' ? null : path.replace(/^(?:[abciow]\/|\.\/)/, '');
}
