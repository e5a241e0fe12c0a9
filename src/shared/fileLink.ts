/** A place in a file, as answers name it: `src/a.ts`, `src/a.ts:10`, `src/a.ts:10:5`, `a.ts#L10`, `a.ts#L10-L20`. */
export interface FileLink {
  /** Relative to the workspace, or absolute; `/` or `\` between names, as it was written. */
  readonly path: string;
  /** From 1; null: not said. */
  readonly line: number | null;
  /** From 1; 1 where it is not said. */
  readonly column: number;
}

const longest = 2000;

/** Reads a link's destination as a place in a file; null where it is anything else, and whatever has a scheme is. */
export function readFileLink(href: string): FileLink | null {
  if (href.length > longest) return null;
  const [, written = '', colonLine, colonColumn, hashLine, hashColumn] =
    /^(.*?)(?::(\d{1,7})(?::(\d{1,5}))?|#L(\d{1,7})(?:C(\d{1,5}))?(?:-L?\d{1,7}(?:C\d{1,5})?)?)?$/su.exec(href) ?? [];
  const path = decoded(written);
  if (path === null || path === '' || isAddress(path) || /^[#?]/.test(path) || hasControl(path)) return null;
  const line = colonLine ?? hashLine;
  return { path, line: line === undefined ? null : Math.max(1, Number(line)), column: Math.max(1, Number(colonColumn ?? hashColumn ?? 1)) };
}

/** Whether it begins with a scheme, or with another machine's name. A drive's letter is no scheme. */
export function isAddress(path: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]+:|[/\\]{2})/i.test(path);
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function hasControl(path: string): boolean {
  return [...path].some((character) => character < ' ');
}
