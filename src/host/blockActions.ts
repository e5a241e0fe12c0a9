import * as vscode from 'vscode';
import type { CodeBlock } from '../shared/codeBlock.ts';
import { applyCode } from './applyCode.ts';
import { type Dialogs, editorDialogs } from './dialogs.ts';
import { nameOf, openEditable } from './editable.ts';
import { insertCode } from './insertCode.ts';
import type { LastEditor } from './lastEditor.ts';
import { newFile } from './newFile.ts';
import { Proposals } from './proposals.ts';
import { runInTerminal } from './runInTerminal.ts';
import { Terminals } from './terminals.ts';

/** What else can be done with a block, by the words that it is offered in. */
type Offer = 'insert' | 'newFile' | 'copy';

/** What the user can have done with a code block of an answer. Each does what its name says, or says why not. */
export class BlockActions implements vscode.Disposable {
  readonly proposals: Proposals;
  readonly #dialogs: Dialogs;
  readonly #lastEditor: LastEditor;
  readonly #terminals: Terminals;

  constructor(lastEditor: LastEditor, dialogs: Dialogs = editorDialogs) {
    this.#lastEditor = lastEditor;
    this.#dialogs = dialogs;
    this.proposals = new Proposals(dialogs);
    this.#terminals = new Terminals();
  }

  dispose(): void {
    this.proposals.dispose();
    this.#terminals.dispose();
  }

  async insert(block: CodeBlock): Promise<void> {
    const last = this.#lastEditor.get();
    if (!last) return this.#refuse(vscode.l10n.t('There is no editor open to insert this into.'), block, ['newFile', 'copy']);
    const document = await openEditable(last.document.uri);
    if (typeof document === 'string') return this.#refuse(document, block, ['newFile', 'copy']);
    const editor = await this.#lastEditor.show();
    if (editor && (await insertCode(editor, block.text))) return;
    this.#refuse(vscode.l10n.t('“{0}” could not be changed. Nothing was written.', nameOf(document.uri)), block, ['newFile', 'copy']);
  }

  apply(block: CodeBlock): Promise<void> {
    return applyCode(block, {
      dialogs: this.#dialogs,
      lastEditor: this.#lastEditor,
      proposals: this.proposals,
      refuse: (sentence, refused) => this.#refuse(sentence, refused, ['insert', 'newFile', 'copy']),
    });
  }

  newFile(block: CodeBlock): Promise<void> {
    return newFile(block);
  }

  runInTerminal(block: CodeBlock): Promise<void> {
    return runInTerminal(block, this.#terminals, this.#dialogs);
  }

  /** Not waited for: it stays until the user has read it. */
  #refuse(sentence: string, block: CodeBlock, offers: readonly Offer[]): void {
    const names: Readonly<Record<Offer, string>> = {
      insert: vscode.l10n.t('Insert at Cursor'),
      newFile: vscode.l10n.t('New File'),
      copy: vscode.l10n.t('Copy'),
    };
    void this.#dialogs
      .say(
        sentence,
        offers.map((offer) => names[offer]),
      )
      .then((choice) => {
        const offer = offers.find((each) => names[each] === choice);
        switch (offer) {
          case 'insert':
            return this.insert(block);
          case 'newFile':
            return this.newFile(block);
          case 'copy':
            return vscode.env.clipboard.writeText(block.text);
          case undefined:
            return undefined;
        }
      });
  }
}
