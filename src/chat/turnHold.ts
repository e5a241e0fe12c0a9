import type { BudgetHold } from '../shared/budget.ts';
import { type BudgetKeeper, HeldByBudget } from './budgetKeeper.ts';
import type { Choices } from './choices.ts';
import type { ShownConversation } from './shownConversation.ts';

export interface TurnHoldParts {
  /** Without it, nothing is limited. */
  readonly budget?: BudgetKeeper;
  readonly shown: ShownConversation;
  readonly choices: Choices;
}

/** Whether the budgets let a conversation's next turn begin. */
export class TurnHold {
  readonly #parts: TurnHoldParts;
  #reason: BudgetHold | null = null;

  constructor(parts: TurnHoldParts) {
    this.#parts = parts;
  }

  /** Why the last turn that was asked for did not begin; null where it did, or where that was answered. */
  get reason(): BudgetHold | null {
    return this.#reason;
  }

  /** Looks whether a turn may begin, and says so to those who show the conversation. */
  async isHeld(): Promise<boolean> {
    const { budget, shown, choices } = this.#parts;
    if (budget) this.#set(await budget.hold(shown.conversation.id, choices.model));
    return this.#reason !== null;
  }

  /** Rejects with `HeldByBudget` where it may not. */
  async throwIfHeld(): Promise<void> {
    if ((await this.isHeld()) && this.#reason) throw new HeldByBudget(this.#reason);
  }

  /** The user has answered what holds the next turn: it may begin, or not. The same is not asked again. */
  answer(allow: boolean): void {
    const { budget, shown } = this.#parts;
    if (allow && this.#reason) budget?.allow(shown.conversation.id, this.#reason);
    this.#set(null);
  }

  #set(reason: BudgetHold | null): void {
    if (reason === null && this.#reason === null) return;
    this.#reason = reason;
    this.#parts.shown.headerChanged();
  }
}
