/**
 * What is paid for, in US dollars. Dated, in one place, and data only: how a cost is worked out of it is in `cost.ts`. A model that is
 * not here has no known price, and none is guessed. The cache-read price is not a fixed part of the input price, so it is stated for each.
 */

/** Dollars per million tokens; null where it is not known. */
export interface Price {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite5m: number | null;
  readonly cacheWrite1h: number | null;
  readonly cacheRead: number | null;
}

export interface PriceEntry extends Price {
  /** The day the prices were read; null for those that the user has set. */
  readonly asOf: string | null;
  /** For prompts longer than `above` tokens (cached ones counted) all of the turn costs this. */
  readonly long?: Price & { readonly above: number };
  /** Where it answers makes no difference: before 4.6 there was no choice. */
  readonly sameEverywhere?: true;
}

export interface PriceTable {
  /** By model id. */
  readonly models: Readonly<Record<string, PriceEntry>>;
  /** Dollars for one search of the web by the API. Pages that it fetches cost their tokens only. */
  readonly webSearch: number;
}

/** What a batch costs, as a part of the usual price of its tokens. Read on 2026-11-09. */
export const batchPart = 0.5;

/** What tokens cost where `inference_geo` is `us`, as a multiple of the usual price. Read on 2026-11-09. */
export const usMultiple = 1.1;

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
  'claude-opus-4-5': { ...opus, sameEverywhere: true },
  'claude-sonnet-5-5': { ...price(2, 10, 2.5, 4, 0.1), asOf: '2026-10-07' },
  'claude-sonnet-5': { ...price(2, 10, 2.5, 4, 0.2), asOf: '2026-08-22' },
  'claude-sonnet-4-6': sonnet4,
  'claude-sonnet-4-5': { ...sonnet4, sameEverywhere: true },
  'claude-haiku-5-5': {
    ...price(0.1, 0.5, 0.125, 0.2, 0.01),
    asOf: '2026-11-09',
    long: { above: 100_000, ...price(0.5, 2.5, 0.625, 1, 0.05) },
  },
  'claude-haiku-4-5': { ...price(1, 5, 1.25, 2, 0.1), asOf: '2026-08-22', sameEverywhere: true },
};

/** A search costs ten dollars for a thousand; read second-hand on 2026-11-21. */
export const builtInPrices: PriceTable = { models: prices, webSearch: 0.01 };
