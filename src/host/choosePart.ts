import * as vscode from 'vscode';
import { takePath } from '../context/files.ts';
import type { Taken } from '../context/taken.ts';
import type { PictureFile } from '../shared/attachmentViews.ts';
import type { ContextItem } from '../shared/context.ts';
import { type DocumentSource, documentOr } from './documentFiles.ts';
import { type Chosen, takePicture } from './pictureFiles.ts';

/** What was taken; where it is too long, the part of it that one chooses. Undefined where nothing is to go, and then it has been said why. */
export async function choosePart<T>(taken: Taken<T>): Promise<T | undefined> {
  switch (taken.kind) {
    case 'taken':
      return taken.value;
    case 'refused':
      void vscode.window.showInformationMessage(taken.sentence);
      return undefined;
    case 'tooLong': {
      const { sentence, parts } = taken;
      const labels = parts.map(({ label }) => label);
      // In the way, as all that waits for a choice and was just asked for: so the keyboard is there.
      const label = await vscode.window.showWarningMessage(sentence, { modal: labels.length > 0 }, ...labels);
      return parts.find((part) => part.label === label)?.value;
    }
  }
}

/** Files and folders, one after the other. */
export async function chooseFiles(uris: readonly vscode.Uri[]): Promise<Chosen> {
  const items: ContextItem[] = [];
  const pictures: PictureFile[] = [];
  const documents: DocumentSource[] = [];
  for (const uri of uris) {
    const picture = await takePicture(uri);
    if (picture) {
      pictures.push(...listOf(await choosePart(picture)));
      continue;
    }
    const { document, text } = await documentOr(uri, () => takePath(uri));
    if (document) documents.push(...listOf(await choosePart(document)));
    else items.push(...((await choosePart(text)) ?? []));
  }
  return { items, pictures, documents };
}

function listOf<T>(chosen: T | undefined): T[] {
  return chosen === undefined ? [] : [chosen];
}
