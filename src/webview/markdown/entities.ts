import { entityTable } from './entityTable.ts';

/** The longest name in the table. */
const longestName = 31;
const reference = /&(?:#[xX]([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z][A-Za-z0-9]{0,31}));/y;

/** Spares the table where only the everyday names are used. */
const common: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['nbsp', '\u00a0'],
]);

let names: Map<string, string> | null = null;

function named(name: string): string | undefined {
  const quick = common.get(name);
  if (quick !== undefined || name.length > longestName) return quick;
  if (!names) {
    names = new Map([['NewLine', '\n']]);
    for (const line of entityTable.split('\n')) {
      const words = line.split(' ');
      const value = words.pop() ?? '';
      for (const word of words) names.set(word, value);
    }
  }
  return names.get(name);
}

function numbered(code: number): string {
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return valid ? String.fromCodePoint(code) : '\ufffd';
}

/** Decodes the character reference at `pos`, where there is a `&`. Null when it is none. */
export function entityAt(text: string, pos: number): { readonly value: string; readonly end: number } | null {
  reference.lastIndex = pos;
  const match = reference.exec(text);
  if (!match) return null;
  const [whole, hex, decimal, name] = match;
  const value = hex ? numbered(Number.parseInt(hex, 16)) : decimal ? numbered(Number(decimal)) : named(name ?? '');
  return value === undefined ? null : { value, end: pos + whole.length };
}

/** Characters that a backslash escapes: ASCII punctuation. */
export function isPunctuation(code: number): boolean {
  return (code >= 33 && code <= 47) || (code >= 58 && code <= 64) || (code >= 91 && code <= 96) || (code >= 123 && code <= 126);
}

/** Resolves backslash escapes and character references, as in link destinations, titles and info strings. */
export function unescapeText(text: string): string {
  if (!text.includes('\\') && !text.includes('&')) return text;
  let result = '';
  let from = 0;
  for (let pos = 0; pos < text.length; ) {
    const code = text.charCodeAt(pos);
    if (code === 92 && isPunctuation(text.charCodeAt(pos + 1))) {
      result += text.slice(from, pos);
      from = pos + 1;
      pos += 2;
      continue;
    }
    const entity = code === 38 ? entityAt(text, pos) : null;
    if (entity) {
      result += text.slice(from, pos) + entity.value;
      from = pos = entity.end;
    } else pos += 1;
  }
  return result + text.slice(from);
}
