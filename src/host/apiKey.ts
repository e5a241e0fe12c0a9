import * as vscode from 'vscode';
import type { Secrets } from './patientSecrets.ts';

/** The key of one provider never goes to the other. */
const secretNames = { anthropic: 'parley.apiKey', aws: 'parley.apiKey.aws' } as const;
export type Provider = keyof typeof secretNames;

/** The API key of the provider that is set. It lives in the editor's secret storage and is read for requests only; it never goes to the page, a setting or a log. */
export class ApiKey {
  readonly #secrets: Secrets;
  readonly #provider: () => Provider;

  constructor(secrets: Secrets, provider: () => Provider) {
    this.#secrets = secrets;
    this.#provider = provider;
  }

  async read(): Promise<string | null> {
    return (await this.#secrets.get(secretNames[this.#provider()])) ?? null;
  }

  async write(key: string): Promise<void> {
    await this.#secrets.store(secretNames[this.#provider()], key);
  }

  async remove(): Promise<void> {
    await this.#secrets.delete(secretNames[this.#provider()]);
  }

  /** Calls back when it was set or removed, in this window or another. */
  onDidChange(listener: () => void): vscode.Disposable {
    return this.#secrets.onDidChange(({ key }) => {
      if (key === secretNames.anthropic || key === secretNames.aws) listener();
    });
  }
}

/** What is wrong with the shape of a key, in words; undefined where nothing is. Only the public API's keys have a known shape. */
export function keyProblem(key: string, publicApi: boolean): string | undefined {
  const trimmed = key.trim();
  if (trimmed === '') return vscode.l10n.t('Paste a key, or press Escape to leave things as they are.');
  if (!/^[\x21-\x7e]+$/.test(trimmed))
    return vscode.l10n.t('A key has no spaces and no special characters. Copy it again from where it was made.');
  if (publicApi && !/^sk-ant-[\w-]{16,}$/.test(trimmed)) return vscode.l10n.t('A key of the Anthropic API begins with “sk-ant-”.');
  return undefined;
}
