import { diffArrays } from 'diff';
import type { Work } from './work.ts';

/** Indices of equal items of two lists. */
export type Pair = readonly [left: number, right: number];

/** Lists that differ in more items than this are not compared to the end. */
const mostDifferences = 1500;

/** The longest common subsequence of two lists of numbers, or null where they differ too much. What both end with is always part of it. */
export function commonItems(left: readonly number[], right: readonly number[], work: Work): Pair[] | null {
  work.spend(left.length + right.length);
  let same = 0;
  while (same < Math.min(left.length, right.length) && left.at(-1 - same) === right.at(-1 - same)) same++;
  const [leftEnd, rightEnd] = [left.length - same, right.length - same];
  const comparator = (one: number, other: number) => {
    work.spend(1);
    return one === other;
  };
  const parts = diffArrays(left.slice(0, leftEnd), right.slice(0, rightEnd), { comparator, maxEditLength: mostDifferences });
  if (!parts) return null;
  const pairs: Pair[] = [];
  let [l, r] = [0, 0];
  for (const { added, removed, count } of parts) {
    if (!added && !removed) for (let n = 0; n < count; n++) pairs.push([l + n, r + n]);
    if (!added) l += count;
    if (!removed) r += count;
  }
  for (let n = 0; n < same; n++) pairs.push([leftEnd + n, rightEnd + n]);
  return pairs;
}
