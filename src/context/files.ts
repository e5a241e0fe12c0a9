/** Files as they go with a prompt. */
import * as vscode from 'vscode';
import { isBinary, isMostlyText } from '../mentions/textBytes.ts';
import type { ContextItem } from '../shared/context.ts';
import { looksLikePdf } from '../shared/document.ts';
import { linesOf, spotIn, textOf, visibleInstead } from './code.ts';
import { takeFolder } from './folders.ts';
import { firstLines, isTooLong, largestFile, longestText } from './limits.ts';
import { notebookAt, notebookText } from './notebooks.ts';
import { documentFields, fieldsOf, isSame, newItem, nowhere, pathOf, plainLines } from './place.ts';
import { outlineText, symbolsOf } from './symbols.ts';
import { type Part, refused, type Taken, taken, takenTexts, tooLong } from './taken.ts';

/** A file or a folder. */
export async function takePath(uri: vscode.Uri): Promise<Taken> {
  return (await isFolder(uri)) ? takeFolder(uri) : takeFile(uri);
}

/** A file as it is in the editor where it is not saved, else as it is where it is stored. Of a notebook, its cells. */
export async function takeFile(uri: vscode.Uri): Promise<Taken> {
  const notebook = await notebookAt(uri);
  if (notebook) {
    const { text, language } = notebookText(notebook);
    return takenTexts([newItem({ ...fieldsOf(uri), kind: 'file', lines: null, language, text, note: null })]);
  }
  const read = await readFile(uri);
  if (typeof read === 'string') return refused(read);
  const text = plainLines(read.text);
  const fields = documentFields(read.document);
  if (isTooLong(text)) return tooLong(fields.name, text.length, await partsOf(read.document));
  return taken([newItem({ ...fields, kind: 'file', lines: null, text, note: null })]);
}

/** A file from outside of the editor, of which only the text is known. */
export function takeDropped(name: string, text: string): Taken {
  const note = vscode.l10n.t('Dropped from outside of the editor');
  return takenTexts([newItem({ ...nowhere, kind: 'file', name, path: name, text: plainLines(text), note })]);
}

interface ReadFile {
  readonly document: vscode.TextDocument;
  /** It may be newer than the document's: the editor keeps documents for a while that nobody sees. */
  readonly text: string;
}

/** A sentence where it cannot be read. */
async function readFile(uri: vscode.Uri): Promise<ReadFile | string> {
  const path = pathOf(uri);
  const open = vscode.workspace.textDocuments.find((document) => isSame(document.uri, uri));
  const binary = vscode.l10n.t('“{0}” cannot be sent: it is neither text, nor a picture, nor a PDF that can be read.', path);
  try {
    if (!isStored(uri) || open?.isDirty) {
      const document = open ?? (await vscode.workspace.openTextDocument(uri));
      return { document, text: document.getText() };
    }
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.Directory) !== 0) return vscode.l10n.t('“{0}” is a folder.', path);
    if (size > largestFile) return vscode.l10n.t('“{0}” is too large to be sent ({1} MB).', path, Math.round(size / 1e6));
    const bytes = await vscode.workspace.fs.readFile(uri);
    // Some PDFs look like text, which would say nothing.
    if (isBinary(bytes) || looksLikePdf(bytes, uri.path)) return binary;
    const document = open ?? (await vscode.workspace.openTextDocument(uri));
    const text = (await vscode.workspace.decode(bytes, { encoding: document.encoding })).replace(/^\ufeff/, '');
    return isMostlyText(text) ? { document, text } : binary;
  } catch (error) {
    return unreadable(path, error);
  }
}

/** Whether its scheme has a file system, which knows whether it is still there. */
function isStored({ scheme }: vscode.Uri): boolean {
  return vscode.workspace.fs.isWritableFileSystem(scheme) !== undefined;
}

/** A sentence for what the file system said. */
function unreadable(path: string, error: unknown): string {
  const code = error instanceof vscode.FileSystemError ? error.code : '';
  if (code === 'FileNotFound') return vscode.l10n.t('“{0}” is not there any more.', path);
  if (code === 'NoPermissions') return vscode.l10n.t('“{0}” may not be read.', path);
  return vscode.l10n.t('“{0}” could not be read.', path);
}

/** What can go of a file that is too long: its outline, what is seen of it, its beginning. */
async function partsOf(document: vscode.TextDocument): Promise<Part[]> {
  const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
  const [outline, beginning] = [await outlineOf(document), beginningOf(document)];
  return [
    ...(outline ? [{ label: vscode.l10n.t('Add its outline'), value: [outline] }] : []),
    ...(editor ? visibleInstead(spotIn(editor)).map(({ label, value }) => ({ label, value: [value.item] })) : []),
    ...(beginning ? [{ label: vscode.l10n.t('Add its first {0} lines', linesIn(beginning)), value: [beginning] }] : []),
  ];
}

/** Milliseconds that a language has to read a long file. */
const outlinePatience = 5000;

/** Its symbols with their lines; undefined where none are known. */
async function outlineOf(document: vscode.TextDocument): Promise<ContextItem | undefined> {
  const text = outlineText(await symbolsOf(document, outlinePatience));
  if (text === '' || isTooLong(text)) return undefined;
  const fields = documentFields(document);
  const name = vscode.l10n.t('Outline of {0}', fields.name);
  const note = vscode.l10n.t('The whole file is too long: its symbols and their lines');
  return newItem({ ...fields, kind: 'outline', name, lines: null, text, note });
}

/** Lines of a beginning that is taken alone. */
const beginningLines = 1000;

/** Undefined where its first line is too long by itself. */
function beginningOf(document: vscode.TextDocument): ContextItem | undefined {
  const last = document.lineAt(Math.min(beginningLines, document.lineCount) - 1);
  const { text, count } = firstLines(textOf(document, new vscode.Range(0, 0, last.lineNumber, last.range.end.character)), longestText);
  const range = new vscode.Range(0, 0, count - 1, document.lineAt(count - 1).range.end.character);
  if (text !== textOf(document, range)) return undefined;
  const note = vscode.l10n.t('The whole file is too long: its beginning');
  return newItem({ ...documentFields(document), kind: 'selection', lines: linesOf(range), text, note });
}

function linesIn({ lines }: ContextItem): string {
  return (lines ? lines[1] - lines[0] + 1 : 1).toLocaleString(vscode.env.language);
}

/** False where there is nothing. */
export async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}
