/** Which of a file's imports a part of it uses. A rule to read for each family of languages; what it cannot read is left out. Pure. */

/** How a family of languages imports. */
interface Family {
  /** The beginning of a statement that imports. */
  readonly begins: RegExp;
  /** The names that a whole statement binds. */
  readonly names: (statement: string) => readonly string[];
}

const identifier = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const words = (text: string): string[] => text.match(identifier) ?? [];
const withoutStrings = (text: string) => text.replace(/(["'`]).*?\1/g, '');
const lastWord = (text: string) => words(text).at(-1);
const isNoVersion = (part: string) => !/^v\d+$/.test(part);
const present = (names: readonly (string | undefined)[]) => names.filter((name) => name !== undefined);

/** `import a, { b as c } from …`, `import x = require(…)`, `const { a } = require(…)`: every name outside of strings. */
const script: Family = {
  begins: /^\s*(?:import\b(?!\s*[.(])|(?:const|let|var)\b[^=;]*=\s*require\()/,
  names: (statement) => words(withoutStrings(statement)),
};

/** `import a.b as c, d`, `from a import (b, c as d)`: what stands last between commas; without a new name, `a.b` binds `a`. */
const python: Family = {
  begins: /^\s*(?:import|from)\s/,
  names: (statement) => {
    const isFrom = /^\s*from\b/.test(statement);
    const bound = statement.replace(/#.*$/gm, '').replace(/^[\s\S]*?\bimport\b/, '');
    return present(bound.split(',').map((each) => (isFrom || / as /.test(each) ? lastWord(each) : words(each)[0])));
  },
};

/** `import "a/b"`, `import c "a/b"`, and several of them in brackets: the new name, else the last part of the path. */
const go: Family = {
  begins: /^import\s/,
  names: (statement) =>
    [...statement.replace(/^import\b/, '').matchAll(/([\p{L}_][\p{L}\p{N}_]*)?\s*"([^"]*)"/gu)].flatMap(([, renamed, path = '']) =>
      renamed ? [renamed] : path.split('/').filter(isNoVersion).slice(-1),
    ),
};

/** `import a.b.C;`, `use a\b\C as D;`, `using D = a.b.C;`: the last name, or the one that is new. */
const dotted: Family = {
  begins: /^\s*(?:import|use|using)\s/,
  names: (statement) => present([/\busing\s+(\w+)\s*=/.exec(statement)?.[1] ?? lastWord(statement)]),
};

/** `use a::{b, c::{self, D as E}};`: every name in it. */
const rust: Family = {
  begins: /^\s*(?:pub(?:\([^)]*\))?\s+)?use\s/,
  names: (statement) => words(statement).filter((name) => !['pub', 'use', 'crate', 'self', 'super', 'as', 'std', 'core'].includes(name)),
};

const families: Readonly<Record<string, Family>> = {
  ...{ javascript: script, javascriptreact: script, typescript: script, typescriptreact: script, vue: script, svelte: script },
  ...{ python, go, rust },
  ...{ java: dotted, kotlin: dotted, scala: dotted, groovy: dotted, csharp: dotted, php: dotted, swift: dotted, dart: script },
};

/** Lines after which a statement that does not end is given up. */
const longestStatement = 100;

/**
 * The import statements of a file of which a part uses a name, in their order.
 * @param language the editor's id of it
 * @param first, last lines of the part, from 0: what is imported there is in it already
 */
export function importsUsed(language: string, lines: readonly string[], part: string, first: number, last: number): string[] {
  const family = Object.hasOwn(families, language) ? families[language] : undefined;
  if (!family) return [];
  const used = new Set(words(part));
  const found: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (!family.begins.test(lines[at] ?? '')) continue;
    const end = endOf(lines, at);
    const isInPart = at >= first && end <= last;
    const statement = lines.slice(at, end + 1).join('\n');
    if (!isInPart && family.names(statement).some((name) => used.has(name))) found.push(statement);
    at = end;
  }
  return found;
}

/** The line on which all brackets are closed that a statement opens. */
function endOf(lines: readonly string[], start: number): number {
  let open = 0;
  for (let at = start; at < Math.min(lines.length, start + longestStatement); at++) {
    const line = withoutStrings(lines[at] ?? '');
    open += count(line, /[({[]/g) - count(line, /[)}\]]/g);
    if (open <= 0 && !line.trimEnd().endsWith('\\')) return at;
  }
  return start;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
