/**
 * What tokens cost, in US dollars per million. Dated, in one place; a model that is not here has no known price, and none is guessed.
 * The cache-read price is not a fixed part of the input price, so it is stated for each.
 */
import type { Usage } from '../shared/message.ts';
import { undated } from '../shared/modelId.ts';

interface Price {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly cacheRead: number;
}

interface PriceEntry extends Price {
  /** The day the prices were read. */
  readonly asOf: string;
  /** For prompts longer than `above` tokens (cached ones counted) all of the turn costs this. */
  readonly long?: Price & { readonly above: number };
}

const price = (input: number, output: number, cacheWrite5m: number, cacheWrite1h: number, cacheRead: number): Price => ({
  input,
  output,
  cacheWrite5m,
  cacheWrite1h,
  cacheRead,
});

const opus = { ...price(5, 25, 6.25, 10, 0.5), asOf: '2026-08-22' };
const sonnet4 = { ...price(3, 15, 3.75, 6, 0.3), asOf: '2026-08-22' };

/** By model id. */
export const prices: Readonly<Record<string, PriceEntry>> = {
  'claude-fable-5-2': { ...price(8, 40, 10, 16, 0.2), asOf: '2026-11-09' },
  'claude-fable-5-1': { ...price(10, 50, 12.5, 20, 0.25), asOf: '2026-11-09' },
  'claude-opus-5-5': { ...price(4, 20, 5, 8, 0.2), asOf: '2026-11-09' },
  'claude-opus-5': opus,
  'claude-opus-4-8': opus,
  'claude-opus-4-7': opus,
  'claude-opus-4-6': opus,
  'claude-opus-4-5': opus,
  'claude-sonnet-5-5': { ...price(2, 10, 2.5, 4, 0.1), asOf: '2026-10-07' },
  'claude-sonnet-5': { ...price(2, 10, 2.5, 4, 0.2), asOf: '2026-08-22' },
  'claude-sonnet-4-6': sonnet4,
  'claude-sonnet-4-5': sonnet4,
  'claude-haiku-5-5': {
    ...price(0.1, 0.5, 0.125, 0.2, 0.01),
    asOf: '2026-11-09',
    long: { above: 100_000, ...price(0.5, 2.5, 0.625, 1, 0.05) },
  },
  'claude-haiku-4-5': { ...price(1, 5, 1.25, 2, 0.1), asOf: '2026-08-22' },
};

/** What a turn cost in US dollars; null where the model's price is unknown. Takes dated ids too. */
export function costOf(model: string, usage: Usage): number | null {
  const entry = prices[model] ?? prices[undated(model)];
  if (!entry) return null;
  const prompt = usage.input + usage.cacheWrite5m + usage.cacheWrite1h + usage.cacheRead;
  const rate = entry.long && prompt > entry.long.above ? entry.long : entry;
  const perMillion =
    usage.input * rate.input +
    usage.output * rate.output +
    usage.cacheWrite5m * rate.cacheWrite5m +
    usage.cacheWrite1h * rate.cacheWrite1h +
    usage.cacheRead * rate.cacheRead;
  return perMillion / 1_000_000;
}
