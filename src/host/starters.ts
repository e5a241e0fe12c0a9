import * as vscode from 'vscode';
import { ChangesWatch } from '../context/changesWatch.ts';
import { shownFile } from '../context/openEditors.ts';
import { nameOf } from '../context/place.ts';
import type { StartersView } from '../shared/starters.ts';
import type { LastEditor } from './lastEditor.ts';

/** What is there that an empty conversation can begin with. Nothing is followed before somebody wants to know. */
export class Starters implements vscode.Disposable {
  readonly #lastEditor: LastEditor;
  readonly #changes = new ChangesWatch(() => this.#tell());
  readonly #changed = new vscode.EventEmitter<void>();
  /** It is another than was told last. */
  readonly onDidChange = this.#changed.event;
  #listening: vscode.Disposable | undefined;
  #told: StartersView | undefined;

  constructor(lastEditor: LastEditor) {
    this.#lastEditor = lastEditor;
  }

  /** As it is now. */
  get view(): StartersView {
    this.#listening ??= this.#listen();
    this.#changes.look();
    const uri = shownFile(this.#lastEditor.get());
    const view = { file: uri ? nameOf(uri) : null, changes: this.#changes.hasChanges };
    this.#told = view;
    return view;
  }

  /** To be called when git may have begun to run, which it tells nobody. */
  look(): void {
    this.#tell();
  }

  dispose(): void {
    this.#listening?.dispose();
    this.#changes.dispose();
    this.#changed.dispose();
  }

  #listen(): vscode.Disposable {
    const tell = () => this.#tell();
    return vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor(tell),
      vscode.window.tabGroups.onDidChangeTabs(tell),
      // A file is closed some time after its tab.
      vscode.workspace.onDidCloseTextDocument(tell),
    );
  }

  #tell(): void {
    const before = this.#told;
    if (!before) return;
    const { file, changes } = this.view;
    if (file !== before.file || changes !== before.changes) this.#changed.fire();
  }
}
