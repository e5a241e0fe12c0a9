import { type NamePattern, nameMatches, pathMatches, readPathPattern } from './pathPattern.ts';

/** One line of a .gitignore. */
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
  const names = readPathPattern(pattern.replace(/^\//, ''));
  return pattern === '' || !names ? undefined : { negated, foldersOnly, anyFolder, names };
}

function withoutSpacesAtEnd(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ' && line[end - 2] !== '\\') end -= 1;
  return line.slice(0, end);
}

/** Whether a rule speaks of a path, which is relative to the folder of the rule's file and ends with `name`. */
export function ruleMatches(rule: IgnoreRule, path: string, name: string, isFolder: boolean): boolean {
  if (rule.foldersOnly && !isFolder) return false;
  const [only] = rule.names;
  if (rule.anyFolder && only) return nameMatches(only, name);
  return pathMatches(rule.names, path.split('/'));
}
