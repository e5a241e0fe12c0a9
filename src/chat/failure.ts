import type { ChatError } from '../shared/errors.ts';

/** A turn's failure as an exception: what a `ModelApi` throws. */
export class TurnFailure extends Error {
  readonly error: ChatError;

  constructor(error: ChatError) {
    super(`${error.kind}: ${error.detail}`);
    this.name = 'TurnFailure';
    this.error = error;
  }
}
