/** Answers that are not what was asked for, with a status that says that all is well. */
import { gzipSync } from 'node:zlib';
import { type Failure, type Fault, failures, nothing, type Row, whole } from '../fault.ts';
import { bytesOf, messageStart, rawEvent, recording, saidIn } from '../recording.ts';
import { byHand } from '../wire.ts';

function answer(name: string, status: number, type: string, body: Uint8Array, failure: Failure = failures.notTheApi): Fault {
  return {
    name,
    scripts: () => [
      byHand(async (wire) => {
        wire.head({ 'content-type': type, 'content-length': String(body.length) }, status);
        await wire.send(body);
        wire.end();
      }),
    ],
    expected: nothing(failure),
  };
}

const stream = 'text/event-stream';
const message = JSON.stringify({ type: 'message', content: [{ type: 'text', text: 'Not as a stream.' }], stop_reason: 'end_turn' });

export const answers: readonly Row[] = [
  {
    name: 'status 200 that is not the API’s stream',
    faults: () => [
      answer('a page', 200, 'text/html', Buffer.from('<!doctype html><title>Sign in</title><p>Please sign in.</p>'), failures.page),
      answer('a page as a stream', 200, stream, Buffer.from('<!doctype html>\n\n<title>Sign in</title>\n\n'), failures.page),
      answer('nothing', 200, stream, Buffer.alloc(0)),
      answer('nothing, with status 204', 204, stream, Buffer.alloc(0)),
      answer('pings', 200, stream, Buffer.concat(Array(5).fill(rawEvent('ping', '{"type": "ping"}')))),
      answer('events that nobody knows', 200, stream, rawEvent('hello', '{"type": "hello"}')),
      answer('a whole message', 200, 'application/json', Buffer.from(message)),
      answer('an error', 200, 'application/json', Buffer.from('{"type": "error", "error": {"type": "api_error", "message": "No."}}')),
      answer('compressed without being asked', 200, stream, gzipSync(bytesOf(recording))),
      answer('another API’s stream', 200, stream, Buffer.from('data: {"choices": [{"delta": {"content": "Hi"}}]}\n\ndata: [DONE]\n\n')),
    ],
  },
  {
    name: 'a beginning, and then an end',
    faults: () => [
      {
        name: 'message_start alone',
        scripts: () => [
          byHand(async (wire) => {
            wire.head();
            await wire.send(messageStart.bytes);
            wire.end();
          }),
        ],
        expected: nothing(failures.cutOff),
      },
    ],
  },
  {
    name: 'a stream under another name or status',
    faults: () =>
      [
        { status: 200, type: 'text/plain' },
        { status: 200, type: 'application/octet-stream' },
        { status: 201, type: stream },
        { status: 202, type: stream },
      ].map(({ status, type }) => ({
        name: `${status}, ${type}`,
        scripts: () => [
          byHand(async (wire) => {
            wire.head({ 'content-type': type }, status);
            await wire.send(bytesOf(recording));
            wire.end();
          }),
        ],
        expected: whole(saidIn(recording)),
      })),
  },
  {
    name: 'hints before the answer',
    faults: () => [
      {
        name: '100 and 103',
        scripts: () => [
          byHand(async (wire) => {
            await wire.sendRaw('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n');
            wire.head();
            await wire.send(bytesOf(recording));
            wire.end();
          }),
        ],
        expected: whole(saidIn(recording)),
      },
    ],
  },
];
