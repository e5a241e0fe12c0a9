import { type Message, messageText } from '../shared/message.ts';

/** Headings of a conversation as Markdown; given in the user's language. */
export interface MarkdownWords {
  readonly you: string;
  readonly model: (id: string) => string;
}

/** A conversation, or a part of one, as Markdown for people: what was said, without thinking, a heading for each turn. */
export function conversationMarkdown(title: string, messages: readonly Message[], words: MarkdownWords): string {
  const turns = messages.map((message) => {
    const heading = message.role === 'user' ? words.you : words.model(message.model);
    return `## ${heading}\n\n${messageText(message).trimEnd()}\n`;
  });
  return [...(title === '' ? [] : [`# ${title}\n`]), ...turns].join('\n');
}
