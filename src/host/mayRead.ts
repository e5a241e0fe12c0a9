import * as vscode from 'vscode';
import { openEditors } from '../context/openEditors.ts';
import { isSame, pathOf } from '../context/place.ts';
import { goesUp } from './pathsBelow.ts';

/** How many names a question has. */
const mostNamed = 10;

/**
 * What of these may be read: what is in the workspace or open in an editor, and the rest if the user says so. A page tells what was dropped on
 * it, and it shows what a model wrote: it is not what decides about files elsewhere.
 */
export async function mayRead(uris: readonly vscode.Uri[]): Promise<readonly vscode.Uri[]> {
  const open = openEditors();
  const isNear = (uri: vscode.Uri) => isInWorkspace(uri) || open.some((each) => isSame(each, uri));
  const away = uris.filter((uri) => !isNear(uri));
  if (away.length === 0) return uris;
  const add = vscode.l10n.t('Add anyway');
  const names = away.slice(0, mostNamed).map(pathOf);
  const message = vscode.l10n.t('Not in this workspace: {0}', [...names, ...(away.length > mostNamed ? ['…'] : [])].join(', '));
  const detail = vscode.l10n.t('What you add is sent to the API with your message.');
  const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, add);
  return answer === add ? uris : uris.filter(isNear);
}

/** By its names alone. Whoever reads it goes up at a `..`, which the editor's own question does not. */
function isInWorkspace(uri: vscode.Uri): boolean {
  return vscode.workspace.getWorkspaceFolder(uri) !== undefined && !goesUp(uri.path);
}
