/** Which of the API's tools a request asks for, and which of their calls go back with it. Pure. */
import { isObject, type JsonObject } from '../shared/json.ts';
import type { OpaqueBlock } from '../shared/message.ts';
import { noServerTools, type ServerToolName, type ServerToolSettings, toolOfCall } from '../shared/serverTools.ts';
import { callOf, resultOf } from '../shared/toolCall.ts';
import { type RequestBlock, type ServerTool, toolResultTypes, type WebToolOptions } from './chatRequest.ts';
import type { Model, ModelAbility } from './model.ts';
import type { SentMessage } from './sentPath.ts';

/** The Models API tells nothing of fetching by itself: it came with the search, and is offered where that is. */
const abilityFor = { web_search: 'web_search', web_fetch: 'web_search', code_execution: 'code_execution' } as const satisfies Readonly<
  Record<ServerToolName, ModelAbility>
>;

/** Of the tools that are on, those that the model has. Until that is known it has none. */
export function toolsFor(model: Model | undefined, settings: ServerToolSettings = noServerTools): readonly ServerToolName[] {
  return settings.names.filter((name) => model?.abilities?.includes(abilityFor[name]));
}

/**
 * The tools of a request.
 * @param cites whether what it reads is to be cited: with documents, the API wants that of all or of none
 */
export function serverTools(model: Model | undefined, settings: ServerToolSettings | undefined, cites: boolean): readonly ServerTool[] {
  const names = toolsFor(model, settings);
  // Else the search would run code of its own accord, which is not switched on or which the model cannot do.
  const alone = !names.includes('code_execution') || !model?.abilities?.includes('calls_from_code');
  const web = { ...webOptions(settings ?? noServerTools), ...(alone ? ({ allowed_callers: ['direct'] } as const) : {}) };
  return names.map((name) => serverTool(name, web, cites));
}

function serverTool(name: ServerToolName, web: WebToolOptions, cites: boolean): ServerTool {
  switch (name) {
    case 'web_search':
      return { type: 'web_search_20260318', name, ...web };
    case 'web_fetch':
      return { type: 'web_fetch_20260318', name, citations: { enabled: cites }, ...web };
    case 'code_execution':
      return { type: 'code_execution_20260521', name };
  }
}

/** The API takes domains to keep to, or to keep away from. */
function webOptions({ maxUses, allowedDomains, blockedDomains }: ServerToolSettings) {
  return {
    ...(maxUses === null ? {} : { max_uses: maxUses }),
    ...(allowedDomains.length > 0 ? { allowed_domains: allowedDomains } : {}),
    ...(allowedDomains.length === 0 && blockedDomains.length > 0 ? { blocked_domains: blockedDomains } : {}),
  };
}

/** Fields of calls and results that a request may have. */
const callFields = ['id', 'name', 'input', 'caller'] as const;
const resultFields = ['tool_use_id', 'content', 'caller'] as const;

const resultTools: Readonly<Record<string, ServerToolName>> = {
  web_search_tool_result: 'web_search',
  web_fetch_tool_result: 'web_fetch',
  code_execution_tool_result: 'code_execution',
  bash_code_execution_tool_result: 'code_execution',
  text_editor_code_execution_tool_result: 'code_execution',
};

/** Whether a block is a call of a tool that is on, or what one brought. */
export function isOfTool({ raw }: OpaqueBlock, tools: readonly ServerToolName[]): boolean {
  const tool =
    callOf(raw) === undefined ? (Object.hasOwn(resultTools, raw.type) ? resultTools[raw.type] : undefined) : toolOfCall(raw['name']);
  return tool !== undefined && tools.includes(tool) && (callOf(raw) === undefined || isWholeInput(raw['input']));
}

/** A call that was cut in its midst has no input. */
function isWholeInput(input: unknown): boolean {
  return isObject(input) && !('incomplete_json' in input);
}

/** A call or a result as it goes back in a later turn; null where it is none of a tool that is on. */
export function sentToolBlock(block: OpaqueBlock, tools: readonly ServerToolName[], cites: boolean): RequestBlock | null {
  if (!isOfTool(block, tools)) return null;
  const { raw } = block;
  if (callOf(raw) !== undefined) return { type: 'server_tool_use', ...picked(raw, callFields) };
  const type = toolResultTypes.find((each) => each === raw.type);
  return type && resultOf(raw) !== undefined ? { type, ...picked(withCitations(raw, cites), resultFields) } : null;
}

