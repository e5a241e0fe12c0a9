/** A diff of git's, file by file. Pure. */

export interface DiffPart {
  /** As it is now, from the top of the repository, with `/`; as it was where it is deleted. */
  readonly path: string;
  readonly text: string;
}

export function diffParts(diff: string): DiffPart[] {
  return diff
    .split(/^(?=diff --git )/m)
    .filter((text) => text.startsWith('diff --git '))
    .map((text) => ({ path: pathOf(text), text }));
}

function pathOf(part: string): string {
  const head = part.split(/^@@ /m, 1)[0] ?? '';
  const named = (pattern: RegExp) => pattern.exec(head)?.[1];
  const path = named(/^\+\+\+ (?!\/dev\/null)(.+?)\t?$/m) ?? named(/^--- (?!\/dev\/null)(.+?)\t?$/m);
  if (path !== undefined) return unquoted(path).replace(/^[a-z]\//, '');
  // Renamed, binary or empty: there are no such lines.
  const renamed = named(/^rename to (.+)$/m);
  if (renamed !== undefined) return unquoted(renamed);
  const both = /^diff --git (?:"a\/.*" ("b\/.*")|a\/(.*) b\/\2)$/m.exec(head);
  return both?.[2] ?? unquoted(both?.[1] ?? '').replace(/^b\//, '');
}

/** Git writes names with unusual characters in quotes, their bytes in octal. */
function unquoted(path: string): string {
  if (!path.startsWith('"')) return path;
  const bytes: number[] = [];
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };
  for (const [, octal, escaped, plain] of path.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/g)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else bytes.push(...new TextEncoder().encode(plain ?? escapes[escaped ?? ''] ?? escaped ?? ''));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
