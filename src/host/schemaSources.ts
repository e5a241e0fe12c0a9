/** Where a schema for answers is taken from: a file, a text, a TypeScript type. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { type AnswerFormat, formatName, longestSchema } from '../shared/answerFormat.ts';
import { isObject } from '../shared/json.ts';
import { typeAt, typeProblemSentence, typeSchema } from '../structured/typeSchema.ts';
import type { WorkspaceFiles } from './workspaceFiles.ts';

/** A schema, or a sentence why there is none. */
export type FoundSchema =
  | { readonly kind: 'found'; readonly format: AnswerFormat }
  | { readonly kind: 'refused'; readonly sentence: string };

const schemaEnding = '.schema.json';
/** So many are listed. */
const mostSchemas = 200;
/** Bytes: what is larger is not even read. */
const largestFile = 1_000_000;
const typeScript: ReadonlySet<string> = new Set(['typescript', 'typescriptreact']);
const json: ReadonlySet<string> = new Set(['json', 'jsonc']);

/** The workspace's schemas, as far as its files are known: those that are left out of its lists are left out here, too. */
export function schemaPaths(files: WorkspaceFiles): readonly string[] {
  const found: string[] = [];
  for (const path of files.index.files()) if (path.toLowerCase().endsWith(schemaEnding)) found.push(path);
  return found.sort((one, other) => one.split('/').length - other.split('/').length || (one < other ? -1 : 1)).slice(0, mostSchemas);
}

export async function schemaOfFile(files: WorkspaceFiles, path: string): Promise<FoundSchema> {
  const { t } = vscode.l10n;
  const uri = files.uriOf(path);
  const name = basename(path);
  if (!uri) return refused(t('“{0}” is not there any more.', name));
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return schemaOfText(open.getText(), name);
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > largestFile) return refused(tooLarge(name));
    return schemaOfText(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)), name);
  } catch {
    return refused(t('“{0}” is not there any more, or cannot be read.', name));
  }
}

/** @param name what the schema is called where it does not say so itself */
export function schemaOfText(text: string, name: string): FoundSchema {
  const { t } = vscode.l10n;
  let schema: unknown;
  try {
    schema = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return refused(t('“{0}” is not JSON: {1}', name, error instanceof Error ? error.message : ''));
  }
  if (!isObject(schema)) return refused(t('“{0}” is not a JSON schema: it is no object.', name));
  if (JSON.stringify(schema).length > longestSchema) return refused(tooLarge(name));
  return { kind: 'found', format: { name: formatName(name), schema } };
}

/** A type of an editor's text, and what it is called; undefined where the text is no TypeScript. */
export function typeUnderCursor({ document, selection }: vscode.TextEditor): { readonly name: string | undefined } | undefined {
  if (!typeScript.has(document.languageId)) return undefined;
  return { name: typeAt(document.getText(), document.offsetAt(selection.active)) };
}

export function schemaOfType({ document }: vscode.TextEditor, name: string): FoundSchema {
  const made = typeSchema(document.getText(), name);
  if (made.kind === 'refused') return refused(typeProblemSentence(name, made.problem, vscode.l10n.t));
  if (JSON.stringify(made.schema).length > longestSchema) return refused(tooLarge(name));
  return { kind: 'found', format: { name: formatName(name), schema: made.schema } };
}

/** Whether an editor has JSON in it. */
export function hasJson({ document }: vscode.TextEditor): boolean {
  return json.has(document.languageId);
}

function tooLarge(name: string): string {
  return vscode.l10n.t('“{0}” is too large: a schema may have {1} characters at the most.', name, longestSchema);
}

function refused(sentence: string): FoundSchema {
  return { kind: 'refused', sentence };
}
