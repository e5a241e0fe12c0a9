/** Colours code by the grammars and the theme of the editor, as the editor does. */
import { readFile } from 'node:fs/promises';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { type IGrammar, type IOnigLib, parseRawGrammar, Registry } from 'vscode-textmate';
import type { CodeColors, CodeToColor, ShownTheme } from '../shared/codeColors.ts';
import { colorRuns, type Limits, usualLimits } from './colorRuns.ts';
import { type Contributions, findTheme } from './contributions.ts';
import { ResultCache } from './resultCache.ts';
import { StyleTable } from './styleTable.ts';
import { customRules, readThemeRules } from './themeRules.ts';

/** Stands for the editor's foreground, which the page knows and no rule of a theme is: invisible, and not quite black. */
const foreground = '#00000100';
const cacheSize = 8_000_000;
const read = (file: string) => readFile(file, 'utf8');

export interface HighlighterOptions {
  readonly wasmFile: string;
  /** Told once of each file that could not be read. */
  readonly log: (message: string) => void;
  readonly limits?: Limits;
}

/** The grammars of one set of extensions, the theme, and the last results. */
export class Highlighter {
  readonly #options: HighlighterOptions;
  readonly #limits: Limits;
  readonly #contributions: Contributions;
  readonly #registry: Registry;
  readonly #cache = new ResultCache(cacheSize);
  /** Names the theme that was asked for last. */
  #wanted = '';
  /** Settles when its rules hold. */
  #ready = Promise.resolve();
  /** The theme whose rules hold, and how often that has changed: grammars remember colours in what they hand from line to line. */
  #shown = { key: '', changes: 0 };

  constructor(contributions: Contributions, options: HighlighterOptions) {
    this.#contributions = contributions;
    this.#options = options;
    this.#limits = options.limits ?? usualLimits;
    this.#registry = new Registry({
      onigLib: loadOniguruma(options.wasmFile),
      loadGrammar: (scope) => this.#loadGrammar(scope),
      getInjections: (scope) => this.#injectionsInto(scope),
    });
  }

  /** Null where the language is unknown or its grammar cannot be read. Where the theme has changed meanwhile, the colours are the new one's. */
  async highlight({ text, languages, theme }: CodeToColor, customizations: unknown): Promise<CodeColors | null> {
    const scope = languages.map((name) => this.#contributions.scopes.get(name.toLowerCase())).find((found) => found !== undefined);
    if (scope === undefined) return null;
    await this.#show(theme, customizations);
    const known = this.#cache.get(ResultCache.key(this.#shown.key, scope, text));
    if (known) return known;
    const grammar = await this.#registry.loadGrammar(scope).catch((error: unknown) => {
      this.#options.log(String(error));
      return null;
    });
    if (!grammar) return null;
    for (;;) {
      const { key } = this.#shown;
      const colors = await this.#color(grammar, text);
      if (!colors) continue;
      this.#cache.set(ResultCache.key(key, scope, text), colors);
      return colors;
    }
  }

  /** Undefined where the theme has changed before it was done. */
  async #color(grammar: IGrammar, text: string): Promise<CodeColors | undefined> {
    const { changes } = this.#shown;
    const table = new StyleTable(this.#registry.getColorMap(), foreground);
    const styleOf = (metadata: number) => table.indexOf(metadata);
    const runs = await colorRuns(grammar, text, styleOf, () => this.#shown.changes !== changes, this.#limits);
    return runs && { styles: table.styles, runs };
  }

  #show(theme: ShownTheme, customizations: unknown): Promise<void> {
    const key = JSON.stringify([theme, customizations]);
    if (this.#wanted !== key) {
      this.#wanted = key;
      this.#ready = this.#readTheme(key, theme, customizations);
    }
    return this.#ready;
  }

  async #readTheme(key: string, theme: ShownTheme, customizations: unknown): Promise<void> {
    const entry = findTheme(this.#contributions, theme);
    const rules = entry
      ? await readThemeRules(entry.file, read).catch((error: unknown) => {
          this.#options.log(`The theme ${entry.id} could not be read: ${String(error)}`);
          return [];
        })
      : [];
    // Another one was asked for while this one was read.
    if (this.#wanted !== key) return this.#ready;
    this.#registry.setTheme({ settings: [{ settings: { foreground } }, ...rules, ...customRules(customizations, theme.id)] });
    this.#shown = { key, changes: this.#shown.changes + 1 };
  }

  async #loadGrammar(scope: string): Promise<ReturnType<typeof parseRawGrammar> | null> {
    const file = this.#contributions.grammars.get(scope);
    if (file === undefined) return null;
    try {
      return parseRawGrammar(await read(file), file);
    } catch (error) {
      this.#options.log(`The grammar ${scope} could not be read: ${String(error)}`);
      return null;
    }
  }

  /** A grammar that puts itself into `text.html` is in `text.html.derivative` too. */
  #injectionsInto(scope: string): string[] {
    const parts = scope.split('.');
    return parts.flatMap((_, index) => this.#contributions.injections.get(parts.slice(0, index + 1).join('.')) ?? []);
  }
}

let loading: Promise<IOnigLib> | undefined;

/** Loaded once in a thread, whatever becomes of the extensions. */
function loadOniguruma(wasmFile: string): Promise<IOnigLib> {
  if (!loading) {
    loading = readFile(wasmFile)
      .then((wasm) => loadWASM(new Uint8Array(wasm).buffer))
      .then(() => ({ createOnigScanner, createOnigString }));
    // Told to whoever needs it; until somebody does, its failure is nobody's.
    loading.catch(() => {});
  }
  return loading;
}
