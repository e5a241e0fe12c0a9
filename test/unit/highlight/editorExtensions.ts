/** The editor's own extensions, as the extension host would tell them, and code coloured by their grammars. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Contributions, readContributions } from '../../../src/highlight/contributions.ts';
import { Highlighter } from '../../../src/highlight/highlighter.ts';
import type { CodeColors, ExtensionContributions, TokenStyle } from '../../../src/shared/codeColors.ts';
import { editorScript, ensureHost, requireEditor } from '../../host/install.mjs';

export const wasmFile = createRequire(join(process.cwd(), 'package.json')).resolve('vscode-oniguruma/release/onig.wasm');

/** Installs the editor where it is not. Throws where there is none for this system. */
export async function editorExtensions(): Promise<ExtensionContributions[]> {
  requireEditor();
  await ensureHost();
  const folder = join(dirname(editorScript), '..', '..', 'lib', 'vscode', 'extensions');
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((each) => existsSync(join(each, 'package.json')))
    .map((each) => {
      const { contributes = {} } = JSON.parse(readFileSync(join(each, 'package.json'), 'utf8'));
      const { languages, grammars, themes } = contributes;
      return { folder: each, builtIn: true, languages, grammars, themes };
    });
}

/** What is coloured, by what it is: one colour for each, so that a colour tells it. */
const marks = {
  comment: 'comment',
  string: 'string',
  keyword: 'keyword, storage',
  number: 'constant.numeric',
  function: 'entity.name.function, support.function',
  type: 'entity.name.type, entity.name.class, support.type, support.class',
  tag: 'entity.name.tag, entity.other.attribute-name',
  heading: 'markup.heading',
  inserted: 'markup.inserted',
  deleted: 'markup.deleted',
} as const;
export type Mark = keyof typeof marks;

const colorOf = (index: number) => `#0000${(index + 16).toString(16)}`.toUpperCase();
const rules = Object.values(marks).map((scope, index) => ({ scope: scope.split(', '), settings: { foreground: colorOf(index) } }));

/** Tells, for a language as a fence names it, what of a text was coloured as what. Null for a language that is not known. */
export type Marker = (language: string, text: string) => Promise<Partial<Record<Mark, string[]>> | null>;

export function marker(extensions: readonly ExtensionContributions[]): Marker {
  const log = (message: string) => {
    throw new Error(message);
  };
  const contributions: Contributions = { ...readContributions(extensions), themes: [] };
  const highlighter = new Highlighter(contributions, { wasmFile, log });
  return async (language, text) => {
    const code = { text, languages: [language], theme: { id: '', type: 'vs' } } as const;
    const colors = await highlighter.highlight(code, { textMateRules: rules });
    if (!colors) return null;
    const marked: Partial<Record<Mark, string[]>> = {};
    for (const [piece, { color }] of pieces(text, colors)) {
      const mark = Object.keys(marks)[rules.findIndex(({ settings }) => settings.foreground === color)] as Mark | undefined;
      if (mark && piece.trim() !== '') marked[mark] = [...(marked[mark] ?? []), piece.trim()];
    }
    return marked;
  };
}

/** A text in its runs. What is behind the last one is plain. */
export function pieces(text: string, { styles, runs }: CodeColors): [string, TokenStyle][] {
  const found: [string, TokenStyle][] = [];
  let start = 0;
  for (let index = 0; index < runs.length; index += 2) {
    const end = runs[index] ?? 0;
    const style = styles[runs[index + 1] ?? 0];
    if (style) found.push([text.slice(start, end), style]);
    start = end;
  }
  const [plain] = styles;
  if (start < text.length && plain) found.push([text.slice(start), plain]);
  return found;
}
