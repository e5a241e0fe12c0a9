/** What a turn cost, of the API's own counts and the table of prices. What is not known is never guessed. */
import type { Billing, Usage } from '../shared/message.ts';
import { undated } from '../shared/modelId.ts';
import { batchPart, builtInPrices, type Price, type PriceEntry, type PriceTable, usMultiple } from './prices.ts';

/**
 * What a turn cost in US dollars; null where that is not known: the model has no price, or a tier, a place or a speed was used whose price
 * is not known. Takes dated ids too.
 * @param prompt tokens of its prompt, for a sum over turns whose prompts are on the same side of every limit from which prompts cost more
 */
export type CostOf = (model: string, usage: Usage, prompt?: number) => number | null;

/** Tokens of a turn's prompt, cached ones counted. */
export function promptTokens(usage: Usage): number {
  return usage.input + usage.cacheWrite5m + usage.cacheWrite1h + usage.cacheRead;
}

/** Works costs out with a table that may change: it is read for each. */
export function costWith(prices: () => PriceTable): CostOf {
  return (model, usage, prompt = promptTokens(usage)) => {
    const { models, webSearch } = prices();
    const entry = priceOf(models, model);
    if (!entry) return null;
    const multiple = multipleOf(entry, usage.billing);
    const rate = entry.long && prompt > entry.long.above ? entry.long : entry;
    const tokens = multiple === null ? null : perMillion(rate, usage);
    if (multiple === null || tokens === null) return null;
    return (tokens * multiple) / 1_000_000 + (usage.billing?.webSearches ?? 0) * webSearch;
  };
}

/** With the table as it is. */
export const costOf: CostOf = costWith(() => builtInPrices);

/** Lengths of prompts from which some model costs more, rising. */
export function longPrompts({ models }: PriceTable): number[] {
  const limits = Object.values(models).flatMap(({ long }) => (long ? [long.above] : []));
  return [...new Set(limits)].sort((a, b) => a - b);
}

function priceOf(models: PriceTable['models'], model: string): PriceEntry | undefined {
  for (const id of [model, undated(model)]) if (Object.hasOwn(models, id)) return models[id];
  return undefined;
}

function perMillion(rate: Price, usage: Usage): number | null {
  const parts = [
    [usage.input, rate.input],
    [usage.output, rate.output],
    [usage.cacheWrite5m, rate.cacheWrite5m],
    [usage.cacheWrite1h, rate.cacheWrite1h],
    [usage.cacheRead, rate.cacheRead],
  ] as const;
  let sum = 0;
  for (const [tokens, each] of parts) {
    if (tokens > 0 && each === null) return null;
    sum += tokens * (each ?? 0);
  }
  return sum;
}

/** By what the usual price is multiplied; null where that is not known. */
function multipleOf(entry: PriceEntry, billing: Billing | undefined): number | null {
  if (!billing) return 1;
  const tier = tierPart(billing.serviceTier);
  const place = placeMultiple(entry, billing.inferenceGeo);
  return tier === null || place === null || !isUsualSpeed(billing.speed) ? null : tier * place;
}

/** What the priority tier costs is agreed upon with each customer. */
function tierPart(tier: string | null): number | null {
  if (tier === null || tier === 'standard') return 1;
  return tier === 'batch' ? batchPart : null;
}

function placeMultiple({ sameEverywhere }: PriceEntry, place: string | null): number | null {
  if (sameEverywhere || place === null || place === 'global' || place === 'not_available') return 1;
  return place === 'us' ? usMultiple : null;
}

function isUsualSpeed(speed: string | null): boolean {
  return speed === null || speed === 'standard';
}
