import * as vscode from 'vscode';
import type { Session } from '../chat/session.ts';
import type { ContextItem } from '../shared/context.ts';
import { mayOpen } from './mayRead.ts';

/** Shows a part of the workspace that went with a prompt: where it is, or, where that cannot be opened any more, as it was sent. */
export async function openContext(item: ContextItem): Promise<void> {
  const document = item.uri === null ? undefined : await tryOpen(vscode.Uri.parse(item.uri, true));
  const shown =
    document ?? (await vscode.workspace.openTextDocument({ content: item.text, ...(item.language && { language: item.language }) }));
  const selection =
    document && item.lines ? { selection: new vscode.Range(item.lines[0] - 1, 0, item.lines[1] - 1, Number.MAX_SAFE_INTEGER) } : {};
  await vscode.window.showTextDocument(shown, { preview: true, ...selection });
}

/** @param messageId null: the prompt that is being typed */
export async function findContext(session: Session, messageId: string | null, id: string): Promise<ContextItem | undefined> {
  if (messageId === null) return session.conversation.draft.context.find((item) => item.id === id);
  const blocks = (await session.reader.message(messageId))?.blocks ?? [];
  return blocks.flatMap((block) => (block.type === 'context' ? [block.item] : [])).find((item) => item.id === id);
}

async function tryOpen(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return (await mayOpen(uri)) ? await vscode.workspace.openTextDocument(uri) : undefined;
  } catch {
    // Deleted, a folder, or of an extension that is gone.
    return undefined;
  }
}
