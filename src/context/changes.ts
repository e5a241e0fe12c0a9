/** What has changed since the last commit. */
import * as vscode from 'vscode';
import type { ContextItem } from '../shared/context.ts';
import { diffParts } from './diffParts.ts';
import { field, gitPatience, openRepositories, type Repository, untrackedFiles } from './gitRepositories.ts';
import { late, within } from './patience.ts';
import { nameOf, newItem, nowhere, pathOf, plainLines } from './place.ts';
import { refused, type Taken, takenTexts } from './taken.ts';

/** Which changes are meant; null: all of them. */
export interface ChangesWanted {
  /** A folder or file of the repository. */
  readonly root: vscode.Uri | null;
  readonly group: 'staged' | 'unstaged' | null;
  readonly files: readonly vscode.Uri[] | null;
}

export const allChanges: ChangesWanted = { root: null, group: null, files: null };

/** The diffs of what is staged and of what is not, and the names of the files that git does not know. */
export async function takeChanges(wanted: ChangesWanted): Promise<Taken> {
  const all = await openRepositories();
  if (!all) return refused(vscode.l10n.t('The editor’s Git extension is switched off.'));
  const place = wanted.root ?? wanted.files?.[0];
  const meant = place ? all.filter(({ rootUri }) => isWithin(place, rootUri)).slice(0, 1) : all;
  if (meant.length === 0) return refused(vscode.l10n.t('There is no Git repository in this window.'));
  const told = await Promise.all(meant.map((repository) => itemsInTime(repository, wanted, all.length > 1)));
  const missing = meant.filter((_, index) => told[index] === undefined).map(({ rootUri }) => nameOf(rootUri));
  const note = missing.length === 0 ? null : vscode.l10n.t('Git could not tell the changes of {0}.', missing.join(', '));
  const items = told.flatMap((each) => each ?? []).map((item) => ({ ...item, note }));
  if (items.length > 0) return takenTexts(items);
  if (note !== null) return refused(note);
  return refused(
    wanted.files
      ? vscode.l10n.t('There are no changes to files that Git knows.')
      : vscode.l10n.t('There are no changes since the last commit.'),
  );
}

/**
 * What the source control view hands to its menus: the repository, a group of it, or some of its files.
 * The files of a selection belong to one group; new files that git does not know yet have no diff.
 */
export function readChangesWanted(args: readonly unknown[]): ChangesWanted {
  const [first] = args;
  const files = args.flatMap((each) => {
    const uri = field(each, 'resourceUri');
    return uri instanceof vscode.Uri ? [uri] : [];
  });
  if (files.length > 0) return { root: null, group: groupOf(field(first, 'resourceGroupType')), files };
  const root = field(first, 'rootUri');
  return { root: root instanceof vscode.Uri ? root : null, group: groupOf(field(first, 'id')), files: null };
}

/** The git extension's names and numbers of its groups. */
function groupOf(group: unknown): ChangesWanted['group'] {
  if (group === 'index' || group === 1) return 'staged';
  return group === 'workingTree' || group === 2 ? 'unstaged' : null;
}

/** Undefined where git fails or does not answer. */
async function itemsInTime(...asked: Parameters<typeof itemsOf>): Promise<readonly ContextItem[] | undefined> {
  try {
    const items = await within(gitPatience, itemsOf(...asked));
    return items === late ? undefined : items;
  } catch {
    return undefined;
  }
}

/** @param named says of which repository they are */
async function itemsOf(repository: Repository, { group, files }: ChangesWanted, named: boolean): Promise<ContextItem[]> {
  const { rootUri } = repository;
  const part = (diff: string) =>
    files === null
      ? diff
      : diffParts(diff)
          .filter(({ path }) => files.some((file) => isWithin(vscode.Uri.joinPath(rootUri, path), file)))
          .map(({ text }) => text)
          .join('');
  const [staged, unstaged] = await Promise.all([
    group === 'unstaged' ? '' : repository.diff(true),
    group === 'staged' ? '' : repository.diff(false),
  ]);
  const unknown = group === 'staged' || files ? [] : untrackedFiles(repository).map(pathOf).sort();
  // The heads are those of git's own status.
  const texts = [
    [vscode.l10n.t('Staged changes'), 'Changes to be committed:', part(staged), 'diff'],
    [vscode.l10n.t('Changes, not staged'), 'Changes not staged for commit:', part(unstaged), 'diff'],
    [vscode.l10n.t('New files'), 'Untracked files:', unknown.join('\n'), null],
  ] as const;
  const path = named ? pathOf(rootUri) : null;
  return texts
    .filter(([, , text]) => text.trim() !== '')
    .map(([name, head, text, language]) =>
      newItem({ ...nowhere, kind: 'changes', name, path, language, text: `${head}\n${plainLines(text).trimEnd()}` }),
    );
}

function isWithin(uri: vscode.Uri, folder: vscode.Uri): boolean {
  const top = folder.path.replace(/\/$/, '');
  return uri.path === top || uri.path.startsWith(`${top}/`);
}
