/** A translator: the English text is the key; `{0}`, `{1}` … stand for the arguments. `vscode.l10n.t` is one; the page makes its own. */
export type Translate = (text: string, ...args: (string | number)[]) => string;

/** A translator over a table of translations by English text. */
export function translator(table: Readonly<Record<string, string>>): Translate {
  return (text, ...args) => (table[text] ?? text).replace(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole));
}
