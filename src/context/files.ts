/** Files and folders as they go with a prompt. */
import * as vscode from 'vscode';
import type { ContextItem } from '../shared/context.ts';
import { linesOf, textOf } from './code.ts';
import { isTooLong, largestFile, looksBinary } from './limits.ts';
import { documentFields, nameOf, newItem, pathOf, plainLines } from './place.ts';
import { symbolsOf } from './symbols.ts';

/** A file, or why it cannot be taken whole. */
export type FileTaken =
  | { readonly kind: 'taken'; readonly item: ContextItem }
  /** It can be offered in part. */
  | { readonly kind: 'tooLong'; readonly document: vscode.TextDocument }
  | { readonly kind: 'tooLarge' | 'binary' | 'unreadable' };

/** As it is in the editor, unsaved changes too; read from where it is where it is not open. */
export async function takeFile(uri: vscode.Uri): Promise<FileTaken> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return taken(open);
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > largestFile) return { kind: 'tooLarge' };
    if (looksBinary(await vscode.workspace.fs.readFile(uri))) return { kind: 'binary' };
  } catch {
    // A scheme without a file system: its documents come from a provider.
  }
  try {
    return taken(await vscode.workspace.openTextDocument(uri));
  } catch {
    return { kind: 'unreadable' };
  }
}

function taken(document: vscode.TextDocument): FileTaken {
  const text = plainLines(document.getText());
  if (isTooLong(text)) return { kind: 'tooLong', document };
  return { kind: 'taken', item: newItem({ ...documentFields(document), kind: 'file', lines: null, text, note: null }) };
}

/** Of a file that is too long: its symbols with their lines; undefined where none are known. */
export async function takeOutline(document: vscode.TextDocument): Promise<ContextItem | undefined> {
  const symbols = await symbolsOf(document);
  const text = symbols
    .map(({ name, kind, range }) => `${range.start.line + 1}-${range.end.line + 1} ${vscode.SymbolKind[kind].toLowerCase()} ${name}`)
    .join('\n');
  if (text === '' || isTooLong(text)) return undefined;
  const fields = documentFields(document);
  const name = vscode.l10n.t('Outline of {0}', fields.name);
  const note = vscode.l10n.t('The whole file is too long: its symbols and their lines');
  return newItem({ ...fields, kind: 'file', name, lines: null, text, note });
}

/** Lines of a beginning that is taken alone. */
export const beginningLines = 1000;

export function takeBeginning(document: vscode.TextDocument): ContextItem | undefined {
  const range = new vscode.Range(0, 0, Math.min(beginningLines, document.lineCount), 0);
  const shown = document.validateRange(range.with({ end: range.end.translate(-1, Number.MAX_SAFE_INTEGER) }));
  const text = textOf(document, shown);
  if (isTooLong(text)) return undefined;
  const note = vscode.l10n.t('The whole file is too long: its beginning');
  return newItem({ ...documentFields(document), kind: 'selection', lines: linesOf(shown), text, note });
}

/** Of a folder. */
const mostPaths = 2000;

/** The paths of the files in a folder, those left out that the user's settings exclude. */
export async function takeFolder(uri: vscode.Uri): Promise<ContextItem> {
  const found = await vscode.workspace.findFiles(new vscode.RelativePattern(uri, '**/*'), undefined, mostPaths + 1);
  const paths = found.slice(0, mostPaths).map(pathOf).sort();
  const note =
    found.length > mostPaths ? vscode.l10n.t('The paths of its first {0} files', mostPaths) : vscode.l10n.t('The paths of its files');
  return newItem({
    kind: 'folder',
    name: nameOf(uri),
    path: pathOf(uri),
    uri: uri.toString(),
    lines: null,
    language: null,
    text: paths.join('\n'),
    note,
  });
}

export async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}
