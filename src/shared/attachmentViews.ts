/** What goes with prompts, as the page shows it and as it hands it over. */
import type { ContextItem } from './context.ts';
import type { DocumentItem } from './document.ts';
import type { PageRange } from './pages.ts';
import type { Picture, PictureType } from './picture.ts';

/** A part of the workspace that goes with a prompt, as a chip shows it. */
export interface ContextView extends Omit<ContextItem, 'text' | 'uri'> {
  /** Its beginning, for the hover. */
  readonly preview: string;
  /** Estimated. */
  readonly tokens: number;
  /** Whether it is not any more what is there now. Only what goes with a prompt that is being typed is compared. */
  readonly stale: boolean;
}

/** A picture that goes with the prompt that is being typed. */
export interface PictureView extends Picture {
  /** With the model that is chosen. */
  readonly tokens: number;
  /** US dollars; null: price unknown. */
  readonly cost: number | null;
}

/** A document that goes with a prompt, as a chip shows it. */
export interface DocumentView extends Pick<DocumentItem, 'id' | 'name' | 'citations'> {
  /** Of the whole file. */
  readonly pages: number;
  /** What of it is sent; null: the whole. */
  readonly ranges: readonly PageRange[] | null;
  /** Bytes of what is sent. */
  readonly size: number;
  /** The hash of one that was taken out of the conversation's requests, by which it is put back. */
  readonly takenOut?: string;
}

/** A document that goes with the prompt that is being typed. */
export interface DraftDocumentView extends DocumentView {
  /** Estimated. */
  readonly tokens: number;
  /** US dollars, for as many tokens with the model that is chosen; null: price unknown. */
  readonly cost: number | null;
  /** With it, there are more pages than the model takes. */
  readonly tooLong: boolean;
}

/** A PDF from outside of the editor, as the page hands it over. */
export interface NewDocument {
  readonly id: string;
  readonly name: string;
  readonly bytes: ArrayBuffer;
}

/** Bytes with their type, on their way between host and page. */
export interface EncodedPictureView {
  readonly type: PictureType;
  readonly bytes: ArrayBuffer;
}

/** A picture as the page has made it ready to be sent. */
export interface NewPicture extends Pick<Picture, 'id' | 'name' | 'note' | 'description'> {
  readonly whole: EncodedPictureView;
  readonly small: EncodedPictureView | null;
  readonly thumbnail: EncodedPictureView;
}

/** A file that may be a picture. */
export interface PictureFile {
  readonly name: string;
  readonly bytes: ArrayBuffer;
}
