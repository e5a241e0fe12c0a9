/** What is known of a model. */
import type { Effort } from '../shared/effort.ts';

export const thinkingTypes = ['adaptive', 'enabled', 'disabled', 'between_tools'] as const;
export type ThinkingType = (typeof thinkingTypes)[number];

/** What else the Models API tells of a model; `calls_from_code`: code that it runs may call the request's other tools. */
export const modelAbilities = [
  'pdf_input',
  'citations',
  'structured_outputs',
  'web_search',
  'code_execution',
  'calls_from_code',
  'context_management',
  'batch',
] as const;
export type ModelAbility = (typeof modelAbilities)[number];

/** What a model is and can do, from the Models API. Token counts are null where the API does not say. */
export interface Model {
  readonly id: string;
  readonly name: string;
  readonly lifecycle: 'active' | 'deprecated' | 'retired';
  /** RFC 3339, or null. */
  readonly retiresAt: string | null;
  readonly maxInputTokens: number | null;
  readonly maxTokens: number | null;
  readonly effort: readonly Effort[];
  readonly thinking: readonly ThinkingType[];
  readonly images: boolean;
  /** What the API says that the model cannot read; of a list that does not say, nothing. */
  readonly cannotRead?: readonly Attached[];
  /** What else it can do; nothing where the API does not say. */
  readonly abilities?: readonly ModelAbility[];
}

/** What goes with prompts, and not every model reads. */
export const attachedKinds = ['pictures', 'documents'] as const;
export type Attached = (typeof attachedKinds)[number];
