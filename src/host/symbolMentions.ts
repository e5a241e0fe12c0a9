import * as vscode from 'vscode';
import { late } from '../context/patience.ts';
import { pathOf } from '../context/place.ts';
import type { MentionEntry } from '../mentions/entry.ts';
import { matchText } from '../mentions/ranges.ts';
import { WorkspaceSymbols } from './workspaceSymbols.ts';

/** Milliseconds: how long typing has to rest, and how long an answer is waited for. */
const rest = 250;
const defaultPatience = 10_000;
const mostEntries = 20;
const mostRemembered = 1000;

export interface FoundSymbols {
  readonly entries: readonly MentionEntry[];
  /** What went wrong, as a sentence. */
  readonly notice: string | null;
}

/** The symbols of the workspace, as the list behind `@` has them. */
export class SymbolMentions {
  readonly #symbols: WorkspaceSymbols;
  readonly #remembered = new Map<string, vscode.SymbolInformation>();
  #lastId = 0;

  /** @param patience milliseconds */
  constructor(patience = defaultPatience) {
    this.#symbols = new WorkspaceSymbols(patience);
  }

  /** Undefined where the query was superseded before it was asked. Never rejects. */
  async search(query: string, token: vscode.CancellationToken): Promise<FoundSymbols | undefined> {
    await new Promise((resolve) => setTimeout(resolve, rest));
    if (token.isCancellationRequested) return undefined;
    try {
      const symbols = await this.#symbols.find(query);
      if (symbols === late) return { entries: [], notice: noAnswer() };
      return { entries: this.#entries(query, symbols), notice: null };
    } catch {
      return { entries: [], notice: vscode.l10n.t('The search for symbols failed.') };
    }
  }

  /** The symbol of an entry that was listed; undefined where that is too long ago. */
  find(id: string): vscode.SymbolInformation | undefined {
    return this.#remembered.get(id);
  }

  #entries(query: string, symbols: readonly vscode.SymbolInformation[]): readonly MentionEntry[] {
    return symbols
      .flatMap((symbol) => {
        // A provider may match by more than the name, and may leave the place within the file for later.
        const match = matchText(query, symbol.name);
        return symbol.location.range ? [{ symbol, score: match?.score ?? 0, ranges: match?.ranges ?? [] }] : [];
      })
      .sort((one, other) => other.score - one.score)
      .slice(0, mostEntries)
      .map(({ symbol, ranges }) => {
        const place = `${pathOf(symbol.location.uri)}:${symbol.location.range.start.line + 1}`;
        return {
          kind: 'symbol',
          id: this.#remember(symbol),
          label: symbol.name,
          detail: symbol.containerName === '' ? place : `${symbol.containerName} · ${place}`,
          labelRanges: ranges,
        };
      });
  }

  #remember(symbol: vscode.SymbolInformation): string {
    const id = `symbol:${++this.#lastId}`;
    this.#remembered.set(id, symbol);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > mostRemembered && oldest !== undefined) this.#remembered.delete(oldest);
    return id;
  }
}

function noAnswer(): string {
  return vscode.l10n.t('The search for symbols does not answer.');
}
