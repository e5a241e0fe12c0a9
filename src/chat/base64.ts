/**
 * Base64 as the bytes that it has on the wire. As a text, a picture of some megabytes would be copied and looked through at each step of its
 * way, in the one thread that all replies go through.
 */
export class Base64 {
  readonly bytes: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes;
  }

  /** What it is in JSON. */
  toJSON(): string {
    return new TextDecoder('latin1').decode(this.bytes);
  }
}
