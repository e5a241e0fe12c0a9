/** Whether a diagram could have something loaded. What shows it is the editor's preview, which loads pictures and styles from any secure address. */

/** An address, or what may become one: other ways to write a letter or a slash are read by one or another of the languages that a diagram may hold. */
const suspicious: readonly RegExp[] = [
  /https?:/i,
  // Two slashes, of either kind: what stands before them need not be there.
  /[\\/]{2}/,
  // As JSON, YAML and style sheets escape.
  /\\(?:\/|\d|u[\da-f{]|x[\da-f])/i,
  // As HTML does, but for what stands in many diagrams.
  /&#|&(?!(?:amp|lt|gt|quot|apos|nbsp);)[a-z]+;/i,
  // As Mermaid does: characters of ASCII by their numbers, and all others but colours by their names.
  /#(?:x[\da-f]+|0*(?:3[2-9]|[4-9]\d|1[01]\d|12[0-7]));/i,
  /#(?!(?:amp|lt|gt|quot|apos|nbsp);)(?=[a-z\d]*[g-wyz])[a-z\d]+;/i,
];

/** Whether an address may be in the text of a Mermaid diagram, as it stands or written in another way. Of a few that have none it says so, too. */
export function mayNameAddress(text: string): boolean {
  // Within an address, line breaks count for nothing; in a text of YAML, neither does a backslash before one.
  if (/\\\r?\n/.test(text)) return true;
  const joined = text.replace(/[\t\r\n]/g, '');
  return suspicious.some((pattern) => pattern.test(joined));
}
