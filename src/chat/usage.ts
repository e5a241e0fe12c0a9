import type { HeaderView } from '../shared/headerView.ts';
import { type AssistantMessage, addUsage, noUsage, type Usage } from '../shared/message.ts';
import type { CostOf } from './cost.ts';
import { isEstimated } from './cutReply.ts';

/** What a turn used, by the model that answered. */
export interface TurnUsage extends Pick<AssistantMessage, 'model'> {
  readonly usage: Usage;
  /** The reply ended early, and what it took is not known: see `isEstimated`. */
  readonly estimated?: boolean;
}

/** Of a reply; nothing where the API said nothing of it. */
export function usageOf(message: AssistantMessage): TurnUsage[] {
  const { model, usage } = message;
  return usage === null ? [] : [{ model, usage, ...(isEstimated(message) && { estimated: true }) }];
}

/** What several turns used together that cost the same for each token. */
export interface UsageGroup extends TurnUsage {
  /** Tokens of the longest of their prompts: each of them is on the same side of every limit from which prompts cost more. */
  readonly prompt: number;
  readonly turns: number;
}

export type UsageSum = HeaderView['usage'];

/** Tokens and US dollars of some turns; `partial` when the price of one is unknown, or all that it took. Costs are worked out by turn: some prices depend on its length. */
export function sumUsage(turns: readonly TurnUsage[], costOf: CostOf): UsageSum {
  return sum(turns, ({ model, usage }) => costOf(model, usage));
}

/** The same of turns that are summed already. */
export function sumGroups(groups: readonly UsageGroup[], costOf: CostOf): UsageSum {
  return sum(groups, ({ model, usage, prompt }) => costOf(model, usage, prompt));
}

function sum<T extends TurnUsage>(turns: readonly T[], costOf: (turn: T) => number | null): UsageSum {
  let total = noUsage;
  let cost = 0;
  let partial = false;
  for (const turn of turns) {
    total = addUsage(total, turn.usage);
    const turnCost = costOf(turn);
    if (turnCost === null || turn.estimated) partial = true;
    cost += turnCost ?? 0;
  }
  const tokens = total.input + total.cacheWrite5m + total.cacheWrite1h + total.cacheRead + total.output;
  return { tokens, cost, partial };
}

export const nothingUsed: UsageSum = { tokens: 0, cost: 0, partial: false };

export function addSums(a: UsageSum, b: UsageSum): UsageSum {
  return { tokens: a.tokens + b.tokens, cost: a.cost + b.cost, partial: a.partial || b.partial };
}
