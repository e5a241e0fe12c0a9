/** The API's own tools: what it does for the model while it answers. */
import { isString, oneOf } from './json.ts';

export const serverToolNames = ['web_search', 'web_fetch', 'code_execution'] as const;
export type ServerToolName = (typeof serverToolNames)[number];

/** How they are asked for. */
export interface ServerToolSettings {
  /** Those that are on. */
  readonly names: readonly ServerToolName[];
  /** How often each of those of the web may be used for one reply; null: as often as the model likes. */
  readonly maxUses: number | null;
  /** Domains that it keeps to; empty: all of the web. */
  readonly allowedDomains: readonly string[];
  /** Domains that it keeps away from, where it keeps to none. */
  readonly blockedDomains: readonly string[];
}

export const noServerTools: ServerToolSettings = { names: [], maxUses: null, allowedDomains: [], blockedDomains: [] };

/** The tool that a call is of, by the name that the call has. */
const toolByCall: Readonly<Record<string, ServerToolName>> = {
  web_search: 'web_search',
  web_fetch: 'web_fetch',
  code_execution: 'code_execution',
  bash_code_execution: 'code_execution',
  text_editor_code_execution: 'code_execution',
};

/** Undefined for tools that are not offered. */
export function toolOfCall(name: unknown): ServerToolName | undefined {
  return isString(name) && Object.hasOwn(toolByCall, name) ? toolByCall[name] : undefined;
}

/** A list of tools as it was stored or set, each once and in one order; undefined where it is none. Those that this version does not know are passed over. */
export function readServerTools(value: unknown): readonly ServerToolName[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const named = new Set(value.map((each: unknown) => oneOf(serverToolNames, each)));
  return serverToolNames.filter((name) => named.has(name));
}

/** Domains as they are set: a scheme or a slash at the end is no part of one. Undefined where it is no list of texts. */
export function readDomains(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value) || !value.every(isString)) return undefined;
  const domains = value.map((each) =>
    each
      .trim()
      .replace(/^https?:\/\//i, '')
      .replace(/\/+$/, ''),
  );
  return domains.filter((each) => each !== '');
}
