/** From a stored conversation to a request that the API accepts. Pure: the same conversation always gives the same bytes, so caches hold. */
import type { Advanced } from '../shared/advanced.ts';
import type { AnswerFormat } from '../shared/answerFormat.ts';
import type { NoBeginning } from '../shared/beginning.ts';
import type { ConversationOptions } from '../shared/conversation.ts';
import { type Effort, smallestBudget, type ThinkingChoice } from '../shared/effort.ts';
import type { JsonObject } from '../shared/json.ts';
import type { Message } from '../shared/message.ts';
import { canPrefill } from '../shared/modelId.ts';
import { noServerTools, type ServerToolSettings } from '../shared/serverTools.ts';
import type { Caching } from '../shared/turnCache.ts';
import type { ChatRequest } from './chatRequest.ts';
import type { Model } from './model.ts';
import type { PicturesOfRequest } from './requestPictures.ts';
import { citationsAsTheyCame, citesPages, type SentBlocks, sentBlocks } from './sentBlocks.ts';
import { type AskedModel, sentPath } from './sentPath.ts';
import { serverTools, toolsFor } from './serverTools.ts';

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
  /** What answers are to be; none: free text. */
  readonly answerFormat?: AnswerFormat | null;
  /** Absent: nothing of it is set. */
  readonly advanced?: Advanced;
  /** The API's own tools; none without it. */
  readonly tools?: ServerToolSettings;
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
 * @param format the schema that the answer is asked for by, as the API takes it: see `formatFor`; null: free text
 * @param model what is known of the model; undefined when the Models API was never reached: then nothing optional is sent.
 * @param begun what the reply is to begin with; only for a model that goes on with it
 * @param contents what is sent of each message of the path, where that was made already
 */
export function buildRequest(
  path: readonly Message[],
  pictures: PicturesOfRequest,
  model: Model | undefined,
  asked: RequestSettings,
  format: JsonObject | null = null,
  begun = '',
  contents: SentBlocks = sentBlocks(path, pictures, toolsFor(model, asked.tools)),
): ChatRequest {
  // A reply that is begun has not thought before: who began it meant that, whatever was set meanwhile.
  const settings = begun === '' ? asked : withoutThought(model, asked);
  const maxTokens = maxTokensFor(model, settings);
  const thinking = thinkingFor(model, settings);
  const effort = effortFor(model, settings);
  const instructions = settings.instructions.trim();
  const tools = serverTools(model, settings.tools, citesPages(pictures));
  return {
    model: settings.model,
    max_tokens: maxTokens,
    ...(settings.caching === 'off' ? {} : { cache_control: { type: 'ephemeral', ttl: settings.caching } }),
    ...(tools.length === 0 ? {} : { tools }),
    ...(instructions === '' ? {} : { system: instructions }),
    messages: [
      ...messagesOf(path, contents, pictures, {
        id: settings.model,
        prefill: thinksNot(thinking) && format === null,
        tools: toolsFor(model, settings.tools),
      }),
      ...(begun === '' ? [] : [{ role: 'assistant', content: [{ type: 'text', text: begun }] } as const]),
    ],
    ...(thinking ? { thinking } : {}),
    ...(effort === null && format === null
      ? {}
      : { output_config: { ...(effort && { effort }), ...(format && { format: { type: 'json_schema', schema: format } }) } }),
    ...advancedFields(settings.advanced),
  };
}

/** What was chosen goes to every model: whoever asks for a region must not be served elsewhere because a list does not say which model has some. */
function advancedFields({ stopSequences = [], serviceTier, inferenceGeo = '', userId = '', speed }: Advanced = {}): Partial<ChatRequest> {
  return {
    ...(stopSequences.length > 0 && { stop_sequences: stopSequences }),
    ...(serviceTier && { service_tier: serviceTier }),
    ...(inferenceGeo !== '' && { inference_geo: inferenceGeo }),
    ...(userId !== '' && { metadata: { user_id: userId } }),
    ...(speed && { speed }),
  };
}

/** Why an answer cannot be begun for a model, as it is asked; null where it can. */
export function noBeginning(model: Model | undefined, settings: RequestSettings): NoBeginning | null {
  if (!canPrefill(settings.model)) return 'model';
  return thinksNot(thinkingFor(model, settings)) ? null : 'thinking';
}

function withoutThought(model: Model | undefined, settings: RequestSettings): RequestSettings {
  return thinksNot(thinkingFor(model, settings)) ? settings : { ...settings, thinking: 'off' };
}

/** A reply that is begun has not thought before. */
function thinksNot(thinking: ChatRequest['thinking']): boolean {
  return thinking === undefined || thinking.type === 'disabled';
}

function messagesOf(
  path: readonly Message[],
  contents: SentBlocks,
  pictures: PicturesOfRequest,
  model: AskedModel,
): ChatRequest['messages'] {
  const byId = new Map(path.map(({ id }, at) => [id, contents[at] ?? []]));
  return sentPath(path, model, { sendable: ({ id }) => byId.get(id) ?? [], citations: citationsAsTheyCame(path, pictures, model.tools) });
}

/** Without what a reply thought that goes back: it holds only after exactly what it was thought after. */
export function withoutThinking(request: ChatRequest): ChatRequest {
  const messages = request.messages.map(({ role, content }) => ({
    role,
    content: content.filter(({ type }) => type !== 'thinking' && type !== 'redacted_thinking'),
  }));
  return { ...request, messages: messages.filter(({ content }) => content.length > 0) };
}

/** Tokens that a reply may have. */
export function maxTokensFor(model: Model | undefined, { maxTokens }: RequestSettings): number {
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
export function withChosen(settings: RequestSettings, model: string, options: ConversationOptions): RequestSettings {
  const { effort, thinking, answerFormat = null, serverTools: chosenTools, advanced } = options;
  const chosenEffort = effort === null ? settings.effort : effort === 'default' ? null : effort;
  const tools = chosenTools ? { tools: { ...(settings.tools ?? noServerTools), names: chosenTools } } : {};
  const chosen = { effort: chosenEffort, thinking: thinking ?? settings.thinking, advanced: { ...settings.advanced, ...advanced } };
  return { ...settings, model, ...chosen, answerFormat, ...tools };
}
