import * as vscode from 'vscode';
import { late, within } from './patience.ts';

/** Milliseconds that a language's extension has. */
const patience = 5000;

/** The symbols of a document; none where nobody knows them, or not in time. */
export async function symbolsOf(uri: vscode.Uri): Promise<readonly vscode.DocumentSymbol[]> {
  try {
    const asked = vscode.commands.executeCommand<(vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      uri,
    );
    const symbols = await within(patience, asked);
    // Older providers give a flat list, whose places are those of the whole symbols.
    return symbols === late || !symbols ? [] : symbols.map((symbol) => ('range' in symbol ? symbol : asDocumentSymbol(symbol)));
  } catch {
    return [];
  }
}

function asDocumentSymbol({ name, kind, containerName, location }: vscode.SymbolInformation): vscode.DocumentSymbol {
  return new vscode.DocumentSymbol(name, containerName, kind, location.range, location.range);
}

/** A line for each symbol, with its lines in the file; null where there is none. */
export async function outlineOf(uri: vscode.Uri): Promise<string | null> {
  const lines: string[] = [];
  const write = (symbols: readonly vscode.DocumentSymbol[], depth: number) => {
    for (const { name, detail, kind, range, children } of symbols) {
      const what = [vscode.SymbolKind[kind]?.toLowerCase(), name, detail].filter(Boolean).join(' ');
      lines.push(`${'  '.repeat(depth)}${range.start.line + 1}-${range.end.line + 1}: ${what}`);
      write(children, depth + 1);
    }
  };
  write(await symbolsOf(uri), 0);
  return lines.length ? lines.join('\n') : null;
}

/** The smallest symbol around a place that has the name, or else any. */
export function smallestAround(
  symbols: readonly vscode.DocumentSymbol[],
  place: vscode.Position,
  name?: string,
): vscode.DocumentSymbol | undefined {
  for (const symbol of symbols) {
    if (!symbol.range.contains(place)) continue;
    const inner = smallestAround(symbol.children, place, name);
    if (inner) return inner;
    if (name === undefined || symbol.name === name) return symbol;
  }
  return undefined;
}
