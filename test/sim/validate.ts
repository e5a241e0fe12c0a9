/** Everything that the API refuses in a request's body, in the order in which it looks: shape, model, settings, conversation. */
import type { ContentBlockParam, MessageCountTokensParams, MessageCreateParamsBase } from '@anthropic-ai/sdk/resources/messages';
import { isObject, type JsonObject } from '../../src/shared/json.ts';
import { ApiError, refuse } from './apiError.ts';
import { checkCapabilities } from './capabilities.ts';
import { checkFormatSchema } from './formatSchema.ts';
import { findModel, type SimModel } from './models.ts';
import { countParams, createParams } from './requestSchema.ts';
import { countRequest } from './tokens.ts';
import { checkMedia } from './validateMedia.ts';
import { checkMessages, checkText } from './validateMessages.ts';
import { checkServerTools } from './validateServerTools.ts';

/** A request that the API accepts. */
export interface AcceptedRequest {
  readonly body: MessageCreateParamsBase;
  readonly model: SimModel;
  readonly inputTokens: number;
  /** How long the reply may be. */
  readonly maxTokens: number;
  /** How many tokens the prompt leaves of the model's window. */
  readonly room: number;
}

/** How many tokens models read, by their ids. */
export type Windows = Readonly<Record<string, number>>;

/**
 * Checks the body of `POST /v1/messages`.
 * @param isPaused tells whether an assistant's content is a reply that was paused and may come back as the last message.
 * @param unlimited lets prompts and replies be longer than the model's.
 * @param windows how many tokens models read that are to read less, by their ids
 * @throws ApiError with the API's status, type and words.
 */
export function validateCreate(
  body: unknown,
  isPaused: (content: unknown) => boolean,
  unlimited = false,
  windows: Windows = {},
): AcceptedRequest {
  createParams(body, '');
  // The check above has read every field that the type names.
  const params = body as MessageCreateParamsBase;
  const model = narrowed(modelOf(params.model), windows);
  checkMaxTokens(params, model);
  checkStopSequences(params);
  const { inputTokens } = validateCommon(params, unlimited ? { ...model, maxInputTokens: Infinity } : model, isPaused);
  const room = unlimited ? Infinity : model.maxInputTokens - inputTokens;
  return { body: params, model, inputTokens, maxTokens: unlimited ? Infinity : params.max_tokens, room };
}

/** Checks the body of `POST /v1/messages/count_tokens`. */
export function validateCount(body: unknown, windows: Windows = {}): { readonly inputTokens: number } {
  countParams(body, '');
  const params = body as MessageCountTokensParams;
  return validateCommon(params, narrowed(modelOf(params.model), windows), () => false);
}

function narrowed(model: SimModel, windows: Windows): SimModel {
  const maxInputTokens = windows[model.info.id];
  return maxInputTokens === undefined ? model : { ...model, maxInputTokens };
}

type CommonParams = Pick<MessageCreateParamsBase, keyof MessageCreateParamsBase & keyof MessageCountTokensParams> & {
  readonly max_tokens?: number;
};

function validateCommon(params: CommonParams, model: SimModel, isPaused: (content: unknown) => boolean): { readonly inputTokens: number } {
  checkCapabilities(params, model);
  checkThinking(params, model);
  checkOutput(params, model);
  checkTools(params, model);
  checkServerTools(params, model);
  checkCacheMarks(params);
  checkSystem(params.system);
  checkMessages(params, model, isPaused);
  const last = params.messages.at(-1);
  if (params.output_config?.format && last?.role === 'assistant' && !isPaused(last.content))
    refuse('output_config.format', 'Prefilling the response is not supported with structured outputs.');
  checkMedia(params.messages, model);
  const inputTokens = countRequest(params, model);
  if (inputTokens > model.maxInputTokens) refuse('', `prompt is too long: ${inputTokens} tokens > ${model.maxInputTokens} maximum`);
  return { inputTokens };
}

function modelOf(id: string): SimModel {
  const model = findModel(id);
  if (model === undefined) throw new ApiError(404, `model: ${id}`);
  return model;
}

function checkMaxTokens(params: MessageCreateParamsBase, model: SimModel): void {
  const { max_tokens } = params;
  if (max_tokens > model.maxTokens) {
    refuse('max_tokens', `${max_tokens} > ${model.maxTokens}, which is the maximum allowed number of output tokens for ${params.model}`);
  }
  if (max_tokens === 0 && params.stream) refuse('max_tokens', 'Input should be greater than or equal to 1 when `stream` is true');
}

