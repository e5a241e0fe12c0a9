import * as vscode from 'vscode';
import type { TextEdit } from '../apply/plan.ts';
import { planApply } from '../apply/planApply.ts';
import type { Dialogs } from './dialogs.ts';
import { nameOf, openEditable } from './editable.ts';
import { applyScheme } from './ids.ts';
import { refusalText } from './refusalText.ts';

/** Code of an answer that is to go into a document. */
export interface WantedChange {
  readonly target: vscode.Uri;
  readonly code: string;
  readonly language: string;
  /** An offset in the document as it was; decides between places. */
  readonly near: number | undefined;
}

/** How it would be. */
interface Proposal extends WantedChange {
  /** The document's text that the edits are for. */
  readonly before: string;
  readonly after: string;
  readonly edits: readonly TextEdit[];
}

/**
 * Changes that are shown and not made: each a tab with the editor's own diff between the document and a read-only text of how it would be.
 * Nothing is written but what is shown then, and by the user's word alone.
 */
export class Proposals implements vscode.Disposable {
  readonly #dialogs: Dialogs;
  /** By the address of the read-only text. */
  readonly #shown = new Map<string, Proposal>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #disposables: readonly vscode.Disposable[];
  #count = 0;

  constructor(dialogs: Dialogs) {
    this.#dialogs = dialogs;
    this.#disposables = [
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(applyScheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#shown.get(uri.toString())?.after,
      }),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const tab of closed) this.#shown.delete(proposedBy(tab)?.toString() ?? '');
      }),
    ];
    // What an earlier window showed is gone, and its tabs are empty.
    void vscode.window.tabGroups.close(tabs().filter((tab) => proposedBy(tab)));
  }

  dispose(): void {
    for (const each of this.#disposables) each.dispose();
  }

  /** Shows a change as a diff, with the focus in it. */
  async show(wanted: WantedChange, before: string, edits: readonly TextEdit[]): Promise<void> {
    const { target } = wanted;
    const uri = vscode.Uri.from({ scheme: applyScheme, path: target.path || '/', query: `${Date.now()}-${++this.#count}` });
    this.#shown.set(uri.toString(), { ...wanted, before, edits, after: edited(before, edits) });
    const title = vscode.l10n.t('{0} (proposed change)', target.path.split('/').at(-1) ?? '');
    await vscode.commands.executeCommand('vscode.diff', target, uri, title, { preview: true });
  }

  /**
   * Makes the change that is shown in the active tab, as one step that can be undone. Where the document has changed since, nothing is
   * written: the change is planned again and shown as it would be now.
   */
  async accept(): Promise<void> {
    const [tab, uri, proposal] = this.#active();
    if (!tab || !uri || !proposal) return;
    const { target } = proposal;
    const document = await openEditable(target);
    if (typeof document === 'string') return this.#say(document);
    const text = document.getText();
    if (text !== proposal.before) return this.#planAgain(tab, uri, proposal, text);
    if (!(await write(document, proposal))) {
      return this.#say(vscode.l10n.t('“{0}” could not be changed. Nothing was written.', nameOf(target)));
    }
    await vscode.window.tabGroups.close(tab);
    await showChange(document, proposal.edits);
  }

  /** Leaves the document as it is. */
  async reject(): Promise<void> {
    const [tab] = this.#active();
    if (tab) await vscode.window.tabGroups.close(tab);
  }

  async #planAgain(tab: vscode.Tab, uri: vscode.Uri, proposal: Proposal, before: string): Promise<void> {
    const { target, code, language, near } = proposal;
    const plan = planApply(before, code, { path: nameOf(target), language, near });
    switch (plan.kind) {
      case 'edits':
        this.#shown.set(uri.toString(), { ...proposal, before, edits: plan.edits, after: edited(before, plan.edits) });
        this.#changed.fire(uri);
        return this.#say(
          vscode.l10n.t('“{0}” has changed meanwhile. This is how it would be now: look at it, and accept it again.', nameOf(target)),
        );
      case 'unchanged':
        await vscode.window.tabGroups.close(tab);
        return this.#say(vscode.l10n.t('“{0}” already is as this code wants it.', nameOf(target)));
      case 'refused':
        return this.#say(
          `${vscode.l10n.t('“{0}” has changed meanwhile. Nothing was written.', nameOf(target))} ${refusalText(plan, nameOf(target))}`,
        );
    }
  }

  #active(): readonly [tab?: vscode.Tab, uri?: vscode.Uri, proposal?: Proposal] {
    const { activeTabGroup, all } = vscode.window.tabGroups;
    // A click on its title's action may leave the focus where it is.
    const inSight = [activeTabGroup, ...all].map(({ activeTab }) => activeTab);
    const tab = inSight.find((each) => proposedBy(each));
    const uri = proposedBy(tab);
    const proposal = uri && this.#shown.get(uri.toString());
    return tab && proposal ? [tab, uri, proposal] : [];
  }

  /** Not waited for: it stays until it is read. */
  #say(sentence: string): void {
    void this.#dialogs.say(sentence, []);
  }
}

function tabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs);
}

/** The address of the read-only text that a tab shows, if it shows one. */
function proposedBy(tab: vscode.Tab | undefined): vscode.Uri | undefined {
  return tab?.input instanceof vscode.TabInputTextDiff && tab.input.modified.scheme === applyScheme ? tab.input.modified : undefined;
}

function edited(text: string, edits: readonly TextEdit[]): string {
  let at = 0;
  let result = '';
  for (const { start, end, text: put } of edits) {
    result += text.slice(at, start) + put;
    at = end;
  }
  return result + text.slice(at);
}

/** All edits in one: the editor takes it back in one step, and refuses it where the document changes meanwhile. */
async function write(document: vscode.TextDocument, { edits }: Proposal): Promise<boolean> {
  const change = new vscode.WorkspaceEdit();
  change.set(
    document.uri,
    edits.map(({ start, end, text }) => vscode.TextEdit.replace(rangeOf(document, start, end), text)),
  );
  return vscode.workspace.applyEdit(change);
}

function rangeOf(document: vscode.TextDocument, start: number, end: number): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** Shows where the document has changed first. */
async function showChange(document: vscode.TextDocument, edits: readonly TextEdit[]): Promise<void> {
  const place = document.positionAt(edits[0]?.start ?? 0);
  // A cell of a notebook has no editor of its own, and is seen where it is.
  await vscode.window
    .showTextDocument(document, { preview: false, selection: new vscode.Range(place, place) })
    .then(undefined, () => undefined);
}
