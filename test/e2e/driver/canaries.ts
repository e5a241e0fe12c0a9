/** Looks for secrets wherever something may have been written, in whatever form. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A place that is searched: a file, a message, a document. */
export interface Place {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface CanaryReport {
  readonly places: number;
  readonly bytes: number;
  /** Where a secret is, and in which form. */
  readonly found: readonly string[];
}

/** A secret as it may stand in a file, by the form's name. */
export function formsOf(secret: string): ReadonlyMap<string, Buffer> {
  const plain = Buffer.from(secret);
  const escaped = (write: (code: string) => string) => Buffer.from([...secret].map((each) => write(hex(each))).join(''));
  const hex = (character: string) => character.charCodeAt(0).toString(16).padStart(2, '0');
  return new Map([
    ['as it is', plain],
    ['in capitals', Buffer.from(secret.toUpperCase())],
    ['reversed', Buffer.from([...secret].reverse().join(''))],
    ['UTF-16', Buffer.from(secret, 'utf16le')],
    ['UTF-16, big-endian', Buffer.from(secret, 'utf16le').swap16()],
    ['hexadecimal', Buffer.from(plain.toString('hex'))],
    ['URL-encoded', escaped((code) => `%${code}`)],
    ['URL-encoded where it must be', Buffer.from(encodeURIComponent(secret))],
    ['JSON-escaped', escaped((code) => `\\u00${code}`)],
    ['as HTML', escaped((code) => `&#x${code};`)],
    // In the midst of something longer: what is certain of each of the three ways in which it may fall on groups of three bytes.
    ...[0, 1, 2].map((before): [string, Buffer] => {
      const coded = Buffer.concat([Buffer.alloc(before), plain]).toString('base64');
      const whole = coded.slice(before === 0 ? 0 : 4, Math.floor((before + plain.length) / 3) * 4);
      return [`base64, after ${before}`, Buffer.from(whole)];
    }),
  ]);
}

/** Searches places for secrets. */
export function searchFor(secrets: readonly string[], places: Iterable<Place>): CanaryReport {
  const forms = secrets.flatMap((secret) => [...formsOf(secret)].map(([form, bytes]) => ({ form, bytes })));
  const found: string[] = [];
  let [count, bytes] = [0, 0];
  for (const place of places) {
    count += 1;
    bytes += place.bytes.length;
    for (const each of forms) if (place.bytes.includes(each.bytes)) found.push(`${place.name}: ${each.form}`);
  }
  return { places: count, bytes, found };
}

/** The files below a folder, hidden ones too. */
export function* filesBelow(folder: string): Generator<Place> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    // Sockets of the editor's are among them.
    if (entry.isFile()) yield { name: file, bytes: readFileSync(file) };
  }
}

export function textPlace(name: string, text: string): Place {
  return { name, bytes: Buffer.from(text) };
}
