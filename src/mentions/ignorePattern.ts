/**
 * One line of a .gitignore. Patterns are matched step by step and not by regular expressions: with many stars those can take forever, and
 * the file may be anybody's.
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
type NamePattern =
  | { readonly kind: 'anyDepth' }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'ending'; readonly text: string }
  | { readonly kind: 'glob'; readonly tokens: readonly Token[] };

export interface IgnoreRule {
  /** `!`: takes back what an earlier rule said. */
  readonly negated: boolean;
  readonly foldersOnly: boolean;
  /** Without a slash the pattern is for names at any depth. */
  readonly anyFolder: boolean;
  readonly names: readonly NamePattern[];
}

const longestLine = 1000;
const mostRules = 5000;

/** The rules of a .gitignore, in its order. A line that git would not understand is no rule. */
export function readIgnoreFile(text: string): readonly IgnoreRule[] {
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .slice(0, mostRules)
    .flatMap((line) => readRule(line.replace(/\r$/, '')) ?? []);
}

function readRule(line: string): IgnoreRule | undefined {
  let pattern = withoutSpacesAtEnd(line);
  if (pattern === '' || pattern.startsWith('#') || pattern.length > longestLine) return undefined;
  const negated = pattern.startsWith('!');
  if (negated) pattern = pattern.slice(1);
  const foldersOnly = pattern.endsWith('/');
  if (foldersOnly) pattern = pattern.slice(0, -1);
  const anyFolder = !pattern.includes('/');
  const names = pattern.replace(/^\//, '').split('/').map(readName);
  const read = names.filter((name) => name !== undefined);
  if (pattern === '' || read.length < names.length) return undefined;
  return { negated, foldersOnly, anyFolder, names: read };
}

function withoutSpacesAtEnd(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ' && line[end - 2] !== '\\') end -= 1;
  return line.slice(0, end);
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

/** Whether a rule speaks of a path, which is relative to the folder of the rule's file and ends with `name`. */
export function ruleMatches(rule: IgnoreRule, path: string, name: string, isFolder: boolean): boolean {
  if (rule.foldersOnly && !isFolder) return false;
  const [only] = rule.names;
  if (rule.anyFolder && only) return nameMatches(only, name);
  return pathMatches(rule.names, path.split('/'));
}

/** Where it fails, the last `**` takes in one name more: that is enough, as what is before it has its place already. */
function pathMatches(patterns: readonly NamePattern[], names: readonly string[]): boolean {
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

function nameMatches(pattern: NamePattern, name: string): boolean {
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

/** The name that a rule means at any depth, if it is just one. */
export function plainName({ negated, anyFolder, names }: IgnoreRule): string | undefined {
  const [only] = names;
  return !negated && anyFolder && only?.kind === 'literal' ? only.text : undefined;
}

/** Whether the rule may take back what is said of folders of this name. */
export function mayTakeBack({ negated, names }: IgnoreRule, name: string): boolean {
  const last = names.at(-1);
  return negated && last !== undefined && nameMatches(last, name);
}
