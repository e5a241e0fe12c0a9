/** From what a person typed to what is looked for. There is no syntax to get wrong but quotes, which keep words together. */
import { escapePattern, fold, phrasePattern } from '../shared/fold.ts';
import { separateCharacters } from './searchIndex.ts';

/** More than anyone means; what was pasted by mistake is cut here. */
const longestQuery = 2_000;
const mostTerms = 24;
const longestTerm = 200;
const mostTrigrams = 64;

export interface SearchQuery {
  /** Folded; each must be found. */
  readonly terms: readonly SearchTerm[];
  /** For the table `words`; null when nothing typed is a word. */
  readonly wordMatch: string | null;
  /** For the table `trigrams`; null when nothing typed is long enough. */
  readonly trigramMatch: string | null;
}

export interface SearchTerm {
  readonly text: string;
  /** The term as a whole word, or the beginning of one where it was typed last; words may be apart by anything that is not one. */
  readonly asWords: RegExp | null;
  /** The term as it is, anywhere. */
  readonly anywhere: RegExp;
}

/** @returns null when there is nothing to look for. */
export function parseQuery(query: string): SearchQuery | null {
  const texts = [...new Set(splitTerms(fold(query.slice(0, longestQuery))))].slice(0, mostTerms).map((text) => cut(text, longestTerm));
  if (texts.length === 0) return null;
  const terms = texts.map((text, n) => toTerm(text, n === texts.length - 1));
  const phrases = texts.map(wordsOf);
  const wordMatch = phrases.flatMap((words, n) => {
    if (words.length === 0) return [];
    // One letter begins half of all words; it is looked for as a word, until more is typed.
    const isPrefix = n === texts.length - 1 && [...(words.at(-1) ?? '')].length > 1;
    return [`"${words.join(' ')}"${isPrefix ? '*' : ''}`];
  });
  const trigrams = [...new Set(texts.flatMap(trigramsOf))].slice(0, mostTrigrams);
  return {
    terms,
    wordMatch: wordMatch.length > 0 ? wordMatch.join(' AND ') : null,
    trigramMatch: matchAll(trigrams),
  };
}

function matchAll(trigrams: readonly string[]): string | null {
  return trigrams.length > 0 ? trigrams.map((each) => `"${each.replaceAll('"', '""')}"`).join(' AND ') : null;
}

/** What finds candidates for all of a text as one piece in the table `trigrams`; null where it is too short. */
export function phraseMatch(text: string): string | null {
  const folded = fold(text.slice(0, longestTerm)).trim().replace(/\s+/g, ' ');
  return matchAll([...new Set(trigramsOf(folded).filter((each) => !each.includes(' ')))].slice(0, mostTrigrams));
}

/** What is in quotes is one term; a quote that has no partner is a character like any other. */
function splitTerms(query: string): string[] {
  return [...query.matchAll(/"([^"]+)"|\S+/g)]
    .map((match) => (match[1] ?? match[0]).trim().replace(/\s+/g, ' '))
    .filter((term) => term !== '');
}

/** As the tokenizer of `words` cuts: letters and digits. */
function wordsOf(text: string): string[] {
  return separateCharacters(text).match(/[\p{L}\p{N}\p{Co}]+/gu) ?? [];
}

function trigramsOf(text: string): string[] {
  const characters = [...text];
  return characters.slice(2).map((last, n) => `${characters[n]}${characters[n + 1]}${last}`);
}

function toTerm(text: string, isLast: boolean): SearchTerm {
  const words = wordsOf(text).map(escapePattern);
  const end = isLast ? '' : '(?![\\p{L}\\p{N}])';
  const isUnspaced = separateCharacters(text) !== text;
  const joined = words.join('[^\\p{L}\\p{N}]*');
  return {
    text,
    asWords: words.length === 0 ? null : new RegExp(isUnspaced ? joined : `(?<![\\p{L}\\p{N}])${joined}${end}`, 'gu'),
    anywhere: phrasePattern(text) ?? /(?!)/gu,
  };
}

/** Cuts without leaving half a character. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}
