import { isObject } from '../shared/json.ts';
import { type NamePattern, pathMatches, readPathPattern } from './pathPattern.ts';

interface Exclude {
  readonly names: readonly NamePattern[];
  /** Only beside a file of this name, in which `$(basename)` stands for the file's own without its ending. */
  readonly when: string | undefined;
}

/** More alternatives than this in one pattern are not read. */
const mostAlternatives = 200;

/** What the settings `files.exclude` and `search.exclude` leave out. */
export class ExcludeSettings {
  readonly #excludes: readonly Exclude[];

  /** The settings' values, as they are: whatever is malformed in them excludes nothing. */
  constructor(settings: readonly unknown[]) {
    this.#excludes = settings.flatMap((setting) => (isObject(setting) ? Object.entries(setting).flatMap(readExclude) : []));
  }

  /** `path` is relative to its root; `siblings` has the names in its folder. What is in an excluded folder is not asked about. */
  excludes(path: string, siblings: ReadonlySet<string> | undefined): boolean {
    if (this.#excludes.length === 0) return false;
    const names = path.split('/');
    return this.#excludes.some(
      ({ names: pattern, when }) => pathMatches(pattern, names) && (when === undefined || isBeside(when, path, siblings)),
    );
  }
}

function readExclude([pattern, value]: readonly [string, unknown]): readonly Exclude[] {
  const when = isObject(value) && typeof value['when'] === 'string' ? value['when'] : undefined;
  if (value !== true && when === undefined) return [];
  return alternatives(pattern).flatMap((each) => {
    const names = readPathPattern(each.replace(/^\.?\//, '').replace(/\/$/, ''));
    return names ? [{ names, when }] : [];
  });
}

/** `{a,b}` written out, innermost last. */
function alternatives(pattern: string): readonly string[] {
  const written: string[] = [];
  const open = [pattern];
  for (let next = open.pop(); next !== undefined && written.length < mostAlternatives; next = open.pop()) {
    const [whole, inner = ''] = /\{([^{}]*)\}/.exec(next) ?? [];
    if (whole === undefined) written.push(next);
    else for (const choice of inner.split(',')) open.push(next.replace(whole, () => choice));
    if (open.length > mostAlternatives) return [];
  }
  return written;
}

function isBeside(when: string, path: string, siblings: ReadonlySet<string> | undefined): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return siblings?.has(when.replaceAll('$(basename)', dot < 0 ? name : name.slice(0, dot))) ?? false;
}
