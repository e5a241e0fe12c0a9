/** Which failures are waited out, and for how long. Waiting is shown and can be cancelled; nothing is retried once words have come. */
import type { ChatError } from '../shared/errors.ts';
import type { WaitView } from '../shared/headerView.ts';

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
      return error.retryAfter === null ? null : bounded(error.kind, Math.max(error.retryAfter, shortest(attempt)), attempt);
    case 'overloaded':
      return bounded(error.kind, Math.max(error.retryAfter ?? 2000 * 2 ** attempt, shortest(attempt)), attempt);
    case 'serverError':
      return bounded(error.kind, shortest(attempt), attempt);
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
    case 'documentRefused':
    case 'formatRefused':
    case 'invalidRequest':
    case 'refused':
    case 'cutOff':
    case 'unknown':
      return null;
  }
}

/** Milliseconds. Also where a server asks for no wait at all, or for one that is over by its own clock: nobody is hammered. */
function shortest(attempt: number): number {
  return 500 * 2 ** attempt;
}

function bounded(reason: RetryPlan['reason'], delay: number, attempt: number): RetryPlan | null {
  return attempt < attempts[reason] && delay <= longestWait ? { reason, delay } : null;
}
