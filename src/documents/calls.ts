/** What the extension host and a document's thread say to each other. */

/** What a thread is started with: it does one thing, and ends. */
export type Job =
  /** Looks whether a PDF can be read, and counts its pages. */
  | { readonly type: 'inspect'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** Makes a PDF of some pages, which count from 1. */
  | { readonly type: 'cut'; readonly bytes: Uint8Array<ArrayBuffer>; readonly pages: readonly number[] };

/** Why nothing came of it. */
export type DocumentRefusal = 'encrypted' | 'truncated' | 'damaged' | 'noPages' | 'slow';

export type Outcome =
  | { readonly kind: 'inspected'; readonly pages: number }
  | { readonly kind: 'cut'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'refused'; readonly reason: DocumentRefusal };
