import * as vscode from 'vscode';
import { isObject, isString } from '../shared/json.ts';
import type { Secrets } from './patientSecrets.ts';

const secretName = 'parley.gatewayHeaders';

export type HeaderValues = Readonly<Record<string, string>>;

/** Those that HTTP needs, and those by which Parley says how it speaks. The key's own can be replaced. */
const reserved = new Set([
  ...[
    'accept',
    'accept-encoding',
    'anthropic-version',
    'connection',
    'content-encoding',
    'content-length',
    'content-type',
    'cookie',
    'expect',
  ],
  ...['host', 'keep-alive', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'user-agent'],
]);

/**
 * What gateways want in the headers beside the key. All of it lives in the editor's secret storage: names by which it is sent, and values,
 * which go to the server that they were set for and nowhere else.
 */
export class GatewayHeaders {
  readonly #secrets: Secrets;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  /** Those for a server, by names in lower case. */
  async read(baseUrl: string): Promise<HeaderValues> {
    return (await this.#all())[new URL(baseUrl).origin] ?? {};
  }

  /** Replaces those for a server. */
  async write(baseUrl: string, headers: HeaderValues): Promise<void> {
    const { [new URL(baseUrl).origin]: _, ...others } = await this.#all();
    const all = Object.keys(headers).length === 0 ? others : { ...others, [new URL(baseUrl).origin]: headers };
    if (Object.keys(all).length === 0) await this.#secrets.delete(secretName);
    else await this.#secrets.store(secretName, JSON.stringify(all));
  }

  /** Calls back when they were changed, in this window or another. */
  onDidChange(listener: () => void): vscode.Disposable {
    return this.#secrets.onDidChange(({ key }) => {
      if (key === secretName) listener();
    });
  }

  /** By the origins of servers. What cannot be read counts as not there. */
  async #all(): Promise<Readonly<Record<string, HeaderValues>>> {
    const stored = await this.#secrets.get(secretName);
    return stored === undefined ? {} : readStored(stored);
  }
}

function readStored(text: string): Readonly<Record<string, HeaderValues>> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return {};
  }
  if (!isObject(raw)) return {};
  const servers = Object.entries(raw).map(([origin, headers]) => {
    const pairs = isObject(headers) ? Object.entries(headers) : [];
    const good = pairs.flatMap(([name, value]) => (isString(value) && isGood(name, value) ? [[name, value] as const] : []));
    return [origin, Object.fromEntries(good)] as const;
  });
  return Object.fromEntries(servers);
}

function isGood(name: string, value: string): boolean {
  return name === name.toLowerCase() && nameProblem(name) === undefined && valueProblem(value) === undefined;
}

/** What is wrong with the name of a header, in words; undefined where nothing is. */
export function nameProblem(name: string): string | undefined {
  const trimmed = name.trim().toLowerCase();
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(trimmed)) return vscode.l10n.t('A name of a header has letters, digits and hyphens, such as “x-team”.');
  return reserved.has(trimmed) ? vscode.l10n.t('Parley sets the header {0} itself.', trimmed) : undefined;
}

/** What is wrong with the value of a header, in words; undefined where nothing is. */
export function valueProblem(value: string): string | undefined {
  return /^[\x20-\x7e]+$/.test(value.trim()) ? undefined : vscode.l10n.t('A value is one line, without special characters.');
}
