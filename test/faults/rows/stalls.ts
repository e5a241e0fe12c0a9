/** Servers that fall silent, and servers that are only slow. */
import { broken, type Expected, type Fault, failures, type Row, stallTimeout, whole } from '../fault.ts';
import { bytesOf, isEnded, type Recorded, rawEvent, recording, saidIn, wholeIn } from '../recording.ts';
import { byHand } from '../wire.ts';

const said = saidIn(recording);
const everyEvent = Array.from({ length: recording.length + 1 }, (_, count) => count);
/** Nearly as long as anybody waits for a sign of life. */
const nearly = stallTimeout - 1000;

function silentAfter(events: readonly Recorded[]): Expected {
  return isEnded(events) ? whole(saidIn(events)) : broken(saidIn(events), failures.stalled);
}

/** Silence after so many bytes of the recording. */
function stall(name: string, bytes: Buffer): Fault {
  return {
    name,
    scripts: ({ taken, silence }) => [
      byHand(async (wire) => {
        wire.head();
        await wire.send(bytes);
        await taken();
        silence(stallTimeout);
      }),
    ],
    expected: silentAfter(wholeIn(recording, bytes.length)),
  };
}

export const stalls: readonly Row[] = [
  {
    name: 'a stall after every event',
    faults: (size) => size.sample(everyEvent, 25).map((count) => stall(`after ${count} events`, bytesOf(recording.slice(0, count)))),
  },
  {
    name: 'a stall in the middle of every event',
    faults: (size) =>
      size.sample(everyEvent.slice(0, -1), 8).map((count) => {
        const before = bytesOf(recording.slice(0, count)).length;
        const half = Math.floor((recording[count]?.bytes.length ?? 0) / 2);
        return stall(`in event ${count}`, bytesOf(recording).subarray(0, before + half));
      }),
  },
  {
    name: 'a request that is never answered',
    faults: () => [
      {
        name: 'no headers',
        scripts: ({ taken, silence }) => [
          byHand(async () => {
            await taken();
            silence(stallTimeout);
          }),
        ],
        expected: silentAfter([]),
      },
      {
        name: 'half of the headers',
        scripts: ({ taken, silence }) => [
          byHand(async (wire) => {
            await wire.sendRaw('HTTP/1.1 200 OK\r\ncontent-type: text/ev');
            await taken();
            silence(stallTimeout);
          }),
        ],
        expected: silentAfter([]),
      },
    ],
  },
  {
    name: 'a stall after a long wait with signs of life',
    faults: () => [
      {
        name: 'pings, then silence',
        scripts: ({ taken, silence }) => [
          byHand(async (wire) => {
            wire.head();
            await wire.send(bytesOf(recording.slice(0, 9)));
            for (let pings = 0; pings < 20; pings++) {
              await taken();
              silence(nearly);
              await wire.send(rawEvent('ping', '{"type": "ping"}'));
            }
            await taken();
            silence(stallTimeout);
          }),
        ],
        expected: silentAfter(recording.slice(0, 9)),
      },
    ],
  },
  {
    name: 'signs of life, and then the rest',
    faults: () =>
      Object.entries({
        pings: rawEvent('ping', '{"type": "ping"}'),
        comments: Buffer.from(': still there\n\n'),
        'empty lines': Buffer.from('\n'),
      }).map(([name, sign]) => ({
        name,
        scripts: ({ taken, silence }) => [
          byHand(async (wire) => {
            wire.head();
            for (const { bytes } of recording) {
              await wire.send(bytes);
              await wire.send(sign);
              await taken();
              silence(nearly);
            }
            wire.end();
          }),
        ],
        expected: whole(said),
      })),
  },
  {
    name: 'a slow drip',
    faults: ({ full }) => [
      {
        name: full ? 'character by character, nearly a minute each' : 'some characters each minute',
        scripts: ({ taken, silence }) => [
          byHand(async (wire) => {
            wire.head();
            const characters = [...bytesOf(recording).toString()];
            const drop = full ? 1 : 7;
            for (let at = 0; at < characters.length; at += drop) {
              await wire.send(Buffer.from(characters.slice(at, at + drop).join('')));
              await taken();
              silence(nearly);
            }
            wire.end();
          }),
        ],
        expected: whole(said),
      },
    ],
  },
  {
    name: 'a late answer',
    faults: () => [
      {
        name: 'headers after nearly a minute',
        scripts: ({ taken, silence }) => [
          byHand(async (wire) => {
            await taken();
            silence(nearly);
            wire.head();
            await taken();
            await wire.send(bytesOf(recording));
            wire.end();
          }),
        ],
        expected: whole(said),
      },
    ],
  },
];
