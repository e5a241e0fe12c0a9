/** What the extension host and the highlighter's thread say to each other. */
import type { CodeColors, CodeToColor, ExtensionContributions } from '../shared/codeColors.ts';

/** What the thread starts with. */
export interface WorkerData {
  /** The regular expressions of grammars are Oniguruma's, compiled to WebAssembly. */
  readonly wasmFile: string;
}

export type Request =
  /** What can be read from now on; sent before the first call, and again when extensions came or went. */
  | { readonly type: 'extensions'; readonly extensions: readonly ExtensionContributions[] }
  /** `customizations` is the setting `editor.tokenColorCustomizations`. */
  | { readonly type: 'highlight'; readonly id: number; readonly code: CodeToColor; readonly customizations: unknown };

export type Reply =
  | { readonly type: 'result'; readonly id: number; readonly colors: CodeColors | null }
  /** Said again and again while something is coloured: the thread does not hang. */
  | { readonly type: 'alive' }
  /** Names of files and kinds of errors, never code. */
  | { readonly type: 'log'; readonly message: string };
