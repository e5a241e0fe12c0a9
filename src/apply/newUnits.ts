import { isImport, nameIn } from './identity.ts';
import { likeness } from './lineShape.ts';
import type { Search } from './search.ts';
import type { Unit } from './segments.ts';

/** The place at which units that the file does not have would come in: at a side of what was found there. */
export interface Joint {
  /** The node that holds both, -1 for the file. */
  readonly parent: number;
  /** The head of the unit of the file beyond the place, -1 for none. */
  readonly neighbor: number;
  /** Nothing else of the file is of the same paragraph: what comes in cannot be meant to replace the neighbour. */
  readonly isFree: boolean;
  /** A mark says that the file goes on there. */
  readonly isMarked: boolean;
}

/**
 * Whether a unit of the code is new, and belongs where it would come in. It must not be another version of something that stays: then
 * the file would have both.
 */
export function isNewUnit(search: Search, unit: Unit, joint: Joint): boolean {
  const { code, file, work } = search;
  if (unit.isCloser || unit.isOpen) return false;
  const identity = code.identity(unit.head);
  // A comment alone may be the rest of one, or speak of the answer.
  if (code.isLead(unit.head)) return false;
  if (!joint.isMarked && (identity === null || !joint.isFree)) return false;
  if (identity !== null) {
    const same = file.declarations(identity, nameIn(identity), 0, file.length - 1, work);
    if (same.some((line) => file.parent(line) === joint.parent)) return false;
  }
  if (isKnownCode(search, unit)) return false;
  if (joint.neighbor < 0) return true;
  const other = file.identity(joint.neighbor);
  if (isImport(identity) && isImport(other)) return true;
  const isLine = unit.end === unit.head && file.end(joint.neighbor) === joint.neighbor;
  const alike = likeness(code.text(unit.head), file.text(joint.neighbor));
  if (isLine || identity === null || other === null) return alike < 0.5;
  return !sharesLines(search, unit, joint.neighbor);
}

/** Whether the file has the unit's first line, or half of its lines, somewhere: then it is not new, but was not found where it is. */
function isKnownCode({ code, file, work }: Search, unit: Unit): boolean {
  let [own, known] = [0, 0];
  for (let line = unit.start; line <= unit.end; line++) {
    work.spend(1);
    if (code.weight(line) < 0.4) continue;
    own++;
    if (file.places(code.number(line)).length === 0) continue;
    if (line === unit.head) return true;
    known++;
  }
  return own === 0 || known * 2 >= own;
}

/** Whether half of a unit's own lines are in a unit of the file: then it may be that one with another name. */
function sharesLines({ code, file, work }: Search, unit: Unit, neighbor: number): boolean {
  const end = file.end(neighbor);
  work.spend(end - neighbor + 1);
  const theirs = new Set(file.numbers.slice(neighbor + 1, end + 1));
  let [own, shared] = [0, 0];
  for (let line = unit.head + 1; line <= unit.end; line++) {
    if (code.weight(line) < 0.4) continue;
    own++;
    if (theirs.has(code.number(line))) shared++;
  }
  return own > 0 ? shared * 2 >= own : likeness(code.text(unit.head), file.text(neighbor)) >= 0.7;
}
