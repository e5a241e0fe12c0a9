/** What a test of the connection has tried, step by step. Its words are in `connectionText.ts`. */
import type { ChatError } from './errors.ts';

/**
 * In the order in which they are tried. `name`: the server's, in the DNS; `proxy`: what stands between; `answer`: whether what answers is the
 * API; `reply`: a reply of one token, as it streams; `clock`: this computer's against the server's.
 */
export const stepNames = ['name', 'proxy', 'connection', 'encryption', 'answer', 'key', 'model', 'reply', 'clock'] as const;
export type StepName = (typeof stepNames)[number];

export type ConnectionStep = {
  readonly name: StepName;
  /** Milliseconds that it took; null where it took none of its own. */
  readonly ms: number | null;
} & (
  | { readonly state: 'passed'; readonly fact: string | null }
  | { readonly state: 'failed'; readonly error: ChatError }
  /** Not tried, or not needed; `fact` says why where that is not plain. */
  | { readonly state: 'skipped'; readonly fact: 'viaProxy' | 'plain' | null }
);
