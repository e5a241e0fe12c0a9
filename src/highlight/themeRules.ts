/** The rules by which a theme colours tokens, in the order in which they hold: a later one wins over an earlier one of the same weight. */
import { dirname, extname, join } from 'node:path';
import { parseRawGrammar } from 'vscode-textmate';
import { isObject, isString, type JsonObject } from '../shared/json.ts';
import { parseJsonWithComments } from './jsonWithComments.ts';

export interface ThemeRule {
  readonly scope: string | string[];
  readonly settings: { readonly foreground?: string; readonly fontStyle?: string };
}

export type ReadFile = (file: string) => Promise<string>;

/** So many themes may be included one in the other: ends a circle. */
const deepestInclude = 16;

/** The scopes behind the short names of the setting `editor.tokenColorCustomizations`, as the editor documents them. */
const groups: Readonly<Record<string, readonly string[]>> = {
  comments: ['comment', 'punctuation.definition.comment'],
  strings: ['string', 'meta.embedded.assembly'],
  keywords: ['keyword - keyword.operator', 'keyword.control', 'storage', 'storage.type'],
  numbers: ['constant.numeric'],
  types: ['entity.name.type', 'entity.name.class', 'support.type', 'support.class'],
  functions: ['entity.name.function', 'support.function'],
  variables: ['variable', 'entity.name.variable'],
};

/** Reads a theme's file and those that it includes. Throws where one cannot be read. */
export function readThemeRules(file: string, read: ReadFile): Promise<ThemeRule[]> {
  return readTheme(file, read, deepestInclude);
}

/** The rules that the user has set on top of the theme's: first those for all themes, then those for this one. */
export function customRules(customizations: unknown, themeId: string): ThemeRule[] {
  if (!isObject(customizations)) return [];
  const themes = Object.entries(customizations).filter(([key]) => isFor(key, themeId));
  return [customizations, ...themes.map(([, value]) => value)].flatMap((each) => (isObject(each) ? rulesOf(each) : []));
}

async function readTheme(file: string, read: ReadFile, depth: number): Promise<ThemeRule[]> {
  const text = await read(file);
  if (extname(file).toLowerCase() !== '.json') return readPropertyList(text, file);
  const theme = parseJsonWithComments(text);
  if (!isObject(theme)) return [];
  const { include, tokenColors, settings } = theme;
  const beside = (path: string) => readTheme(join(dirname(file), path), read, depth - 1);
  const included = isString(include) && depth > 0 ? await beside(include) : [];
  if (isString(tokenColors)) return [...included, ...(depth > 0 ? await beside(tokenColors) : [])];
  // Themes that were converted from TextMate's format have their rules under its name for them.
  return [...included, ...readRules(tokenColors ?? settings)];
}

/** A theme in TextMate's own format. The grammars' reader reads property lists of any kind. */
function readPropertyList(text: string, file: string): ThemeRule[] {
  const theme: unknown = parseRawGrammar(text, file);
  return isObject(theme) ? readRules(theme['settings']) : [];
}

function rulesOf(customizations: JsonObject): ThemeRule[] {
  const ofGroups = Object.entries(groups).flatMap(([group, scopes]) => {
    const value = customizations[group];
    const settings = isString(value) ? { foreground: value } : value;
    return isObject(settings) ? scopes.flatMap((scope) => readRules([{ scope, settings }])) : [];
  });
  return [...ofGroups, ...readRules(customizations['textMateRules'])];
}

/** Rules without a scope are the editor's own foreground and background, which come from elsewhere. */
function readRules(value: unknown): ThemeRule[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).flatMap(({ scope, settings }) => {
    const scopes = isString(scope) ? scope : Array.isArray(scope) ? scope.filter(isString) : '';
    if (scopes.length === 0 || !isObject(settings)) return [];
    const { foreground, fontStyle } = settings;
    return [
      { scope: scopes, settings: { ...(isString(foreground) ? { foreground } : {}), ...(isString(fontStyle) ? { fontStyle } : {}) } },
    ];
  });
}

/** Whether a key of the setting, like `[Dark+][Solarized *]`, names the theme. A `*` at an end stands for anything. */
function isFor(key: string, themeId: string): boolean {
  if (!/^(\[[^\]]+\])+$/.test(key)) return false;
  return [...key.matchAll(/\[(\*?)([^\]]*?)(\*?)\]/g)].some(([, before, name = '', after]) => {
    if (before && after) return themeId.includes(name);
    if (after) return themeId.startsWith(name);
    return before ? themeId.endsWith(name) : themeId === name;
  });
}
