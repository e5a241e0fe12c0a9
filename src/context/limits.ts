/** What may go with a prompt: how long it may be, and that it is text. Pure. */

/** UTF-16 units, about 115,000 tokens: what is longer is refused, or offered in part. */
export const longestText = 400_000;
/** Bytes. A file that is larger is not even opened. */
export const largestFile = 20_000_000;

/** Bytes in which a file shows that it is not text. */
const lookedAt = 8000;

export function isTooLong(text: string): boolean {
  return text.length > longestText;
}

/** Whether the beginning of a file is not text. UTF-16 has zeros, too, and says so in its first two bytes. */
export function looksBinary(bytes: Uint8Array): boolean {
  const marked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return !marked && bytes.subarray(0, lookedAt).includes(0);
}
