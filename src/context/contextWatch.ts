/** Whether documents have changed since parts of them were taken. */
import * as vscode from 'vscode';
import type { ContextItem, ContextKind } from '../shared/context.ts';
import { linesOf, textOf } from './code.ts';
import { takeFile } from './files.ts';
import { notebookText } from './notebooks.ts';
import { newItem, pathOf, plainLines } from './place.ts';
import { findSpan, movedSpan, type Span } from './span.ts';
import { refused, type Taken, takenTexts } from './taken.ts';

interface Watched {
  readonly item: ContextItem;
  /** Where it is by now; undefined where it was not found, and for whole documents. */
  readonly span: Span | undefined;
  readonly stale: boolean;
}

/** Milliseconds of quiet after which a document is compared. */
const quiet = 250;

/** What is a part of one document as it was, and can be taken again. */
const renewable: ReadonlySet<ContextKind> = new Set(['selection', 'symbol', 'editor', 'file']);

/** Watches the documents of those items that it was given last; costs nothing while there are none. */
export class ContextWatch implements vscode.Disposable {
  readonly #onChange: () => void;
  readonly #watched = new Map<string, Watched>();
  readonly #changed = new Set<string>();
  #listening: vscode.Disposable | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param onChange is called when an item has become stale, or is what it was again */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** These are watched from now on, and no others. */
  put(items: readonly ContextItem[]): void {
    const kept = items.filter(isRenewable);
    for (const id of this.#watched.keys()) if (!kept.some((item) => item.id === id)) this.#watched.delete(id);
    for (const item of kept) if (this.#watched.get(item.id)?.item !== item) this.#watched.set(item.id, begin(item));
    if (this.#watched.size === 0) this.#stop();
    else {
      this.#listening ??= vscode.Disposable.from(
        vscode.workspace.onDidChangeTextDocument((event) => this.#onEdit(event)),
        vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => this.#compareSoon(notebook.uri.toString())),
      );
    }
  }

  isStale(id: string): boolean {
    return this.#watched.get(id)?.stale ?? false;
  }

  /** Where an item is by now; undefined where that is not known. */
  spanOf(id: string): Span | undefined {
    return this.#watched.get(id)?.span;
  }

  dispose(): void {
    this.#watched.clear();
    this.#stop();
  }

  #stop(): void {
    this.#listening?.dispose();
    this.#listening = undefined;
    clearTimeout(this.#timer);
  }

  #onEdit({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const uri = document.uri.toString();
    for (const [id, watched] of this.#watched) {
      if (watched.item.uri !== uri) continue;
      // They come from the last to the first, so that none moves another.
      this.#watched.set(id, { ...watched, span: watched.span && contentChanges.reduce(movedSpan, watched.span) });
    }
    this.#compareSoon(uri);
  }

  #compareSoon(uri: string): void {
    if (![...this.#watched.values()].some(({ item }) => item.uri === uri)) return;
    this.#changed.add(uri);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#compare(), quiet);
  }

  #compare(): void {
    let news = false;
    for (const [id, watched] of this.#watched) {
      if (watched.item.uri === null || !this.#changed.has(watched.item.uri)) continue;
      const stale = isStale(watched) ?? watched.stale;
      news ||= stale !== watched.stale;
      this.#watched.set(id, { ...watched, stale });
    }
    this.#changed.clear();
    if (news) this.#onChange();
  }
}

function isRenewable({ kind, uri }: ContextItem): boolean {
  return uri !== null && renewable.has(kind);
}

function begin(item: ContextItem): Watched {
  const document = openDocument(item.uri);
  const span =
    document && item.lines ? findSpan(document.getText(), inDocument(document, item.text), lineOffset(document, item.lines[0])) : undefined;
  return { item, span, stale: isStale({ item, span }) ?? false };
}

/** Whether it is not what was taken any more; undefined where what it is of is not open. */
function isStale({ item, span }: Pick<Watched, 'item' | 'span'>): boolean | undefined {
  const notebook = vscode.workspace.notebookDocuments.find(({ uri }) => uri.toString() === item.uri);
  if (notebook) return notebookText(notebook).text !== item.text;
  const document = openDocument(item.uri);
  if (!document) return undefined;
  if (item.lines === null) return plainLines(document.getText()) !== item.text;
  return span === undefined || textOf(document, rangeOf(document, span)) !== item.text;
}

/**
 * An item as it is by now, under another id: what is where it was, moved along with what was written above it.
 * @param span where it is, if that is known
 */
export async function takeAgain(item: ContextItem, span: Span | undefined): Promise<Taken> {
  const uri = vscode.Uri.parse(item.uri ?? '', true);
  if (item.lines === null) return takeFile(uri);
  const [first, last] = item.lines;
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    const sameLines = new vscode.Range(first - 1, 0, last - 1, Number.MAX_SAFE_INTEGER);
    const range = document.validateRange(span && span.end > span.start ? rangeOf(document, span) : sameLines);
    return takenTexts([newItem({ ...item, lines: linesOf(range), text: textOf(document, range) })]);
  } catch {
    return refused(vscode.l10n.t('“{0}” could not be read.', pathOf(uri)));
  }
}

function openDocument(uri: string | null): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri);
}

function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

function lineOffset(document: vscode.TextDocument, line: number): number {
  return document.offsetAt(new vscode.Position(line - 1, 0));
}

function inDocument({ eol }: vscode.TextDocument, text: string): string {
  return eol === vscode.EndOfLine.CRLF ? text.replaceAll('\n', '\r\n') : text;
}
