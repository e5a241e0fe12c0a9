import * as vscode from 'vscode';
import { isObject, isString, type JsonObject } from '../shared/json.ts';
import { otherLanguageNames } from '../shared/languageNames.ts';

/** The editor's id for what a fence calls a language: an id, a name or a file's extension, the surest first. Undefined: it knows none. */
export function languageId(name: string): string | undefined {
  const wanted = name.toLowerCase();
  if (wanted === '') return undefined;
  const languages = vscode.extensions.all.flatMap(({ packageJSON }) => languagesOf(packageJSON));
  const named = (names: (language: JsonObject) => readonly unknown[]) =>
    languages.find((language) => names(language).some((each) => isString(each) && each.toLowerCase() === wanted))?.['id'];
  const found = [
    named(({ id }) => [id]),
    otherLanguageNames[wanted],
    named(({ aliases }) => list(aliases)),
    named(({ extensions }) => list(extensions).map((each) => (isString(each) ? each.replace(/^\./, '') : each))),
  ].find(isString);
  return found;
}

function languagesOf(manifest: unknown): JsonObject[] {
  const contributes = isObject(manifest) ? manifest['contributes'] : undefined;
  return isObject(contributes) ? list(contributes['languages']).filter(isObject) : [];
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
