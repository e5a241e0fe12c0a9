/** The code that a command is about: what is selected; else the symbol around the cursor; else what can be seen. */
import * as vscode from 'vscode';
import type { ContextItem } from '../shared/context.ts';
import { importsUsed } from './importLines.ts';
import { documentFields, newItem, plainLines } from './place.ts';
import { problemsIn, problemsItem } from './problems.ts';
import { type CodeSymbol, hasSignature, signatureRange, symbolAt, symbolsAround, symbolsOf } from './symbols.ts';

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

export async function codeAt(spot: Spot): Promise<Code> {
  const { document, selections, cursor } = spot;
  const symbols = askedOnce(document);
  if (selections.length > 0) return { document, symbols, parts: selections.map((range) => selectionPart(document, range)) };
  const symbol = symbolAt(await symbols(), cursor);
  if (!symbol) return { document, symbols, parts: [visiblePart(spot)] };
  const range = fullLines(document, symbol.range);
  const fields = documentFields(document);
  const item = newItem({
    ...fields,
    kind: 'symbol',
    name: `${fields.name} › ${symbol.name}`,
    lines: linesOf(range),
    text: textOf(document, range),
    note: vscode.l10n.t('Nothing was selected: what is around the cursor'),
  });
  return { document, symbols, parts: [{ range, item }] };
}

export function selectionPart(document: vscode.TextDocument, selection: vscode.Range): CodePart {
  const range = withoutLastBreak(document, selection);
  const item = newItem({
    ...documentFields(document),
    kind: 'selection',
    lines: linesOf(range),
    text: textOf(document, range),
    note: null,
  });
  return { range, item };
}

export function visiblePart({ document, visible }: Pick<Spot, 'document' | 'visible'>): CodePart {
  const range = fullLines(document, visible);
  const fields = documentFields(document);
  const item = newItem({
    ...fields,
    kind: 'editor',
    name: vscode.l10n.t('Visible in {0}', fields.name),
    lines: linesOf(range),
    text: textOf(document, range),
    note: vscode.l10n.t('Nothing was selected: what could be seen'),
  });
  return { range, item };
}

/** What code needs to be understood: the signature around it, the imports that it uses, what the editor reports for it. */
export async function surroundings({ document, parts, symbols }: Code): Promise<ContextItem[]> {
  const [first] = parts;
  if (!first) return [];
  const problems = problemsIn(
    document.uri,
    parts.map(({ range }) => range),
  );
  const fields = documentFields(document);
  const signature = signatureAround(document, await symbols(), first.range);
  return [
    ...(signature ? [signature] : []),
    ...importsItems(document, parts),
    ...(problems.length > 0 ? [problemsItem(fields, problems)] : []),
  ];
}

/** Of a problem that is in no symbol. */
const linesAside = 12;

/** What a diagnostic is about: the symbol around it, else some lines on each side. */
export async function codeAround(document: vscode.TextDocument, problem: vscode.Range): Promise<Code> {
  const symbols = askedOnce(document);
  const symbol = symbolAt(await symbols(), problem.start);
  const around = new vscode.Range(Math.max(0, problem.start.line - linesAside), 0, problem.end.line + linesAside, 0);
  const range = fullLines(document, symbol?.range.contains(problem) ? symbol.range : around);
  const fields = documentFields(document);
  const named = symbol?.range.contains(problem)
    ? ({ kind: 'symbol', name: `${fields.name} › ${symbol.name}` } as const)
    : ({ kind: 'selection', name: fields.name } as const);
  const item = newItem({ ...fields, ...named, lines: linesOf(range), text: textOf(document, range), note: null });
  return { document, symbols, parts: [{ range, item }] };
}

export function importsItems(document: vscode.TextDocument, parts: readonly CodePart[]): ContextItem[] {
  const lines = plainLines(document.getText()).split('\n');
  const used = parts.map(({ range, item }) => importsUsed(document.languageId, lines, item.text, range.start.line, range.end.line));
  const statements = [...new Set(used.flat())];
  if (statements.length === 0) return [];
  const fields = documentFields(document);
  const name = vscode.l10n.t('Imports');
  return [newItem({ ...fields, kind: 'imports', name, lines: null, text: statements.join('\n'), note: null })];
}

/** That of the smallest symbol around it whose signature is not in it. */
function signatureAround(document: vscode.TextDocument, symbols: readonly CodeSymbol[], range: vscode.Range): ContextItem | undefined {
  for (const symbol of symbolsAround(symbols.filter(hasSignature), range)) {
    const signature = signatureRange(document, symbol);
    if (range.contains(signature)) continue;
    return newItem({
      ...documentFields(document),
      kind: 'signature',
      name: symbol.name,
      lines: linesOf(signature),
      text: textOf(document, signature),
      note: null,
    });
  }
  return undefined;
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
