import { joinedBlocks, turnsOf } from '../shared/continuing.ts';
import type { DocumentItem } from '../shared/document.ts';
import { documentsOf, type Message, messageText, picturesOf } from '../shared/message.ts';
import type { Picture } from '../shared/picture.ts';

/** Headings of a conversation as Markdown; given in the user's language. */
export interface MarkdownWords {
  readonly you: string;
  readonly model: (id: string) => string;
  /** A document that went with a prompt. */
  readonly document: (document: DocumentItem) => string;
  /** A picture that went with a prompt. */
  readonly picture: (picture: Picture) => string;
}

/** A conversation, or a part of one, as Markdown for people: what was said, without thinking, a heading for each turn. */
export function conversationMarkdown(title: string, messages: readonly Message[], words: MarkdownWords): string {
  const turns = turnsOf(messages, (message) => message).map((turn) => {
    const parts = turn.type === 'reply' ? turn.parts : [turn.prompt];
    const headings = parts.map((message) => headingOf(message, words));
    return `## ${[...new Set(headings)].join(' + ')}\n\n${shownMarkdown(parts, words).trimEnd()}\n`;
  });
  return [...(title === '' ? [] : [titleMarkdown(title)]), ...turns].join('\n');
}

/** A message, or a reply with what goes on with it, as one. */
export function shownMarkdown(parts: readonly Message[], words: Pick<MarkdownWords, 'document' | 'picture'>): string {
  const replies = parts.flatMap((part) => (part.role === 'assistant' ? [part] : []));
  const [first] = parts;
  if (!first) return '';
  return replies.length > 1 ? messageText({ blocks: joinedBlocks(replies).map(({ block }) => block) }) : messageMarkdown(first, words);
}

function headingOf(message: Message, words: MarkdownWords): string {
  return message.role === 'user' ? words.you : words.model(message.model);
}

/** The heading of a conversation. A line break comes between it and its turns, and between these. */
export function titleMarkdown(title: string): string {
  return `# ${title}\n`;
}

export function turnMarkdown(message: Message, words: MarkdownWords): string {
  return `## ${headingOf(message, words)}\n\n${messageMarkdown(message, words).trimEnd()}\n`;
}

/** A message as it was written, below the names of the pictures and documents that went with it. */
export function messageMarkdown(message: Message, words: Pick<MarkdownWords, 'document' | 'picture'>): string {
  const names = [...picturesOf(message).map(words.picture), ...documentsOf(message).map(words.document)];
  const attached = names.map((name) => `> ${name.replaceAll('\n', ' ')}`);
  const text = messageText(message);
  return attached.length === 0 ? text : [attached.join('\n'), ...(text === '' ? [] : [text])].join('\n\n');
}
