import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { late } from '../context/patience.ts';
import { isNamed, readSymbolName, type SymbolLabel, type SymbolName } from '../shared/symbolName.ts';
import { type Dialogs, editorDialogs } from './dialogs.ts';
import { WorkspaceSymbols } from './workspaceSymbols.ts';

/** Milliseconds for which an answer is waited for. */
const defaultPatience = 2000;
/** Milliseconds for which a name that nobody knew is not asked for again: a language may only be starting. */
const unknownFor = 10_000;
const mostRemembered = 2000;
/** Of one name. */
const mostLabels = 50;

interface Remembered {
  readonly labels: readonly SymbolLabel[];
  /** Milliseconds, on the clock that was handed over. */
  readonly at: number;
}

export interface SymbolLinksOptions {
  /** Milliseconds. */
  readonly patience?: number;
  /** Milliseconds. */
  readonly now?: () => number;
  readonly dialogs?: Dialogs;
}

/**
 * The names in answers that the workspace knows, and the way to them. What is known is remembered until a document changes. Other extensions
 * answer: they may be slow, or broken, and are busy with what the user does; so they are asked for one name after the other.
 */
export class SymbolLinks implements vscode.Disposable {
  readonly #symbols: WorkspaceSymbols;
  readonly #now: () => number;
  readonly #dialogs: Dialogs;
  /** By the last name, with those of all owners. */
  readonly #remembered = new Map<string, Remembered>();
  readonly #watch: vscode.Disposable;
  /** Counts how often what is remembered was let go. */
  #age = 0;

  constructor({ patience = defaultPatience, now = Date.now, dialogs = editorDialogs }: SymbolLinksOptions = {}) {
    this.#symbols = new WorkspaceSymbols(patience);
    this.#now = now;
    this.#dialogs = dialogs;
    const forget = () => {
      this.#remembered.clear();
      this.#age += 1;
    };
    this.#watch = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        // A log that grows is a document, too.
        if (contentChanges.length > 0 && document.uri.scheme !== 'output') forget();
      }),
      vscode.workspace.onDidCreateFiles(forget),
      vscode.workspace.onDidDeleteFiles(forget),
      vscode.workspace.onDidRenameFiles(forget),
    );
  }

  dispose(): void {
    this.#watch.dispose();
  }

  /** Which of the names the workspace knows by now; those that are not answered for in time are not among them. Never rejects. */
  async known(names: readonly string[]): Promise<readonly string[]> {
    const read = names.flatMap((text) => {
      const wanted = readSymbolName(text);
      return wanted ? [{ text, wanted }] : [];
    });
    const found = new Map<string, readonly SymbolLabel[]>();
    for (const name of new Set(read.map(({ wanted }) => wanted.name))) {
      const labels = this.#recall(name) ?? (await this.#look(name));
      // Who does not answer will not answer for the others, either.
      if (labels === late) break;
      found.set(name, labels);
    }
    return read.filter(({ wanted }) => found.get(wanted.name)?.some((each) => isNamed(each, wanted))).map(({ text }) => text);
  }

  /** Opens the symbol of that name. Where there are several, or nobody answers, the editor's own search for symbols takes over. */
  async open(text: string): Promise<void> {
    const wanted = readSymbolName(text);
    if (!wanted) return;
    const found = await this.#find(wanted);
    const [symbol, ...others] = found === late ? [] : found;
    if (found === late || others.length > 0) await search(wanted);
    else if (symbol) await show(symbol, wanted.name);
    else void this.#dialogs.say(vscode.l10n.t('“{0}” is not known in this workspace any more.', text), []);
  }

  async #look(name: string): Promise<readonly SymbolLabel[] | typeof late> {
    const age = this.#age;
    const begun = performance.now();
    const found = await this.#find({ name, owner: null });
    if (found === late) return late;
    const labels = found.map(labelOf).slice(0, mostLabels);
    if (age === this.#age) this.#remember(name, labels);
    // As long as they worked for this, they have for the user.
    await pause(performance.now() - begun);
    return labels;
  }

  /** The symbols of exactly that name. */
  async #find(wanted: SymbolName): Promise<readonly vscode.SymbolInformation[] | typeof late> {
    const found = await this.#symbols.find(wanted.name).catch(() => []);
    return found === late ? late : found.filter((symbol) => isNamed(labelOf(symbol), wanted));
  }

  #recall(name: string): readonly SymbolLabel[] | undefined {
    const remembered = this.#remembered.get(name);
    if (!remembered) return undefined;
    return remembered.labels.length > 0 || this.#now() - remembered.at < unknownFor ? remembered.labels : undefined;
  }

  #remember(name: string, labels: readonly SymbolLabel[]): void {
    this.#remembered.set(name, { labels, at: this.#now() });
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > mostRemembered && oldest !== undefined) this.#remembered.delete(oldest);
  }
}

function labelOf({ name, containerName }: vscode.SymbolInformation): SymbolLabel {
  // Not every provider keeps to the type.
  return { name, container: containerName ?? '' };
}

/** The editor's Go to Symbol in Workspace, with the name in it: an identifier, so that it cannot be read as anything else. */
async function search({ name, owner }: SymbolName): Promise<void> {
  const words = [name, owner].filter((each) => each !== null).map((each) => each.replace('#', ''));
  await vscode.commands.executeCommand('workbench.action.quickOpen', `#${words.join(' ')}`);
}

async function show({ location }: vscode.SymbolInformation, name: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(location.uri);
  const selection = placeOfName(document, location.range, name);
  await vscode.commands.executeCommand('vscode.open', location.uri, { selection, preview: true });
}

/**
 * Where the name stands in its symbol, which may be the whole of it; its start where it does not stand there.
 * @param range undefined where the provider leaves it for later: then the first place in the file
 */
function placeOfName(document: vscode.TextDocument, range: vscode.Range | undefined, name: string): vscode.Range {
  const start = document.offsetAt(range?.start ?? new vscode.Position(0, 0));
  const word = new RegExp(`(?<![\\p{ID_Continue}$#])${name.replaceAll('$', '\\$')}(?![\\p{ID_Continue}$])`, 'u');
  const at = word.exec(document.getText(range))?.index;
  const from = document.positionAt(start + (at ?? 0));
  return new vscode.Range(from, at === undefined ? from : document.positionAt(start + at + name.length));
}
