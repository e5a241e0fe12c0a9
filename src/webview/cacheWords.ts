/** What the cache did for a turn, in the line below it and in what unfolds from that. */
import { changeSentence, missSentence } from '../shared/cacheText.ts';
import { cacheOutcome } from '../shared/turnCache.ts';
import type { AssistantTurnView } from '../shared/turnView.ts';
import { t, tokens, took } from './words.ts';

/** For the line; null where there is nothing to say. */
export function cacheNote({ usage, cache }: AssistantTurnView): { readonly words: string; readonly isMiss: boolean } | null {
  const outcome = cacheOutcome(usage, cache);
  switch (outcome?.kind) {
    case 'hit':
      return { words: t('{0}% cached', Math.floor((100 * outcome.read) / outcome.prompt)), isMiss: false };
    case 'missed':
      return { words: outcome.read > 0 ? t('cache partly missed') : t('cache missed'), isMiss: true };
    case 'written':
      return { words: t('cache written'), isMiss: false };
    case 'short':
    case 'off':
    case undefined:
      return null;
  }
}

/** Line by line: what was read and written, and why what was kept could not be read. */
export function cacheLines({ usage, cache }: AssistantTurnView): string[] {
  if (!usage) return [];
  const { cacheRead, cacheWrite5m, cacheWrite1h } = usage;
  const numbers = [
    t('From cache: {0}', tokens(cacheRead)),
    ...(cacheWrite1h > 0 ? [t('Written to cache for an hour: {0}', tokens(cacheWrite1h))] : []),
    ...(cacheWrite5m > 0 || cacheWrite1h === 0 ? [t('Written to cache for 5 minutes: {0}', tokens(cacheWrite5m))] : []),
  ];
  const outcome = cacheOutcome(usage, cache);
  switch (outcome?.kind) {
    case 'missed':
      return [...numbers, t('Kept before and not read: {0}', tokens(outcome.missed)), ...reasons(cache)];
    case 'short':
      return [...numbers, t('Nothing was kept: the conversation is still too short for that.')];
    case 'off':
      return [t('Caching is off (parley.caching).')];
    case 'hit':
    case 'written':
    case undefined:
      return numbers;
  }
}

function reasons(cache: AssistantTurnView['cache']): string[] {
  if (!cache) return [];
  const sentences = [
    ...(cache.miss ? [missSentence(cache.miss, t)] : []),
    ...cache.changes.map((change) => changeSentence(change, t, took)),
  ];
  return sentences.length > 0 ? sentences : [t('Nothing has changed that Parley could see: the API may have let go of what it had kept.')];
}
