/** Whether something has changed since the last commit. The editor's git is asked only where it runs already, and tells by itself from then on. */
import * as vscode from 'vscode';
import { field, runningGit } from './gitRepositories.ts';

/** What a repository lists of changes. */
const lists = ['indexChanges', 'workingTreeChanges', 'untrackedChanges', 'mergeChanges'] as const;

export class ChangesWatch implements vscode.Disposable {
  readonly #onChange: () => void;
  /** The git extension's API, once it was there. */
  #api: unknown;
  #listening: readonly vscode.Disposable[] = [];
  readonly #followed = new Map<unknown, readonly vscode.Disposable[]>();

  /** @param onChange is called when git has looked again, whatever it has found */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Follows git, if it runs by now. */
  look(): void {
    if (this.#api !== undefined) return;
    this.#api = runningGit();
    if (this.#api === undefined) return;
    const again = () => {
      this.#follow();
      this.#onChange();
    };
    this.#listening = [...listen(this.#api, 'onDidOpenRepository', again), ...listen(this.#api, 'onDidCloseRepository', again)];
    this.#follow();
  }

  get hasChanges(): boolean {
    return this.#repositories().some((repository) =>
      lists.some((name) => {
        const list = field(field(repository, 'state'), name);
        return Array.isArray(list) && list.length > 0;
      }),
    );
  }

  dispose(): void {
    for (const each of [this.#listening, ...this.#followed.values()].flat()) each.dispose();
    this.#followed.clear();
  }

  #repositories(): readonly unknown[] {
    const found = field(this.#api, 'repositories');
    return Array.isArray(found) ? found : [];
  }

  #follow(): void {
    const open = this.#repositories();
    for (const [repository, listening] of this.#followed) {
      if (open.includes(repository)) continue;
      for (const each of listening) each.dispose();
      this.#followed.delete(repository);
    }
    for (const repository of open)
      if (!this.#followed.has(repository))
        this.#followed.set(repository, listen(field(repository, 'state'), 'onDidChange', this.#onChange));
  }
}

/** @param name of an event of an object that another extension has handed over */
function listen(owner: unknown, name: string, listener: () => void): readonly vscode.Disposable[] {
  const event = field(owner, name);
  const listening: unknown = typeof event === 'function' ? event.call(owner, listener) : undefined;
  return listening instanceof vscode.Disposable ? [listening] : [];
}