function picked(raw: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(fields.flatMap((field) => (raw[field] === undefined ? [] : [[field, raw[field]]])));
}

/** A page that was read is a document: it is cited like all others of the request. */
function withCitations(raw: JsonObject, enabled: boolean): JsonObject {
  const { content } = raw;
  if (!isObject(content) || content['type'] !== 'web_fetch_result' || !isObject(content['content'])) return raw;
  const { citations } = content['content'];
  if ((isObject(citations) && citations['enabled'] === true) === enabled) return raw;
  return { ...raw, content: { ...content, content: { ...content['content'], citations: { enabled } } } };
}

/**
 * Leaves out what the API would refuse: calls without their results and results without their calls, those that such a call has made, and citations of
 * results that are not there. What one turn has may come in several messages.
 * @param asCame so many messages at the end are a reply that is gone on with as it came: a call in it may still be open
 */
export function withWholeCalls(sent: SentMessage[], asCame: number): SentMessage[] {
  if (!sent.some(({ content }) => content.some(needsPartner))) return sent;
  const whole: SentMessage[] = [];
  /** Addresses of the results so far. */
  const found = new Set<string>();
  let left = sent.length;
  for (const turn of runsOf(sent)) {
    const ids = wholeCalls(turn.flatMap(({ content }) => content));
    for (const { role, content } of turn) {
      const isAsCame = left-- <= asCame;
      const kept = isAsCame ? content : content.filter((block) => staysWith(block, ids));
      for (const block of kept) for (const url of addressesOf(block)) found.add(url);
      const cited = kept.map((block) => withFound(block, found));
      if (cited.length > 0) whole.push({ role, content: cited });
    }
  }
  return whole;
}

function needsPartner(block: RequestBlock): boolean {
  return block.type === 'text'
    ? (block.citations?.some(isSearchCitation) ?? false)
    : callOf(block) !== undefined || resultOf(block) !== undefined;
}

/** Consecutive messages of one role are one turn. */
function runsOf(sent: readonly SentMessage[]): SentMessage[][] {
  const runs: SentMessage[][] = [];
  for (const message of sent) {
    const last = runs.at(-1);
    if (last?.[0]?.role === message.role) last.push(message);
    else runs.push([message]);
  }
  return runs;
}

/** The ids of the calls that have their result after them, and whose caller has, too. */
function wholeCalls(blocks: readonly RequestBlock[]): ReadonlySet<string> {
  const open = new Map<string, string | null>();
  const whole = new Map<string, string | null>();
  for (const block of blocks) {
    const [call, result] = [callOf(block), resultOf(block)];
    if (call !== undefined && !open.has(call) && !whole.has(call)) open.set(call, callerOf(block));
    const caller = result === undefined ? undefined : open.get(result);
    if (result === undefined || caller === undefined) continue;
    open.delete(result);
    whole.set(result, caller);
  }
  for (let before = -1; before !== whole.size; ) {
    before = whole.size;
    for (const [id, caller] of whole) if (caller !== null && !whole.has(caller)) whole.delete(id);
  }
  return new Set(whole.keys());
}

/** The call by which the code that made this one was run; null where the model made it itself. */
function callerOf(block: RequestBlock): string | null {
  const caller = 'caller' in block ? block['caller'] : null;
  return isObject(caller) && typeof caller['tool_id'] === 'string' ? caller['tool_id'] : null;
}

function staysWith(block: RequestBlock, ids: ReadonlySet<string>): boolean {
  const id = callOf(block) ?? resultOf(block);
  return id === undefined || ids.has(id);
}

function addressesOf(block: RequestBlock): string[] {
  const content = block.type === 'web_search_tool_result' ? block['content'] : null;
  return Array.isArray(content)
    ? content.flatMap((each: unknown) => (isObject(each) && typeof each['url'] === 'string' ? [each['url']] : []))
    : [];
}

function isSearchCitation({ type }: JsonObject): boolean {
  return type === 'web_search_result_location';
}

function withFound(block: RequestBlock, found: ReadonlySet<string>): RequestBlock {
  if (block.type !== 'text' || !block.citations?.some(isSearchCitation)) return block;
  const citations = block.citations.filter(
    (each) => !isSearchCitation(each) || (typeof each['url'] === 'string' && found.has(each['url'])),
  );
  return citations.length > 0 ? { type: 'text', text: block.text, citations } : { type: 'text', text: block.text };
}
