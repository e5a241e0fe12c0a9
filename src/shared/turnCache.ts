/** How a reply's request used the API's prompt cache: with what it began, what of that was not as before, and what came of it. */
import { isCount, isObject, isString, type JsonObject, oneOf } from './json.ts';
import type { Usage } from './message.ts';

/** The API's reasons for a miss; `other` is one that this version does not know. */
export const missReasons = [
  'model_changed',
  'system_changed',
  'tools_changed',
  'messages_changed',
  'previous_message_not_found',
  'unavailable',
  'other',
] as const;

/** Why the API could not read what it had kept, by its own comparison. */
export interface CacheMiss {
  readonly reason: (typeof missReasons)[number];
  /** About how many would have been read; null where it does not say. */
  readonly tokens: number | null;
}

export const cachingModes = ['5m', '1h', 'off'] as const;
export type Caching = (typeof cachingModes)[number];

/** What a request began with, as hashes: enough to say later what of it has changed, and nothing of what was said. */
export interface RequestPrefix {
  readonly model: string;
  readonly caching: Caching;
  /** Of the API's tools, as they were asked for; absent where none were. */
  readonly tools?: string;
  /** Of each part of the system prompt, by its name. */
  readonly system: Readonly<Record<string, string>>;
  /** As it was asked for; empty where nothing was. */
  readonly thinking: string;
  readonly effort: string;
  /** The hash of the schema that was asked by; none where it was free text. */
  readonly format?: string;
  /** The region and the speed that were asked for; absent where none was. */
  readonly place?: string;
  readonly speed?: string;
  /** How many blocks all messages had together. */
  readonly blocks: number;
  /** The messages before those of `turns`: how many, and one hash of them all. */
  readonly above: { readonly count: number; readonly hash: string };
  /** Of each message: the hash of its text, and after a colon a letter for each of its files. */
  readonly turns: readonly string[];
  /** The hash of the summary that stood for what was said before; absent: there was none. */
  readonly summary?: string;
  /** How many messages, after those that it stood for, were left out; absent: none. */
  readonly leftOut?: number;
}

/** What became of files of an earlier prompt. */
const fileChanges = ['leftOut', 'takenOut', 'smaller', 'lost', 'back', 'citations'] as const;

const summaryChanges = ['new', 'another', 'gone'] as const;

/** Something that is not any more as it was in the request for the reply before. */
export type PrefixChange =
  | { readonly type: 'model'; readonly from: string }
  /** A part of the system prompt, by its name: `user`, `conversation`, or the path of a file. */
  | { readonly type: 'instructions'; readonly name: string }
  | { readonly type: 'thinking' | 'effort' | 'format' | 'tools' | 'place' | 'speed' }
  /** Milliseconds from the reply before to this request: longer than the API keeps anything. */
  | { readonly type: 'expired'; readonly after: number }
  | { readonly type: 'files'; readonly what: (typeof fileChanges)[number]; readonly count: number }
  /** A message, counted from 0; null: one of those far above. */
  | { readonly type: 'turn'; readonly index: number | null }
  /** A summary stands for what was said before, or another one, or none any more. */
  | { readonly type: 'summary'; readonly is: (typeof summaryChanges)[number] }
  /** So many messages more are left out at the beginning; fewer where it is less than 0. */
  | { readonly type: 'leftOut'; readonly count: number }
  /** So many blocks are new that the API did not look as far back as to what it had kept. */
  | { readonly type: 'farBack'; readonly blocks: number };

/** What is kept of it with the reply. */
export interface TurnCache {
  readonly prefix: RequestPrefix;
  /** Tokens that the API kept after the reply before; null where there was none. */
  readonly expected: number | null;
  /** What Parley sees that has changed since that one. */
  readonly changes: readonly PrefixChange[];
  /** Whether the API was asked to say why it misses. */
  readonly diagnosed: boolean;
  /** What it said; null: nothing. */
  readonly miss: CacheMiss | null;
}

/** What came of the cache in a turn; tokens. */
export type CacheOutcome =
  /** All that was kept was read. */
  | { readonly kind: 'hit'; readonly read: number; readonly prompt: number }
  /** So much of it was not. */
  | { readonly kind: 'missed'; readonly missed: number; readonly read: number }
  /** The first turn: there was nothing to read. */
  | { readonly kind: 'written'; readonly written: number }
  /** Too little to be kept. */
  | { readonly kind: 'short' }
  | { readonly kind: 'off' };

