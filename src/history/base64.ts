/** Bytes as base64, as they are on the wire. */
export function base64(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  const made = new Uint8Array(text.length);
  new TextEncoder().encodeInto(text, made);
  return made;
}
