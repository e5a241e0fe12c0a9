/** Why what was asked for can't be done any more. */
export type ConflictReason = 'replyRuns' | 'promptIsGone' | 'promptIsNotQueued';

const messages: Readonly<Record<ConflictReason, string>> = {
  replyRuns: 'A reply is running in this conversation.',
  promptIsGone: 'The prompt is not there any more.',
  promptIsNotQueued: 'The prompt is not queued any more.',
};

/** Thrown where something has changed since the page showed it, as by another window: nothing was done, and who asked still has the text. */
export class Conflict extends Error {
  readonly reason: ConflictReason;

  constructor(reason: ConflictReason) {
    super(messages[reason]);
    this.name = 'Conflict';
    this.reason = reason;
  }
}
