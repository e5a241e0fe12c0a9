/** Code in the colours of the editor: what is asked of the highlighter, and what it answers. */

/** The kinds of themes, by the names that extensions and the editor use for them. */
export const themeTypes = ['vs', 'vs-dark', 'hc-black', 'hc-light'] as const;
export type ThemeType = (typeof themeTypes)[number];

/** The theme that is shown. */
export interface ShownTheme {
  /** As the setting `workbench.colorTheme` names it. */
  readonly id: string;
  /** What to go by where no extension that can be read has the theme. */
  readonly type: ThemeType;
}

/** A block of code that is to be coloured. */
export interface CodeToColor {
  readonly text: string;
  /** What its language may be called, the likeliest first: a language's id, one of its names, or a file extension. */
  readonly languages: readonly string[];
  readonly theme: ShownTheme;
}

/** How a run of code is written. */
export interface TokenStyle {
  /** `#` and 3 to 8 hexadecimal digits; null is the editor's own foreground. */
  readonly color: string | null;
  readonly italic: boolean;
  readonly bold: boolean;
  readonly underline: boolean;
  readonly strikethrough: boolean;
}

/** The colours of a text: runs that follow each other from its beginning. What is behind the last one has style 0, which is plain. */
export interface CodeColors {
  readonly styles: readonly TokenStyle[];
  /** Two numbers for each run: where it ends, in UTF-16 units from the beginning of the text, and the index of its style. */
  readonly runs: Uint32Array;
}

/** What an extension says in its manifest, as far as colours are concerned; read as unknown. */
export interface ExtensionContributions {
  /** The extension's folder, to which its paths are relative. */
  readonly folder: string;
  /** Whether it comes with the editor. One that the user has added has precedence. */
  readonly builtIn: boolean;
  readonly languages: unknown;
  readonly grammars: unknown;
  readonly themes: unknown;
}

/** Text without colour, slant, weight or line. */
export const plainStyle: TokenStyle = { color: null, italic: false, bold: false, underline: false, strikethrough: false };
