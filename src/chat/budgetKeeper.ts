import type { BudgetHold, BudgetScope, Budgets } from '../shared/budget.ts';
import { isObject, isString } from '../shared/json.ts';
import { noUsage } from '../shared/message.ts';
import type { Clock } from './clock.ts';
import { type CostOf, longPrompts } from './cost.ts';
import type { HistoryStore, UsageScope } from './historyStore.ts';
import type { PriceTable } from './prices.ts';
import { sumGroups, type UsageSum } from './usage.ts';

export interface BudgetKeeperParts {
  /** Read for each turn. */
  readonly budgets: () => Budgets;
  readonly store: Pick<HistoryStore, 'readUsage'>;
  readonly prices: () => PriceTable;
  readonly costOf: CostOf;
  readonly clock: Pick<Clock, 'now'>;
  /** Keeps what was allowed, so that it is not asked again after a reload. */
  readonly memory: { read(): unknown; write(allowed: Allowed): void };
}

/** What the user has said yes to. */
export interface Allowed {
  /** The soft limit that was crossed, by conversation. */
  readonly conversations: Readonly<Record<string, number>>;
  /** The limit that was crossed, and the day's beginning. */
  readonly day: { readonly start: number; readonly limit: number } | null;
  /** Models without a known price. */
  readonly models: readonly string[];
}

/** So many conversations are remembered in which it was asked; of older ones it is asked again. */
const mostRemembered = 200;

/** Milliseconds since the epoch at which the user's day began. */
export function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** Says before each turn whether the user's budgets let it begin. What was spent is read from the history, over all windows. */
export class BudgetKeeper {
  readonly #parts: BudgetKeeperParts;

  constructor(parts: BudgetKeeperParts) {
    this.#parts = parts;
  }

  /** Why a turn of a conversation must not begin yet; null where it may. Without a budget, nothing is read. */
  async hold(conversationId: string, model: string): Promise<BudgetHold | null> {
    const { budgets, costOf } = this.#parts;
    const { conversation, day } = budgets();
    const limited = [conversation.soft, conversation.hard, day.soft, day.hard].some((limit) => limit !== null);
    if (!limited) return null;
    const [ofConversation, ofDay] = await Promise.all([
      this.#spent(conversation, { conversationId }),
      this.#spent(day, { since: startOfDay(this.#parts.clock.now()) }),
    ]);
    const refused = over(conversation.hard, ofConversation, 'conversation') ?? over(day.hard, ofDay, 'day');
    if (refused) return { kind: 'refuse', ...refused };
    const allowed = this.#allowed();
    if (costOf(model, noUsage) === null && !allowed.models.includes(model)) return { kind: 'unknown', model };
    const asked = over(conversation.soft, ofConversation, 'conversation');
    if (asked && allowed.conversations[conversationId] !== asked.limit) return { kind: 'ask', ...asked };
    const askedToday = over(day.soft, ofDay, 'day');
    const isAllowed = allowed.day?.start === startOfDay(this.#parts.clock.now()) && allowed.day.limit === askedToday?.limit;
    return askedToday && !isAllowed ? { kind: 'ask', ...askedToday } : null;
  }

  /** The user said yes: the same is not asked again, until the limit is another one, or the day. */
  allow(conversationId: string, hold: BudgetHold): void {
    const allowed = this.#allowed();
    const { memory, clock } = this.#parts;
    if (hold.kind === 'unknown') memory.write({ ...allowed, models: [...new Set([...allowed.models, hold.model])] });
    else if (hold.kind === 'ask' && hold.scope === 'day')
      memory.write({ ...allowed, day: { start: startOfDay(clock.now()), limit: hold.limit } });
    else if (hold.kind === 'ask') {
      const { [conversationId]: _, ...others } = allowed.conversations;
      const kept = Object.entries(others).slice(1 - mostRemembered);
      memory.write({ ...allowed, conversations: { ...Object.fromEntries(kept), [conversationId]: hold.limit } });
    }
  }

  /** Nothing is read for what has no limit. */
  async #spent(budget: { readonly soft: number | null; readonly hard: number | null }, scope: UsageScope): Promise<UsageSum | null> {
    if (budget.soft === null && budget.hard === null) return null;
    const { store, prices, costOf } = this.#parts;
    return sumGroups(await store.readUsage(scope, longPrompts(prices())), costOf);
  }

  #allowed(): Allowed {
    const raw = this.#parts.memory.read();
    const { conversations, day, models } = isObject(raw) ? raw : {};
    const limits = isObject(conversations) ? Object.entries(conversations) : [];
    const { start, limit } = isObject(day) ? day : {};
    return {
      conversations: Object.fromEntries(limits.flatMap(([id, value]) => (typeof value === 'number' ? [[id, value] as const] : []))),
      day: typeof start === 'number' && typeof limit === 'number' ? { start, limit } : null,
      models: Array.isArray(models) ? models.filter(isString) : [],
    };
  }
}

/** What is told where as much was spent as the limit is, or more. */
function over(limit: number | null, sum: UsageSum | null, scope: BudgetScope) {
  return limit !== null && sum !== null && sum.cost >= limit ? { scope, spent: sum.cost, partial: sum.partial, limit } : undefined;
}

/** Thrown in the place of a turn that must not begin yet: nothing was changed, and who asked still has what was to be sent. */
export class HeldByBudget extends Error {
  readonly hold: BudgetHold;

  constructor(hold: BudgetHold) {
    super(`The turn is held: ${hold.kind}`);
    this.name = 'HeldByBudget';
    this.hold = hold;
  }
}
