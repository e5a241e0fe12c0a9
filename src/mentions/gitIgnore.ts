import { type IgnoreRule, readIgnoreFile, ruleMatches } from './ignorePattern.ts';

/** The rules that hold in a folder, those of the nearest file first. */
interface Scope {
  readonly ignored: boolean;
  readonly files: readonly { readonly folder: string; readonly rules: readonly IgnoreRule[] }[];
}

/**
 * What git ignores in a repository: by the .gitignore files in its folders, the deeper ones before the others, and by its
 * `.git/info/exclude`. Not by the user's own file for all repositories, which is not the workspace's. Paths are relative to the root.
 */
export class GitIgnore {
  readonly #files = new Map<string, readonly IgnoreRule[]>();
  #exclude: readonly IgnoreRule[] = [];
  readonly #scopes = new Map<string, Scope>();

  /** Sets the .gitignore of a folder ('' is the root); undefined: it has none any more. */
  set(folder: string, text: string | undefined): void {
    if (text === undefined) this.#files.delete(folder);
    else this.#files.set(folder, readIgnoreFile(text));
    this.#scopes.clear();
  }

  /** Sets the repository's `.git/info/exclude`. */
  setExclude(text: string): void {
    this.#exclude = readIgnoreFile(text);
    this.#scopes.clear();
  }

  ignores(path: string, isFolder = false): boolean {
    const scope = this.#scopeOf(folderOf(path));
    return scope.ignored || decide(scope, path, isFolder);
  }

  #scopeOf(folder: string): Scope {
    const known = this.#scopes.get(folder);
    if (known) return known;
    const scope = this.#newScope(folder);
    this.#scopes.set(folder, scope);
    return scope;
  }

  #newScope(folder: string): Scope {
    const rules = this.#files.get(folder);
    const own = rules ? [{ folder, rules }] : [];
    if (folder === '') return { ignored: false, files: [...own, { folder: '', rules: this.#exclude }] };
    const above = this.#scopeOf(folderOf(folder));
    // What is in an ignored folder cannot be taken back.
    if (above.ignored || decide(above, folder, true)) return { ignored: true, files: [] };
    return own.length ? { ignored: false, files: [...own, ...above.files] } : above;
  }
}

/** The last rule of the nearest file that speaks of the path decides. */
function decide({ files }: Scope, path: string, isFolder: boolean): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  for (const { folder, rules } of files) {
    const relative = folder === '' ? path : path.slice(folder.length + 1);
    for (let index = rules.length - 1; index >= 0; index -= 1) {
      const rule = rules[index];
      if (rule && ruleMatches(rule, relative, name, isFolder)) return !rule.negated;
    }
  }
  return false;
}

/** The folder that holds it: '' is the root. */
function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
