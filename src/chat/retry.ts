/** Which failures are waited out, and for how long. Waiting is shown and can be cancelled; nothing is retried once words have come. */
import type { ChatError } from '../shared/errors.ts';
import type { WaitView } from '../shared/protocol.ts';

/** Milliseconds. A longer `retry-after` is not waited for: the user decides. */
export const longestWait = 120_000;

const attempts = { rateLimited: 5, overloaded: 4, serverError: 2 } as const;

export interface RetryPlan {
  readonly reason: Extract<WaitView, { kind: 'retrying' }>['reason'];
  /** Milliseconds from now. */
  readonly delay: number;
}

/**
 * Whether to try again after `error`, the `attempt`th failure in a row (from 0); null: tell the user.
 * A 429 that names no time is a spend limit, and trying again only prolongs it.
 */
export function planRetry(error: ChatError, attempt: number): RetryPlan | null {
  switch (error.kind) {
    case 'rateLimited':
      return error.retryAfter === null ? null : bounded(error.kind, error.retryAfter, attempt);
    case 'overloaded':
      return bounded(error.kind, error.retryAfter ?? 2000 * 2 ** attempt, attempt);
    case 'serverError':
      return bounded(error.kind, 500 * 2 ** attempt, attempt);
    case 'noKey':
    case 'invalidKey':
    case 'permission':
    case 'credit':
    case 'modelNotFound':
    case 'offline':
    case 'redirected':
    case 'notTheApi':
    case 'aws':
    case 'clockOff':
    case 'stalled':
    case 'tooLarge':
    case 'maxTokens':
    case 'pictureRefused':
    case 'invalidRequest':
    case 'refused':
    case 'cutOff':
    case 'unknown':
      return null;
  }
}

function bounded(reason: RetryPlan['reason'], delay: number, attempt: number): RetryPlan | null {
  return attempt < attempts[reason] && delay <= longestWait ? { reason, delay } : null;
}
