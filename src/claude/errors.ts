/** From what the SDK or a socket throws to the closed union of what can go wrong. */
import { AnthropicError, APIConnectionError, APIError } from '@anthropic-ai/sdk/core/error';
import { isTurnFailure } from '../chat/failure.ts';
import type { AwsProblem, ChatError, OfflineReason } from '../shared/errors.ts';
import { isCount, isString } from '../shared/json.ts';
import { RedirectError, StallError } from './guardedRequest.ts';
import { looksLikePage, NotTheApiError } from './wireEvents.ts';

export interface ErrorContext {
  readonly host: string;
  /** Of the server: what stands in between is at another one. */
  readonly port: number;
  readonly model: string;
  /** How many tokens the request asked for; null for one that asks for none. */
  readonly maxTokens: number | null;
  /** How many pictures the request has. */
  readonly pictures: number;
  readonly documents: number;
  /** Whether it asked for an answer by a schema. */
  readonly hasFormat: boolean;
  /** How many blocks with what a reply thought. */
  readonly thinking: number;
  /** Whether the request said who asks. */
  readonly hasKey: boolean;
  /** Keys and the like: taken out of every text, should they ever stand in one. */
  readonly secrets: readonly string[];
  /** Where Claude Platform on AWS is asked, and whether by a signature in place of a key; null elsewhere. */
  readonly aws: { readonly region: string; readonly isSigned: boolean } | null;
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

/** Types of errors that are the server's own, or a matter of time. */
const passing: ReadonlySet<string | null> = new Set(['api_error', 'timeout_error', 'conflict_error']);

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
  // Whoever signs has said it already.
  const failed = causes(thrown).find(isTurnFailure);
  if (failed) return failed.error;
  const stall = causes(thrown).find((each) => each instanceof StallError);
  if (stall) return { kind: 'stalled', seconds: Math.round(stall.silence / 1000), requestId: null, detail: stall.message };
  const { host, secrets } = context;
  const detail = clean(rootMessage(thrown), secrets);
  const base = { host, requestId: null, detail };
  const redirect = causes(thrown).find((each) => each instanceof RedirectError);
  if (redirect) return { kind: 'redirected', to: redirect.to, ...base };
  const notTheApi = causes(thrown).find((each) => each instanceof NotTheApiError);
  if (notTheApi) return { kind: 'notTheApi', found: notTheApi.found, ...base };
  // What answers speaks no HTTP.
  if (causes(thrown).some((each) => each instanceof Error && codeOf(each).startsWith('HPE_')) && thrown instanceof APIConnectionError)
    return { kind: 'notTheApi', found: 'other', ...base };
  if (thrown instanceof APIConnectionError) return { kind: 'offline', reason: offlineReason(thrown, context), ...base };
  if (thrown instanceof APIError) return fromApi(thrown, context);
  // A socket that was cut in mid-stream comes as a plain error of the SDK's.
  if (thrown instanceof AnthropicError) return { kind: 'cutOff', requestId: null, detail };
  return { kind: 'unknown', requestId: null, detail };
}