function checkStopSequences({ stop_sequences = [] }: MessageCreateParamsBase): void {
  for (const [index, each] of stop_sequences.entries())
    if (each.trim() === '') refuse(`stop_sequences.${index}`, 'each stop sequence must contain non-whitespace');
}

function checkThinking({ thinking, max_tokens, output_config }: CommonParams, model: SimModel): void {
  if (thinking === undefined) return;
  if (!model.thinking.includes(thinking.type)) refuse('', unsupportedThinking(thinking.type, model));
  if (thinking.type === 'enabled' && max_tokens !== undefined && thinking.budget_tokens >= max_tokens) {
    refuse('', '`max_tokens` must be greater than `thinking.budget_tokens`.');
  }
  const effort = output_config?.effort;
  const off = thinking.type === 'disabled' || thinking.type === 'between_tools';
  if (off && model.thinksByDefault && (effort === 'xhigh' || effort === 'max')) {
    refuse('', `"thinking.type.${thinking.type}" is not supported with effort "${effort}" on this model.`);
  }
}

function unsupportedThinking(type: string, model: SimModel): string {
  if (type === 'adaptive') return 'adaptive thinking is not supported on this model';
  const instead =
    type === 'disabled' && model.thinking.includes('between_tools')
      ? 'To turn thinking off on this model, send "thinking": {"type": "between_tools"}.'
      : model.thinking.includes('adaptive')
        ? 'Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.'
        : 'Use "thinking.type.enabled" and "budget_tokens" to control thinking behavior.';
  return `"thinking.type.${type}" is not supported for this model. ${instead}`;
}

function checkOutput({ output_config, messages }: CommonParams, model: SimModel): void {
  const effort = output_config?.effort;
  if (effort && model.effort.length === 0) refuse('', 'This model does not support the effort parameter.');
  if (effort && !model.effort.includes(effort)) {
    refuse('output_config.effort', `'${effort}' is not supported by this model. Supported levels: ${model.effort.join(', ')}`);
  }
  const schema = output_config?.format?.schema;
  if (isObject(schema)) checkFormatSchema(schema);
  if (output_config?.format && messages.some(({ content }) => typeof content !== 'string' && content.some(hasCitations))) {
    refuse('output_config.format', 'Citations cannot be used together with structured outputs.');
  }
}

function hasCitations(block: ContentBlockParam): boolean {
  return (block.type === 'document' || block.type === 'search_result') && block.citations?.enabled === true;
}

function checkTools({ tools, tool_choice, thinking }: CommonParams, model: SimModel): void {
  const names = (tools ?? []).flatMap((tool) => ('name' in tool ? [tool.name] : []));
  for (const [index, name] of names.entries()) if (names.indexOf(name) !== index) refuse('tools', 'Tool names must be unique.');
  if (tool_choice === undefined) return;
  if (tools === undefined || tools.length === 0) {
    if (tool_choice.type !== 'none') refuse('tool_choice', 'tool_choice may only be specified while providing tools.');
    return;
  }
  if (tool_choice.type === 'tool' && !names.includes(tool_choice.name)) {
    refuse('', `Tool '${tool_choice.name}' not found in provided tools`);
  }
  if (tool_choice.type !== 'any' && tool_choice.type !== 'tool') return;
  if (!model.forcedToolChoice) refuse('tool_choice', `"tool_choice.type.${tool_choice.type}" is not supported for this model.`);
  if (thinking?.type === 'enabled' || thinking?.type === 'adaptive')
    refuse('', 'Thinking may not be enabled when tool_choice forces tool use.');
}

function checkCacheMarks(params: CommonParams): void {
  const { messages, system, tools } = params;
  const marks = [...cacheMarks([tools, system, messages]), ...(params.cache_control ? [params.cache_control] : [])];
  if (marks.length > 4) refuse('', `A maximum of 4 blocks with cache_control may be provided. Found ${marks.length}.`);
  const lives = marks.map((mark) => (isObject(mark) && mark['ttl'] === '1h' ? '1h' : '5m'));
  if (lives.lastIndexOf('1h') > lives.indexOf('5m') && lives.includes('5m') && lives.includes('1h'))
    refuse('cache_control.ttl', "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block");
}

/** In the order in which the model reads what they mark. */
function cacheMarks(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(cacheMarks);
  if (!isObject(value)) return [];
  const { cache_control, ...rest }: JsonObject = value;
  // What a model or a tool wrote may hold a field of that name; it marks nothing.
  const { input: _input, input_schema: _schema, ...inner } = rest;
  return [...cacheMarks(Object.values(inner)), ...(cache_control ? [cache_control] : [])];
}

function checkSystem(system: CommonParams['system']): void {
  if (system === undefined || typeof system === 'string') return;
  for (const block of system) checkText(block.text, 'system');
}
