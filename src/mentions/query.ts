/** What was typed after the `@`, made ready for matching. */

/** One word of a query: all of its characters have to occur in the path, in their order. */
export interface Term {
  /** Lower-cased, `/` between names. */
  readonly text: string;
  /** The part behind the last `/`, which is looked for in the name; the whole text where there is none. */
  readonly tail: string;
  /** The part up to and with the last `/`, which is looked for in the folder. */
  readonly head: string;
  readonly mask: number;
  readonly tailMask: number;
  /** Of the first character of the tail. */
  readonly firstMask: number;
}

const slash = 47;

/** The words of a query. None: everything matches. */
export function readQuery(query: string): readonly Term[] {
  return query
    .replaceAll('\\', '/')
    .replace(/\/{2,}/g, '/')
    .split(/\s+/)
    .map((word) => lowerCase(word.replace(/^\.?\//, '')))
    .filter((word) => word !== '')
    .map(termOf);
}

function termOf(text: string): Term {
  const end = text.lastIndexOf('/') + 1;
  const tail = text.slice(end);
  return { text, tail, head: text.slice(0, end), mask: maskOf(text, 0), tailMask: maskOf(tail, 0), firstMask: maskOf(tail.slice(0, 1), 0) };
}

/** Whether all that matches `longer` matches `shorter` too. */
export function extendsQuery(longer: readonly Term[], shorter: readonly Term[]): boolean {
  return longer.length >= shorter.length && shorter.every(({ text }, index) => longer[index]?.text.startsWith(text));
}

/** In lower case, with as many characters as before, so that places in it are places in the text. */
export function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (each) => (each.toLowerCase().length === each.length ? each.toLowerCase() : each)).join('');
}

/** Which characters are in a lower-cased text, from a place on, in 32 bits: what lacks one of a query's cannot match it. */
export function maskOf(lower: string, from: number): number {
  let mask = 0;
  for (let index = from; index < lower.length; index += 1) mask |= bitOf(lower.charCodeAt(index));
  return mask;
}

function bitOf(code: number): number {
  if (code >= 97 && code <= 122) return 1 << (code - 97);
  if (code >= 48 && code <= 57) return 1 << 26;
  if (code === 46) return 1 << 27;
  if (code === 45) return 1 << 28;
  if (code === 95) return 1 << 29;
  if (code === slash) return 0;
  return code > 127 ? 1 << 30 : 1 << 31;
}
