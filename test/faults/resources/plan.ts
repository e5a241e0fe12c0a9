/** What the process that is measured is told, and what it says. */
import type { Place } from '../kill/plan.ts';
import type { Measured } from './measure.ts';

export interface Plan extends Place {
  readonly seed: number;
  /** Numbers of turns after which it measures itself, rising. */
  readonly stages: readonly number[];
  /** Milliseconds between the beginnings of two turns. */
  readonly pause: number;
}

export type Said =
  /** Nothing is under way; it goes on when it is answered. */
  | { readonly type: 'rest' }
  | { readonly type: 'measured'; readonly measured: Measured }
  | { readonly type: 'complaint'; readonly text: string };
