import { citedAddress, citedTitle } from '../shared/citation.ts';
import { joinedBlocks, turnsOf } from '../shared/continuing.ts';
import type { DocumentItem } from '../shared/document.ts';
import { type ContentBlock, documentsOf, type Message, messageText, picturesOf } from '../shared/message.ts';
import type { Picture } from '../shared/picture.ts';
import { pagesOf } from '../shared/toolCall.ts';
import { hostOf } from '../shared/webAddress.ts';
import { prettyJson } from '../structured/prettyJson.ts';
import { formatOf } from './answerFormat.ts';

/** Headings of a conversation as Markdown; given in the user's language. */
export interface MarkdownWords {
  readonly you: string;
  readonly model: (id: string) => string;
  /** Who said an answer that the user has changed. @param name of the model */
  readonly edited: (name: string) => string;
  /** Who said an answer that the user has written. */
  readonly written: string;
  /** A document that went with a prompt. */
  readonly document: (document: DocumentItem) => string;
  /** A picture that went with a prompt. */
  readonly picture: (picture: Picture) => string;
  /** What stands above the pages of the web that a reply is from. */
  readonly sources: string;
}

/** What a message needs, without its heading. */
type MessageWords = Pick<MarkdownWords, 'document' | 'picture' | 'sources'>;

/** A page of the web. */
export interface Source {
  readonly url: string;
  readonly title: string;
}

/** The pages that a reply cites, each once; of one that cites none, those that were found or read for it. */
export function sourcesOf(blocks: readonly ContentBlock[]): Source[] {
  const cited = blocks.flatMap((block) =>
    (block.type === 'text' ? (block.citations ?? []) : []).flatMap((citation) => {
      const url = citedAddress(citation);
      return url === null ? [] : [{ url, title: citedTitle(citation) }];
    }),
  );
  const found = cited.length > 0 ? [] : pagesOf(blocks.flatMap((block) => (block.type === 'opaque' ? [block.raw] : [])));
  const all = [...cited, ...found.flatMap(({ url, title }) => (url === null ? [] : [{ url, title }]))];
  return all.filter(({ url }, at) => all.findIndex((each) => each.url === url) === at);
}

function sourcesMarkdown(blocks: readonly ContentBlock[], heading: string): string {
  const sources = sourcesOf(blocks).map(
    ({ url, title }, at) => `${at + 1}. [${escaped(title || hostOf(url))}](<${url.replaceAll('\\', '%5C')}>)`,
  );
  return sources.length === 0 ? '' : `\n\n${heading}:\n\n${sources.join('\n')}`;
}

/** A title may have marks of its own. */
function escaped(title: string): string {
  return title.replace(/[\\`*_[\]<>&$~|!#]/g, '\\$&');
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
export function shownMarkdown(parts: readonly Message[], words: MessageWords): string {
  const replies = parts.flatMap((part) => (part.role === 'assistant' ? [part] : []));
  const [first] = parts;
  if (!first) return '';
  if (replies.length <= 1) return messageMarkdown(first, words);
  const blocks = joinedBlocks(replies).map(({ block }) => block);
  const text = messageText({ blocks });
  return (formatOf(replies) ? jsonMarkdown(text) : text) + sourcesMarkdown(blocks, words.sources);
}

/** Who said a message. */
export function headingOf(message: Message, words: Pick<MarkdownWords, 'you' | 'model' | 'edited' | 'written'>): string {
  if (message.role === 'user') return words.you;
  const { origin, model } = message;
  if (origin === 'written') return words.written;
  return origin === 'edited' ? words.edited(words.model(model)) : words.model(model);
}

/** The heading of a conversation. A line break comes between it and its turns, and between these. */
export function titleMarkdown(title: string): string {
  return `# ${title}\n`;
}

export function turnMarkdown(message: Message, words: MarkdownWords): string {
  return `## ${headingOf(message, words)}\n\n${messageMarkdown(message, words).trimEnd()}\n`;
}

/** A message as it was written, below the names of the pictures and documents that went with it. */
export function messageMarkdown(message: Message, words: MessageWords): string {
  const names = [...picturesOf(message).map(words.picture), ...documentsOf(message).map(words.document)];
  const attached = names.map((name) => `> ${name.replaceAll('\n', ' ')}`);
  const said = messageText(message);
  const own = message.role === 'assistant' && message.format ? jsonMarkdown(said) : said;
  const text = own + sourcesMarkdown(message.blocks, words.sources);
  return attached.length === 0 ? text : [attached.join('\n'), ...(text === '' ? [] : [text])].join('\n\n');
}

/** An answer that was asked for as JSON, as a block of code. What is no JSON, as of an answer that was cut, is shown as it came. */
export function jsonMarkdown(text: string): string {
  if (text.trim() === '') return '';
  const fence = '`'.repeat(Math.max(3, ...(text.match(/`+/g) ?? []).map((run) => run.length + 1)));
  return `${fence}json\n${isJson(text) ? prettyJson(text) : text}\n${fence}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
