import * as vscode from 'vscode';
import { pathOf } from '../context/place.ts';
import { builtInPrompts } from '../mentions/builtInPrompts.ts';
import { isProblem, longestPrompt, type PromptFile, type PromptProblem, readPromptFile } from '../mentions/promptFiles.ts';
import { type MatchRange, matchText } from '../mentions/ranges.ts';
import { textOfBytes } from '../mentions/textBytes.ts';

/** Where prompt files are, and how their names end. */
const places = [
  { folder: '.parley/prompts', ending: '.md' },
  { folder: '.github/prompts', ending: '.prompt.md' },
] as const;
/** Files of a folder that are read. */
const mostFiles = 200;

/** A line of the list behind `/`. */
export interface PromptEntry {
  readonly id: string;
  /** What is typed. */
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  /** The file that it stands in; null: it comes with Parley. */
  readonly path: string | null;
  /** Why it cannot be used, as a sentence. */
  readonly problem: string | null;
  /** What of the name matched. */
  readonly nameRanges: readonly MatchRange[];
}

type Found =
  | { readonly id: string; readonly path: string | null; readonly prompt: PromptFile }
  | { readonly id: string; readonly path: string; readonly name: string; readonly problem: string };

/**
 * The prompts of the workspace and those that come with Parley. Files are read each time that they are listed: they are few and small.
 * They are only text, which the user sees before it is sent, so those of untrusted workspaces are read too; but there they choose no model,
 * as that has its price.
 */
export class PromptSearch {
  #found: readonly Found[] = [];

  /** The best first; all of them, those of the workspace first, without a query. Never rejects. */
  async search(query: string): Promise<readonly PromptEntry[]> {
    const own = builtInPrompts(vscode.l10n.t).map((prompt): Found => ({ id: `builtIn:${prompt.name}`, path: null, prompt }));
    const folders = (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) =>
      places.map(({ folder, ending }) => readFolder(vscode.Uri.joinPath(uri, folder), ending)),
    );
    this.#found = [...(await Promise.all(folders)).flat(), ...own];
    return this.#found
      .flatMap((found, place) => {
        const entry = entryOf(found);
        const byName = matchText(query, entry.name);
        const match = byName ?? (matchText(query, entry.title) && { score: 0, ranges: [] });
        return match ? [{ entry: { ...entry, nameRanges: match.ranges }, score: match.score, place }] : [];
      })
      .sort((one, other) => other.score - one.score || one.place - other.place)
      .map(({ entry }) => entry);
  }

  /** The prompt of an entry that was listed; a sentence where it cannot be used. */
  resolve(id: string): PromptFile | string {
    const found = this.#found.find((each) => each.id === id);
    if (!found) return vscode.l10n.t('This prompt is not there any more.');
    return 'prompt' in found ? found.prompt : found.problem;
  }
}

function entryOf(found: Found): PromptEntry {
  const { id, path } = found;
  if ('problem' in found) {
    return { id, path, name: found.name, title: found.name, description: null, problem: found.problem, nameRanges: [] };
  }
  const { name, title, description } = found.prompt;
  return { id, path, name, title, description, problem: null, nameRanges: [] };
}

async function readFolder(folder: vscode.Uri, ending: string): Promise<readonly Found[]> {
  const entries = await vscode.workspace.fs.readDirectory(folder).then(undefined, () => []);
  const names = entries
    .filter(([name, type]) => name.endsWith(ending) && name !== ending && (type & vscode.FileType.File) !== 0)
    .map(([name]) => name)
    .sort()
    .slice(0, mostFiles);
  return Promise.all(names.map((name) => readOne(vscode.Uri.joinPath(folder, name), name)));
}

async function readOne(uri: vscode.Uri, fileName: string): Promise<Found> {
  const [id, path] = [`file:${uri.toString()}`, pathOf(uri)];
  const bad = (problem: string): Found => ({ id, path, name: fileName.replace(/(?:\.prompt)?\.md$/, ''), problem });
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    // Four bytes a character at most.
    const text = size > 4 * longestPrompt ? '' : textOfBytes(await vscode.workspace.fs.readFile(uri));
    if (text === undefined) return bad(vscode.l10n.t('“{0}” is a binary file.', path));
    const read = size > 4 * longestPrompt ? ({ kind: 'tooLong', line: null, about: '' } as const) : readPromptFile(fileName, text);
    if (isProblem(read)) return bad(sentenceOf(path, read));
    return { id, path, prompt: vscode.workspace.isTrusted ? read : { ...read, model: null } };
  } catch {
    return bad(vscode.l10n.t('“{0}” could not be read.', path));
  }
}

function sentenceOf(path: string, { kind, line, about }: PromptProblem): string {
  const place = line === null ? path : `${path}:${line}`;
  switch (kind) {
    case 'notClosed':
      return vscode.l10n.t('{0}: the head has no end: a line “---” is missing.', place);
    case 'notRead':
      return vscode.l10n.t('{0}: “{1}” was not understood.', place, about);
    case 'wrongType':
      return vscode.l10n.t('{0}: “{1}” has to be a text.', place, about);
    case 'twice':
      return vscode.l10n.t('{0}: “{1}” is there twice.', place, about);
    case 'empty':
      return vscode.l10n.t('{0}: there is no prompt in it.', place);
    case 'tooLong':
      return vscode.l10n.t('{0}: it is too long for a prompt.', place);
  }
}
