/** What the menu of a picture in a page offers. */
import { isObject, isString } from '../shared/json.ts';
import { isHash } from '../shared/picture.ts';
import type { Chat } from './chat.ts';
import { panelType } from './ids.ts';
import { addPictureAgain } from './pictures.ts';
import { savePicture } from './savePicture.ts';
import type { Surfaces } from './surfaces.ts';

/** What the page has written on a picture for its menu, and which kind of page it was. */
interface Clicked {
  readonly conversationId: string;
  readonly pictureId: string;
  readonly hash: string;
  readonly inTab: boolean;
}

export async function saveClicked(chat: Chat, args: readonly unknown[]): Promise<void> {
  const clicked = readClicked(args);
  if (clicked) await chat.sessions.use(clicked.conversationId, (session) => savePicture(chat.store, session, clicked.pictureId));
}

export async function sendClickedAgain(chat: Chat, args: readonly unknown[]): Promise<void> {
  const clicked = readClicked(args);
  if (clicked) await chat.sessions.use(clicked.conversationId, (session) => addPictureAgain(session, clicked.pictureId));
}

/** Only a page can put a picture on the clipboard. */
export function copyClicked(surfaces: Surfaces, args: readonly unknown[]): void {
  const clicked = readClicked(args);
  if (clicked) surfaces.showing(clicked.conversationId, clicked.inTab)?.copyPicture(clicked.hash);
}

/** The page shows what a model wrote: what it says is looked at. */
function readClicked([context]: readonly unknown[]): Clicked | undefined {
  if (!isObject(context)) return undefined;
  const { conversationId, pictureId, hash, webview } = context;
  if (!isString(conversationId) || !isString(pictureId) || !isHash(hash)) return undefined;
  return { conversationId, pictureId, hash, inTab: webview === panelType };
}
