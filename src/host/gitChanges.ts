/** What is changed and not committed, by the editor's own git extension. */
import * as vscode from 'vscode';
import type { ResolvedContext } from '../mentions/context.ts';
import { bounded, ready, refused } from './contextText.ts';
import { late, within } from './patience.ts';

/** The little of the git extension's API that is used. */
interface Repository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    readonly workingTreeChanges: readonly { readonly uri: vscode.Uri; readonly status: number }[];
    /** Where the user has them shown apart. */
    readonly untrackedChanges?: readonly { readonly uri: vscode.Uri }[];
  };
  /** @param cached the staged changes, else those that are not */
  diff(cached?: boolean): Promise<string>;
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): { readonly repositories: readonly Repository[] };
}

export type ChangesScope = 'all' | 'staged' | 'unstaged';

/** The status of a file that git does not know. */
const untrackedStatus = 7;

const patience = 10_000;

export async function changesContext(scope: ChangesScope = 'all'): Promise<ResolvedContext> {
  const repositories = await openRepositories();
  if (repositories === undefined) return refused('changes', vscode.l10n.t('The editor’s git extension is not available.'));
  if (repositories.length === 0) return refused('changes', vscode.l10n.t('No git repository is open.'));
  const diffs = Promise.all(repositories.map((repository) => diffOf(repository, scope)));
  const parts = await within(patience, diffs).catch(() => undefined);
  if (parts === undefined) return refused('changes', vscode.l10n.t('Git could not tell the changes.'));
  if (parts === late) return refused('changes', vscode.l10n.t('Git does not answer.'));
  const whole = parts.filter((part) => part !== '').join('\n\n');
  if (whole === '') return refused('changes', vscode.l10n.t('There are no changes.'));
  const { text, notice } = bounded(whole);
  return ready({ kind: 'changes', language: 'diff', text, notice });
}

async function openRepositories(): Promise<readonly Repository[] | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!extension) return undefined;
  try {
    const activated = await within(patience, extension.activate());
    return activated === late || !activated.enabled ? undefined : activated.getAPI(1).repositories;
  } catch {
    return undefined;
  }
}

async function diffOf(repository: Repository, scope: ChangesScope): Promise<string> {
  const staged = scope === 'unstaged' ? '' : await repository.diff(true);
  const unstaged = scope === 'staged' ? '' : await repository.diff(false);
  const fresh = scope === 'staged' ? [] : untracked(repository);
  return [
    staged.trim() === '' ? '' : `# Staged\n${staged.trimEnd()}`,
    unstaged.trim() === '' ? '' : `# Not staged\n${unstaged.trimEnd()}`,
    fresh.length === 0 ? '' : `# New files, not in git\n${[...fresh].sort().join('\n')}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function untracked({ state }: Repository): readonly string[] {
  const among = state.workingTreeChanges.filter(({ status }) => status === untrackedStatus);
  return [...among, ...(state.untrackedChanges ?? [])].map(({ uri }) => vscode.workspace.asRelativePath(uri));
}
