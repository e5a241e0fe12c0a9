/** A string, or what JSON does not have: a comment. */
const stringOrComment = /"(?:\\.|[^"\\])*"|\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g;
/** A string, or a comma that nothing follows. */
const stringOrLastComma = /"(?:\\.|[^"\\])*"|,(?=\s*[}\]])/g;

/** Parses JSON as the editor's own files have it: with comments, and with commas behind the last of a list. Throws as `JSON.parse` does. */
export function parseJsonWithComments(text: string): unknown {
  const keepStrings = (found: string) => (found.startsWith('"') ? found : '');
  return JSON.parse(
    text
      .replace(/^\uFEFF/, '')
      .replace(stringOrComment, keepStrings)
      .replace(stringOrLastComma, keepStrings),
  );
}
