/** What a fault is, and what the user must find after it. The rows are in `rows/`; what is expected in them is worked out by hand. */

import type { ErrorAction } from '../../src/shared/errorAction.ts';
import type { ChatErrorKind } from '../../src/shared/errors.ts';
import type { Script } from '../sim/script.ts';

/** What of a reply must be there, and nothing else. */
export interface Said {
  readonly text: string;
  readonly thinking: string;
}

export interface Failure {
  readonly kind: ChatErrorKind;
  /** Word for word. `HOST` stands for whom the request went to. */
  readonly sentence: string;
  readonly action: ErrorAction['kind'];
}

export interface Expected extends Said {
  /** Null: the reply is complete. */
  readonly failure: Failure | null;
  /** Milliseconds of each wait that the user was shown before; none where it is left out. */
  readonly waits?: readonly number[];
}

/** What leads a fault while the reply runs. */
export interface Lead {
  /** Resolves when the client has read all that was written. */
  taken(): Promise<void>;
  /** So many milliseconds pass for who watches for silence. */
  silence(ms: number): void;
  /** So many milliseconds pass for the engine, which writes checkpoints meanwhile. */
  pass(ms: number): void;
}

/** A server that is there for one fault. */
export interface Elsewhere {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export interface Fault {
  readonly name: string;
  /** What becomes of the first requests, one after the other; all later ones are answered as they should be. */
  readonly scripts?: (lead: Lead) => readonly Script[];
  /** Where the first prompt goes; what comes after goes to the simulator. */
  readonly elsewhere?: () => Promise<Elsewhere>;
  readonly expected: Expected;
}

/** How much is tried. */
export interface Size {
  readonly full: boolean;
  /**
   * The first, the last and others drawn by the seed, so many in all.
   * @param full how many in the full size; all of them unless said otherwise
   */
  sample<T>(all: readonly T[], small: number, full?: number): readonly T[];
  /** From 0 to below `limit`, drawn by the seed. */
  random(limit: number): number;
}

/** One kind of fault. */
export interface Row {
  readonly name: string;
  readonly faults: (size: Size) => readonly Fault[];
}

/** The time without a sign of life after which a reply is given up, as it is set for these tests; milliseconds. */
export const stallTimeout = 60_000;

/** When each fault begins, in milliseconds since the epoch: so late that no conversation is old, which would be purged while it is empty. */
export const start = Date.UTC(2100, 0, 1);

/** What every request is answered with that no script is for. */
export const goodAnswer = 'All is well.';

/** The reply is whole: the fault was not to be seen, or was waited out. */
export function whole(said: Partial<Said> = {}, waits: readonly number[] = []): Expected {
  return { text: goodAnswer, thinking: '', ...said, failure: null, waits };
}

/** The reply failed before anything had come. */
export function nothing(failure: Failure, waits: readonly number[] = []): Expected {
  return { text: '', thinking: '', failure, waits };
}

/** The reply failed with what had come. Where that is text, one goes on from it. */
export function broken(said: Said, failure: Failure): Expected {
  const goesOn = failure.action === 'retry' && said.text !== '';
  return { ...said, failure: goesOn ? { ...failure, action: 'continue' } : failure };
}

/** What the user is told, and the first of what is offered where no text has come. */
export const failures = {
  invalidKey: {
    kind: 'invalidKey',
    sentence: 'The API does not accept this key. It may be mistyped or revoked.',
    action: 'setKey',
  },
  permission: { kind: 'permission', sentence: 'This key is not allowed to do that.', action: 'setKey' },
  credit: { kind: 'credit', sentence: 'The account of this key has no credit left, or has reached its limit.', action: 'openBilling' },
  limit: { kind: 'rateLimited', sentence: 'The account’s limit is reached, and the API does not say until when.', action: 'openBilling' },
  overloaded: { kind: 'overloaded', sentence: 'The API is overloaded at the moment.', action: 'retry' },
  serverError: { kind: 'serverError', sentence: 'The API had an error of its own.', action: 'retry' },
  unreachable: { kind: 'offline', sentence: 'Parley could not reach HOST.', action: 'retry' },
  noName: {
    kind: 'offline',
    sentence: 'Parley could not reach HOST: the name was not found. The computer may be offline, or the address wrong.',
    action: 'retry',
  },
  nobodyThere: { kind: 'offline', sentence: 'Parley could not reach HOST: nothing listens there.', action: 'retry' },
  closed: { kind: 'offline', sentence: 'The server HOST closed the connection without an answer.', action: 'retry' },
  certificate: { kind: 'offline', sentence: 'The certificate of HOST is not one that this computer trusts.', action: 'openSettings' },
  notSecure: {
    kind: 'offline',
    sentence: 'Parley could not make a secure connection to HOST. It may speak http and not https.',
    action: 'openSettings',
  },
  proxy: {
    kind: 'offline',
    sentence: 'Parley could not reach HOST: the proxy in between did not let it through.',
    action: 'openSettings',
  },
  page: {
    kind: 'notTheApi',
    sentence: 'A web page came from HOST in place of an answer. It may be a sign-in page of the network, or the wrong address.',
    action: 'testConnection',
  },
  notTheApi: {
    kind: 'notTheApi',
    sentence: 'What came from HOST is not what the Messages API answers. The address may be wrong.',
    action: 'testConnection',
  },
  unreadable: { kind: 'notTheApi', sentence: 'What came from HOST could not be read any further.', action: 'retry' },
  stalled: { kind: 'stalled', sentence: 'The connection was silent for 60 s, so the reply was given up.', action: 'retry' },
  tooLarge: { kind: 'tooLarge', sentence: 'The conversation is too long for the model.', action: 'longConversation' },
  invalidRequest: { kind: 'invalidRequest', sentence: 'The API did not accept the request.', action: 'openLog' },
  cutOff: { kind: 'cutOff', sentence: 'The connection ended before the reply did.', action: 'retry' },
  unknown: { kind: 'unknown', sentence: 'Something unexpected came back.', action: 'retry' },
} as const satisfies Readonly<Record<string, Failure>>;

/** An answer that sends elsewhere, where the key does not go. */
export function redirected(to: string): Failure {
  const sentence = `The server HOST sends Parley on to ${to}. Parley does not follow, so that the key goes nowhere else. Where that is the right address, set it.`;
  return { kind: 'redirected', sentence, action: 'openSettings' };
}

/** A 429 that names a time that is not waited for. @param asks how the sentence goes on */
export function rateLimited(asks: string): Failure {
  return { kind: 'rateLimited', sentence: `The rate limit is reached.${asks}`, action: 'retry' };
}
