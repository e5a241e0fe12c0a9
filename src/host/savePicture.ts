import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { HistoryStore } from '../chat/ports.ts';
import type { Session } from '../chat/session.ts';
import type { Picture, PictureType } from '../shared/picture.ts';

const extensions: Readonly<Record<PictureType, readonly [first: string, ...others: string[]]>> = {
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
};
/** What some file system does not take in a name. */
const unusual = /[/\\:*?"<>|\p{Cc}]/gu;

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
    defaultUri: vscode.Uri.joinPath(folder, fileNameOf(picture)),
    filters: { [vscode.l10n.t('Picture')]: [...extensions[picture.type]] },
    title: vscode.l10n.t('Save Picture'),
  });
  if (target) await vscode.workspace.fs.writeFile(target, found.bytes);
}

/** What a picture would be called as a file: its own name, with the end that its type has. */
export function fileNameOf({ name, type }: Pick<Picture, 'name' | 'type'>): string {
  const [first, ...others] = extensions[type];
  const plain = name.replace(unusual, '-').replace(/^[. ]+|[. ]+$/g, '') || 'picture';
  const end = /\.(\w+)$/.exec(plain)?.[1]?.toLowerCase() ?? '';
  if ([first, ...others].includes(end)) return plain;
  return `${plain.replace(/\.(?:png|apng|jpe?g|jfif|gif|webp|bmp|avif|hei[cf]|tiff?|svg)$/i, '')}.${first}`;
}
