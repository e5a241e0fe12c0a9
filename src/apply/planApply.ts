import { type CodeText, readTexts } from './codeText.ts';
import { hasInnerElision } from './elision.ts';
import { type LineChange, lineEdits } from './lineEdits.ts';
import { splitLines } from './lines.ts';
import { type Chain, placeSegments, rangeOf } from './placeSegments.ts';
import { type ApplyOptions, type ApplyPlan, type Reading, Refused, type TextEdit } from './plan.ts';
import { planDiff } from './planDiff.ts';
import { changesOf } from './rebuild.ts';
import type { Search } from './search.ts';
import { segmentsOf } from './segments.ts';
import { looksLikeDiff } from './unifiedDiff.ts';
import { placeWhole } from './wholeFile.ts';
import { Work } from './work.ts';

/**
 * How the code of an answer goes into a file: as the whole file, as the part that it is a new version of, or as a diff. It is refused
 * where that is not certain; nothing is ever put in a place that was guessed.
 * @param work counts the steps, and ends a search that takes too many
 */
export function planApply(file: string, code: string, options: ApplyOptions = {}, work = new Work()): ApplyPlan {
  try {
    return plan(file, code, options, work);
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', ...error.refusal };
    throw error;
  }
}

function plan(file: string, code: string, options: ApplyOptions, work: Work): ApplyPlan {
  work.spend((file.length + code.length) / 64);
  const isMarkdown = /\.(?:md|mdx|markdown)$/i.test(options.path ?? '') || /^(?:md|mdx|markdown)$/i.test(options.language ?? '');
  if (looksLikeDiff(code, options.language)) return planDiff(file, code, options, isMarkdown, work);
  const search: Search = { ...readTexts(file, code, isMarkdown, work), work };
  const segments = segmentsOf(search.code);
  if (segments.length === 0) throw new Refused({ reason: 'notFound' });
  if (search.file.numbers.every((number) => number === 0)) return fillEmpty(file, search.code);
  const whole = search.code.elisions.size === 0 ? placeWhole(search) : null;
  if (whole) return planOf('whole', changesOf(search, whole), search, file);
  const how = search.code.elisions.size > 0 ? 'elided' : 'fragment';
  const chain = choose(placeSegments(search, segments), search, options.near);
  return planOf(how, changesOfChain(search, chain), search, file);
}

/** A file without a word is filled, unless the code says that something of it is left out. */
function fillEmpty(file: string, code: CodeText): ApplyPlan {
  const unclear = code.trimmed.findIndex((text, line) => code.elisions.has(line) || hasInnerElision(text));
  if (unclear >= 0) throw new Refused({ reason: 'unclearElision', line: unclear + 1 });
  const start = file.startsWith('\uFEFF') ? 1 : 0;
  const ending = splitLines(file)[0]?.ending || code.lines[0]?.ending || '\n';
  const text = code.lines.map((line) => line.text + ending).join('');
  return { kind: 'edits', how: 'whole', edits: [{ start, end: file.length, text }] };
}

function changesOfChain(search: Search, { places }: Chain): LineChange[] {
  return places.flatMap((place) => changesOf(search, place));
}

/** Of places that fit equally well the one at the offset, if there is one. Places that all have the code already are one. */
function choose(rivals: readonly Chain[], search: Search, near: number | undefined): Chain {
  const [best, second] = rivals;
  if (best && !second) return best;
  if (best && rivals.length <= 20 && rivals.every((chain) => changesOfChain(search, chain).length === 0)) return best;
  const nearest = near === undefined ? undefined : nearestOf(rivals, lineAt(search.file, near));
  if (nearest) return nearest;
  throw new Refused({ reason: 'ambiguous', places: rivals.slice(0, 20).map(rangeOf) });
}

/** Clearly the nearest: the next one is more than twice as far. */
function nearestOf(rivals: readonly Chain[], line: number): Chain | undefined {
  const distances = rivals
    .map((chain) => {
      const { first, last } = rangeOf(chain);
      return { chain, distance: Math.max(0, first - line, line - last) };
    })
    .sort((one, other) => one.distance - other.distance);
  const [nearest, next] = distances;
  return nearest && next && nearest.distance * 2 < next.distance ? nearest.chain : undefined;
}

/** The line of an offset, from 1. */
function lineAt(file: CodeText, offset: number): number {
  const next = file.lines.findIndex(({ start }) => start > offset);
  return next < 0 ? file.length : Math.max(1, next);
}

function planOf(how: Reading, changes: readonly LineChange[], { file: { lines } }: Search, file: string): ApplyPlan {
  const edits: TextEdit[] = lineEdits(lines, file.length, changes);
  return edits.length === 0 ? { kind: 'unchanged' } : { kind: 'edits', edits, how };
}
