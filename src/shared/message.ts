/**
 * The domain model of a conversation: what the engine works on, history stores and the page shows.
 * Messages form a tree: editing a prompt or regenerating a reply adds a sibling, and nothing said is ever replaced.
 */
import type { AnswerFormat } from './answerFormat.ts';
import type { Citation } from './citation.ts';
import type { ContextItem } from './context.ts';
import { changedDocument, type DocumentItem } from './document.ts';
import type { ChatError } from './errors.ts';
import { isCount, isObject, isString, type JsonObject } from './json.ts';
import { changedPicture, type Picture, type PictureChange } from './picture.ts';
import type { TurnCache } from './turnCache.ts';

export interface TextBlock {
  readonly type: 'text';
  readonly text: string;
  /** In the order in which they came. */
  readonly citations?: readonly Citation[];
  /** The user wrote it, and Claude went on with it. */
  readonly begun?: true;
}

export interface ThinkingBlock {
  readonly type: 'thinking';
  /** A summary of the model's thinking; empty where the API left it out. */
  readonly thinking: string;
  /** The API's proof that this text is its own. A block without one must not be sent back. */
  readonly signature: string;
}

/** A block that Parley has no view of its own for, kept exactly as the API sent it so that it can be sent back. */
export interface OpaqueBlock {
  readonly type: 'opaque';
  readonly raw: JsonObject & { readonly type: string };
}

/** A part of the workspace that goes with a prompt. */
export interface ContextBlock {
  readonly type: 'context';
  readonly item: ContextItem;
}

/** A picture that goes with a prompt. */
export interface PictureBlock {
  readonly type: 'picture';
  readonly picture: Picture;
}

/** A document that goes with a prompt. */
export interface DocumentBlock {
  readonly type: 'document';
  readonly document: DocumentItem;
}

/** A prompt that was chosen rather than typed: its title is shown, its text is sent. */
export interface InstructionBlock {
  readonly type: 'instruction';
  readonly title: string;
  readonly text: string;
  /** It asks for a summary, which stands for so many turns: all that were said before it. */
  readonly turns?: number;
}

export type ContentBlock = TextBlock | ThinkingBlock | OpaqueBlock | ContextBlock | PictureBlock | DocumentBlock | InstructionBlock;

export type Role = 'user' | 'assistant';

/** `failed` keeps what had arrived; `stopped` is the user's own doing. A user's message is always `complete`. */
export type MessageStatus = 'streaming' | 'complete' | 'stopped' | 'failed';

/** The API's stop reasons; `other` is one that this version does not know. */
export const stopReasons = [
  'end_turn',
  'max_tokens',
  'stop_sequence',
  'tool_use',
  'pause_turn',
  'refusal',
  'model_context_window_exceeded',
  'other',
] as const;
export type StopReason = (typeof stopReasons)[number];

/** Tokens, as the API counted them; the output of a reply that ended early is Parley's estimate. `input` is the uncached part only. */
export interface Usage {
  readonly input: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly cacheRead: number;
  readonly output: number;
  /** The part of `output` that was thinking. */
  readonly thinking: number;
  /** What else the price depends on; absent where the API said nothing that is out of the ordinary. */
  readonly billing?: Billing;
}

/** What a price depends on beside the tokens, in the API's own words; null where it did not say. */
export interface Billing {
  readonly serviceTier: string | null;
  readonly inferenceGeo: string | null;
  readonly speed: string | null;
  /** Of the API's own tools. */
  readonly webSearches: number;
  readonly webFetches: number;
}

export const noBilling: Billing = { serviceTier: null, inferenceGeo: null, speed: null, webSearches: 0, webFetches: 0 };

/** Whether nothing of it changes a price: then it need not be kept. */
export function isUsual({ serviceTier, inferenceGeo, speed, webSearches, webFetches }: Billing): boolean {
  const usual =
    (serviceTier ?? 'standard') === 'standard' && (inferenceGeo ?? 'global') === 'global' && (speed ?? 'standard') === 'standard';
  return usual && webSearches + webFetches === 0;
}

/** What was kept of it; undefined where it is malformed. */
export function readBilling(value: unknown): Billing | undefined {
  if (!isObject(value)) return undefined;
  const { serviceTier = null, inferenceGeo = null, speed = null, webSearches = 0, webFetches = 0 } = value;
  const word = (each: unknown): each is string | null => each === null || isString(each);
  if (!word(serviceTier) || !word(inferenceGeo) || !word(speed) || !isCount(webSearches) || !isCount(webFetches)) return undefined;
  return { serviceTier, inferenceGeo, speed, webSearches, webFetches };
}

