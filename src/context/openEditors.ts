/** What is open in the editor. */
import * as vscode from 'vscode';
import { secretByName, secretByText } from '../shared/secrets.ts';
import { takeFile } from './files.ts';
import { longestText } from './limits.ts';
import { notebookOf } from './notebooks.ts';
import { isSame, newItem, nowhere, pathOf } from './place.ts';
import { refused, type Taken, taken } from './taken.ts';

/** The documents of all text tabs, each once, those of the active group first. */
export function openEditors(): readonly vscode.Uri[] {
  const { activeTabGroup, all } = vscode.window.tabGroups;
  const tabs = [activeTabGroup, ...all.filter((group) => group !== activeTabGroup)].flatMap((group) => group.tabs);
  const uris = tabs.flatMap(({ input }) =>
    input instanceof vscode.TabInputText || input instanceof vscode.TabInputNotebook ? [input.uri] : [],
  );
  return uris.filter((uri, index) => uris.findIndex((other) => isSame(other, uri)) === index);
}

/** The file that is shown: where its tab has no text editor, that of the tab. @param editor the one that is, or was last, active */
export function shownFile(editor: vscode.TextEditor | undefined): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputNotebook) return input.uri;
  return editor && notebookOf(editor.document.uri);
}

/** All that is open in one text; what may be a secret has to be mentioned by itself, and so has what does not fit. */
export async function takeOpenEditors(): Promise<Taken> {
  const uris = openEditors();
  if (uris.length === 0) return refused(vscode.l10n.t('No file is open.'));
  const parts: string[] = [];
  const left: string[] = [];
  let length = 0;
  for (const uri of uris) {
    const path = pathOf(uri);
    const file = secretByName(path) === null ? await takeFile(uri) : undefined;
    const text = file?.kind === 'taken' ? file.value.map((item) => item.text).join('\n') : undefined;
    const part = `=== ${path}\n${text?.trimEnd()}`;
    if (text === undefined || secretByText(text) !== null || length + part.length + 2 > longestText) left.push(path);
    else {
      parts.push(part);
      length += part.length + 2;
    }
  }
  const without = vscode.l10n.t('Left out, as they are no text, too long, look like secrets or cannot be read: {0}.', left.join(', '));
  if (parts.length === 0) return refused(without);
  const note = left.length === 0 ? null : without;
  return taken([newItem({ ...nowhere, kind: 'open', name: vscode.l10n.t('Open editors'), text: parts.join('\n\n'), note })]);
}
