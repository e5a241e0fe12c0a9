/** The lines of the list behind `@` that are made of what is known at once. */
import * as vscode from 'vscode';
import { selectedLines, spotIn } from '../context/code.ts';
import { openEditors, shownFile } from '../context/openEditors.ts';
import { pathOf } from '../context/place.ts';
import { problemCount } from '../context/problems.ts';
import type { MentionEntry } from '../mentions/entry.ts';
import type { FileIndex } from '../mentions/fileIndex.ts';
import { type MatchRange, matchText } from '../mentions/ranges.ts';
import { contextLabel } from '../shared/context.ts';
import type { MentionSources } from './mentionSources.ts';

const mostEditors = 12;

/** What is mentioned as such, by the name that is typed. */
const fixedKinds = ['selection', 'editor', 'open', 'problems', 'changes', 'terminal', 'clipboard'] as const;
type FixedKind = (typeof fixedKinds)[number];

export function fixedEntries(text: string, sources: MentionSources): readonly MentionEntry[] {
  return fixedKinds.flatMap((kind) => {
    const label = labelOf(kind);
    // What is typed is what it is called, or the kind's name, which is not translated.
    const ranges = matchText(text, label)?.ranges ?? (matchText(text, kind) && []);
    const detail = ranges ? detailOf(kind, sources) : null;
    return detail === null || !ranges ? [] : [{ kind, id: kind, label, detail, labelRanges: ranges }];
  });
}

/** Of a file in the workspace the id is that of the file, so that it is not listed twice. */
export function editorEntries(text: string, { files }: MentionSources): readonly MentionEntry[] {
  return openEditors()
    .flatMap((uri, place) => {
      const inWorkspace = files.pathOf(uri);
      const path = inWorkspace ?? pathOf(uri);
      const match = matchText(text, path);
      const id = inWorkspace === undefined ? `tab:${uri.toString()}` : `file:${path}`;
      return match ? [{ entry: pathEntry('file', id, path, match.ranges), score: match.score, place }] : [];
    })
    .sort((one, other) => other.score - one.score || one.place - other.place)
    .slice(0, mostEditors)
    .map(({ entry }) => entry);
}

/** The files that are nearest to the roots. */
export function firstFiles(index: FileIndex, most: number): readonly MentionEntry[] {
  const first: MentionEntry[] = [];
  for (const path of index.files()) {
    if (first.length === most) break;
    first.push(pathEntry('file', `file:${path}`, path, []));
  }
  return first;
}

/** A path as its name and the folder that it is in. */
export function pathEntry(kind: 'file' | 'folder', id: string, path: string, ranges: readonly MatchRange[]): MentionEntry {
  const start = path.lastIndexOf('/') + 1;
  const labelRanges = ranges
    .map(([first, end]): MatchRange => [Math.max(first, start) - start, end - start])
    .filter(([first, end]) => first < end);
  return { kind, id, label: path.slice(start), detail: path.slice(0, Math.max(start - 1, 0)), labelRanges };
}

function labelOf(kind: FixedKind): string {
  switch (kind) {
    case 'selection':
      return vscode.l10n.t('Selection');
    case 'editor':
      return vscode.l10n.t('Editor');
    case 'open':
      return vscode.l10n.t('Open editors');
    case 'problems':
      return vscode.l10n.t('Problems');
    case 'changes':
      return vscode.l10n.t('Changes');
    case 'terminal':
      return vscode.l10n.t('Terminal');
    case 'clipboard':
      return vscode.l10n.t('Clipboard');
  }
}

/** What it will be, as far as that is known without asking anybody; null: there is nothing of the kind. */
function detailOf(kind: FixedKind, sources: MentionSources): string | null {
  switch (kind) {
    case 'selection': {
      const editor = sources.editor();
      const [first] = editor ? spotIn(editor).selections : [];
      if (!editor || !first) return null;
      return contextLabel({ name: pathOf(editor.document.uri), lines: selectedLines(editor.document, first) });
    }
    case 'editor': {
      const uri = shownFile(sources.editor());
      return uri ? pathOf(uri) : null;
    }
    case 'open': {
      const { length } = openEditors();
      return length > 0 ? String(length) : null;
    }
    case 'problems': {
      const count = problemCount();
      return count > 0 ? String(count) : null;
    }
    case 'changes':
      return vscode.l10n.t('git diff, staged and not');
    case 'terminal':
      return vscode.window.terminals.length > 0 ? vscode.l10n.t('the last command and its output, or what is selected') : null;
    case 'clipboard':
      return vscode.l10n.t('the text on it');
  }
}
