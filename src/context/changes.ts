/** What has changed since the last commit, from the editor's own git extension. */
import * as vscode from 'vscode';
import type { ContextItem } from '../shared/context.ts';
import { isObject } from '../shared/json.ts';
import { diffParts } from './diffParts.ts';
import { newItem, plainLines } from './place.ts';

export type ChangesTaken =
  | { readonly kind: 'taken'; readonly items: readonly ContextItem[] }
  | { readonly kind: 'noGit' | 'noRepository' | 'nothing' };

/** Which changes are meant; null: all of them. */
export interface ChangesWanted {
  /** A folder or file of the repository. */
  readonly root: vscode.Uri | null;
  readonly group: 'staged' | 'unstaged' | null;
  readonly files: readonly vscode.Uri[] | null;
}

/** As much of the git extension's API, version 1, as is used here. */
interface Repository {
  readonly rootUri: vscode.Uri;
  diff(cached: boolean): Promise<string>;
}

export async function takeChanges({ root, group, files }: ChangesWanted): Promise<ChangesTaken> {
  const all = await repositories();
  if (!all) return { kind: 'noGit' };
  const meant = root ?? files?.[0] ?? vscode.window.activeTextEditor?.document.uri;
  const repository = all.find(({ rootUri }) => meant && isWithin(meant, rootUri)) ?? all[0];
  if (!repository) return { kind: 'noRepository' };
  const wanted = (diff: string) =>
    files === null
      ? diff
      : diffParts(diff)
          .filter(({ path }) => files.some((file) => isWithin(vscode.Uri.joinPath(repository.rootUri, path), file)))
          .map(({ text }) => text)
          .join('');
  const [staged, unstaged] = await Promise.all([
    group === 'unstaged' ? '' : repository.diff(true),
    group === 'staged' ? '' : repository.diff(false),
  ]);
  const items = [
    ...itemOf(vscode.l10n.t('Staged changes'), wanted(staged)),
    ...itemOf(vscode.l10n.t('Changes, not staged'), wanted(unstaged)),
  ];
  return items.length > 0 ? { kind: 'taken', items } : { kind: 'nothing' };
}

/**
 * What the source control view hands to its menus: the repository, a group of it, or some of its files.
 * The files of a selection belong to one group; new files that git does not know yet have no diff.
 */
export function readChangesWanted(args: readonly unknown[]): ChangesWanted {
  const [first] = args;
  const files = args.flatMap((each) =>
    field(each, 'resourceUri') instanceof vscode.Uri ? [field(each, 'resourceUri') as vscode.Uri] : [],
  );
  if (files.length > 0) return { root: null, group: groupOf(field(first, 'resourceGroupType')), files };
  const root = field(first, 'rootUri');
  return { root: root instanceof vscode.Uri ? root : null, group: groupOf(field(first, 'id')), files: null };
}

/** The git extension's names and numbers of its groups. */
function groupOf(group: unknown): ChangesWanted['group'] {
  if (group === 'index' || group === 1) return 'staged';
  return group === 'workingTree' || group === 2 ? 'unstaged' : null;
}

function itemOf(name: string, diff: string): ContextItem[] {
  if (diff.trim() === '') return [];
  const fields = { path: null, uri: null, lines: null, note: null } as const;
  return [newItem({ ...fields, kind: 'changes', name, language: 'diff', text: plainLines(diff).trimEnd() })];
}

async function repositories(): Promise<readonly Repository[] | undefined> {
  const extension = vscode.extensions.getExtension<unknown>('vscode.git');
  if (!extension) return undefined;
  const exported = await extension.activate();
  const getAPI = field(exported, 'getAPI');
  // Throws where git is switched off.
  if (typeof getAPI !== 'function' || field(exported, 'enabled') !== true) return undefined;
  const found = field(getAPI.call(exported, 1), 'repositories');
  return Array.isArray(found) ? found.filter(isRepository) : undefined;
}

function isRepository(value: unknown): value is Repository {
  return field(value, 'rootUri') instanceof vscode.Uri && typeof field(value, 'diff') === 'function';
}

function field(value: unknown, name: string): unknown {
  return isObject(value) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function isWithin(uri: vscode.Uri, folder: vscode.Uri): boolean {
  const top = folder.path.replace(/\/$/, '');
  return uri.path === top || uri.path.startsWith(`${top}/`);
}
