/** Languages, grammars and themes, as the manifests of the installed extensions list them. */
import { join } from 'node:path';
import type { ExtensionContributions, ShownTheme, ThemeType } from '../shared/codeColors.ts';
import { isObject, isString, type JsonObject } from '../shared/json.ts';
import { otherLanguageNames } from '../shared/languageNames.ts';

export interface ThemeEntry {
  /** What the setting calls it. */
  readonly id: string;
  readonly type: string;
  readonly file: string;
}

export interface Contributions {
  /** The files of grammars by their scopes. */
  readonly grammars: ReadonlyMap<string, string>;
  /** The scopes of grammars that put themselves into others, by the others' scopes. */
  readonly injections: ReadonlyMap<string, readonly string[]>;
  /** The scopes of grammars by all that their languages are called, in lower case. */
  readonly scopes: ReadonlyMap<string, string>;
  readonly themes: readonly ThemeEntry[];
}

/** What the editor falls back to, for each kind of theme; ids of older versions behind those of newer ones. */
const defaultThemes: Readonly<Record<ThemeType, readonly string[]>> = {
  vs: ['Light 2026', 'Light Modern', 'Default Light Modern'],
  'vs-dark': ['Dark 2026', 'Dark Modern', 'Default Dark Modern'],
  'hc-black': ['Default High Contrast'],
  'hc-light': ['Default High Contrast Light'],
};

/** Reads the manifests; what is malformed in them is passed over. The last one to speak for a scope or a name has it. */
export function readContributions(extensions: readonly ExtensionContributions[]): Contributions {
  const ordered = [...extensions.filter(({ builtIn }) => builtIn), ...extensions.filter(({ builtIn }) => !builtIn)];
  const grammars = new Map<string, string>();
  const injections = new Map<string, string[]>();
  const scopeOfLanguage = new Map<string, string>();
  const themes: ThemeEntry[] = [];
  for (const { folder, ...contributes } of ordered) {
    for (const { language, scopeName, path, injectTo } of objects(contributes.grammars)) {
      if (!isString(scopeName) || !isString(path)) continue;
      grammars.set(scopeName, join(folder, path));
      if (isString(language)) scopeOfLanguage.set(language, scopeName);
      for (const host of strings(injectTo)) injections.set(host, [...(injections.get(host) ?? []), scopeName]);
    }
    for (const { id, label, uiTheme, path } of objects(contributes.themes)) {
      const name = isString(id) ? id : label;
      if (isString(name) && isString(path))
        themes.push({ id: name, type: isString(uiTheme) ? uiTheme : 'vs-dark', file: join(folder, path) });
    }
  }
  const languages = ordered.flatMap((extension) => objects(extension.languages));
  return { grammars, injections, scopes: namesOf(languages, scopeOfLanguage), themes };
}

/** The theme that is shown, or the editor's own one of its kind: a theme may be installed where extensions cannot be read from here. */
export function findTheme({ themes }: Contributions, { id, type }: ShownTheme): ThemeEntry | undefined {
  const named = (wanted: string) => themes.findLast((theme) => theme.id === wanted);
  const fallback = defaultThemes[type].map(named).find((theme) => theme !== undefined);
  return named(id) ?? fallback ?? themes.find((theme) => theme.type === type);
}

/** What a language is called, the surest names last, so that they have precedence: an id is never taken by another's file extension. */
function namesOf(languages: readonly JsonObject[], scopeOfLanguage: ReadonlyMap<string, string>): Map<string, string> {
  const scopes = new Map<string, string>();
  const name = (names: (language: JsonObject) => readonly string[]) => {
    for (const language of languages) {
      const scope = isString(language['id']) ? scopeOfLanguage.get(language['id']) : undefined;
      if (scope !== undefined) for (const each of names(language)) scopes.set(each.toLowerCase(), scope);
    }
  };
  name(({ filenames }) => strings(filenames));
  name(({ extensions }) => strings(extensions).map((extension) => extension.replace(/^\./, '')));
  name(({ aliases }) => strings(aliases));
  for (const [language, scope] of scopeOfLanguage) scopes.set(language.toLowerCase(), scope);
  for (const [other, language] of Object.entries(otherLanguageNames)) {
    const scope = scopes.get(language);
    if (scope !== undefined && !scopes.has(other)) scopes.set(other, scope);
  }
  return scopes;
}

function objects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(isString) : [];
}
