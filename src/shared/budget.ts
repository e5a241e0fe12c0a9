/** Budgets: what a conversation or a day may cost, and what is said where the next turn is held for that. */
import type { Translate } from './l10n.ts';

export type BudgetScope = 'conversation' | 'day';

/** US dollars; null: no limit. */
export interface Budget {
  /** From here on it is asked before a turn begins, once. */
  readonly soft: number | null;
  /** From here on no turn begins. */
  readonly hard: number | null;
}

export type Budgets = Readonly<Record<BudgetScope, Budget>>;

export const noBudgets: Budgets = { conversation: { soft: null, hard: null }, day: { soft: null, hard: null } };

/** Why a turn does not begin: it is asked about first, or it is refused. Dollars. */
export type BudgetHold =
  | {
      readonly kind: 'ask' | 'refuse';
      readonly scope: BudgetScope;
      readonly spent: number;
      /** Some of it has no known price, or was not counted. */
      readonly partial: boolean;
      readonly limit: number;
    }
  /** There is a budget, and it cannot be kept: nobody knows what the model costs. */
  | { readonly kind: 'unknown'; readonly model: string };

/** A hold in words. @param money dollars, for people */
export function describeHold(hold: BudgetHold, t: Translate, money: (dollars: number) => string): string {
  if (hold.kind === 'unknown') return t('What {0} costs is not known, so that your budget cannot be kept.', hold.model);
  const spent = hold.partial ? t('at least {0}', money(hold.spent)) : money(hold.spent);
  const limit = money(hold.limit);
  switch (hold.scope) {
    case 'conversation':
      return hold.kind === 'ask'
        ? t('This conversation has cost {0}. You wanted to be asked at {1}.', spent, limit)
        : t('This conversation has cost {0}: its budget of {1} is used up.', spent, limit);
    case 'day':
      return hold.kind === 'ask'
        ? t('Today has cost {0}. You wanted to be asked at {1}.', spent, limit)
        : t('Today has cost {0}: its budget of {1} is used up.', spent, limit);
  }
}
