/**
 * Patterns of paths with `*`, `?`, `[…]` and `**`. They are matched step by step and not by regular expressions: with many stars those can
 * take forever, and the patterns may be anybody's.
 */

interface CharacterClass {
  readonly negated: boolean;
  readonly ranges: readonly (readonly [from: string, to: string])[];
}

type Token =
  | { readonly kind: 'star' }
  | { readonly kind: 'one' }
  | { readonly kind: 'character'; readonly text: string }
  | CharacterClassToken;

interface CharacterClassToken {
  readonly kind: 'class';
  readonly of: CharacterClass;
}

/** What one name of a path has to be. */
export type NamePattern =
  | { readonly kind: 'anyDepth' }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'ending'; readonly text: string }
  | { readonly kind: 'glob'; readonly tokens: readonly Token[] };

/** A pattern's names, between its slashes; undefined where an escape or a class is not ended. */
export function readPathPattern(pattern: string): readonly NamePattern[] | undefined {
  const names = pattern.split('/').map(readName);
  const read = names.filter((name) => name !== undefined);
  return read.length < names.length ? undefined : read;
}

function readName(pattern: string): NamePattern | undefined {
  if (pattern === '**') return { kind: 'anyDepth' };
  const tokens = readTokens(pattern);
  if (!tokens) return undefined;
  const [first, ...rest] = tokens;
  const literal = (some: readonly Token[]) => some.map((token) => (token.kind === 'character' ? token.text : '')).join('');
  if (tokens.every(({ kind }) => kind === 'character')) return { kind: 'literal', text: literal(tokens) };
  if (first?.kind === 'star' && rest.every(({ kind }) => kind === 'character')) return { kind: 'ending', text: literal(rest) };
  return { kind: 'glob', tokens };
}

/** Undefined where an escape or a class is not ended. */
function readTokens(pattern: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    if (character === '*') {
      if (tokens.at(-1)?.kind !== 'star') tokens.push({ kind: 'star' });
    } else if (character === '?') tokens.push({ kind: 'one' });
    else if (character === '[') {
      const read = readClass(pattern, at + 1);
      if (!read) return undefined;
      tokens.push({ kind: 'class', of: read.of });
      at = read.end;
    } else if (character === '\\') {
      at += 1;
      if (at === pattern.length) return undefined;
      tokens.push({ kind: 'character', text: pattern.charAt(at) });
    } else tokens.push({ kind: 'character', text: character });
  }
  return tokens;
}

const namedClasses: Readonly<Record<string, CharacterClass['ranges']>> = {
  alnum: [
    ['0', '9'],
    ['A', 'Z'],
    ['a', 'z'],
  ],
  alpha: [
    ['A', 'Z'],
    ['a', 'z'],
  ],
  digit: [['0', '9']],
  lower: [['a', 'z']],
  upper: [['A', 'Z']],
  space: [
    ['\t', '\r'],
    [' ', ' '],
  ],
  xdigit: [
    ['0', '9'],
    ['A', 'F'],
    ['a', 'f'],
  ],
};

/** From behind the `[` on; `end` is where the `]` is. */
function readClass(pattern: string, from: number): { readonly of: CharacterClass; readonly end: number } | undefined {
  const negated = pattern[from] === '!' || pattern[from] === '^';
  const ranges: (readonly [string, string])[] = [];
  const start = from + (negated ? 1 : 0);
  for (let at = start; at < pattern.length; at += 1) {
    if (pattern[at] === ']' && at > start) return { of: { negated, ranges }, end: at };
    const [named, name = ''] = /^\[:([a-z]+):\]/.exec(pattern.slice(at, at + 12)) ?? [];
    if (named !== undefined) {
      ranges.push(...(namedClasses[name] ?? []));
      at += named.length - 1;
      continue;
    }
    if (pattern[at] === '\\') at += 1;
    const low = pattern.charAt(at);
    let high = low;
    if (pattern[at + 1] === '-' && at + 2 < pattern.length && pattern[at + 2] !== ']') {
      at += pattern[at + 2] === '\\' ? 3 : 2;
      high = pattern.charAt(at);
    }
    // A range the wrong way round still has its first character, as in git.
    ranges.push([low, low], [low, high]);
  }
  return undefined;
}

/** Whether a pattern is of a whole path. Where it fails, the last `**` takes in one name more: that is enough, as what is before it has its place already. */
export function pathMatches(patterns: readonly NamePattern[], names: readonly string[]): boolean {
  let pattern = 0;
  let name = 0;
  let again: { pattern: number; name: number } | undefined;
  while (name < names.length) {
    const wanted = patterns[pattern];
    if (wanted?.kind === 'anyDepth') {
      // At the end it stands for all that is in a folder, but not for the folder.
      if (pattern === patterns.length - 1) return true;
      again = { pattern, name };
      pattern += 1;
    } else if (wanted && nameMatches(wanted, names[name] ?? '')) {
      pattern += 1;
      name += 1;
    } else if (again) {
      again.name += 1;
      name = again.name;
      pattern = again.pattern + 1;
    } else return false;
  }
  return pattern === patterns.length;
}

export function nameMatches(pattern: NamePattern, name: string): boolean {
  switch (pattern.kind) {
    case 'anyDepth':
      return true;
    case 'literal':
      return name === pattern.text;
    case 'ending':
      return name.endsWith(pattern.text);
    case 'glob':
      return globMatches(pattern.tokens, name);
  }
}

function globMatches(tokens: readonly Token[], name: string): boolean {
  let token = 0;
  let at = 0;
  let again: { token: number; at: number } | undefined;
  while (at < name.length) {
    const wanted = tokens[token];
    if (wanted?.kind === 'star') {
      again = { token, at };
      token += 1;
    } else if (wanted && characterMatches(wanted, name.charAt(at))) {
      token += 1;
      at += 1;
    } else if (again) {
      again.at += 1;
      at = again.at;
      token = again.token + 1;
    } else return false;
  }
  while (tokens[token]?.kind === 'star') token += 1;
  return token === tokens.length;
}

function characterMatches(token: Token, character: string): boolean {
  switch (token.kind) {
    case 'star':
    case 'one':
      return true;
    case 'character':
      return token.text === character;
    case 'class':
      return token.of.ranges.some(([from, to]) => from <= character && character <= to) !== token.of.negated;
  }
}
