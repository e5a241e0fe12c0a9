/** What a line looks like: how much it tells of its place, and whether it opens or closes something. */

const commonWords = new Set(
  'return throw raise break continue else try do finally default pass end begin fi done esac then case super this self null nil none true false void if for while var let const new public private static override async await function endif loop not in'.split(
    ' ',
  ),
);

/** How much a line says about where it stands: 0 for blank and mere punctuation, 1 for a line of words of its own. */
export function weightOf(trimmed: string): number {
  if (trimmed === '') return 0;
  const words = trimmed.slice(0, 400).match(/[\p{L}\p{N}_$]+/gu) ?? [];
  if (words.length === 0) return 0.05;
  const own = words.filter((word) => !commonWords.has(word.toLowerCase()));
  const letters = own.reduce((sum, word) => sum + word.length, 0);
  if (own.length === 0) return 0.1;
  return letters >= 5 ? 1 : 0.4;
}

const closer = /^(?:[}\])]|<\/|-->|(?:end|fi|done|esac|endif|endfor|endwhile|endforeach)[;,)]*$)/;
const opener = /(?:[{([]|=>|->|:|\b(?:do|then|else|try|begin))$/;
const sequel = /^(?:else|elif|elsif|elseif|except|finally|catch|rescue|ensure)\b/;

export function startsWithCloser(trimmed: string): boolean {
  return /^[})\]<\-efd]/.test(trimmed) && closer.test(trimmed.slice(0, 40));
}

export function endsWithOpener(trimmed: string): boolean {
  return opener.test(trimmed.slice(-40));
}

/** `else`, `catch` and the like: they go on with what the lines before began. */
export function isSequel(trimmed: string): boolean {
  return sequel.test(trimmed.slice(0, 40));
}

/** A comment, a decorator or an attribute: it belongs to what follows. */
export function isLead(trimmed: string): boolean {
  return /^[/*#\-<@[]/.test(trimmed) && /^(?:\/\/|\/\*|\*(?:\s|\/|$)|#(?:\s|\[|$)|--\s|<!--|@\w|\[\w[^\]]*\]$)/.test(trimmed.slice(0, 200));
}

export function isComment(trimmed: string): boolean {
  return isLead(trimmed) && !/^(?:@\w|\[\w|#\[)/.test(trimmed);
}

/** For each kind of bracket, how many more are opened than closed. Strings and comments are not told apart. */
export function bracketBalance(texts: readonly string[]): string {
  const counts = [0, 0, 0];
  for (const text of texts) {
    for (const character of text.length > 20_000 ? text.slice(0, 20_000) : text) {
      const kind = '{}()[]'.indexOf(character);
      if (kind >= 0) counts[kind >> 1] = (counts[kind >> 1] ?? 0) + (kind % 2 === 0 ? 1 : -1);
    }
  }
  return counts.join(' ');
}

/** How alike two lines are, from 0 to 1: by the words and signs they share. */
export function likeness(one: string, other: string): number {
  const left = tokens(one);
  const right = tokens(other);
  if (left.length + right.length === 0) return 1;
  const counts = new Map<string, number>();
  for (const token of left) counts.set(token, (counts.get(token) ?? 0) + 1);
  let shared = 0;
  for (const token of right) {
    const count = counts.get(token) ?? 0;
    if (count > 0) shared++;
    counts.set(token, count - 1);
  }
  return (2 * shared) / (left.length + right.length);
}

function tokens(text: string): string[] {
  return text.slice(0, 400).match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu) ?? [];
}
