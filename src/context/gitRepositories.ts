/** The editor's own git extension, as much of its API, version 1, as is used here. */
import * as vscode from 'vscode';
import { isObject } from '../shared/json.ts';
import { late, within } from './patience.ts';

export interface Repository {
  readonly rootUri: vscode.Uri;
  /** @param cached the staged changes, else those that are not */
  diff(cached: boolean): Promise<string>;
}

/** Milliseconds that git has. */
export const gitPatience = 10_000;

/** Those that are open; undefined where the extension is switched off or does not answer. */
export async function openRepositories(): Promise<readonly Repository[] | undefined> {
  return repositoriesOf(await gitApi());
}

/** The same, once the extension has looked for those of the workspace. */
export async function scannedRepositories(): Promise<readonly Repository[] | undefined> {
  const api = await gitApi();
  const onDidChangeState = field(api, 'onDidChangeState');
  if (field(api, 'state') !== 'initialized' && typeof onDidChangeState === 'function') {
    let listening: unknown;
    const changed = new Promise<void>((resolve) => {
      listening = onDidChangeState.call(api, () => resolve());
    });
    await within(gitPatience, changed);
    if (listening instanceof vscode.Disposable) listening.dispose();
  }
  return repositoriesOf(api);
}

/** Calls back when one is opened, from now on. Undefined where the extension is switched off or does not answer. */
export async function onRepositoryOpened(listener: () => void): Promise<vscode.Disposable | undefined> {
  const api = await gitApi();
  const onDidOpenRepository = field(api, 'onDidOpenRepository');
  const listening: unknown = typeof onDidOpenRepository === 'function' ? onDidOpenRepository.call(api, () => listener()) : undefined;
  return listening instanceof vscode.Disposable ? listening : undefined;
}

function repositoriesOf(api: unknown): readonly Repository[] | undefined {
  const found = field(api, 'repositories');
  return Array.isArray(found) ? found.filter(isRepository) : undefined;
}

async function gitApi(): Promise<unknown> {
  const extension = vscode.extensions.getExtension<unknown>('vscode.git');
  if (!extension) return undefined;
  try {
    const exported = await within(gitPatience, extension.activate());
    return exported === late ? undefined : apiOf(exported);
  } catch {
    return undefined;
  }
}

/** The extension's API where it runs already; it is not started for this. */
export function runningGit(): unknown {
  const extension = vscode.extensions.getExtension<unknown>('vscode.git');
  try {
    return extension?.isActive ? apiOf(extension.exports) : undefined;
  } catch {
    return undefined;
  }
}

/** Throws where git is switched off. */
function apiOf(exported: unknown): unknown {
  const getAPI = field(exported, 'getAPI');
  if (typeof getAPI !== 'function' || field(exported, 'enabled') !== true) return undefined;
  const api: unknown = getAPI.call(exported, 1);
  return api;
}

/** The status of a file that git does not know. */
const untrackedStatus = 7;

/** The files that git does not know; the user may have them shown apart. */
export function untrackedFiles(repository: Repository): vscode.Uri[] {
  const state = field(repository, 'state');
  const [changes, apart] = [field(state, 'workingTreeChanges'), field(state, 'untrackedChanges')];
  const among = Array.isArray(changes) ? changes.filter((each) => field(each, 'status') === untrackedStatus) : [];
  return [...among, ...(Array.isArray(apart) ? apart : [])].flatMap((each) => {
    const uri = field(each, 'uri');
    return uri instanceof vscode.Uri ? [uri] : [];
  });
}

function isRepository(value: unknown): value is Repository {
  return field(value, 'rootUri') instanceof vscode.Uri && typeof field(value, 'diff') === 'function';
}

/** What other extensions hand over is read as unknown. */
export function field(value: unknown, name: string): unknown {
  return isObject(value) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
