import type * as vscode from 'vscode';
import { late, within } from '../context/patience.ts';

/** As much of the editor's secret storage as is used here. */
export type Secrets = Pick<vscode.SecretStorage, 'get' | 'store' | 'delete' | 'onDidChange'>;

/** Milliseconds that the storage has to tell a secret again. */
const usualPatience = 2000;

/**
 * The editor's secret storage, for who may outlive its window. The editor asks the window for secrets: where that has crashed or lost its
 * connection, the extension host lives on for a while, with its replies and its queue, and nobody answers it any more. Then a secret is what it
 * was when it was last told. One that was never told is waited for: the user may have to unlock the storage first.
 */
export class PatientSecrets implements Secrets, vscode.Disposable {
  readonly #storage: Secrets;
  readonly #patience: number;
  readonly #told = new Map<string, string | undefined>();
  readonly #listening: vscode.Disposable;
  /** The last question was not answered in time: so the next is not waited for. */
  #isSilent = false;

  /** @param patience milliseconds */
  constructor(storage: Secrets, patience = usualPatience) {
    this.#storage = storage;
    this.#patience = patience;
    this.#listening = storage.onDidChange(({ key }) => this.#told.delete(key));
  }

  get onDidChange(): Secrets['onDidChange'] {
    return this.#storage.onDidChange;
  }

  async get(name: string): Promise<string | undefined> {
    const asked = this.#ask(name);
    if (!this.#told.has(name)) return asked;
    const answer = await within(this.#isSilent ? 0 : this.#patience, asked);
    if (answer !== late) return answer;
    this.#isSilent = true;
    return this.#told.get(name);
  }

  async store(name: string, secret: string): Promise<void> {
    await this.#storage.store(name, secret);
    this.#told.set(name, secret);
  }

  async delete(name: string): Promise<void> {
    await this.#storage.delete(name);
    this.#told.set(name, undefined);
  }

  dispose(): void {
    this.#listening.dispose();
  }

  async #ask(name: string): Promise<string | undefined> {
    const secret = await this.#storage.get(name);
    this.#isSilent = false;
    this.#told.set(name, secret);
    return secret;
  }
}
