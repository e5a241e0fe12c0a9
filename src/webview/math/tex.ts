/** TeX as MathML, in a bundle of its own: it is loaded when the first formula comes near to being seen. The only importer of Temml. */
import temml from 'temml';
import { limitMath } from './limitMath.ts';

/** Longer formulas stay as they are written. */
const longest = 5_000;

/** What the page is told about a formula that is not shown. */
export type TexProblem = { readonly kind: 'tooLong' | 'tooDeep' | 'defines' } | { readonly kind: 'unreadable'; readonly detail: string };

export type TexResult = { readonly math: Element } | { readonly problem: TexProblem };

/**
 * Commands that need to be seen before the formula is read. The first define others: a few of them can grow without bounds, and a formula of
 * its own has little use for them. The others read what they hold several times, so that their nesting costs exponentially: each is counted
 * as four times what it would be with one pair of braces less around it.
 */
const defining = 'def|gdef|edef|xdef|let|futurelet|newcommand|renewcommand|providecommand';
const costly = 'ce|pu|mathllap|llap|cancelto|equilibriumRight|equilibriumLeft';
/** Braces in comments and in verbatim text are none. */
const nothing = String.raw`%[^\n]*|\\verb\*?(?<mark>[^A-Za-z*]).*?\k<mark>`;
const parts = new RegExp(String.raw`${nothing}|\\(?:(?<defines>${defining})|(?:${costly}))(?![A-Za-z])|\\[\s\S]|[{}]`, 'g');
const mostCost = 1_000;

/** What is wrong with a formula before it is read. */
function problemIn(tex: string): TexProblem | null {
  if (tex.length > longest) return { kind: 'tooLong' };
  let depth = 0;
  let cost = 0;
  for (const { 0: part, groups } of tex.matchAll(parts)) {
    if (groups?.['defines']) return { kind: 'defines' };
    if (part === '{') depth += 1;
    else if (part === '}') depth = Math.max(0, depth - 1);
    else if (part.length > 2 && !groups?.['mark'] && !part.startsWith('%')) cost += 4 ** depth;
    if (cost > mostCost) return { kind: 'tooDeep' };
  }
  return null;
}

/** Reads a formula. Never throws, takes a bounded time, and what it makes neither leads anywhere nor loads anything. */
export function readTex(tex: string, display: boolean): TexResult {
  const problem = problemIn(tex);
  if (problem) return { problem };
  const holder = document.createElement('span');
  try {
    temml.render(tex, holder, {
      displayMode: display,
      throwOnError: true,
      trust: false,
      // In a line a formula may be broken after its operators; on lines of its own it is scrolled.
      wrap: display ? 'none' : 'tex',
      maxExpand: 500,
      // In em, and in points.
      maxSize: [10, 120],
    });
  } catch (error) {
    return { problem: problemOf(error) };
  }
  const math = holder.firstElementChild;
  return math && limitMath(holder) ? { math } : { problem: { kind: 'tooDeep' } };
}

function problemOf(error: unknown): TexProblem {
  if (error instanceof RangeError) return { kind: 'tooDeep' };
  const message = error instanceof Error ? error.message : String(error);
  // What follows is the source, with marks under the letters in question.
  return { kind: 'unreadable', detail: (/^[\s\S]*? at (?:position \d+|end of input)/.exec(message)?.[0] ?? message).trim().slice(0, 200) };
}
