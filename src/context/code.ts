/** Parts of documents: what is selected, a symbol, what can be seen. */
import * as vscode from 'vscode';
import type { ContextItem } from '../shared/context.ts';
import { isTooLong, longestText } from './limits.ts';
import { documentFields, newItem, pathOf, plainLines } from './place.ts';
import { type CodeSymbol, symbolAt, symbolsAround, symbolsOf } from './symbols.ts';
import { type Part, refused, type Taken, taken, takenTexts, tooLong } from './taken.ts';

/** Where somebody is in a document. Taken at once: what follows may move the focus. */
export interface Spot {
  readonly document: vscode.TextDocument;
  /** Those that are not empty; none: only the cursor. */
  readonly selections: readonly vscode.Range[];
  readonly cursor: vscode.Position;
  /** What can be seen of it. */
  readonly visible: vscode.Range;
}

/** Parts of one document. */
export interface Code {
  readonly document: vscode.TextDocument;
  readonly parts: readonly CodePart[];
  /** Those of the whole document: asked for once, and only where they are needed. */
  readonly symbols: () => Promise<readonly CodeSymbol[]>;
}

export interface CodePart {
  readonly range: vscode.Range;
  readonly item: ContextItem;
}

export function spotIn({ document, selections, selection, visibleRanges }: vscode.TextEditor): Spot {
  const [first, last] = [visibleRanges[0], visibleRanges.at(-1)];
  return {
    document,
    selections: selections.filter((each) => document.getText(each).trim() !== '').sort((a, b) => a.start.compareTo(b.start)),
    cursor: selection.active,
    visible: first && last ? new vscode.Range(first.start, last.end) : wholeOf(document),
  };
}

/** A document of which nothing is selected and no part is shown. */
export function spotOf(document: vscode.TextDocument): Spot {
  return { document, selections: [], cursor: new vscode.Position(0, 0), visible: wholeOf(document) };
}

/** The code that a command is about: what is selected; else the symbol around the cursor; else what can be seen. */
export async function takeCode(spot: Spot): Promise<Taken<Code>> {
  const { document, selections, cursor } = spot;
  const symbols = askedOnce(document);
  const whole = (part: CodePart): Code => ({ document, symbols, parts: [part] });
  if (selections.length > 0)
    return takeParts({ document, symbols, parts: selections.map((range) => selectionPart(document, range)) }, spot);
  const symbol = symbolAt(await symbols(), cursor);
  return symbol
    ? takeParts(whole(symbolPart(document, symbol, vscode.l10n.t('Nothing was selected: what is around the cursor'))), spot)
    : takeParts(whole(visiblePart(spot, vscode.l10n.t('Nothing was selected: what could be seen'))), spot);
}

/** What is selected, and nothing else. */
export function takeSelection(spot: Spot | undefined): Taken {
  if (!spot || spot.selections.length === 0) return refused(vscode.l10n.t('Nothing is selected.'));
  const { document, selections } = spot;
  const parts = selections.map((range) => selectionPart(document, range).item);
  return takeBounded(parts, parts, spot, ({ item }) => [item]);
}

/** A symbol that was found by its name. @param location of its name, or of all of it */
export async function takeSymbol(name: string, { uri, range }: vscode.Location): Promise<Taken> {
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    const place = new vscode.Range(range.start, range.start);
    const symbol = symbolsAround(await symbolsOf(document), place).find((each) => each.name === name);
    return takenTexts([symbolPart(document, symbol ?? { name, range: document.validateRange(range) }, null).item]);
  } catch {
    return refused(vscode.l10n.t('“{0}” could not be read.', pathOf(uri)));
  }
}

/** Of a problem that is in no symbol. */
const linesAside = 12;

/** What a diagnostic is about: the symbol around it, else some lines on each side. */
export async function codeAround(document: vscode.TextDocument, problem: vscode.Range): Promise<Code> {
  const symbols = askedOnce(document);
  const symbol = symbolAt(await symbols(), problem.start);
  const part = symbol?.range.contains(problem) ? symbolPart(document, symbol, null) : undefined;
  if (part && !isTooLong(part.item.text)) return { document, symbols, parts: [part] };
  const last = Math.min(problem.end.line + linesAside, document.lineCount - 1);
  const around = new vscode.Range(Math.max(0, problem.start.line - linesAside), 0, last, document.lineAt(last).range.end.character);
  return { document, symbols, parts: [selectionPart(document, around)] };
}

