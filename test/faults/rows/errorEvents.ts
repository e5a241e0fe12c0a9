/** Errors that come as an event, in each state of a reply. */
import { broken, type Expected, type Failure, failures, nothing, type Row, whole } from '../fault.ts';
import { isEnded, isSeen, messageStart, type Recorded, rawEvent, recording, saidIn } from '../recording.ts';
import { streamed } from '../wire.ts';

interface Kind {
  readonly name: string;
  readonly json: string;
  readonly failure: Failure;
  /** Milliseconds that are waited where nothing has come, before it is tried again. */
  readonly wait?: number;
}

function typed(type: string, failure: Failure, wait?: number): Kind {
  return {
    name: type,
    json: JSON.stringify({ type: 'error', error: { details: null, type, message: 'No.' }, request_id: 'req_1' }),
    failure,
    ...(wait === undefined ? {} : { wait }),
  };
}

const kinds: readonly Kind[] = [
  typed('overloaded_error', failures.overloaded, 2000),
  typed('api_error', failures.serverError, 500),
  typed('timeout_error', failures.serverError, 500),
  typed('conflict_error', failures.serverError, 500),
  typed('rate_limit_error', failures.limit),
  typed('billing_error', failures.credit),
  typed('authentication_error', failures.invalidKey),
  typed('permission_error', failures.permission),
  typed('not_found_error', failures.invalidRequest),
  typed('invalid_request_error', failures.invalidRequest),
  typed('request_too_large', failures.tooLarge),
  typed('moon_error', failures.unknown),
  { name: 'no JSON', json: 'Bad gateway', failure: failures.unknown },
  { name: 'an empty object', json: '{}', failure: failures.unknown },
  { name: 'a message that is an object', json: '{"error": {"type": 7, "message": {"a": 1}}}', failure: failures.unknown },
];

function expectedAfter(events: readonly Recorded[], { failure, wait }: Kind): Expected {
  if (isEnded(events)) return whole(saidIn(events));
  if (isSeen(events)) return broken(saidIn(events), failure);
  return wait === undefined ? nothing(failure) : whole({}, [wait]);
}

const states = Array.from({ length: recording.length + 1 }, (_, count) => count);

export const errorEvents: readonly Row[] = kinds.map((kind) => ({
  name: `an error event: ${kind.name}`,
  faults: (size) =>
    size.sample(states, 6).map((count) => {
      const events = recording.slice(0, count);
      return {
        name: `after ${count} events`,
        scripts: () => [streamed([...events, { ...messageStart, bytes: rawEvent('error', kind.json) }])],
        expected: expectedAfter(events, kind),
      };
    }),
}));
