/** Waiting for what no locator can wait for. */
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again and again until there is an answer other than `undefined`, `null` or `false`; what a question throws counts as no answer.
 * @param what for the message, as in "waited for …"
 * @param timeout milliseconds
 */
export async function until<Answer>(
  what: string,
  question: () => Answer | Promise<Answer>,
  timeout = 15_000,
): Promise<Exclude<Awaited<Answer>, undefined | null | false>> {
  const end = performance.now() + timeout;
  let last: unknown;
  do {
    try {
      const answer = await question();
      if (answer !== undefined && answer !== null && answer !== false) {
        return answer as Exclude<Awaited<Answer>, undefined | null | false>;
      }
      last = undefined;
    } catch (error) {
      last = error;
    }
    await pause(20);
  } while (performance.now() < end);
  throw new Error(`Waited ${timeout} ms for ${what}`, { cause: last });
}
