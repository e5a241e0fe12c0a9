/** Documents that go with prompts: looked at, cut to pages, stored, opened. */
import * as vscode from 'vscode';
import type { HistoryStore } from '../chat/historyStore.ts';
import type { Session } from '../chat/session.ts';
import type { DocumentRefusal } from '../documents/calls.ts';
import type { PdfReader } from '../documents/client.ts';
import { mostBytesTogether } from '../pictures/limits.ts';
import {
  type DocumentFile,
  type DocumentItem,
  type DocumentPart,
  documentName,
  documentType,
  largestDocument,
  looksLikePdf,
  mostDocuments,
  mostPagesTogether,
  sentPages,
  sentSize,
} from '../shared/document.ts';
import { countPages, pagesIn, pagesText, readPages } from '../shared/pages.ts';
import type { DocumentSource } from './documentFiles.ts';
import { pagesProblem, refusalSentence } from './documentWords.ts';
import { viewId } from './ids.ts';
import { mayOpen } from './mayRead.ts';
import { sha256 } from './pictures.ts';

/** How much of a request is left for a document. */
interface Room {
  readonly pages: number;
  readonly bytes: number;
}

/** What of a document is to go, with what is to be kept for it. */
interface Chosen {
  readonly part: DocumentPart | null;
  readonly files: readonly DocumentFile[];
}

/** Puts documents into prompts that are being typed. */
export class Documents {
  readonly #store: HistoryStore;
  readonly #reader: PdfReader;
  /** Tokens that a model takes; null where that is not known. */
  readonly #maxInputTokens: (model: string) => number | null;

  constructor(store: HistoryStore, reader: PdfReader, maxInputTokens: (model: string) => number | null) {
    this.#store = store;
    this.#reader = reader;
    this.#maxInputTokens = maxInputTokens;
  }

