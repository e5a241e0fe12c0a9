/** PDFs among files of the editor's. */
import * as vscode from 'vscode';
import { nameOf, pathOf } from '../context/place.ts';
import { refused, type Taken, taken } from '../context/taken.ts';
import { largestDocument, looksLikePdf, namedPdf } from '../shared/document.ts';

/** A PDF on its way to a prompt. */
export interface DocumentSource {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where it can be opened; null for one from outside of the editor. */
  readonly uri: string | null;
}

/** What a file is taken as. */
type TakenFile<T> =
  | { readonly document: Taken<DocumentSource>; readonly text?: never }
  | { readonly document?: never; readonly text: Taken<T> };

/** A file as a PDF, by whatever name, or else as what `takeText` makes of it. */
export async function documentOr<T>(uri: vscode.Uri, takeText: () => Promise<Taken<T>>): Promise<TakenFile<T>> {
  const named = await takeDocument(uri, false);
  if (named) return { document: named };
  const text = await takeText();
  const other = text.kind === 'refused' ? await takeDocument(uri, true) : undefined;
  return other ? { document: other } : { text };
}

/** Undefined where it is no PDF, whatever it is called. @param anyName reads also what is not called so */
async function takeDocument(uri: vscode.Uri, anyName: boolean): Promise<Taken<DocumentSource> | undefined> {
  const named = namedPdf(uri.path);
  if (!named && !anyName) return undefined;
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > largestDocument)
      return named ? refused(vscode.l10n.t('“{0}” is too large to be sent ({1} MB).', pathOf(uri), Math.round(size / 1e6))) : undefined;
    const bytes = new Uint8Array(await vscode.workspace.fs.readFile(uri));
    // One that is empty is told to be that.
    if (bytes.length > 0 ? !looksLikePdf(bytes, uri.path) : !named) return undefined;
    return taken({ name: nameOf(uri), bytes, uri: uri.toString() });
  } catch {
    // Whoever reads it as text says what is the matter.
    return undefined;
  }
}
