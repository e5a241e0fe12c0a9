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
  const away = uris.filter((uri) => !isNear(uri));
  if (away.length === 0) return uris;
  const add = vscode.l10n.t('Add anyway');
  const names = away.slice(0, mostNamed).map(pathOf);
  const message = vscode.l10n.t('Not in this workspace: {0}', [...names, ...(away.length > mostNamed ? ['…'] : [])].join(', '));
  const detail = vscode.l10n.t('What you add is sent to the API with your message.');
  const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, add);
  return answer === add ? uris : uris.filter(isNear);
}

/**
 * Whether a place may be opened, or even looked for, that is told with a prompt: it is in the workspace or open in an editor, or the user says so.
 * A conversation that was imported tells whatever its file said, and to ask for a file of another computer says to it who asks.
 */
export async function mayOpen(uri: vscode.Uri): Promise<boolean> {
  if (isNear(uri)) return true;
  const open = vscode.l10n.t('Open');
  const detail = vscode.l10n.t('It is not in this workspace.');
  return (await vscode.window.showWarningMessage(vscode.l10n.t('Open {0}?', uri.toString(true)), { modal: true, detail }, open)) === open;
}

function isNear(uri: vscode.Uri): boolean {
  return isInWorkspace(uri) || openEditors().some((each) => isSame(each, uri));
}

/** By its names alone. Whoever reads it goes up at a `..`, which the editor's own question does not. */
function isInWorkspace(uri: vscode.Uri): boolean {
  return vscode.workspace.getWorkspaceFolder(uri) !== undefined && !goesUp(uri.path);
}
