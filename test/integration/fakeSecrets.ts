import * as vscode from 'vscode';

/** A secret storage that forgets all at its end. */
export class FakeSecrets implements vscode.SecretStorage {
  readonly all = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  readonly onDidChange = this.#changed.event;

  keys = () => Promise.resolve([...this.all.keys()]);
  get = (key: string) => Promise.resolve(this.all.get(key));
  store(key: string, value: string): Promise<void> {
    this.all.set(key, value);
    this.#changed.fire({ key });
    return Promise.resolve();
  }
  delete(key: string): Promise<void> {
    this.all.delete(key);
    this.#changed.fire({ key });
    return Promise.resolve();
  }
}