function fromApi(error: APIError, context: ErrorContext): ChatError {
  const { status, errorCode } = error;
  // More of them than the SDK has names for.
  const type: string | null = error.type;
  // The SDK takes it as it comes, whatever a gateway puts there.
  const said: unknown = error.apiMessage;
  const text = clean(isString(said) ? said : error.message, context.secrets);
  // A server that repeats the headers that it was sent may do so in any of its own.
  const requestId = isString(error.requestID) ? clean(error.requestID, context.secrets) : null;
  const base = { requestId, detail: status === undefined ? text : `${status} ${type ?? ''}: ${text}` };
  // Who asks for a login stands in between.
  if (status === 407 || status === 511) return { kind: 'offline', host: context.host, reason: 'proxy', ...base };
  // What stands in between, or another server, answers in the API's place; of a status that says more, the status counts.
  if ((status === 403 || status === 404 || status === 405) && looksLikePage(error.message.replace(/^\d+ /, ''))) {
    const { message } = new NotTheApiError(error.headers ?? new Headers(), error.message.replace(/^\d+ /, ''));
    return { kind: 'notTheApi', host: context.host, found: 'page', requestId, detail: `${status}: ${clean(message, context.secrets)}` };
  }
  if ((errorCode !== null && spendLimits.has(errorCode)) || status === 402 || type === 'billing_error' || /credit balance/i.test(text)) {
    return { kind: 'credit', ...base };
  }
  // What signs its requests, or checks signatures, also compares clocks.
  if (/signature (expired|not yet current)|RequestTimeTooSkewed/i.test(text))
    return { kind: 'clockOff', ahead: error.headers ? clockAhead(error.headers, context.now) : null, ...base };
  const problem = context.aws && awsProblem(text, status, context.aws.isSigned);
  if (context.aws && problem) return { kind: 'aws', problem, region: context.aws.region, ...base };
  if (status === 401 || type === 'authentication_error') {
    return !context.hasKey ? { kind: 'noKey', ...base } : { kind: 'invalidKey', expired: /expired/i.test(text), ...base };
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
  if (context.hasFormat && isInvalid && /output_config\.format|json_schema|structured outputs?|\bschemas?\b/i.test(text))
    return { kind: 'formatRefused', ...base };
  if (context.documents > 0 && (status === 413 || (isInvalid && /\b(pdfs?|documents?)\b/i.test(text))))
    return { kind: 'documentRefused', place: placeIn(text), documents: [], ...base };
  if (context.thinking > 0 && isInvalid && /\b(redacted_)?thinking\b/.test(text))
    return { kind: 'invalidRequest', thinking: true, ...base };
  if (status === 413 || type === 'request_too_large' || /prompt is too long|exceeds? (the )?(maximum|context)/i.test(text))
    return { kind: 'tooLarge', ...windowIn(text), ...base };
  if (status === 429 || type === 'rate_limit_error')
    return { kind: 'rateLimited', retryAfter: retryAfter(error.headers, context.now), ...base };
  if (status === 529 || type === 'overloaded_error')
    return { kind: 'overloaded', retryAfter: retryAfter(error.headers, context.now), ...base };
  if (status === 408 || status === 409 || (status !== undefined && status >= 500) || passing.has(type)) {
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

/** How many tokens the model reads, as the API words it: `prompt is too long: 210000 tokens > 200000 maximum`. */
function windowIn(text: string): { readonly most?: number } {
  const [, most] = /\d+ tokens > (\d+)/.exec(text) ?? [];
  return most === undefined || Number(most) === 0 ? {} : { most: Number(most) };
}

/** Where in the request the API says that something is, as in `messages.0.content.1.image.source.base64: …`; null where it does not say. */
function placeIn(text: string): readonly [message: number, block: number] | null {
  const [, message, block] = /\bmessages\.(\d+)\.content\.(\d+)\b/.exec(text) ?? [];
  return message === undefined || block === undefined ? null : [Number(message), Number(block)];
}

/** Milliseconds. Who asks to wait longer does not mean it. */
const tenYears = 10 * 365 * 24 * 3_600_000;

/** Milliseconds to wait by `retry-after-ms`, or `retry-after` in seconds or as a date; null where there is none that makes sense. */
export function retryAfter(headers: Headers | undefined, now: number): number | null {
  const inMs = headers?.get('retry-after-ms')?.trim() ?? '';
  const text = headers?.get('retry-after')?.trim() ?? '';
  // Only what has a time of day: else `Date.parse` makes a date of nearly anything.
  const ms = isDecimal(inMs)
    ? Number(inMs)
    : isDecimal(text)
      ? Number(text) * 1000
      : /\d:\d\d:\d\d/.test(text)
        ? Date.parse(text) - now
        : NaN;
  return ms <= tenYears ? Math.max(0, ms) : null;
}

function isDecimal(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text);
}

const reasons: Readonly<Record<string, OfflineReason>> = {
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  EPROTO: 'notSecure',
  ERR_SSL_WRONG_VERSION_NUMBER: 'notSecure',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'notSecure',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate',
  CERT_HAS_EXPIRED: 'certificate',
  CERT_NOT_YET_VALID: 'certificate',
  CERT_UNTRUSTED: 'certificate',
  CERT_REVOKED: 'certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate',
};

function offlineReason(thrown: unknown, { host, port }: ErrorContext): OfflineReason {
  const chain = causes(thrown);
  // An error names the server with its port or without it.
  const name = host.replace(/:\d+$/, '');
  // The editor names the proxies that it tried.
  if (chain.some((each) => each instanceof Error && /\bprox(y|ies)\b/i.test(each.message.replaceAll(name, '')))) return 'proxy';
  const reason = chain.map((each) => (each instanceof Error && reasons[codeOf(each)]) || undefined).findLast((each) => each !== undefined);
  const elsewhere = chain.some((each) => each instanceof Error && 'port' in each && isCount(each.port) && each.port !== port);
  if (reason === 'refused' && elsewhere) return 'proxy';
  return reason ?? 'unreachable';
}

/** What AWS says of who asks, in its own words; null where it is about something else. */
function awsProblem(text: string, status: number | undefined, isSigned: boolean): AwsProblem | null {
  if (status !== 400 && status !== 401 && status !== 403) return null;
  if (/ExpiredToken|(token|credentials?) .*\bexpired/i.test(text)) return 'expired';
  if (/scoped to .*region|(wrong|another|different|invalid) region/i.test(text)) return 'region';
  if (!isSigned || status === 400) return null;
  if (status === 401 || /token .*\binvalid|UnrecognizedClient|InvalidClientTokenId|signature|MissingAuthenticationToken/i.test(text))
    return 'rejected';
  return 'notAllowed';
}

/** Milliseconds by which this computer's clock is ahead of the server's; null where an answer does not tell the time. */
export function clockAhead(headers: Headers, now: number): number | null {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isFinite(date) ? now - date : null;
}

/** The port that an address leads to, named or not. */
export function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return Number(port) || (protocol === 'https:' ? 443 : 80);
}

function causes(thrown: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let each = thrown; each instanceof Error && chain.length < 8; each = each.cause) chain.push(each);
  return chain;
}

/** What the SDK says of a connection is the same for all that can go wrong with one; its cause says why. */
function rootMessage(thrown: unknown): string {
  const chain = causes(thrown);
  const messages = chain.map((each) => (each instanceof Error ? [code(each), each.message].filter(Boolean).join(' ') : ''));
  return messages.filter((each) => each !== '').at(-1) ?? String(thrown);
}

function code(error: Error): string {
  const own = codeOf(error);
  return error.message.includes(own) ? '' : own;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Takes secrets, and whatever has the shape of a key, out of a text; and keeps the text short. */
function clean(text: string, secrets: readonly string[]): string {
  // The longest first: a shorter one may be a part of it.
  const byLength = secrets.filter((secret) => secret !== '').toSorted((a, b) => b.length - a.length);
  const without = byLength.reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
  // AWS repeats what it was sent when a signature does not fit it.
  const signed = without.replace(/(x-amz-security-token:)[^\s"\\]+/gi, '$1…');
  return signed.replace(/sk-ant-[\w-]+/g, 'sk-ant-…').slice(0, 500);
}
