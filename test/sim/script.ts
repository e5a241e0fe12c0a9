/** What a test may ask the simulator to do with a request: the reply, and what goes wrong with it. Helpers for faults are in `faults.ts`. */
import type { ServerResponse } from 'node:http';
import type { RefusalStopDetails, StopReason } from '@anthropic-ai/sdk/resources/messages';
import type { JsonObject } from '../../src/shared/json.ts';
import type { SimRequest } from './simRequest.ts';

/** A block of a reply. Any other object with a `type` is sent as it is, in its start event. */
export type ReplyBlock =
  | { readonly type: 'text'; readonly text: string; readonly citations?: readonly JsonObject[] }
  /** Signed by the simulator unless a signature is given. */
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature?: string }
  /** Signed as thinking is. */
  | { readonly type: 'redacted_thinking' }
  | { readonly type: 'tool_use'; readonly name: string; readonly input: JsonObject; readonly id?: string }
  /** A call of one of the API's own tools: its input comes piece by piece, as that of any tool. */
  | {
      readonly type: 'server_tool_use';
      readonly id: string;
      readonly name: string;
      readonly input: JsonObject;
      readonly caller?: JsonObject;
    }
  | { readonly type: 'opaque'; readonly raw: JsonObject & { readonly type: string } };

/** What the model says. Everything is optional: an empty reply is a reply without content. */
export interface Reply {
  readonly text?: string;
  /** The text in the pieces in which it is sent; joined, they are the text. */
  readonly deltas?: readonly string[];
  /** Comes before the text. */
  readonly thinking?: string;
  /** Instead of `text`, `deltas` and `thinking`. */
  readonly blocks?: readonly ReplyBlock[];
  /** Without it, everything is written at once. A function tells the pace from delta to delta; `Infinity` is no pace. A hold begins it anew. */
  readonly deltasPerSecond?: number | ((delta: number) => number);
  /** Without it: max_tokens, stop_sequence or tool_use where they are true, else end_turn. Any string, to try an unknown one. */
  readonly stopReason?: StopReason | (string & {});
  /** Why it was refused; makes the stop reason a refusal. */
  readonly refusal?: Partial<Omit<RefusalStopDetails, 'type'>>;
  /** Replaces counted numbers. */
  readonly usage?: JsonObject;
  /** The model that says it answered. */
  readonly model?: string;
}

/** Where a stream stands: before the headers, after `message_start`, after so many deltas (of text, thinking, signature or input), or before `message_delta`. */
export type Point = 'headers' | 'start' | 'end' | number;

/** An answer with an error's status. */
export interface ErrorAnswer {
  readonly status: number;
  /** Without them, as the API words them for the status. */
  readonly type?: string;
  readonly message?: string;
  /** `error.details.error_code`. */
  readonly errorCode?: string;
  /** Seconds, or the header as it is to be sent: a date, nonsense. */
  readonly retryAfter?: number | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Something that the API would not send, put between its events. */
export type Injection =
  | { readonly after: Point; readonly raw: string | Uint8Array }
  | { readonly after: Point; readonly event: string; readonly data: JsonObject };

/** What happens to one request, or to the next `times`. Without `error`, `answer` or `reply` it is answered as if nothing were scripted. */
export interface Script {
  /** Only requests for which it is true; others go on to the next script or the default. */
  readonly match?: (request: SimRequest) => boolean;
  /** Which requests it is for; `messages` unless said otherwise. */
  readonly endpoint?: Endpoint | 'any';
  /** How many requests it serves; 1 unless said otherwise, `Infinity` for every one. */
  readonly times?: number;
  readonly reply?: Reply;
  readonly error?: ErrorAnswer;
  /** Any other HTTP answer, word for word. */
  readonly answer?: { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };
  /** Answers a request that has passed the checks, byte by byte if it wants to. */
  readonly play?: (request: SimRequest, response: ServerResponse) => Promise<void>;
  /** Milliseconds before the headers. */
  readonly delay?: number;
  /** Stops there until the test calls `release()` on the request; a stall is one that is never released. */
  readonly hold?: Point | readonly Point[];
  /** Milliseconds between the pings that are sent during a hold. Without it a hold is silent. */
  readonly pingEvery?: number;
  /** An `error` event there, and the end of the stream. */
  readonly errorEvent?: { readonly after: Point; readonly type?: string; readonly message?: string };
  /** The socket is closed there: after so many deltas, or bytes of the body. */
  readonly cut?: { readonly deltas: number } | { readonly bytes: number };
  readonly inject?: readonly Injection[];
  /** Writes the body in pieces of so many bytes at most: 1 cuts every line and every character. */
  readonly chunkBytes?: number;
  /** Offsets in the body at which it is cut in two writes. */
  readonly cutsAt?: readonly number[];
  /** Skips the checks of the body; only with `error` or `answer`. */
  readonly unchecked?: boolean;
}

export type Endpoint = 'messages' | 'models' | 'model' | 'countTokens';
