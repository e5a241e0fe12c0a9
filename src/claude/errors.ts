/** From what the SDK, `fetch` or a socket throws to the closed union of what can go wrong. */
import { AnthropicError, APIConnectionError, APIError } from '@anthropic-ai/sdk/core/error';
import type { ChatError } from '../shared/errors.ts';
import { StallError } from './guardedRequest.ts';

export interface ErrorContext {
  readonly host: string;
  readonly model: string;
  /** How many tokens the request asked for; null for one that asks for none. */
  readonly maxTokens: number | null;
  /** How many pictures the request has. */
  readonly pictures: number;
  readonly documents: number;
  /** How many blocks with what a reply thought. */
  readonly thinking: number;
  /** Taken out of every text, should it ever stand in one. */
  readonly apiKey: string | null;
  /** Milliseconds since the epoch, for a `retry-after` that is a date. */
  readonly now: number;
}

const spendLimits = new Set([
  'contract_spend_limit_reached',
  'enforced_spend_limit_reached',
  'linked_organization_spend_limit_reached',
  'linked_organization_billing_unavailable',
  'user_profile_not_billable',
]);

/** The account, its workspace or where the request comes from may not, although the API's status is that of a request with a mistake. */
const notAllowed = new Set([
  'claude_code_key_creator_not_member',
  'cmek_key_disabled',
  'cmek_key_network_blocked',
  'organization_on_hold',
  'organization_type_not_supported',
  'parent_organization_required',
]);

/** Says what went wrong, from any exception that a request can end with. */
export function toChatError(thrown: unknown, context: ErrorContext): ChatError {
  const stall = causes(thrown).find((each) => each instanceof StallError);
  if (stall) return { kind: 'stalled', seconds: Math.round(stall.silence / 1000), requestId: null, detail: stall.message };
  if (thrown instanceof APIConnectionError) {
    return { kind: 'offline', host: context.host, requestId: null, detail: clean(rootMessage(thrown), context.apiKey) };
  }
  if (thrown instanceof APIError) return fromApi(thrown, context);
  const detail = clean(rootMessage(thrown), context.apiKey);
  // A socket that was cut in mid-stream comes as a plain error of the SDK's; what is no JSON, as a SyntaxError.
  if (thrown instanceof AnthropicError || thrown instanceof TypeError) return { kind: 'cutOff', requestId: null, detail };
  return { kind: 'unknown', requestId: null, detail };
}

function fromApi(error: APIError, context: ErrorContext): ChatError {
  const { status, type, errorCode } = error;
  const text = clean(error.apiMessage ?? error.message, context.apiKey);
  const base = { requestId: error.requestID ?? null, detail: status === undefined ? text : `${status} ${type ?? ''}: ${text}` };
  if ((errorCode !== null && spendLimits.has(errorCode)) || status === 402 || type === 'billing_error' || /credit balance/i.test(text)) {
    return { kind: 'credit', ...base };
  }
  if (status === 401 || type === 'authentication_error') {
    return context.apiKey === null ? { kind: 'noKey', ...base } : { kind: 'invalidKey', expired: /expired/i.test(text), ...base };
  }
  if (status === 403 || type === 'permission_error' || (errorCode !== null && notAllowed.has(errorCode)))
    return { kind: 'permission', ...base };
  if (status === 404 || type === 'not_found_error') {
    return text.includes('model') ? { kind: 'modelNotFound', model: context.model, ...base } : { kind: 'invalidRequest', ...base };
  }
  const isInvalid = type === 'invalid_request_error' || status === 400 || status === 422;
  const tooMany = isInvalid ? tooManyTokens(text, context.maxTokens) : null;
  if (tooMany) return { kind: 'maxTokens', ...tooMany, ...base };
  // A server that takes less than the API does not say what was too large.
  if (context.pictures > 0 && (status === 413 || (isInvalid && /\b(images?|pictures?)\b/i.test(text))))
    return { kind: 'pictureRefused', place: placeIn(text), pictures: [], ...base };
  if (context.documents > 0 && isInvalid && /\b(pdfs?|documents?)\b/i.test(text))
    return { kind: 'documentRefused', place: placeIn(text), documents: [], ...base };
  if (context.thinking > 0 && isInvalid && /\b(redacted_)?thinking\b/.test(text))
    return { kind: 'invalidRequest', thinking: true, ...base };
  if (status === 413 || /prompt is too long|exceeds? (the )?(maximum|context)/i.test(text)) return { kind: 'tooLarge', ...base };
  if (status === 429 || type === 'rate_limit_error')
    return { kind: 'rateLimited', retryAfter: retryAfter(error.headers, context.now), ...base };
  if (status === 529 || type === 'overloaded_error')
    return { kind: 'overloaded', retryAfter: retryAfter(error.headers, context.now), ...base };
  if (status === 408 || status === 409 || (status !== undefined && status >= 500) || type === 'api_error' || type === 'timeout_error') {
    return { kind: 'serverError', status: status ?? null, ...base };
  }
  if (type === 'invalid_request_error' || (status !== undefined && status >= 400)) return { kind: 'invalidRequest', ...base };
  return { kind: 'unknown', ...base };
}

