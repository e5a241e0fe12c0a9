import { type AssistantMessage, addUsage, noUsage, type Usage } from '../shared/message.ts';
import type { HeaderView } from '../shared/protocol.ts';
import { costOf } from './prices.ts';

/** What a turn used, by the model that answered. */
export type TurnUsage = Pick<AssistantMessage, 'model'> & { readonly usage: Usage };

export type UsageSum = HeaderView['usage'];

/** Tokens and US dollars of some turns; `partial` when the price of one is unknown. Costs are worked out by turn: some prices depend on its length. */
export function sumUsage(turns: readonly TurnUsage[]): UsageSum {
  let total = noUsage;
  let cost = 0;
  let partial = false;
  for (const { model, usage } of turns) {
    total = addUsage(total, usage);
    const turnCost = costOf(model, usage);
    if (turnCost === null) partial = true;
    else cost += turnCost;
  }
  const tokens = total.input + total.cacheWrite5m + total.cacheWrite1h + total.cacheRead + total.output;
  return { tokens, cost, partial };
}

export function addSums(a: UsageSum, b: UsageSum): UsageSum {
  return { tokens: a.tokens + b.tokens, cost: a.cost + b.cost, partial: a.partial || b.partial };
}
