import type { CodeText } from './codeText.ts';
import type { Range } from './search.ts';

/** How many of the words of a part of the code the lines of the file have too, from 0 to 1. */
export function sharedWords(code: CodeText, codeRange: Range, file: CodeText, fileRange: Range): number {
  const ours = wordsOf(code, codeRange);
  const theirs = wordsOf(file, fileRange);
  const smaller = Math.min(ours.size, theirs.size);
  const shared = [...ours].filter((word) => theirs.has(word)).length;
  return shared < 2 ? 0 : shared / smaller;
}

/** Words below the first line, which is the same anyway. */
function wordsOf(text: CodeText, { from, to }: Range): Set<string> {
  const words = new Set<string>();
  for (let line = from + 1; line <= to; line++)
    for (const [word] of text
      .text(line)
      .slice(0, 400)
      .matchAll(/[\p{L}_$][\p{L}\p{N}_$]{2,}/gu))
      words.add(word);
  return words;
}