/**
 * Reads a complaint about `max_tokens`, as the API words it (`max_tokens: 128000 > 64000, …`; with the prompt's own tokens
 * `190000 + 20000 > 200000`) or as a gateway may. Null for any other, and where the prompt alone is too long already.
 */
function tooManyTokens(text: string, asked: number | null): { readonly asked: number; readonly allowed: number | null } | null {
  if (asked === null || !text.includes('max_tokens') || !/ > |maximum|exceed|less than|at most|too (large|high|many)/i.test(text))
    return null;
  const [, prompt, limit] = /(?:(\d+) \+ )?\d+ > (\d+)/.exec(text) ?? [];
  if (limit === undefined) return { asked, allowed: null };
  const allowed = Number(limit) - Number(prompt ?? 0);
  return allowed > 0 ? { asked, allowed } : null;
}

/** Where in the request the API says that something is, as in `messages.0.content.1.image.source.base64: …`; null where it does not say. */
function placeIn(text: string): readonly [message: number, block: number] | null {
  const [, message, block] = /\bmessages\.(\d+)\.content\.(\d+)\b/.exec(text) ?? [];
  return message === undefined || block === undefined ? null : [Number(message), Number(block)];
}

/** Milliseconds to wait by `retry-after-ms`, or `retry-after` in seconds or as a date; null where there is none that makes sense. */
export function retryAfter(headers: Headers | undefined, now: number): number | null {
  const ms = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (Number.isFinite(ms) && ms >= 0) return ms;
  const text = headers?.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number.parseFloat(text) * 1000;
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isFinite(date) ? Math.max(0, date - now) : null;
}

function causes(thrown: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let each = thrown; each instanceof Error && chain.length < 8; each = each.cause) chain.push(each);
  return chain;
}

/** `fetch failed` says nothing; its cause says why. */
function rootMessage(thrown: unknown): string {
  const chain = causes(thrown);
  const messages = chain.map((each) => (each instanceof Error ? [code(each), each.message].filter(Boolean).join(' ') : ''));
  return messages.filter((each) => each !== '').at(-1) ?? String(thrown);
}

function code(error: Error): string {
  return 'code' in error && typeof error.code === 'string' && !error.message.includes(error.code) ? error.code : '';
}

/** Takes the key, and whatever has the shape of one, out of a text; and keeps the text short. */
function clean(text: string, apiKey: string | null): string {
  const without = apiKey === null || apiKey === '' ? text : text.replaceAll(apiKey, '…');
  return without.replace(/sk-ant-[\w-]+/g, 'sk-ant-…').slice(0, 500);
}
