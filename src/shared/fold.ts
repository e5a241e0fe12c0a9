/**
 * Folding: what search takes for the same letter. Case and diacritics do not count. Everything that is indexed or asked for is folded
 * here, so that the index and the marking of matches can never disagree.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII.
const ascii = /^[\x00-\x7f]*$/;

/** Holds all marks. Asked for by themselves, marks are looked for at each letter. */
const mayBeMarks = /[\u0300-\uffff]+/g;

/** SQLite takes a NUL for the end of a text. */
const nul = /\0/g;

/** @returns the text without case and diacritics; its offsets are not those of `text`. */
export function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase().replace(nul, ' ');
  const letters = text.replace(nul, ' ').normalize('NFKD');
  return letters
    .replace(mayBeMarks, (part) => part.replace(/\p{M}/gu, ''))
    .toLowerCase()
    .replaceAll('ς', 'σ');
}

export interface FoldedText {
  readonly folded: string;
  /** For a range of `folded`, the range of the original text, in UTF-16 offsets: whole characters with their diacritics. */
  readonly originalRange: (start: number, end: number) => readonly [start: number, end: number];
}

/** Folds a text and remembers where each folded character came from. */
export function foldWithOffsets(text: string): FoldedText {
  if (ascii.test(text)) return { folded: fold(text), originalRange: (start, end) => [start, end] };
  const pieces: string[] = [];
  const origins: number[] = [];
  let offset = 0;
  for (const character of text) {
    const piece = fold(character);
    pieces.push(piece);
    for (let n = 0; n < piece.length; n++) origins.push(offset);
    offset += character.length;
  }
  const originalRange = (start: number, end: number): readonly [number, number] => {
    const last = origins[end - 1] ?? 0;
    let next = end;
    while (origins[next] === last) next++;
    return [origins[start] ?? 0, origins[next] ?? text.length];
  };
  return { folded: pieces.join(''), originalRange };
}

/** Finds a text in folded text as it was typed, but that white space is any white space. Null where it is only white. */
export function phrasePattern(text: string): RegExp | null {
  const words = fold(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  return words.length > 0 ? new RegExp(words.map(escapePattern).join('\\s+'), 'gu') : null;
}

/** A text as a regular expression that finds it. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
