/** How much a model is to put into a reply: what can be chosen, where the model has it. */
import { isCount, isObject, oneOf } from './json.ts';

/** In the API's words, from the least. */
export const effortLevels = ['low', 'medium', 'high', 'xhigh', 'max'] as const;
export type Effort = (typeof effortLevels)[number];

const thinkingModes = ['auto', 'off', 'between_tools'] as const;

/** `auto`: the model decides, where it can; `off`: as little as it can; or tokens that it may think for. */
export type ThinkingChoice = (typeof thinkingModes)[number] | { readonly budget: number };

/** Tokens: the API takes no smaller budget. */
export const smallestBudget = 1024;

/** As it was stored; null where it is none. */
export function readEffort(value: unknown): Effort | 'default' | null {
  return oneOf(['default', ...effortLevels], value) ?? null;
}

/** As it was stored; null where it is none. */
export function readThinking(value: unknown): ThinkingChoice | null {
  if (isObject(value)) return isCount(value['budget']) && value['budget'] >= smallestBudget ? { budget: value['budget'] } : null;
  return oneOf(thinkingModes, value) ?? null;
}