/** @returns null where the request was not noted, or the API told no usage */
export function cacheOutcome(
  usage: Usage | null,
  cache: { readonly caching: Caching; readonly expected: number | null } | null,
): CacheOutcome | null {
  if (!usage || !cache) return null;
  const { input, cacheRead: read, cacheWrite5m, cacheWrite1h } = usage;
  const written = cacheWrite5m + cacheWrite1h;
  if (cache.caching === 'off') return { kind: 'off' };
  const missed = (cache.expected ?? 0) - read;
  if (missed > 0) return { kind: 'missed', missed, read };
  if (read > 0) return { kind: 'hit', read, prompt: input + read + written };
  return written > 0 ? { kind: 'written', written } : { kind: 'short' };
}

/** As it was stored; undefined where it is none. Changes of a kind that this version does not know are passed over. */
export function readTurnCache(value: unknown): TurnCache | undefined {
  if (!isObject(value)) return undefined;
  const prefix = readPrefix(value['prefix']);
  const { expected, changes, miss } = value;
  if (!prefix || !(expected === null || isCount(expected)) || !Array.isArray(changes)) return undefined;
  const known = changes.flatMap((each: unknown) => readChange(each) ?? []);
  return { prefix, expected, changes: known, diagnosed: value['diagnosed'] === true, miss: readMiss(miss) };
}

function readPrefix(value: unknown): RequestPrefix | undefined {
  if (!isObject(value)) return undefined;
  const { model, thinking, effort, format, place, speed, blocks, above, turns, system, tools, summary, leftOut } = value;
  const caching = oneOf(cachingModes, value['caching']);
  if (!isString(model) || !caching || !isString(thinking) || !isString(effort) || !isCount(blocks)) return undefined;
  if (!isObject(above) || !isCount(above['count']) || !isString(above['hash'])) return undefined;
  if (!Array.isArray(turns) || !turns.every(isString) || !isObject(system)) return undefined;
  const parts = Object.entries(system).filter((part): part is [string, string] => isString(part[1]));
  return {
    ...{ model, caching, thinking, effort, blocks, turns, system: Object.fromEntries(parts) },
    ...(isString(place) && { place }),
    ...(isString(speed) && { speed }),
    ...(isString(tools) ? { tools } : {}),
    above: { count: above['count'], hash: above['hash'] },
    ...(isString(format) && { format }),
    ...(isString(summary) && { summary }),
    ...(isCount(leftOut) && leftOut > 0 && { leftOut }),
  };
}

function readChange(value: unknown): PrefixChange | undefined {
  if (!isObject(value)) return undefined;
  const { type, from, name, after, count, index, blocks } = value;
  switch (type) {
    case 'model':
      return isString(from) ? { type, from } : undefined;
    case 'instructions':
      return isString(name) ? { type, name } : undefined;
    case 'thinking':
    case 'effort':
    case 'format':
    case 'place':
    case 'speed':
    case 'tools':
      return { type };
    case 'expired':
      return isCount(after) ? { type, after } : undefined;
    case 'files': {
      const what = oneOf(fileChanges, value['what']);
      return what && isCount(count) ? { type, what, count } : undefined;
    }
    case 'turn':
      return index === null || isCount(index) ? { type, index } : undefined;
    case 'summary': {
      const is = oneOf(summaryChanges, value['is']);
      return is && { type, is };
    }
    case 'leftOut':
      return Number.isSafeInteger(count) ? { type, count: Number(count) } : undefined;
    case 'farBack':
      return isCount(blocks) ? { type, blocks } : undefined;
    default:
      return undefined;
  }
}

function readMiss(value: unknown): CacheMiss | null {
  if (!isObject(value)) return null;
  const reason = oneOf(missReasons, value['reason']);
  return reason ? { reason, tokens: isCount(value['tokens']) ? value['tokens'] : null } : null;
}

/** The reason of a miss from the `diagnostics` of an answer; null where there is none, or none yet. */
export function missOf(diagnostics: JsonObject): CacheMiss | null {
  const reason = diagnostics['cache_miss_reason'];
  if (!isObject(reason)) return null;
  const tokens = reason['cache_missed_input_tokens'];
  return { reason: oneOf(missReasons, reason['type']) ?? 'other', tokens: isCount(tokens) ? tokens : null };
}
