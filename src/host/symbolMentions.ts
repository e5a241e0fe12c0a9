import * as vscode from 'vscode';
import { late, within } from '../context/patience.ts';
import { pathOf } from '../context/place.ts';
import type { MentionEntry } from '../mentions/entry.ts';
import { matchText } from '../mentions/fuzzy.ts';

/** Milliseconds: how long typing has to rest, and how long an answer is waited for. */
const rest = 120;
const defaultPatience = 10_000;
/** So many questions may be unanswered; then no more are asked until one is. */
const mostOpen = 2;
const mostEntries = 20;
const mostRemembered = 1000;

export interface FoundSymbols {
  readonly entries: readonly MentionEntry[];
  /** What went wrong, as a sentence. */
  readonly notice: string | null;
}

/** The symbols of the workspace, by the languages' extensions, which may be slow, or broken. */
export class SymbolMentions {
  readonly #patience: number;
  readonly #remembered = new Map<string, vscode.SymbolInformation>();
  #open = 0;
  #lastId = 0;

  /** @param patience milliseconds */
  constructor(patience = defaultPatience) {
    this.#patience = patience;
  }

  /** Undefined where the query was superseded before it was asked. Never rejects. */
  async search(query: string, token: vscode.CancellationToken): Promise<FoundSymbols | undefined> {
    await new Promise((resolve) => setTimeout(resolve, rest));
    if (token.isCancellationRequested) return undefined;
    if (this.#open >= mostOpen) return { entries: [], notice: noAnswer() };
    try {
      const symbols = await within(this.#patience, this.#ask(query));
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

  async #ask(query: string): Promise<readonly vscode.SymbolInformation[]> {
    this.#open += 1;
    try {
      const found = await vscode.commands.executeCommand<vscode.SymbolInformation[] | undefined>(
        'vscode.executeWorkspaceSymbolProvider',
        query,
      );
      return found ?? [];
    } finally {
      this.#open -= 1;
    }
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
