/** Which project a folder is of, as the editor's git tells. No process is started and no file read here. */
import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';
import { isString } from '../shared/json.ts';
import type { Project } from '../shared/project.ts';
import { field, gitPatience, type Repository, scannedRepositories } from './gitRepositories.ts';
import { late, within } from './patience.ts';
import { plainRemote } from './remote.ts';

/** So many first commits are asked for: where histories were joined, there are several. */
const mostRoots = 32;

/** Null where the folder is in no repository, where nothing was committed yet, and where git does not answer: not all of it is known then. */
export async function findProject(folder: vscode.Uri): Promise<Project | null> {
  const repositories = (await scannedRepositories()) ?? [];
  const around = repositories.filter(({ rootUri }) => isBelow(folder, rootUri));
  const [repository] = around.sort((a, b) => b.rootUri.path.length - a.rootUri.path.length);
  if (!repository) return null;
  const [commits, remote] = await Promise.all([firstCommits(repository), remoteOf(repository)]);
  if (commits.length === 0 || remote === undefined) return null;
  const part = folder.path.slice(repository.rootUri.path.length);
  const roots = commits.map((commit) => digest(`commit ${commit}\n${part}`)).sort();
  return { roots, remote: remote === null ? null : digest(`remote ${remote}\n${part}`) };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function isBelow(uri: vscode.Uri, root: vscode.Uri): boolean {
  const sameSide = uri.scheme === root.scheme && uri.authority === root.authority;
  return sameSide && (uri.path === root.path || uri.path.startsWith(`${root.path.replace(/\/$/, '')}/`));
}

/** None where nothing was committed yet, or git does not say. */
async function firstCommits(repository: Repository): Promise<string[]> {
  const found = await asked(repository, 'log', { maxParents: 0, maxEntries: mostRoots });
  if (!Array.isArray(found)) return [];
  return found.flatMap((each: unknown) => {
    const [hash, parents] = [field(each, 'hash'), field(each, 'parents')];
    // An earlier git extension does not know what is asked for, and lists the last commits.
    return isString(hash) && Array.isArray(parents) && parents.length === 0 ? [hash] : [];
  });
}

/** The address of `origin`, else of the first by name; null where there is none, undefined where git does not say. */
async function remoteOf(repository: Repository): Promise<string | null | undefined> {
  const configs = await asked(repository, 'getConfigs');
  if (!Array.isArray(configs)) return undefined;
  const addresses = new Map<string, string>();
  for (const each of configs) {
    const [key, value] = [field(each, 'key'), field(each, 'value')];
    const name = isString(key) ? /^remote\.(.+)\.url$/i.exec(key)?.[1] : undefined;
    if (name !== undefined && isString(value) && !addresses.has(name)) addresses.set(name, value);
  }
  const [first] = [...addresses.keys()].sort();
  const address = addresses.get('origin') ?? (first === undefined ? undefined : addresses.get(first));
  return address === undefined ? null : plainRemote(address);
}

/** What a method of the repository answers; undefined where it has none of that name, fails or takes too long. */
async function asked(repository: Repository, name: string, ...args: readonly unknown[]): Promise<unknown> {
  const method = field(repository, name);
  if (typeof method !== 'function') return undefined;
  try {
    const answer = await within(gitPatience, Promise.resolve<unknown>(method.apply(repository, args)));
    return answer === late ? undefined : answer;
  } catch {
    return undefined;
  }
}
