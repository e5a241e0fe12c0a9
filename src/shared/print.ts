/** What the extension host and the thread that makes HTML of answers say to each other. */
import type { Citation } from './citation.ts';

/** An answer's text as it came, in parts. */
export interface PrintedText {
  readonly parts: readonly { readonly text: string; readonly citations: readonly Citation[] }[];
}

export interface PrintRequest {
  readonly id: number;
  readonly texts: readonly PrintedText[];
}

/** The HTML of each text. */
export interface PrintReply {
  readonly id: number;
  readonly html: readonly string[];
}