export function selectionPart(document: vscode.TextDocument, selection: vscode.Range): CodePart {
  const range = withoutLastBreak(document, selection);
  const text = textOf(document, range);
  return { range, item: newItem({ ...documentFields(document), kind: 'selection', lines: linesOf(range), text, note: null }) };
}

export function visiblePart({ document, visible }: Pick<Spot, 'document' | 'visible'>, note: string | null): CodePart {
  const name = vscode.l10n.t('Visible in {0}', documentFields(document).name);
  return linesPart(document, visible, { kind: 'editor', name, note });
}

function symbolPart(document: vscode.TextDocument, { name, range }: Pick<CodeSymbol, 'name' | 'range'>, note: string | null): CodePart {
  return linesPart(document, range, { kind: 'symbol', name: `${documentFields(document).name} › ${name}`, note });
}

function linesPart(document: vscode.TextDocument, within: vscode.Range, fields: Pick<ContextItem, 'kind' | 'name' | 'note'>): CodePart {
  const range = fullLines(document, within);
  const text = textOf(document, range);
  return { range, item: newItem({ ...documentFields(document), ...fields, lines: linesOf(range), text }) };
}

function takeParts(code: Code, spot: Spot): Taken<Code> {
  const items = code.parts.map(({ item }) => item);
  if (items.every(({ text }) => text.trim() === '')) return refused(vscode.l10n.t('There is no text here.'));
  return takeBounded(code, items, spot, (part) => ({ ...code, parts: [part] }));
}

/** What is too long can be replaced by what is seen of it. */
function takeBounded<T>(value: T, items: readonly ContextItem[], spot: Spot, of: (part: CodePart) => T): Taken<T> {
  const length = items.reduce((sum, { text }) => sum + text.length, 0);
  if (length <= longestText) return taken(value);
  const parts = visibleInstead(spot).map(({ label, value: part }) => ({ label, value: of(part) }));
  return tooLong(documentFields(spot.document).name, length, parts);
}

/** What can be seen of a document, as a part of what is too long. */
export function visibleInstead(spot: Pick<Spot, 'document' | 'visible'>): Part<CodePart>[] {
  const part = visiblePart(spot, vscode.l10n.t('The whole is too long: what could be seen'));
  return isTooLong(part.item.text) || part.item.text.trim() === '' ? [] : [{ label: vscode.l10n.t('Add the visible part'), value: part }];
}

function askedOnce(document: vscode.TextDocument): Code['symbols'] {
  let asked: Promise<readonly CodeSymbol[]> | undefined;
  return () => {
    asked ??= symbolsOf(document);
    return asked;
  };
}

export function linesOf({ start, end }: vscode.Range): [first: number, last: number] {
  return [start.line + 1, end.line + 1];
}

export function textOf(document: vscode.TextDocument, range: vscode.Range): string {
  return plainLines(document.getText(range));
}

/** The lines that a selection is of, counted from 1. */
export function selectedLines(document: vscode.TextDocument, selection: vscode.Range): [first: number, last: number] {
  return linesOf(withoutLastBreak(document, selection));
}

/** A selection of whole lines ends at the beginning of the next, of which it has nothing. */
function withoutLastBreak(document: vscode.TextDocument, { start, end }: vscode.Range): vscode.Range {
  if (end.character > 0 || end.line === start.line) return new vscode.Range(start, end);
  return new vscode.Range(start, document.lineAt(end.line - 1).range.end);
}

function fullLines(document: vscode.TextDocument, { start, end }: vscode.Range): vscode.Range {
  const last = Math.min(end.line, document.lineCount - 1);
  return new vscode.Range(start.line, 0, last, document.lineAt(last).range.end.character);
}

function wholeOf(document: vscode.TextDocument): vscode.Range {
  return fullLines(document, new vscode.Range(0, 0, document.lineCount - 1, 0));
}
