/** From a stored conversation to a request that the API accepts. Pure: the same conversation always gives the same bytes, so caches hold. */
import { isOfDocument, sentCitation } from '../shared/citation.ts';
import { contextText } from '../shared/context.ts';
import type { ConversationOptions } from '../shared/conversation.ts';
import { type DocumentItem, documentType, sentHash } from '../shared/document.ts';
import { type Effort, smallestBudget, type ThinkingChoice } from '../shared/effort.ts';
import type { JsonObject } from '../shared/json.ts';
import { type ContentBlock, type Message, picturesOf, type TextBlock } from '../shared/message.ts';
import { pagesText } from '../shared/pages.ts';
import { descriptionsText, type Picture } from '../shared/picture.ts';
import type { Caching } from '../shared/turnCache.ts';
import { Base64 } from './base64.ts';
import type { ChatRequest, Model, RequestBlock } from './ports.ts';
import type { PicturesOfRequest } from './requestPictures.ts';
import { type AskedModel, sentPath } from './sentPath.ts';

/** What the user set, valid by type; what the model cannot do is left out of the request. */
export interface RequestSettings {
  readonly model: string;
  /** Tokens; lowered to the model's own maximum, and to 64 000 where that is not known. */
  readonly maxTokens: number;
  /** Null: the API's default. */
  readonly effort: Effort | null;
  readonly thinking: ThinkingChoice;
  /** The system prompt; empty for none. */
  readonly instructions: string;
  /** How long the API keeps what it has read of a conversation, so that its next turn costs less. */
  readonly caching: Caching;
}

/** What Continue asks for, of models that do not go on by themselves. What comes is shown as one with what it goes on with. */
export const continuePrompt =
  'Continue exactly where you stopped, without repeating anything. If a space or a line break comes next, begin with it.';

/** Tokens: as much as every model of the API writes, from the oldest that is still served. */
const everyModelWrites = 64_000;

/**
 * Builds the request for the reply to the last message of `path`.
 * @param path the whole conversation from its first message, ending with a user's.
 * @param pictures those of the path that are sent, documents too, and their bytes
 * @param model what is known of the model; undefined when the Models API was never reached: then nothing optional is sent.
 */
export function buildRequest(
  path: readonly Message[],
  pictures: PicturesOfRequest,
  model: Model | undefined,
  settings: RequestSettings,
): ChatRequest {
  const maxTokens = maxTokensFor(model, settings);
  const thinking = thinkingFor(model, settings);
  const effort = effortFor(model, settings);
  const instructions = settings.instructions.trim();
  return {
    model: settings.model,
    max_tokens: maxTokens,
    ...(settings.caching === 'off' ? {} : { cache_control: { type: 'ephemeral', ttl: settings.caching } }),
    ...(instructions === '' ? {} : { system: instructions }),
    messages: messagesOf(path, pictures, {
      id: settings.model,
      // A reply that is begun has not thought before.
      prefill: thinking === undefined || thinking.type === 'disabled',
    }),
    ...(thinking ? { thinking } : {}),
    ...(effort === null ? {} : { output_config: { effort } }),
  };
}

function messagesOf(path: readonly Message[], pictures: PicturesOfRequest, model: AskedModel): ChatRequest['messages'] {
  const contents = sentBlocks(path, pictures);
  const byId = new Map(path.map(({ id }, at) => [id, contents[at] ?? []]));
  const citations = (block: TextBlock) => citationsAsTheyCame(block, pictures);
  return sentPath(path, model, { sendable: ({ id }) => byId.get(id) ?? [], citations });
}

/**
 * What is sent of each message of a path; nothing of one that the API would refuse. What went with an earlier prompt, and is the same still, is
 * not sent again, unless the prompt is nothing without it.
 */
export function sentBlocks(path: readonly Message[], pictures: PicturesOfRequest): readonly (readonly RequestBlock[])[] {
  const sent = new Set<string>();
  return path.map((message) => {
    const lastFile = message.blocks.findLastIndex(({ type }) => type === 'picture' || type === 'document');
    const blocksWith = (before: Set<string>) =>
      message.blocks.flatMap((block, at) => [...sendable(block, before, pictures), ...(at === lastFile ? descriptions(message) : [])]);
    const content = blocksWith(sent);
    return content.length === 0 && message.role === 'user' ? blocksWith(new Set()) : content;
  });
}

/**
 * A block in the API's form, or nothing where the API would refuse it. Empty text is a 400. Thinking is bound to the model and to
 * everything said before it, and is only needed within one turn (`sentPath`), so that leaving it out can never wedge a conversation;
 * the same goes for the other blocks, which need partners that only tools bring.
 */
function sendable(block: ContentBlock, sent: Set<string>, pictures: PicturesOfRequest): RequestBlock[] {
  switch (block.type) {
    case 'picture':
      return [pictureBlock(block.picture, pictures)];
    case 'document':
      return [documentBlock(block.document, pictures)];
    case 'context': {
      const text = contextText(block.item);
      if (sent.has(text)) return [];
      sent.add(text);
      return [{ type: 'text', text }];
    }
    case 'text': {
      const citations = citationsOf(block, pictures);
      if (block.text.trim() === '') return [];
      return [{ type: 'text', text: block.text, ...(citations.length > 0 ? { citations } : {}) }];
    }
    case 'instruction':
      return block.text.trim() === '' ? [] : [{ type: 'text', text: block.text }];
    case 'thinking':
    case 'opaque':
      return [];
  }
}

