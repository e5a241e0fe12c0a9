/** What code needs to be understood: the signature around it, the imports that it uses, what the editor reports for it. */
import * as vscode from 'vscode';
import type { ContextItem } from '../shared/context.ts';
import { type Code, type CodePart, linesOf, textOf } from './code.ts';
import { importsUsed } from './importLines.ts';
import { documentFields, newItem, plainLines } from './place.ts';
import { problemsIn, problemsItem } from './problems.ts';
import { type CodeSymbol, hasSignature, signatureRange, symbolsAround } from './symbols.ts';

export async function surroundings({ document, parts, symbols }: Code): Promise<ContextItem[]> {
  const [first] = parts;
  if (!first) return [];
  const problems = problemsIn(
    document.uri,
    parts.map(({ range }) => range),
  );
  const signature = signatureAround(document, await symbols(), first.range);
  return [...(signature ? [signature] : []), ...importsItems(document, parts), ...(problems.length > 0 ? [problemsItem(problems)] : [])];
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
