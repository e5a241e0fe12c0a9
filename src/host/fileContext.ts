/** Files and folders as context. A file that is open is sent as it is in the editor, saved or not. */
import * as vscode from 'vscode';
import type { ContextKind, ResolvedContext } from '../mentions/context.ts';
import { secretByName } from '../mentions/secrets.ts';
import { textOfBytes } from '../mentions/textBytes.ts';
import { bounded, isSame, lineCount, mostText, pathOf, ready, refused } from './contextText.ts';
import { outlineOf } from './outline.ts';

/** Files that are longer are not even opened for their outline. */
const mostBytes = 20 * 1024 * 1024;

/** @param kind `editor` where it was asked for as such */
export async function fileContext(uri: vscode.Uri, kind: Extract<ContextKind, 'file' | 'editor'> = 'file'): Promise<ResolvedContext> {
  const path = pathOf(uri);
  const open = vscode.workspace.textDocuments.find((document) => isSame(document.uri, uri));
  // The editor keeps documents for a while that nobody sees: what is saved is read from the disk.
  if (open && (open.isDirty || !isStored(uri))) return textContext(kind, uri, path, open.getText(), open.languageId);
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.Directory) !== 0) return refused(kind, vscode.l10n.t('“{0}” is a folder.', path));
    if (size > mostBytes) return refused(kind, vscode.l10n.t('“{0}” is too large to be sent ({1} MB).', path, Math.round(size / 1e6)));
    const text = textOfBytes(await vscode.workspace.fs.readFile(uri));
    if (text === undefined) return refused(kind, vscode.l10n.t('“{0}” is a binary file: only text can be sent.', path));
    return await textContext(kind, uri, path, text, open?.languageId ?? null);
  } catch (error) {
    return refused(kind, unreadable(path, error));
  }
}

/** Whether its scheme has a file system, which knows whether it is still there. */
function isStored({ scheme }: vscode.Uri): boolean {
  return vscode.workspace.fs.isWritableFileSystem(scheme) !== undefined;
}

async function textContext(
  kind: 'file' | 'editor',
  uri: vscode.Uri,
  path: string,
  text: string,
  language: string | null,
): Promise<ResolvedContext> {
  const base = { kind, path, uri: uri.toString(), language: language ?? languageByName(path) };
  if (text.length <= mostText) return ready({ ...base, text });
  // An outline is asked of the language's extension, which reads the file: not before the user has said so, of a secret one.
  const outline = secretByName(path) ? null : await outlineOf(uri);
  if (outline) {
    const notice = vscode.l10n.t('The file is too long ({0} lines): only its outline is sent.', lineCount(text));
    const short = bounded(outline);
    return ready({ ...base, text: short.text, notice: short.notice === null ? notice : `${notice} ${short.notice}` });
  }
  const part = bounded(text);
  return ready({ ...base, text: part.text, lines: [1, part.lineCount], notice: part.notice });
}

/** What can be said of the language without opening the file: its ending. */
function languageByName(path: string): string | null {
  const [, ending] = /\.([a-z0-9]{1,10})$/i.exec(path) ?? [];
  return ending === undefined ? null : (languages[ending.toLowerCase()] ?? ending.toLowerCase());
}

const languages: Readonly<Record<string, string>> = {
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'typescriptreact',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascriptreact',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  cs: 'csharp',
  h: 'c',
  hpp: 'cpp',
  cc: 'cpp',
  md: 'markdown',
  yml: 'yaml',
  sh: 'shellscript',
  kt: 'kotlin',
  txt: 'plaintext',
};

/** A sentence for what the file system said. */
function unreadable(path: string, error: unknown): string {
  const code = error instanceof vscode.FileSystemError ? error.code : '';
  if (code === 'FileNotFound') return vscode.l10n.t('“{0}” is not there any more.', path);
  if (code === 'NoPermissions') return vscode.l10n.t('“{0}” may not be read.', path);
  return vscode.l10n.t('“{0}” could not be read.', path);
}

/** The names of the files in a folder; not what is in them. @param files relative to the folder, in any order */
export function folderContext(uri: vscode.Uri, path: string, files: readonly string[]): ResolvedContext {
  if (files.length === 0) return refused('folder', vscode.l10n.t('There are no files in “{0}”.', path));
  const { text, notice } = bounded([...files].sort().join('\n'));
  return ready({ kind: 'folder', path, uri: uri.toString(), text, notice });
}
