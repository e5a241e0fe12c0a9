import * as vscode from 'vscode';
import { conversationMarkdown } from '../chat/markdown.ts';
import type { Chat } from './chat.ts';
import { documentLabel } from './documentWords.ts';
import { conversationScheme } from './ids.ts';
import { pictureLabel } from './transferWords.ts';

/** Conversations as read-only Markdown documents: for screen readers, for the editor's own search, for saving under a name. */
export class MarkdownDocuments {
  readonly #chat: Chat;

  constructor(chat: Chat) {
    this.#chat = chat;
  }

  async open(conversationId: string, title: string): Promise<void> {
    const name = title.replace(/[\\/:*?"<>|#]/g, ' ').trim() || vscode.l10n.t('Conversation');
    const uri = vscode.Uri.from({ scheme: conversationScheme, path: `/${name}.md`, query: `${Date.now()}&${conversationId}` });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(await vscode.languages.setTextDocumentLanguage(document, 'markdown'));
  }

  /** The text of a document that `open` made. */
  async textOf(uri: vscode.Uri): Promise<string> {
    const session = await this.#chat.sessions.open(uri.query.replace(/^\d+&/, ''));
    if (!session) return '';
    try {
      return conversationMarkdown(session.conversation.title, await session.reader.wholePath(), {
        you: vscode.l10n.t('You'),
        model: (id) => this.#chat.models.nameOf(id),
        edited: (name) => vscode.l10n.t('{0}, edited by you', name),
        written: vscode.l10n.t('Written by you'),
        document: documentLabel,
        picture: pictureLabel,
        sources: vscode.l10n.t('Sources'),
      });
    } finally {
      this.#chat.sessions.release(session);
    }
  }
}
