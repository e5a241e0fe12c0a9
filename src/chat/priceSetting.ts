/** Prices that the user has set, over those of the table. What makes no sense is told and not used: then the table's own price stays. */
import { isCount, isObject, type JsonObject } from '../shared/json.ts';
import type { Price, PriceEntry, PriceTable } from './prices.ts';

/** What is wrong with a price that was set. `model` is where: empty for the setting as a whole. */
export interface PriceFault {
  readonly model: string;
  readonly problem:
    | { readonly kind: 'notAnObject' }
    /** The name of what is missing, or is no amount. */
    | { readonly kind: 'missing' | 'notAnAmount' | 'notTokens' | 'unknownName'; readonly name: string };
}

export interface ReadPrices {
  readonly table: PriceTable;
  readonly faults: readonly PriceFault[];
}

/** Dollars per million tokens, or for a thousand searches: more is a slip of the keyboard. */
const mostDollars = 10_000;
const amounts = ['input', 'output', 'cacheWrite5m', 'cacheWrite1h', 'cacheRead'] as const;
/** Among the models' ids; no model is called so. Dollars for a thousand searches. */
const webSearches = 'webSearches';

type Problem = PriceFault['problem'];

/**
 * Reads the setting, an object of model ids: `{"claude-x": {"input": 1, "output": 5, "cacheRead": 0.1, "long": {"above": 100000, …}}}`.
 * What is not said of a model that the table has stays as it is there; of another one, `input` and `output` must be said, and what is
 * not said of its cache is not known.
 */
export function readPrices(raw: unknown, builtIn: PriceTable): ReadPrices {
  if (raw === undefined || raw === null) return { table: builtIn, faults: [] };
  if (!isObject(raw)) return { table: builtIn, faults: [{ model: '', problem: { kind: 'notAnObject' } }] };
  const models: Record<string, PriceEntry> = { ...builtIn.models };
  let { webSearch } = builtIn;
  const faults: PriceFault[] = [];
  for (const [model, value] of Object.entries(raw)) {
    if (model === webSearches) {
      if (isAmount(value)) webSearch = value / 1000;
      else faults.push({ model: '', problem: { kind: 'notAnAmount', name: webSearches } });
      continue;
    }
    const known = Object.hasOwn(builtIn.models, model) ? builtIn.models[model] : undefined;
    const read = readEntry(value, known);
    if ('kind' in read) faults.push({ model, problem: read });
    // Not an assignment: a model may be called `__proto__` by somebody who wants to see what becomes of it.
    else Object.defineProperty(models, model, { value: read, enumerable: true, configurable: true, writable: true });
  }
  return { table: { models, webSearch }, faults };
}

function readEntry(raw: unknown, known: PriceEntry | undefined): PriceEntry | Problem {
  if (!isObject(raw)) return { kind: 'notAnObject' };
  const usual = readPrice(raw, known, ['long']);
  if ('kind' in usual) return usual;
  const { long } = raw;
  // Who sets the usual price alone has said nothing of long prompts: the table's own still holds for them.
  const rest = { ...usual, asOf: null, ...(known?.sameEverywhere && { sameEverywhere: true as const }) };
  if (long === undefined) return known?.long ? { ...rest, long: known.long } : rest;
  if (long === null) return rest;
  if (!isObject(long)) return { kind: 'notAnObject' };
  const above = long['above'] ?? known?.long?.above;
  if (!isCount(above) || above === 0) return { kind: 'notTokens', name: 'long.above' };
  const price = readPrice(long, known?.long, ['above']);
  if ('kind' in price) return 'name' in price ? { ...price, name: `long.${price.name}` } : price;
  return { ...rest, long: { ...price, above } };
}

function readPrice(raw: JsonObject, known: Price | undefined, others: readonly string[]): Price | Problem {
  const read: Price = {
    input: known?.input ?? Number.NaN,
    output: known?.output ?? Number.NaN,
    cacheWrite5m: known?.cacheWrite5m ?? null,
    cacheWrite1h: known?.cacheWrite1h ?? null,
    cacheRead: known?.cacheRead ?? null,
  };
  const set: Partial<Record<keyof Price, number>> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (others.includes(name)) continue;
    const amount = amounts.find((each) => each === name);
    if (!amount) return { kind: 'unknownName', name };
    if (!isAmount(value)) return { kind: 'notAnAmount', name };
    set[amount] = value;
  }
  const price = { ...read, ...set };
  const missing = (['input', 'output'] as const).find((name) => Number.isNaN(price[name]));
  return missing ? { kind: 'missing', name: missing } : price;
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= mostDollars;
}
