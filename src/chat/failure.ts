import type { ChatError } from '../shared/errors.ts';

/** Shared by all bundles of the extension: each has a class of its own, so `instanceof` would not know the others'. */
const brand = Symbol.for('parley.turnFailure');

/** A turn's failure as an exception: what a `ModelApi` throws. Read it with `failureOf`, not with `instanceof`. */
export class TurnFailure extends Error {
  readonly error: ChatError;
  readonly [brand] = true;

  constructor(error: ChatError) {
    super(`${error.kind}: ${error.detail}`);
    this.name = 'TurnFailure';
    this.error = error;
  }
}

/** Whether it was thrown as a `TurnFailure`, in any bundle. */
export function isTurnFailure(thrown: unknown): thrown is TurnFailure {
  return thrown instanceof Error && brand in thrown;
}

/** A failure for the log, without what a refusal explains: that is about what was said. */
export function failureLine(error: ChatError): string {
  const detail = error.kind === 'refused' ? (error.category ?? 'no category') : error.detail;
  return `${error.kind}, request ${error.requestId ?? 'without an id'}: ${detail}`;
}

/** What a failure says; `unknown` for anything else that was thrown. */
export function failureOf(thrown: unknown): ChatError {
  return isTurnFailure(thrown) ? thrown.error : { kind: 'unknown', requestId: null, detail: String(thrown) };
}
