/** What the language knows of a document's structure. Its provider is somebody else's: it may throw, hang, or not be there. */
import * as vscode from 'vscode';
import { within } from './patience.ts';

export interface CodeSymbol {
  readonly name: string;
  /** What its provider adds to the name, such as a type; may be empty. */
  readonly detail: string;
  readonly kind: vscode.SymbolKind;
  readonly range: vscode.Range;
  /** Where its name is. */
  readonly named: vscode.Range;
  /** How many symbols it is in. */
  readonly depth: number;
}

/** Milliseconds after which a provider is given up. */
const defaultPatience = 1000;

/**
 * All symbols of a document, each before those in it; none where the provider fails or takes too long.
 * @param patience milliseconds
 */
export async function symbolsOf({ uri }: vscode.TextDocument, patience = defaultPatience): Promise<readonly CodeSymbol[]> {
  try {
    const found = await within(patience, vscode.commands.executeCommand<unknown>('vscode.executeDocumentSymbolProvider', uri));
    return Array.isArray(found) ? found.flatMap((each: unknown) => flattened(each, 0)) : [];
  } catch {
    return [];
  }
}

/** The symbols around a range, the smallest first. */
export function symbolsAround(symbols: readonly CodeSymbol[], range: vscode.Range): CodeSymbol[] {
  return symbols.filter((symbol) => symbol.range.contains(range)).sort((a, b) => lineCount(a.range) - lineCount(b.range));
}

const wholes = new Set([
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Constructor,
  vscode.SymbolKind.Class,
  vscode.SymbolKind.Interface,
  vscode.SymbolKind.Struct,
  vscode.SymbolKind.Enum,
]);

/** The one that a reader would name as what the cursor is in: not a local variable, but the function around it. */
export function symbolAt(symbols: readonly CodeSymbol[], position: vscode.Position): CodeSymbol | undefined {
  const around = symbolsAround(symbols, new vscode.Range(position, position));
  return around.find(({ kind, range }) => wholes.has(kind) || lineCount(range) > 1) ?? around[0];
}

/** A line for each symbol, with its lines in the file: "  8-10: method steep". */
export function outlineText(symbols: readonly CodeSymbol[]): string {
  return symbols
    .map(({ name, detail, kind, range, depth }) => {
      const what = [vscode.SymbolKind[kind].toLowerCase(), name, detail].filter((part) => part !== '').join(' ');
      return `${'  '.repeat(depth)}${range.start.line + 1}-${range.end.line + 1}: ${what}`;
    })
    .join('\n');
}

const longestSignature = 8;

/** From the line with its name to the line on which its brackets are closed. */
export function signatureRange(document: vscode.TextDocument, { named, range }: CodeSymbol): vscode.Range {
  const first = named.start.line;
  let open = 0;
  for (let at = first; at <= Math.min(range.end.line, first + longestSignature - 1); at++) {
    const { text, range: line } = document.lineAt(at);
    for (const character of text) open += character === '(' ? 1 : character === ')' ? -1 : 0;
    if (open <= 0) return new vscode.Range(first, 0, at, line.end.character);
  }
  return document.lineAt(first).range;
}

/** Whether it is one that has a signature to speak of. */
export function hasSignature({ kind }: CodeSymbol): boolean {
  return wholes.has(kind);
}

function lineCount({ start, end }: vscode.Range): number {
  return end.line - start.line + 1;
}

/** Providers give a tree, or, older ones, a list; what the editor makes of a tree is of both kinds. */
function flattened(symbol: unknown, depth: number): CodeSymbol[] {
  if (isDocumentSymbol(symbol)) {
    const { name, detail, kind, range, selectionRange: named, children } = symbol;
    return [{ name, detail, kind, range, named, depth }, ...children.flatMap((child) => flattened(child, depth + 1))];
  }
  if (!(symbol instanceof vscode.SymbolInformation)) return [];
  const { name, kind, location } = symbol;
  return [{ name, detail: '', kind, range: location.range, named: new vscode.Range(location.range.start, location.range.start), depth }];
}

function isDocumentSymbol(symbol: unknown): symbol is vscode.DocumentSymbol {
  const { range, selectionRange, children } = (symbol ?? {}) as Partial<vscode.DocumentSymbol>;
  return range instanceof vscode.Range && selectionRange instanceof vscode.Range && Array.isArray(children);
}