function pictureBlock(picture: Picture, { sent, unread, data }: PicturesOfRequest): RequestBlock {
  const { hash, name, width, height, sending } = picture;
  const was = `[The picture “${name}”, ${width} × ${height}, was here`;
  if (sending === 'never') return { type: 'text', text: `${was}: it was taken out.]` };
  if (unread.includes('pictures')) return { type: 'text', text: `${was}: this model cannot see pictures.]` };
  if (!sent.has(picture)) return { type: 'text', text: `${was}: the conversation has too many to send it again.]` };
  const found = data.get(hash);
  // What is not there any more must not end the conversation.
  if (!found || found.type === documentType) return { type: 'text', text: `${was} and is lost.]` };
  return { type: 'image', source: { type: 'base64', media_type: found.type, data: new Base64(found.data) } };
}

function documentBlock(document: DocumentItem, { documents, unread, data }: PicturesOfRequest): RequestBlock {
  const { name, part, sending } = document;
  const was = `[The PDF “${name}”${part ? `, pages ${pagesText(part.ranges)},` : ''} was here`;
  if (sending === 'never') return { type: 'text', text: `${was}: it was taken out.]` };
  if (unread.includes('documents')) return { type: 'text', text: `${was}: this model cannot read PDFs.]` };
  if (!documents.includes(document)) return { type: 'text', text: `${was}: the conversation has too much to send it again.]` };
  const found = data.get(sentHash(document));
  if (found?.type !== documentType) return { type: 'text', text: `${was} and is lost.]` };
  return {
    type: 'document',
    source: { type: 'base64', media_type: documentType, data: new Base64(found.data) },
    title: name,
    // The API takes citations for all documents of a request or for none.
    ...(documents.some(({ citations }) => citations) ? { citations: { enabled: true } } : {}),
  };
}

/** What of a reply's citations can go back with it: the numbers of documents are those of this request. */
function citationsOf({ citations = [] }: TextBlock, pictures: PicturesOfRequest): JsonObject[] {
  if (citations.length === 0) return [];
  const indexOf = numbersIn(pictures);
  return citations.map((each) => sentCitation(each, indexOf)).filter((each) => each !== undefined);
}

/** All of them, those that came with tools as they are; null where the document of one is not sent. */
function citationsAsTheyCame({ citations = [] }: TextBlock, pictures: PicturesOfRequest): JsonObject[] | null {
  const indexOf = numbersIn(pictures);
  const sent = citations.map((each) => (isOfDocument(each) ? sentCitation(each, indexOf) : each.raw));
  return sent.some((each) => each === undefined) ? null : sent.filter((each) => each !== undefined);
}

/** The numbers of documents in a request, by their ids. */
function numbersIn({ documents, data }: PicturesOfRequest): (id: string) => number | undefined {
  const there = documents.filter((each) => data.has(sentHash(each)));
  return (id) => {
    const index = there.findIndex((each) => each.id === id);
    return index < 0 ? undefined : index;
  };
}

/** What the user wrote of a prompt's pictures, after the last of them and of its documents: all of these come before all text. */
function descriptions(message: Message): RequestBlock[] {
  const text = descriptionsText(picturesOf(message));
  return text === null ? [] : [{ type: 'text', text }];
}

/** Without what a reply thought that goes back: it holds only after exactly what it was thought after. */
export function withoutThinking(request: ChatRequest): ChatRequest {
  const messages = request.messages.map(({ role, content }) => ({
    role,
    content: content.filter(({ type }) => type !== 'thinking' && type !== 'redacted_thinking'),
  }));
  return { ...request, messages: messages.filter(({ content }) => content.length > 0) };
}

function maxTokensFor(model: Model | undefined, { maxTokens }: RequestSettings): number {
  return Math.min(maxTokens, model?.maxTokens ?? everyModelWrites);
}

/** What is asked of the model's thinking; undefined where that is left to the API. From 4.7 on it leaves thinking's text out unless a summary is asked for. */
export function thinkingFor(model: Model | undefined, settings: RequestSettings): ChatRequest['thinking'] {
  const has = (type: NonNullable<ChatRequest['thinking']>['type']) => model?.thinking.includes(type) ?? false;
  const { thinking } = settings;
  // The API wants some of the reply's length left for what is said.
  const room = maxTokensFor(model, settings) - 1;
  if (typeof thinking === 'object' && has('enabled') && room >= smallestBudget)
    return { type: 'enabled', budget_tokens: Math.min(Math.max(thinking.budget, smallestBudget), room) };
  if (thinking === 'between_tools' && has('between_tools')) return { type: 'between_tools' };
  if (thinking === 'off') {
    if (has('disabled')) return { type: 'disabled' };
    // Some models think at least between calls of tools.
    return has('between_tools') ? { type: 'between_tools' } : undefined;
  }
  return has('adaptive') ? { type: 'adaptive', display: 'summarized' } : undefined;
}

/** The effort that is asked for; null: the API's default. Models that think unless told otherwise refuse the two highest without thinking. */
export function effortFor(model: Model | undefined, settings: RequestSettings): Effort | null {
  const { effort } = settings;
  if (effort === null || !model?.effort.includes(effort)) return null;
  const type = thinkingFor(model, settings)?.type;
  const thinksLess = type === 'disabled' || type === 'between_tools';
  return thinksLess && (effort === 'xhigh' || effort === 'max') && model.effort.includes('high') ? 'high' : effort;
}

/** The settings with what was chosen for a conversation in their place. */
export function withChosen(settings: RequestSettings, model: string, { effort, thinking }: ConversationOptions): RequestSettings {
  const chosenEffort = effort === null ? settings.effort : effort === 'default' ? null : effort;
  return { ...settings, model, effort: chosenEffort, thinking: thinking ?? settings.thinking };
}
