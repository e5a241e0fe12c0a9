/** What a server says of when to try again: in seconds, as a date, absurd, missing. */
import { failWith } from '../../sim/faults.ts';
import type { Script } from '../../sim/script.ts';
import { type Expected, type Failure, type Fault, failures, nothing, type Row, rateLimited, start, whole } from '../fault.ts';

const inAMinute = new Date(start + 60_000).toUTCString();
const aMinuteAgo = new Date(start - 60_000).toUTCString();
const inAYear = new Date(start + 365 * 24 * 3_600_000).toUTCString();

interface Header {
  readonly value: string | undefined;
  /** What a single refusal comes to. */
  readonly limited: Expected;
  readonly overloaded: Expected;
}

/** A wait that is shown, and then the reply. */
function waited(ms: number): Pick<Header, 'limited' | 'overloaded'> {
  return { limited: whole({}, [ms]), overloaded: whole({}, [ms]) };
}

/** Longer than anybody is made to wait unasked. */
function tooLong(asks: string): Pick<Header, 'limited' | 'overloaded'> {
  return { limited: nothing(rateLimited(asks)), overloaded: nothing(failures.overloaded) };
}

/** A header that says nothing: a limit without a time, and an overload that is waited out as usual. */
const meaningless: Pick<Header, 'limited' | 'overloaded'> = { limited: nothing(failures.limit), overloaded: whole({}, [2000]) };

const seconds: readonly Header[] = [
  { value: '3', ...waited(3000) },
  { value: '1.5', ...waited(1500) },
  { value: ' 7 ', ...waited(7000) },
  { value: '120', ...waited(120_000) },
  // Nobody is hammered, whatever the server allows.
  { value: '0', ...waited(500) },
  { value: '121', ...tooLong(' The API asks to wait 3 minutes.') },
  { value: '3600', ...tooLong(' The API asks to wait 60 minutes.') },
];

const dates: readonly Header[] = [
  { value: inAMinute, ...waited(60_000) },
  { value: aMinuteAgo, ...waited(500) },
  { value: inAYear, ...tooLong(' The API asks to wait 365 days.') },
];

const absurd: readonly Header[] = [
  { value: '31536000', ...tooLong(' The API asks to wait 365 days.') },
  { value: '172800', ...tooLong(' The API asks to wait 48 hours.') },
  ...[
    '-5',
    '-0.1',
    'NaN',
    'Infinity',
    '1e9',
    '0x10',
    'soon',
    'soon 1',
    'in 5 minutes',
    '99999999999999999999',
    '3, 5',
    '',
    'Sat, 99 Foo 2026 99:99:99 GMT',
  ].map((value) => ({ value, ...meaningless })),
];

function faultsFor(headers: readonly Header[]): readonly Fault[] {
  return headers.flatMap(({ value, limited, overloaded }) => [
    { name: `429, “${value}”`, scripts: () => [failWith(429, value)], expected: limited },
    { name: `529, “${value}”`, scripts: () => [failWith(529, value)], expected: overloaded },
  ]);
}

/** Refused as often as it is asked. */
function always(name: string, script: Script, failure: Failure, waits: readonly number[]): Fault {
  return { name, scripts: () => [{ ...script, times: Infinity }], expected: nothing(failure, waits) };
}

export const waits: readonly Row[] = [
  { name: 'retry-after in seconds', faults: () => faultsFor(seconds) },
  { name: 'retry-after as a date', faults: () => faultsFor(dates) },
  { name: 'retry-after that is absurd', faults: () => faultsFor(absurd) },
  { name: 'retry-after that is missing', faults: () => faultsFor([{ value: undefined, ...meaningless }]) },
  {
    name: 'retry-after in milliseconds',
    faults: () => [
      { name: '1500', scripts: () => [inMs('1500')], expected: whole({}, [1500]) },
      { name: '1500 against 9 s', scripts: () => [inMs('1500', '9')], expected: whole({}, [1500]) },
      { name: '-1 and 9 s', scripts: () => [inMs('-1', '9')], expected: whole({}, [9000]) },
      { name: 'nonsense and 9 s', scripts: () => [inMs('12 monkeys', '9')], expected: whole({}, [9000]) },
    ],
  },
  {
    name: 'a limit that stays, with a wait each time',
    faults: () => [
      always('429, 2 s', failWith(429, 2), rateLimited(' The API asks to wait 2 s.'), [2000, 2000, 2000, 4000, 8000]),
      always('429, at once', failWith(429, 0), rateLimited(''), [500, 1000, 2000, 4000, 8000]),
      always('529, 20 s', failWith(529, 20), failures.overloaded, [20_000, 20_000, 20_000, 20_000]),
      always('503, 1 s', failWith(503, 1), failures.serverError, [500, 1000]),
    ],
  },
];

function inMs(ms: string, retryAfter?: string): Script {
  const seconds = retryAfter === undefined ? {} : { retryAfter };
  return { error: { status: 429, headers: { 'retry-after-ms': ms }, ...seconds } };
}
