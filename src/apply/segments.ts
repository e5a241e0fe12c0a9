import type { CodeText } from './codeText.ts';
import { endsWithOpener, isComment, isSequel, startsWithCloser } from './lineShape.ts';

/** A run of code between marks for what is left out. It begins and ends with a line that is not blank. */
export interface Segment {
  readonly first: number;
  readonly last: number;
  readonly followsElision: boolean;
  readonly precedesElision: boolean;
}

/** A declaration, statement or other node of the outline, with the comments and decorators above it. Lines of the text, both ends included. */
export interface Unit {
  readonly start: number;
  readonly head: number;
  readonly end: number;
  /** Only its head is here: what it holds goes on behind a mark. */
  readonly isOpen: boolean;
  /** It closes what was opened before, as `}` or `} else {`. */
  readonly isCloser: boolean;
}

export function segmentsOf(code: CodeText): Segment[] {
  const segments: Segment[] = [];
  let first = -1;
  let last = -1;
  let followsElision = false;
  for (let index = 0; index <= code.length; index++) {
    const isEnd = index === code.length;
    if (!isEnd && !code.elisions.has(index)) {
      if (code.isBlank(index)) continue;
      if (first < 0) first = index;
      last = index;
      continue;
    }
    if (first >= 0) segments.push({ first, last, followsElision, precedesElision: !isEnd });
    first = -1;
    followsElision = true;
  }
  return segments;
}

/** The units of a segment, one after the other. A node that does not end in the segment gives its head, and then what it holds. */
export function unitsOf(code: CodeText, { first, last }: Segment): Unit[] {
  const units: Unit[] = [];
  for (let index = first; index <= last; ) {
    if (code.isBlank(index)) {
      index++;
      continue;
    }
    let head = index;
    while (head < last && code.isLead(head) && !code.isBlank(head + 1) && code.head(head + 1) === head + 1) head++;
    // A comment with nothing below it is a unit of its own.
    if (code.isLead(head)) head = index;
    const continues = code.head(head) !== head;
    const end = continues ? head : code.end(head);
    const isOpen = end > last || endsWithOpener(code.text(end));
    units.push({ start: index, head, end: isOpen ? head : end, isOpen, isCloser: continues || startsWithCloser(code.text(head)) });
    index = (isOpen ? head : end) + 1;
  }
  return units;
}

/** The first line of the comments and decorators above a declaration that those of a unit of code are to replace. */
export function leadStart(file: CodeText, head: number, code: CodeText, unit: Unit): number {
  if (unit.start === unit.head) return head;
  let start = head;
  while (start > 0 && file.isLead(start - 1)) start--;
  if (isComment(code.text(unit.start))) return start;
  while (start < head && isComment(file.text(start))) start++;
  return start;
}

/** The declaration below comments and decorators. */
export function headBelow(text: CodeText, start: number): number {
  let head = start;
  while (head + 1 < text.length && text.isLead(head) && !text.isBlank(head + 1)) head++;
  return head;
}

/** The lines with which a node goes on as `else`, `catch` and the like. */
export function branchesOf(text: CodeText, head: number): number[] {
  const lines: number[] = [];
  for (let line = head + 1; line <= text.end(head); line++) {
    if (text.head(line) === head && isSequel(text.text(line).replace(/^[})\]\s]+/, ''))) lines.push(line);
  }
  return lines;
}
