import * as vscode from 'vscode';
import type { ConversationSummary } from '../shared/conversation.ts';
import type { Chat } from './chat.ts';

const listLength = 500;

interface ConversationItem extends vscode.QuickPickItem {
  readonly id: string;
}

/** Lets the user choose a conversation of this workspace in the editor's own list; undefined where none is chosen. @param title of the list */
export async function pickConversation(chat: Chat, title = vscode.l10n.t('Open conversation')): Promise<string | undefined> {
  const conversations = await chat.store.listConversations(chat.sessions.workspaceId, listLength);
  if (conversations.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There are no conversations in this workspace yet.'));
    return undefined;
  }
  const chosen = await vscode.window.showQuickPick(conversations.map(conversationItem), {
    title,
    matchOnDescription: true,
  });
  return chosen?.id;
}

function conversationItem({ id, title, pinned, updatedAt, messageCount }: ConversationSummary): ConversationItem {
  const when = new Date(updatedAt).toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
  return {
    id,
    label: `${pinned ? '$(pinned) ' : ''}${title}`,
    description: when,
    detail: vscode.l10n.t('{0} messages', messageCount),
  };
}