export const noUsage: Usage = { input: 0, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, output: 0, thinking: 0 };

/** How a prompt came to be: typed, or asked for by Continue after a reply that was cut. */
export type PromptOrigin = 'typed' | 'continue';

/** How an answer came to be that nobody was asked for: one of Claude's that the user has changed, or all the user's own. */
export const answerOrigins = ['edited', 'written'] as const;
export type AnswerOrigin = (typeof answerOrigins)[number];

interface MessageBase {
  readonly id: string;
  readonly conversationId: string;
  /** The message this one answers; null for the first. */
  readonly parentId: string | null;
  /** How many messages are above it. */
  readonly depth: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly blocks: readonly ContentBlock[];
}

export interface UserMessage extends MessageBase {
  readonly role: 'user';
  readonly origin: PromptOrigin;
}

export interface AssistantMessage extends MessageBase {
  readonly role: 'assistant';
  /** Absent: it is what Claude said. */
  readonly origin?: AnswerOrigin;
  readonly status: MessageStatus;
  /** The model that was asked, or, once it answers, that answered; empty for one that the user wrote. */
  readonly model: string;
  readonly stopReason: StopReason | null;
  /** The one at which it ended. */
  readonly stopSequence?: string;
  readonly usage: Usage | null;
  readonly error: ChatError | null;
  /** The API's id of the message (`msg_…`), null until it answered. */
  readonly apiId: string | null;
  /** When the first block began and when the turn ended; milliseconds since the epoch. */
  readonly firstTokenAt: number | null;
  readonly endedAt: number | null;
  /** How the request used the prompt cache; known once the API answers. */
  readonly cache?: TurnCache;
  /** It was asked for as JSON by this schema; known once the API answers. */
  readonly format?: AnswerFormat;
}

export type Message = UserMessage | AssistantMessage;

/** The text of a message as Markdown: what was said, without thinking and without what went with it. */
export function messageText(message: Pick<Message, 'blocks'>): string {
  return textRuns(message.blocks)
    .flatMap((run) => {
      const [first] = run;
      if (first?.type === 'instruction') return [first.title];
      return first?.type === 'text' ? [run.map((block) => (block.type === 'text' ? block.text : '')).join('')] : [];
    })
    .join('\n\n');
}

/** Blocks with text that goes on from one to the next together, each other one by itself: where it cites, the API begins a new block, also within a sentence. */
export function textRuns<Block extends { readonly type: string }>(blocks: readonly Block[]): Block[][] {
  const runs: Block[][] = [];
  let open: Block[] | null = null;
  for (const block of blocks) {
    if (block.type === 'text' && open) open.push(block);
    else {
      const run = [block];
      runs.push(run);
      open = block.type === 'text' ? run : null;
    }
  }
  return runs;
}

/** The pictures of a message, in order. */
export function picturesOf({ blocks }: Pick<Message, 'blocks'>): Picture[] {
  return blocks.flatMap((block) => (block.type === 'picture' ? [block.picture] : []));
}

/** The documents of a message, in order. */
export function documentsOf({ blocks }: Pick<Message, 'blocks'>): DocumentItem[] {
  return blocks.flatMap((block) => (block.type === 'document' ? [block.document] : []));
}

/** A message after a change of its pictures and documents; itself where that is not about them. */
export function withChangedPictures(message: Message, change: PictureChange): Message {
  const blocks = message.blocks.map((block): ContentBlock => {
    if (block.type === 'document') {
      const document = changedDocument(block.document, change);
      return document === block.document ? block : { type: 'document', document };
    }
    if (block.type !== 'picture') return block;
    const picture = changedPicture(block.picture, change);
    return picture === block.picture ? block : { type: 'picture', picture };
  });
  return blocks.every((block, at) => block === message.blocks[at]) ? message : { ...message, blocks };
}

/** Sums the tokens of turns; what else their prices depend on is each one’s own. */
export function addUsage(a: Usage, b: Usage): Usage {
  return {
    input: a.input + b.input,
    cacheWrite5m: a.cacheWrite5m + b.cacheWrite5m,
    cacheWrite1h: a.cacheWrite1h + b.cacheWrite1h,
    cacheRead: a.cacheRead + b.cacheRead,
    output: a.output + b.output,
    thinking: a.thinking + b.thinking,
  };
}
