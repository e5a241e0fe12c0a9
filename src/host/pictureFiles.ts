/** Pictures among files of the editor's: they go to the page, which alone can read and scale them. */
import * as vscode from 'vscode';
import type { Session } from '../chat/session.ts';
import { nameOf, pathOf } from '../context/place.ts';
import { refused, type Taken, taken } from '../context/taken.ts';
import { looksLikePicture } from '../pictures/readPicture.ts';
import type { PictureFile } from '../shared/attachmentViews.ts';
import type { ContextItem } from '../shared/context.ts';
import type { DocumentSource } from './documentFiles.ts';

/** Who makes pictures and documents ready and adds them to what is being typed in a conversation: a surface. */
export interface PictureTaker {
  takePictures(conversationId: string, files: readonly PictureFile[]): void;
  /** Resolves to whether all of them were added; of the others it has been said why. */
  takeDocuments(session: Session, documents: readonly DocumentSource[]): Promise<boolean>;
}

/** What was chosen: what goes as text, pictures, and documents. */
export interface Chosen {
  readonly items: readonly ContextItem[];
  readonly pictures: readonly PictureFile[];
  readonly documents: readonly DocumentSource[];
}

/** Only files of such names are read to see whether they are pictures. A drawing in SVG is text here: its source says more. */
const names = /\.(?:png|apng|jpe?g|jfif|gif|webp|bmp|avif|heic|heif|tiff?)$/i;
/** Bytes of a file that goes through the editor to the page. */
const largest = 100_000_000;

/** A file that is a picture; undefined where it is none, whatever it is called. */
export async function takePicture(uri: vscode.Uri): Promise<Taken<PictureFile> | undefined> {
  if (!names.test(uri.path)) return undefined;
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > largest) return refused(vscode.l10n.t('“{0}” is too large to be sent ({1} MB).', pathOf(uri), Math.round(size / 1e6)));
    const bytes = await vscode.workspace.fs.readFile(uri);
    // One that is empty is told to be that.
    if (bytes.length > 0 && !looksLikePicture(bytes)) return undefined;
    return taken({ name: nameOf(uri), bytes: new Uint8Array(bytes).buffer });
  } catch {
    // Whoever reads it as text says what is the matter.
    return undefined;
  }
}
