/** A request in the API's own words. */
import type { ServiceTier, Speed } from '../shared/advanced.ts';
import type { documentType } from '../shared/document.ts';
import type { Effort } from '../shared/effort.ts';
import type { JsonObject } from '../shared/json.ts';
import type { PictureType } from '../shared/picture.ts';
import type { Base64 } from './base64.ts';

/** What the API's own tools bring. */
export const toolResultTypes = [
  'web_search_tool_result',
  'web_fetch_tool_result',
  'code_execution_tool_result',
  'bash_code_execution_tool_result',
  'text_editor_code_execution_tool_result',
] as const;

/** Blocks that only a reply has, and that go back with one that the API paused. */
export const resumedTypes = ['redacted_thinking', 'server_tool_use', ...toolResultTypes] as const;
export type ResumedType = (typeof resumedTypes)[number];

/** A breakpoint: the prompt down to here is kept by itself, so that another one that begins with it reads it. */
export interface CacheControl {
  readonly type: 'ephemeral';
  readonly ttl: '5m' | '1h';
}

export type RequestBlock =
  | { readonly type: 'text'; readonly text: string; readonly citations?: readonly JsonObject[]; readonly cache_control?: CacheControl }
  | {
      readonly type: 'image';
      readonly source: { readonly type: 'base64'; readonly media_type: PictureType; readonly data: Base64 };
      readonly cache_control?: CacheControl;
    }
  | {
      readonly type: 'document';
      readonly source: { readonly type: 'base64'; readonly media_type: typeof documentType; readonly data: Base64 };
      readonly title: string;
      readonly citations?: { readonly enabled: true };
      readonly cache_control?: CacheControl;
    }
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature: string }
  | { readonly type: ResumedType; readonly [field: string]: unknown };

/** Without callers, code that the model runs may call it, too. */
export interface WebToolOptions {
  readonly max_uses?: number;
  readonly allowed_domains?: readonly string[];
  readonly blocked_domains?: readonly string[];
  readonly allowed_callers?: readonly ['direct'];
}

/** One of the API's own tools. */
export type ServerTool = { readonly cache_control?: CacheControl } & (
  | (WebToolOptions & { readonly type: 'web_search_20260318'; readonly name: 'web_search' })
  | (WebToolOptions & {
      readonly type: 'web_fetch_20260318';
      readonly name: 'web_fetch';
      readonly citations: { readonly enabled: boolean };
    })
  | { readonly type: 'code_execution_20260521'; readonly name: 'code_execution' }
);

/** A request of `POST /v1/messages`, in the API's own words; only what the engine sets. */
export interface ChatRequest {
  readonly model: string;
  readonly max_tokens: number;
  /** Automatic caching: all of the prompt is kept, and read again as far as a later one begins with it. */
  readonly cache_control?: CacheControl;
  readonly tools?: readonly ServerTool[];
  readonly system?: string | readonly Extract<RequestBlock, { type: 'text' }>[];
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: readonly RequestBlock[] }[];
  readonly thinking?:
    | { readonly type: 'adaptive'; readonly display: 'summarized' }
    | { readonly type: 'enabled'; readonly budget_tokens: number }
    | { readonly type: 'disabled' }
    | { readonly type: 'between_tools' };
  readonly output_config?: { readonly effort?: Effort; readonly format?: { readonly type: 'json_schema'; readonly schema: JsonObject } };
  readonly stop_sequences?: readonly string[];
  readonly service_tier?: ServiceTier;
  readonly inference_geo?: string;
  readonly metadata?: { readonly user_id: string };
  readonly speed?: Speed;
  /** Asks why the cache could not be read, beside the request for that reply; null: there is none to compare with. */
  readonly diagnostics?: { readonly previous_message_id: string | null };
}