  /**
   * Adds a document; asks which pages where it has more than can go. Resolves when it is stored: to null, or to a sentence why it is not added.
   * @param id the one that it is to have
   */
  async add(session: Session, id: string, { name: given, bytes, uri }: DocumentSource): Promise<string | null> {
    const name = documentName(given);
    const { documents } = session.conversation.draft;
    if (documents.length >= mostDocuments)
      return vscode.l10n.t('“{0}” is not added: a prompt can have {1} documents at the most.', name, mostDocuments);
    if (bytes.length === 0) return vscode.l10n.t('“{0}” is empty.', name);
    if (bytes.length > largestDocument)
      return vscode.l10n.t('“{0}” is too large to be sent ({1} MB).', name, Math.round(bytes.length / 1e6));
    if (!looksLikePdf(bytes, name)) return vscode.l10n.t('“{0}” is not a PDF.', name);
    const pages = await withProgress(() => this.#reader.inspect(bytes));
    if (typeof pages !== 'number') return refusalSentence(pages, name);
    const citations = documents.some((each) => each.citations);
    const hash = await sha256(bytes);
    const whole: DocumentItem = { id, type: documentType, hash, name, size: bytes.length, pages, part: null, citations, uri };
    const room = this.#room(session, id);
    const fits = pages <= room.pages && bytes.length <= room.bytes;
    const chosen = fits ? { part: null, files: [] } : await this.#choose(whole, bytes, room);
    if (chosen === undefined) return vscode.l10n.t('“{0}” is not added: it is too long, and no pages of it were chosen.', name);
    if (typeof chosen === 'string') return refusalSentence(chosen, name);
    await session.draft.changeDocuments((others) => [...others, { ...whole, part: chosen.part }], [{ hash, bytes }, ...chosen.files]);
    return null;
  }

  /** Asks which pages of a document of the draft are to go. */
  async choosePages(session: Session, id: string): Promise<void> {
    const document = session.conversation.draft.documents.find((each) => each.id === id);
    const file = document && (await this.#store.readDocument(document.hash));
    if (!file) return;
    const chosen = await this.#choose(document, file.bytes, this.#room(session, id));
    if (chosen === undefined) return;
    if (typeof chosen === 'string') void vscode.window.showInformationMessage(refusalSentence(chosen, document.name));
    else
      await session.draft.changeDocuments(
        (all) => all.map((each) => (each.id === id ? { ...each, part: chosen.part } : each)),
        chosen.files,
      );
  }

  /** Asks for citations in all documents of the draft, or for none: the API takes nothing between. */
  async cite(session: Session, citations: boolean): Promise<void> {
    await session.draft.changeDocuments((all) => all.map((each) => ({ ...each, citations })));
  }

  async remove(session: Session, id: string): Promise<void> {
    await session.draft.changeDocuments((all) => all.filter((each) => each.id !== id));
  }

  /** Opens a document where it is; one that is nowhere, or not any more, can be saved. */
  async open(document: DocumentItem): Promise<void> {
    if (document.uri !== null && (await openAt(document.uri, null))) return;
    const save = vscode.l10n.t('Save As…');
    const sentence = vscode.l10n.t('“{0}” is kept with this conversation, and is in no folder of yours that Parley knows.', document.name);
    if ((await vscode.window.showInformationMessage(sentence, save)) !== save) return;
    const file = await this.#store.readDocument(document.hash);
    if (!file) {
      void vscode.window.showInformationMessage(vscode.l10n.t('“{0}” is not there any more.', document.name));
      return;
    }
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const defaultUri = folder && vscode.Uri.joinPath(folder, document.name.replace(/[\\/]/g, '_'));
    const target = await vscode.window.showSaveDialog({ ...(defaultUri && { defaultUri }), filters: { PDF: ['pdf'] } });
    if (target) await vscode.workspace.fs.writeFile(target, file.bytes);
  }

  /** What other documents and pictures of the draft leave. */
  #room({ conversation, model }: Session, id: string): Room {
    const { documents, pictures } = conversation.draft;
    const others = documents.filter((each) => each.id !== id);
    const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
    return {
      pages: mostPagesTogether(this.#maxInputTokens(model)) - sum(others.map(sentPages)),
      bytes: mostBytesTogether - sum([...others.map(sentSize), ...pictures.map(({ size }) => size)]),
    };
  }

  /** Asks until what is chosen fits; undefined where the user gave up. */
  async #choose(document: DocumentItem, bytes: Uint8Array<ArrayBuffer>, room: Room): Promise<Chosen | DocumentRefusal | undefined> {
    const { name, pages, size } = document;
    let value = pagesText(document.part?.ranges ?? [[1, Math.max(1, Math.min(pages, room.pages))]]);
    let prompt =
      size > room.bytes
        ? vscode.l10n.t(
            '“{0}” has {1} pages and {2} MB; {3} MB can go with this prompt. Which pages?',
            name,
            pages,
            megabytes(size),
            megabytes(room.bytes),
          )
        : pages > room.pages
          ? vscode.l10n.t('“{0}” has {1} pages; {2} can go with this prompt. Which pages?', name, pages, Math.max(0, room.pages))
          : vscode.l10n.t('“{0}” has {1} pages. Which of them are to go with this prompt?', name, pages);
    for (;;) {
      const typed = await vscode.window.showInputBox({
        title: vscode.l10n.t('Pages of {0}', name),
        prompt,
        value,
        placeHolder: '1-5, 8',
        ignoreFocusOut: true,
        validateInput: (text) => validate(text, pages, room.pages),
      });
      const read = typed === undefined ? undefined : readPages(typed, pages);
      if (read?.kind !== 'pages') return undefined;
      const { ranges } = read;
      if (countPages(ranges) === pages && size <= room.bytes) return { part: null, files: [] };
      const made = await withProgress(() => this.#reader.cut(bytes, pagesIn(ranges)));
      if (typeof made === 'string') return made;
      if (made.length <= room.bytes) {
        const hash = await sha256(made);
        return { part: { hash, size: made.length, ranges }, files: [{ hash, bytes: made }] };
      }
      value = pagesText(ranges);
      prompt = vscode.l10n.t(
        'These pages have {0} MB; {1} MB can go with this prompt. Which fewer?',
        megabytes(made.length),
        megabytes(room.bytes),
      );
    }
  }
}

/** Shows in the view that something is being done. */
function withProgress<T>(action: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: { viewId } }, action);
}

/** A sentence where what is typed cannot be taken. */
function validate(typed: string, pages: number, most: number): string | null {
  const read = readPages(typed, pages);
  if (read.kind === 'problem') return pagesProblem(read.problem, pages);
  const chosen = countPages(read.ranges);
  return chosen > most ? vscode.l10n.t('These are {0} pages; {1} can go with this prompt.', chosen, Math.max(0, most)) : null;
}

function megabytes(bytes: number): string {
  return (Math.max(0, bytes) / 1e6).toLocaleString(vscode.env.language, { maximumFractionDigits: 1 });
}

/**
 * Opens a document with whatever shows such files; false where it is not there any more, or is not to be opened.
 * @param page that it is to be opened at, where what shows it can do that
 */
export async function openAt(address: string, page: number | null): Promise<boolean> {
  const uri = vscode.Uri.parse(address, true);
  if (!(await mayOpen(uri))) return false;
  try {
    await vscode.workspace.fs.stat(uri);
  } catch {
    return false;
  }
  await vscode.commands.executeCommand('vscode.open', page === null ? uri : uri.with({ fragment: `page=${page}` }));
  return true;
}
