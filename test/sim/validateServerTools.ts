/** What the API refuses of its own tools, beside calls without results: tools that the model has not, and blocks of tools that the request has not. */
import type { ContentBlockParam, MessageCreateParamsBase, ToolUnion } from '@anthropic-ai/sdk/resources/messages';
import { isObject } from '../../src/shared/json.ts';
import { refuse } from './apiError.ts';
import type { SimModel } from './models.ts';

type Asked = Pick<MessageCreateParamsBase, 'messages' | 'tools'>;

export function checkServerTools({ messages, tools = [] }: Asked, model: SimModel): void {
  for (const [index, tool] of tools.entries()) checkTool(tool, `tools.${index}`, model);
  const names = new Set(tools.flatMap((tool) => ('name' in tool ? [tool.name] : [])));
  const calls = new Set<string>();
  const found = new Map<string, string>();
  for (const [index, { content }] of messages.entries()) {
    for (const [at, block] of (typeof content === 'string' ? [] : content).entries()) {
      checkBlock(block, `messages.${index}.content.${at}`, { names, calls, found });
    }
  }
}

function checkTool(tool: ToolUnion, path: string, { info: { capabilities } }: SimModel): void {
  const [, kind] = /^(web_search|web_fetch|code_execution|tool_search_tool)_/.exec(tool.type ?? '') ?? [];
  if (kind === undefined || capabilities === null) return;
  const { server_tools, code_execution } = capabilities;
  const isCode = kind === 'code_execution';
  if (!server_tools.supported || !(isCode ? server_tools.code_execution : server_tools.web_search).supported)
    refuse(path, `This model does not support server tools of the type ${tool.type}.`);
  const callers = 'allowed_callers' in tool ? tool.allowed_callers : undefined;
  // From 2026 on, what is found may be filtered by code that the model writes, unless the request says otherwise.
  const byCode = /_2026\d{4}$/.test(tool.type ?? '') && !isCode && (callers === undefined || callers.some((caller) => caller !== 'direct'));
  if (byCode && !code_execution.supported)
    refuse(path, 'This model does not support calling tools from code. Set allowed_callers to ["direct"].');
  if ('allowed_domains' in tool && 'blocked_domains' in tool && tool.allowed_domains && tool.blocked_domains)
    refuse(path, 'Only one of allowed_domains and blocked_domains may be given.');
}

interface Seen {
  /** Of the request's tools. */
  readonly names: ReadonlySet<string>;
  readonly calls: Set<string>;
  /** What the results so far name: the encrypted content by the address. */
  readonly found: Map<string, string>;
}

function checkBlock(block: ContentBlockParam, path: string, { names, calls, found }: Seen): void {
  switch (block.type) {
    case 'server_tool_use': {
      if (calls.has(block.id)) refuse(path, '`server_tool_use` ids must be unique');
      calls.add(block.id);
      const tool = toolOf(block.name);
      if (!names.has(tool)) refuse(path, `\`${block.name}\` calls need the tool \`${tool}\` in the request`);
      checkCaller(block.caller, path, calls);
      return;
    }
    case 'web_search_tool_result':
      checkCaller(block.caller, path, calls);
      if (Array.isArray(block.content)) for (const { url, encrypted_content } of block.content) found.set(url, encrypted_content);
      return;
    case 'web_fetch_tool_result':
      checkCaller(block.caller, path, calls);
      return;
    case 'text':
      for (const [n, citation] of (block.citations ?? []).entries()) {
        if (citation.type === 'web_search_result_location' && !found.has(citation.url))
          refuse(`${path}.text.citations.${n}`, 'The cited search result is not in the conversation.');
      }
      return;
    default:
      return;
  }
}

function toolOf(call: string): string {
  return call.endsWith('code_execution') ? 'code_execution' : call;
}

/** What code has called goes with the call that ran the code. */
function checkCaller(caller: unknown, path: string, calls: ReadonlySet<string>): void {
  if (!isObject(caller) || typeof caller['tool_id'] !== 'string' || calls.has(caller['tool_id'])) return;
  refuse(`${path}.caller`, `the call ${caller['tool_id']} is not in the conversation`);
}
