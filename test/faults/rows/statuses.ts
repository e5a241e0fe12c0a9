/** Every status that an API, a proxy or a gateway answers with, with the body that is right for it and with others. */
import type { Script } from '../../sim/script.ts';
import { type Failure, type Fault, failures, nothing, type Row, redirected } from '../fault.ts';
import { byHand } from '../wire.ts';

interface Status {
  readonly status: number;
  readonly failure: Failure;
  /** Milliseconds of the waits before it is told. */
  readonly waits?: readonly number[];
}

const serverError = { failure: failures.serverError, waits: [500, 1000] };

/** By hand: what each means for who wrote a prompt. */
const table: readonly Status[] = [
  { status: 400, failure: failures.invalidRequest },
  { status: 401, failure: failures.invalidKey },
  { status: 402, failure: failures.credit },
  { status: 403, failure: failures.permission },
  { status: 404, failure: failures.invalidRequest },
  { status: 405, failure: failures.invalidRequest },
  { status: 406, failure: failures.invalidRequest },
  // Who asks for a login is a proxy.
  { status: 407, failure: failures.proxy },
  { status: 408, ...serverError },
  { status: 409, ...serverError },
  { status: 410, failure: failures.invalidRequest },
  { status: 413, failure: failures.tooLarge },
  { status: 414, failure: failures.invalidRequest },
  { status: 415, failure: failures.invalidRequest },
  { status: 418, failure: failures.invalidRequest },
  { status: 421, failure: failures.invalidRequest },
  { status: 422, failure: failures.invalidRequest },
  { status: 425, failure: failures.invalidRequest },
  { status: 426, failure: failures.invalidRequest },
  { status: 428, failure: failures.invalidRequest },
  // Without a time: a spend limit.
  { status: 429, failure: failures.limit },
  { status: 431, failure: failures.invalidRequest },
  { status: 451, failure: failures.invalidRequest },
  { status: 500, ...serverError },
  { status: 501, ...serverError },
  { status: 502, ...serverError },
  { status: 503, ...serverError },
  { status: 504, ...serverError },
  { status: 505, ...serverError },
  { status: 507, ...serverError },
  { status: 508, ...serverError },
  { status: 510, ...serverError },
  // A network that wants one to log in.
  { status: 511, failure: failures.proxy },
  { status: 520, ...serverError },
  { status: 521, ...serverError },
  { status: 522, ...serverError },
  { status: 523, ...serverError },
  { status: 524, ...serverError },
  { status: 525, ...serverError },
  { status: 529, failure: failures.overloaded, waits: [2000, 4000, 8000, 16_000] },
  { status: 530, ...serverError },
];

const json = { 'content-type': 'application/json' };
const html = '<!doctype html><html><head><title>No</title></head><body><h1>No</h1><p>Not this way.</p></body></html>';

interface Body {
  readonly name: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const bodies: readonly Body[] = [
  { name: 'HTML', body: html, headers: { 'content-type': 'text/html; charset=utf-8' } },
  { name: 'nothing', body: '', headers: {} },
  { name: 'JSON of another form', body: '{"detail": "No."}' },
  { name: 'an error that is a text', body: '{"error": "No."}' },
  { name: 'an error whose message is an object', body: '{"error": {"type": {"a": 1}, "message": {"text": "No."}, "details": 7}}' },
  { name: 'null', body: 'null' },
  { name: 'no JSON', body: '{"type": "error", "error": {"type"' },
];

const right = '{"type": "error", "error": {"type": "TYPE", "message": "No."}, "request_id": "req_1"}';

function bodiesOf(status: number): readonly Body[] {
  const types: Readonly<Record<number, string>> = {
    400: 'invalid_request_error',
    401: 'authentication_error',
    402: 'billing_error',
    403: 'permission_error',
    404: 'not_found_error',
    409: 'conflict_error',
    413: 'request_too_large',
    429: 'rate_limit_error',
    500: 'api_error',
    504: 'timeout_error',
    529: 'overloaded_error',
  };
  const type = types[status];
  return type === undefined ? bodies : [{ name: 'the API’s own', body: right.replace('TYPE', type) }, ...bodies];
}

function answered(status: number, { body, headers = json }: Body): Script {
  return { answer: { status, headers, body }, times: Infinity };
}

/** The connection ends before the body does. */
function cut(status: number): Script {
  const script = byHand(async (wire) => {
    wire.head({ ...json, 'content-length': String(right.length) }, status);
    await wire.send(Buffer.from(right.slice(0, 30)));
    wire.cut();
  });
  return { ...script, times: Infinity };
}

function faultsOf({ status, failure, waits = [] }: Status): readonly Fault[] {
  const expected = nothing(failure, waits);
  return [
    ...bodiesOf(status).map((body): Fault => {
      // A page of these is not the API's: something between has answered, or another server.
      const isPage = [403, 404, 405].includes(status) && body.name === 'HTML';
      return {
        name: `${status} with ${body.name}`,
        scripts: () => [answered(status, body)],
        expected: isPage ? nothing(failures.page) : expected,
      };
    }),
    { name: `${status} with a body that is cut`, scripts: () => [cut(status)], expected },
  ];
}

export const statuses: readonly Row[] = [
  ...table.map((each) => ({
    name: `status ${each.status}`,
    faults: () => faultsOf(each),
  })),
  {
    name: 'a redirect, which is not followed',
    faults: () =>
      [301, 302, 303, 307, 308].map((status) => ({
        name: String(status),
        scripts: () => [{ answer: { status, headers: { location: 'http://127.0.0.1:9/v1/messages' }, body: '' } }],
        expected: nothing(redirected('http://127.0.0.1:9')),
      })),
  },
  {
    name: 'a status that makes no sense for a prompt',
    faults: () =>
      [300, 304, 305, 399].map((status) => ({
        name: String(status),
        scripts: () => [{ answer: { status, headers: {}, body: '' } }],
        expected: nothing(failures.unknown),
      })),
  },
  {
    name: 'a spend limit, by each of its codes',
    faults: () =>
      [
        'contract_spend_limit_reached',
        'enforced_spend_limit_reached',
        'linked_organization_spend_limit_reached',
        'linked_organization_billing_unavailable',
        'user_profile_not_billable',
      ].map((errorCode) => ({
        name: errorCode,
        scripts: () => [{ error: { status: 429, message: 'A limit is reached.', errorCode } }],
        expected: nothing(failures.credit),
      })),
  },
  {
    name: 'an error’s body without an end',
    faults: () =>
      [400, 500].map((status) => ({
        name: String(status),
        scripts: () => [
          {
            ...byHand(async (wire) => {
              wire.head({ 'content-type': 'text/plain' }, status);
              const piece = Buffer.alloc(10_000, 'no ');
              while (!wire.gone) await wire.send(piece);
            }),
            times: Infinity,
          },
        ],
        expected: status === 400 ? nothing(failures.invalidRequest) : nothing(failures.serverError, [500, 1000]),
      })),
  },
];
