/** Ready-made scripts for what can go wrong between an API and its client. Each is a `Script`, to spread into one's own. */
import type { Injection, Point, Reply, Script } from './script.ts';

/** A text of a few deltas, for faults that need a stream to break. */
const reply: Reply = { deltas: ['One ', 'two ', 'three ', 'four ', 'five.'] };

/** An error's status, with the `retry-after` header as given: seconds, or any text. */
export function failWith(status: number, retryAfter?: number | string): Script {
  return { error: { status, ...(retryAfter === undefined ? {} : { retryAfter }) } };
}

/** The 429 of a spend limit: no `retry-after`, and no use in trying again. */
export const spendLimit: Script = {
  error: { status: 429, message: 'You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC.' },
};

export const noCredit: Script = {
  error: {
    status: 400,
    message: 'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
  },
};

/** The stream stops after so many deltas and stays open: silent, or with pings. */
export function stallAfter(deltas: number, pingEvery?: number): Script {
  return { reply, hold: deltas, ...(pingEvery === undefined ? {} : { pingEvery }) };
}

/** The request is taken and never answered. */
export const silence: Script = { hold: 'headers' };

export function cutAfter(deltas: number): Script {
  return { reply, cut: { deltas } };
}

/** An `error` event in mid-stream. */
export function errorEventAfter(deltas: number, type = 'overloaded_error', message?: string): Script {
  return { reply, errorEvent: { after: deltas, type, ...(message === undefined ? {} : { message }) } };
}

/** What a proxy or a login page answers in the API's place. */
export const htmlPage: Script = {
  answer: {
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: '<!doctype html><title>Sign in</title><p>Please sign in to the network.</p>',
  },
};

export function redirectTo(location: string, status = 307): Script {
  return { answer: { status, headers: { location }, body: '' } };
}

/** Bytes that are neither SSE nor UTF-8, between good events. */
export function garbageAfter(after: Point): Injection {
  return { after, raw: Buffer.from([0x00, 0xff, 0xfe, 0xc3, 0x28, 0x0a, 0x64, 0x61, 0x74, 0x61, 0x3a, 0x20, 0x7b, 0x0a, 0x0a]) };
}

/** An `event` with data that is not JSON. */
export function brokenJsonAfter(after: Point): Injection {
  return { after, raw: 'event: content_block_delta\ndata: {"type":"content_block_delta","ind\n\n' };
}

/** Things that a newer API may send and an older client must let pass: an event, a delta and a comment line that it does not know. */
export function unknownAfter(after: Point): readonly Injection[] {
  return [
    { after, event: 'message_annotation', data: { type: 'message_annotation', note: 'from the future' } },
    { after, event: 'content_block_delta', data: { type: 'content_block_delta', index: 0, delta: { type: 'mood_delta', mood: 'calm' } } },
    { after, raw: ': a comment line\n\n' },
  ];
}
