import { setTimeout as pause } from 'node:timers/promises';

/** What a promise gives, or nothing after `limit` milliseconds. */
export async function within<Result>(promise: Promise<Result>, limit: number): Promise<Result | undefined> {
  const timer = new AbortController();
  promise.catch(() => {});
  try {
    return await Promise.race([promise, pause(limit, undefined, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}
