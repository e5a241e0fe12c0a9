/** What of a file's bytes is text. */

/** How much of a beginning is looked at: bytes, then characters. */
const looked = 8000;

/** The text of a file's bytes; undefined where they are no text. */
export function textOfBytes(bytes: Uint8Array): string | undefined {
  const encoding = utf16(bytes);
  if (encoding) return new TextDecoder(encoding).decode(bytes);
  if (isBinary(bytes)) return undefined;
  const text = new TextDecoder().decode(bytes);
  return isMostlyText(text) ? text : undefined;
}

/** What has a zero byte in its beginning is no text, as git sees it, unless it says that it is UTF-16. */
export function isBinary(bytes: Uint8Array): boolean {
  return utf16(bytes) === undefined && bytes.subarray(0, looked).includes(0);
}

function utf16([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/** Whether the beginning of what was decoded is text. Older encodings have a few characters that UTF-8 has not; what is full of them is something else. */
export function isMostlyText(text: string): boolean {
  const beginning = text.slice(0, looked);
  let strange = 0;
  for (const character of beginning) {
    const code = character.codePointAt(0) ?? 0;
    if (code === 0xfffd || (code < 32 && ![9, 10, 12, 13, 27].includes(code))) strange += 1;
  }
  return strange <= beginning.length / 10;
}
