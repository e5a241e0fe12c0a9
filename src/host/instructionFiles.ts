import * as vscode from 'vscode';
import type { InstructionFile } from '../chat/instructions.ts';
import { late, within } from '../context/patience.ts';
import { pathOf, plainLines } from '../context/place.ts';
import { textOfBytes } from '../mentions/textBytes.ts';
import type { InstructionFileView } from '../shared/headerView.ts';
import { estimateTokens } from '../shared/tokens.ts';

/** Where such files are, in each folder of the workspace; the first is asked first. */
const places = ['AGENTS.md', 'CLAUDE.md', '.github/copilot-instructions.md'] as const;
/** UTF-16 units: some 15 000 tokens, which every request would carry. */
const longest = 60_000;
/** Milliseconds that a prompt waits for the disk; what comes later is taken as it was read last. */
const patience = 1000;
const offName = 'parley.instructionFilesOff';

interface Found {
  readonly uri: vscode.Uri;
  readonly path: string;
  readonly text: string;
  /** Why it is not sent, as a sentence; null: nothing is wrong with it. */
  readonly problem: string | null;
}

/**
 * The files of the workspace that say what goes with every request. They are read for each request, and looked after in between for those who
 * list them. Only in trusted workspaces: whoever wrote them speaks in the user's name. Nothing is read before it is asked for.
 */
export class InstructionFiles implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  /** What is listed has changed. */
  readonly onDidChange = this.#changed.event;
  readonly #disposables: vscode.Disposable[] = [this.#changed];
  #watchers: readonly vscode.Disposable[] | undefined;
  #found: readonly Found[] = [];
  /** Counts readings, and which of them was taken last: what was begun earlier does not replace what was begun later. */
  #readings = 0;
  #taken = 0;

  /** @param memory the workspace's, which knows what is switched off */
  constructor(memory: vscode.Memento) {
    this.#memory = memory;
    this.#disposables.push(
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#watchAnew()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.update()),
    );
  }

  /** As they were when they were last read. */
  get list(): readonly InstructionFileView[] {
    const sent = this.#sent();
    return this.#found.map((found) => ({
      path: found.path,
      tokens: estimateTokens(found.text),
      on: this.#isOn(found),
      note: found.problem ?? (this.#isOn(found) && !sent.includes(found) ? vscode.l10n.t('Says the same as another one.') : null),
    }));
  }

  /** What is to be sent, as it is on the disk now. Never rejects. */
  async read(): Promise<readonly InstructionFile[]> {
    await this.update();
    return this.#sent().map(({ path, text }) => ({ path, text }));
  }

  /** Reads them again, and watches them from then on. Never rejects. */
  async update(): Promise<void> {
    if (!this.#watchers) this.#watch();
    const reading = ++this.#readings;
    const found = await this.#readAll();
    if (reading < this.#taken) return;
    this.#taken = reading;
    if (isSame(found, this.#found)) return;
    this.#found = found;
    this.#changed.fire();
  }

  /** Switches one of them on or off in this workspace. */
  async switch(path: string, on: boolean): Promise<void> {
    const found = this.#found.find((each) => each.path === path);
    if (!found) return;
    const uri = found.uri.toString();
    const off = this.#off().filter((each) => each !== uri);
    await this.#memory.update(offName, on ? off : [...off, uri]);
    this.#changed.fire();
  }

  async open(path: string): Promise<void> {
    const found = this.#found.find((each) => each.path === path);
    if (found) await vscode.window.showTextDocument(found.uri);
  }

  dispose(): void {
    for (const each of [...this.#disposables, ...(this.#watchers ?? [])]) each.dispose();
  }

  /** The same text is sent once: one of these files is often a copy of another. */
  #sent(): Found[] {
    const on = this.#found.filter((found) => found.problem === null && this.#isOn(found));
    return on.filter(({ text }, at) => on.findIndex((each) => each.text === text) === at);
  }

  #isOn({ uri }: Found): boolean {
    return !this.#off().includes(uri.toString());
  }

  #off(): readonly string[] {
    const stored: unknown = this.#memory.get(offName);
    return Array.isArray(stored) ? stored.filter((each) => typeof each === 'string') : [];
  }

  async #readAll(): Promise<readonly Found[]> {
    if (!vscode.workspace.isTrusted) return [];
    const folders = vscode.workspace.workspaceFolders ?? [];
    const uris = folders.flatMap(({ uri }) => places.map((place) => vscode.Uri.joinPath(uri, place)));
    const all = await Promise.all(uris.map((uri) => this.#readOne(uri)));
    return all.filter((each) => each !== undefined);
  }

  async #readOne(uri: vscode.Uri): Promise<Found | undefined> {
    const read = await within(patience, readFile(uri));
    return read === late ? this.#found.find((each) => each.uri.toString() === uri.toString()) : read;
  }

  #watchAnew(): void {
    if (!this.#watchers) return;
    for (const each of this.#watchers) each.dispose();
    this.#watchers = undefined;
    void this.update();
  }

  #watch(): void {
    const update = () => void this.update();
    this.#watchers = (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) =>
      places.map((place) => {
        const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(uri, place));
        watcher.onDidCreate(update);
        watcher.onDidChange(update);
        watcher.onDidDelete(update);
        return watcher;
      }),
    );
  }
}

/** Undefined where there is no such file. */
async function readFile(uri: vscode.Uri): Promise<Found | undefined> {
  const path = pathOf(uri);
  const bad = (problem: string): Found => ({ uri, path, text: '', problem });
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.File) === 0) return undefined;
    // Four bytes a character at most.
    if (size > 4 * longest) return bad(tooLong(size));
    const text = textOfBytes(await vscode.workspace.fs.readFile(uri));
    if (text === undefined) return bad(vscode.l10n.t('Is not sent: it is a binary file.'));
    return text.length > longest ? bad(tooLong(text.length)) : { uri, path, text: plainLines(text), problem: null };
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    return bad(vscode.l10n.t('Is not sent: it could not be read.'));
  }
}

function tooLong(length: number): string {
  return vscode.l10n.t('Is not sent: it is too long ({0} characters of at most {1}).', length.toLocaleString(), longest.toLocaleString());
}

function isSame(some: readonly Found[], others: readonly Found[]): boolean {
  const told = (all: readonly Found[]) => JSON.stringify(all.map(({ uri, text, problem }) => [uri.toString(), text, problem]));
  return told(some) === told(others);
}
