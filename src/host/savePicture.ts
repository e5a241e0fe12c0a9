import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { HistoryStore } from '../chat/historyStore.ts';
import type { Session } from '../chat/session.ts';
import { pictureExtensions, pictureFileName } from './pictureFileName.ts';

/** Writes a picture of a conversation to a file that the user names; nothing where they name none. It is what is sent of it, where it is sent whole. */
export async function savePicture(store: HistoryStore, session: Session, id: string): Promise<void> {
  const picture = await session.findPicture(id);
  const found = picture && (await store.readPicture({ hash: picture.hash, size: 'whole' }));
  if (!picture || !found) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The picture is not there any more.'));
    return;
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, pictureFileName(picture)),
    filters: { [vscode.l10n.t('Picture')]: [...pictureExtensions[picture.type]] },
    title: vscode.l10n.t('Save Picture'),
  });
  if (target) await vscode.workspace.fs.writeFile(target, found.bytes);
}
