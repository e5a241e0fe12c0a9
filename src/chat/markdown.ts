import { joinedBlocks, turnsOf } from '../shared/continuing.ts';
import type { DocumentItem } from '../shared/document.ts';
import { documentsOf, type Message, messageText } from '../shared/message.ts';

/** Headings of a conversation as Markdown; given in the user's language. */
export interface MarkdownWords {
  readonly you: string;
  readonly model: (id: string) => string;
  /** A document that went with a prompt. */
  readonly document: (document: DocumentItem) => string;
}

/** A conversation, or a part of one, as Markdown for people: what was said, without thinking, a heading for each turn. */
export function conversationMarkdown(title: string, messages: readonly Message[], words: MarkdownWords): string {
  const turns = turnsOf(messages, (message) => message).map((turn) => {
    const parts = turn.type === 'reply' ? turn.parts : [turn.prompt];
    const headings = parts.map((message) => (message.role === 'user' ? words.you : words.model(message.model)));
    return `## ${[...new Set(headings)].join(' + ')}\n\n${turnMarkdown(parts, words).trimEnd()}\n`;
  });
  return [...(title === '' ? [] : [`# ${title}\n`]), ...turns].join('\n');
}

/** A message, or a reply with what goes on with it, as one. */
export function turnMarkdown(parts: readonly Message[], words: Pick<MarkdownWords, 'document'>): string {
  const replies = parts.flatMap((part) => (part.role === 'assistant' ? [part] : []));
  const [first] = parts;
  if (!first) return '';
  return replies.length > 1 ? messageText({ blocks: joinedBlocks(replies).map(({ block }) => block) }) : messageMarkdown(first, words);
}

/** A message as it was written, below the names of the documents that went with it. */
export function messageMarkdown(message: Message, words: Pick<MarkdownWords, 'document'>): string {
  const documents = documentsOf(message).map((each) => `> ${words.document(each)}`);
  const text = messageText(message);
  return documents.length === 0 ? text : [documents.join('\n'), ...(text === '' ? [] : [text])].join('\n\n');
}
