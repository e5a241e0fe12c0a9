/** Connections that end before the reply does: what had been written whole is there, and nothing of what had not. */
import { broken, type Expected, type Fault, failures, nothing, type Row, type Size, whole } from '../fault.ts';
import { bytesOf, isEnded, type Recorded, recording, saidIn, text, textReply, wholeIn } from '../recording.ts';
import { byHand, type Wire } from '../wire.ts';

const all = bytesOf(recording);
const everywhere = Array.from({ length: all.length + 1 }, (_, at) => at);
const everyEvent = Array.from({ length: recording.length + 1 }, (_, count) => recording.slice(0, count));

/** What must come of it when these events were written whole, and the connection ended then. */
function cutAfter(events: readonly Recorded[]): Expected {
  const said = saidIn(events);
  return isEnded(events) ? whole(said) : broken(said, failures.cutOff);
}

/** The same where nobody can see that there was to be more: without any event, it is an answer that is not the API's. */
function endedAfter(events: readonly Recorded[]): Expected {
  return events.length === 0 ? nothing(failures.notTheApi) : cutAfter(events);
}

/** Some numbers of bytes. @param counts how many, in the small size and in the full one */
function atBytes(
  size: Size,
  counts: readonly [small: number, full: number],
  write: (wire: Wire, bytes: Buffer) => Promise<void>,
  expected: (events: readonly Recorded[]) => Expected = cutAfter,
): readonly Fault[] {
  return size.sample(everywhere, ...counts).map((at) => ({
    name: `after ${at} bytes`,
    scripts: () => [byHand((wire) => write(wire, all.subarray(0, at)))],
    expected: expected(wholeIn(recording, at)),
  }));
}

/** So many pieces, all of which are with the system before the connection ends. */
function burst(pieces: number, length: number): Fault {
  const events = textReply(...Array.from({ length: pieces }, (_, at) => `${at} ${'word '.repeat(length)}`)).slice(0, -3);
  return {
    name: `${pieces} pieces of ${length} words`,
    scripts: () => [
      byHand(async (wire) => {
        wire.head();
        await wire.send(bytesOf(events));
        wire.cut();
      }),
    ],
    expected: cutAfter(events),
  };
}

export const cuts: readonly Row[] = [
  {
    name: 'a cut at every byte of a stream',
    faults: (size) =>
      atBytes(size, [40, Infinity], async (wire, bytes) => {
        wire.head();
        await wire.send(bytes);
        wire.cut();
      }),
  },
  {
    name: 'a cut at every byte, in pieces before it',
    faults: (size) =>
      atBytes(size, [10, 200], async (wire, bytes) => {
        wire.head();
        for (let at = 0; at < bytes.length; at += 100) await wire.send(bytes.subarray(at, at + 100));
        wire.cut();
      }),
  },
  {
    name: 'a body shorter than its length',
    faults: (size) =>
      atBytes(size, [10, 200], async (wire, bytes) => {
        wire.head({ 'content-length': String(all.length + 1) });
        await wire.send(bytes);
        wire.cut();
      }),
  },
  {
    name: 'a body that ends with the connection',
    faults: (size) =>
      atBytes(
        size,
        [10, 200],
        async (wire, bytes) => {
          await wire.sendRaw('HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n');
          await wire.sendRaw(bytes);
          wire.cut();
        },
        endedAfter,
      ),
  },
  {
    name: 'a body that ends too early, as if it were whole',
    faults: (size) =>
      atBytes(
        size,
        [10, 200],
        async (wire, bytes) => {
          wire.head();
          await wire.send(bytes);
          wire.end();
        },
        endedAfter,
      ),
  },
  {
    name: 'a reset in the body, after every event',
    faults: (size) =>
      size.sample(everyEvent, 12).map((events) => ({
        name: `after ${events.length} events`,
        scripts: ({ taken }) => [
          byHand(async (wire) => {
            wire.head();
            for (const { bytes } of events) await wire.send(bytes);
            // What the client has not read yet, a reset takes away.
            await taken();
            wire.reset();
          }),
        ],
        expected: cutAfter(events),
      })),
  },
  {
    name: 'a cut right behind much text',
    faults: () => [burst(300, 1), burst(3000, 3), burst(20_000, 1), burst(40, 4000)],
  },
  {
    name: 'a cut between two halves of a character',
    faults: () => {
      const events = [...textReply().slice(0, 2), text(0, 'A tea: \ud83c'), text(0, '\udf75 and \ud83c')];
      return [2, 3, 4].map((count) => {
        const written = events.slice(0, count);
        return {
          name: `after ${count} events`,
          scripts: ({ taken, pass }) => [
            byHand(async (wire) => {
              wire.head();
              for (const { bytes } of written) {
                await wire.send(bytes);
                await taken();
                // A checkpoint may fall between the halves.
                pass(1000);
              }
              wire.cut();
            }),
          ],
          expected: cutAfter(written),
        } satisfies Fault;
      });
    },
  },
];
