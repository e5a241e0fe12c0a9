/** Events that are none of the API's, or not where they belong: what says something is kept, all else is passed over. */
import { broken, type Expected, type Fault, failures, nothing, type Row, type Size, whole } from '../fault.ts';
import {
  begin,
  delta,
  end,
  isEnded,
  messageDelta,
  messageStart,
  messageStop,
  type Recorded,
  rawEvent,
  recorded,
  recording,
  saidIn,
  text,
  textReply,
} from '../recording.ts';
import { byHand, inOnePiece, streamed } from '../wire.ts';

const said = saidIn(recording);
const everyPlace = Array.from({ length: recording.length + 1 }, (_, at) => at);

function raw(bytes: Buffer): Recorded {
  return { bytes, block: null, says: null, begins: false, tellsEnd: false };
}

function insertedAt(at: number, ...more: readonly Recorded[]): readonly Recorded[] {
  return [...recording.slice(0, at), ...more, ...recording.slice(at)];
}

/** What may come and says nothing. */
const strange: Readonly<Record<string, Buffer>> = {
  'an event of an unknown kind': rawEvent('message_annotation', '{"type": "message_annotation", "note": "from the future"}'),
  'a delta of an unknown kind': rawEvent(
    'content_block_delta',
    '{"type": "content_block_delta", "index": 1, "delta": {"type": "mood_delta", "mood": "calm"}}',
  ),
  'a delta without anything': rawEvent('content_block_delta', '{"type": "content_block_delta"}'),
  'a delta whose text is a number': rawEvent(
    'content_block_delta',
    '{"type": "content_block_delta", "index": 1, "delta": {"type": "text_delta", "text": 7}}',
  ),
  'a delta of a block below zero': rawEvent(
    'content_block_delta',
    '{"type": "content_block_delta", "index": -1, "delta": {"type": "text_delta", "text": "no"}}',
  ),
  'a delta of half a block': rawEvent(
    'content_block_delta',
    '{"type": "content_block_delta", "index": 1.5, "delta": {"type": "text_delta", "text": "no"}}',
  ),
  'the end of a block that never began': rawEvent('content_block_stop', '{"type": "content_block_stop", "index": 999999999999}'),
  'a signature of nothing': rawEvent(
    'content_block_delta',
    '{"type": "content_block_delta", "index": 77, "delta": {"type": "signature_delta", "signature": "x"}}',
  ),
  'input of nothing': rawEvent(
    'content_block_delta',
    '{"type": "content_block_delta", "index": 77, "delta": {"type": "input_json_delta", "partial_json": "{"}}',
  ),
  'an empty object': rawEvent('message_delta', '{}'),
  'a comment': Buffer.from(': a comment line\n\n'),
  'data without a name': Buffer.from('data: {"type": "content_block_delta"}\n\n'),
  'a name without data': Buffer.from('event: content_block_delta\n\n'),
  'lines of no known kind': Buffer.from('colour: red\nnothing at all\n\n'),
  bytes: Buffer.from([0x00, 0xff, 0xfe, 0xc3, 0x28, 0x0a, 0x0a]),
  'many empty lines': Buffer.from('\n'.repeat(1000)),
};

/** What cannot be read, and ends the reply: what comes after it may have a hole. */
const unreadable: Readonly<Record<string, Buffer>> = {
  'a number': rawEvent('content_block_delta', '7'),
  'a text': rawEvent('content_block_delta', '"text"'),
  null: rawEvent('message_delta', 'null'),
  'a list': rawEvent('message_start', '[]'),
  'JSON that is cut': rawEvent('content_block_delta', '{"type": "content_block_delta", "ind'),
  'no JSON': rawEvent('content_block_delta', 'Bad gateway'),
  HTML: rawEvent('message_delta', '<html>'),
};

/** What must come of it when the reply breaks after these events, by what cannot be read. */
function unreadableAfter(events: readonly Recorded[]): Expected {
  if (isEnded(events)) return whole(saidIn(events));
  return events.length === 0 ? nothing(failures.notTheApi) : broken(saidIn(events), failures.unreadable);
}

function shuffled<T>(all: readonly T[], size: Size): readonly T[] {
  return all
    .map((each) => [size.random(1e9), each] as const)
    .sort(([a], [b]) => a - b)
    .map(([, each]) => each);
}

/** Streams that end well, and what is in them. */
function read(replies: Readonly<Record<string, readonly Recorded[]>>): readonly Fault[] {
  return Object.entries(replies).map(([name, reply]) => ({ name, scripts: () => [streamed(reply)], expected: whole(saidIn(reply)) }));
}

const emptyText = { type: 'text', text: '' };
const opaque = { type: 'hologram', data: 'x' };

export const events: readonly Row[] = [
  ...Object.entries(strange).map(([name, bytes]) => ({
    name: `passed over: ${name}`,
    faults: (size: Size) =>
      size.sample(everyPlace, 4).map((at) => ({
        name: `before event ${at}`,
        scripts: () => [streamed(insertedAt(at, raw(bytes)))],
        expected: whole(said),
      })),
  })),
  ...Object.entries(unreadable).map(([name, bytes]) => ({
    name: `unreadable: ${name}`,
    faults: (size: Size) =>
      size.sample(everyPlace, 10).map((at) => ({
        name: `before event ${at}`,
        scripts: () => [streamed(insertedAt(at, raw(bytes)))],
        expected: unreadableAfter(recording.slice(0, at)),
      })),
  })),
  {
    name: 'an event twice',
    faults: () =>
      recording.map((event, at) => {
        const events = insertedAt(at, event);
        return { name: `event ${at}`, scripts: () => [streamed(events)], expected: whole(saidIn(events)) };
      }),
  },
  {
    name: 'an event once more, later',
    faults: (size) =>
      recording.flatMap((event, from) =>
        size
          .sample(
            everyPlace.filter((to) => to > from + 1),
            2,
          )
          // Behind the end of its block, text is read, in a block of its own; the oracle below has one block for each number.
          .filter((to) => event.says === null || !recording.slice(from, to).some(({ bytes }) => bytes.equals(end(event.block ?? -1).bytes)))
          .map((to) => {
            const events = insertedAt(to, event);
            return { name: `event ${from} before ${to}`, scripts: () => [streamed(events)], expected: whole(saidIn(events)) };
          }),
      ),
  },
  {
    name: 'two events in the wrong order',
    faults: () =>
      recording.slice(1).map((event, at) => {
        const events = [...recording.slice(0, at), event, ...recording.slice(at, at + 1), ...recording.slice(at + 2)];
        return { name: `events ${at} and ${at + 1}`, scripts: () => [streamed(events)], expected: whole(saidIn(events)) };
      }),
  },
  {
    name: 'events in any order',
    faults: (size) =>
      Array.from({ length: size.full ? 200 : 20 }, (_, number) => {
        // Without the ends of blocks: what comes behind them is in a block of its own.
        const events = shuffled(
          recording.filter((event) => !event.bytes.includes('content_block_stop')),
          size,
        );
        return { name: `order ${number}`, scripts: () => [streamed(events)], expected: whole(saidIn(events)) };
      }),
  },
  {
    name: 'an event that never comes',
    faults: () =>
      recording.map((missing, at) => {
        const events = recording.filter((event) => event !== missing);
        const expected = isEnded(events) ? whole(saidIn(events)) : broken(saidIn(events), failures.cutOff);
        return { name: `event ${at}`, scripts: () => [streamed(events)], expected };
      }),
  },
  {
    name: 'blocks that are not as they are announced',
    faults: () => [
      ...read({
        'text without a beginning': [messageStart, text(0, 'One '), text(0, 'two.'), end(0), messageDelta, messageStop],
        'text in a block of an unknown kind': [messageStart, begin(0, opaque), text(0, 'One '), text(0, 'two.'), end(0), messageDelta],
        'text in a block of thinking': [
          messageStart,
          begin(0, { type: 'thinking', thinking: '', signature: '' }),
          text(0, 'One.'),
          messageDelta,
        ],
        'a block far away': [messageStart, begin(4_000_000_000, emptyText), text(4_000_000_000, 'Far.'), messageDelta],
        'a block as far as can be counted': [
          messageStart,
          begin(Number.MAX_SAFE_INTEGER, emptyText),
          text(Number.MAX_SAFE_INTEGER, 'Far.'),
          messageDelta,
        ],
        'blocks in no order': [messageStart, begin(5, emptyText), text(5, 'One '), begin(2, emptyText), text(2, 'two.'), messageDelta],
        'two blocks at once': [messageStart, begin(0, emptyText), begin(1, emptyText), text(0, 'One. '), text(1, 'Two.'), messageDelta],
        'no beginning at all': [begin(0, emptyText), text(0, 'One.'), end(0), messageDelta, messageStop],
        'text after the end': [...textReply('One. '), text(9, 'Two.')],
        'input in a block of text': [
          messageStart,
          begin(0, emptyText),
          delta(0, { type: 'input_json_delta', partial_json: '{}' }),
          text(0, 'One.'),
          messageDelta,
        ],
      }),
      {
        name: 'one number for all blocks',
        scripts: () => [
          inOnePiece([
            messageStart,
            begin(0, { type: 'thinking', thinking: '', signature: '' }),
            delta(0, { type: 'thinking_delta', thinking: 'Hm.' }),
            end(0),
            begin(0, emptyText),
            text(0, 'One. '),
            end(0),
            begin(0, opaque),
            end(0),
            begin(0, emptyText),
            text(0, 'Two.'),
            end(0),
            messageDelta,
          ]),
        ],
        expected: whole({ text: 'One. Two.', thinking: 'Hm.' }),
      },
      {
        name: 'text in the beginning of a block that has begun',
        scripts: () => [
          streamed([
            messageStart,
            begin(0, { type: 'text', text: 'One ' }),
            begin(0, { type: 'text', text: 'two ' }),
            text(0, 'three.'),
            messageDelta,
          ]),
        ],
        expected: whole({ text: 'One two three.' }),
      },
      {
        name: 'a second answer behind the first',
        scripts: () => [inOnePiece([...textReply('One. '), ...textReply('Two.')])],
        expected: whole({ text: 'One. Two.' }),
      },
      {
        name: 'a stop reason of an unknown kind',
        scripts: () => [
          streamed([
            ...textReply('One.').slice(0, -2),
            recorded('message_delta', { delta: { stop_reason: 'moon_phase' }, usage: {} }),
            messageStop,
          ]),
        ],
        expected: whole({ text: 'One.' }),
      },
      {
        name: 'tokens that are no numbers',
        scripts: () => [
          streamed([
            ...textReply('One.').slice(0, -2),
            recorded('message_delta', {
              delta: { stop_reason: 'end_turn' },
              usage: { output_tokens: -3, input_tokens: 1e300, cache_creation: 'x' },
            }),
          ]),
        ],
        expected: whole({ text: 'One.' }),
      },
    ],
  },
  {
    name: 'nothing but noise',
    faults: (size) =>
      Array.from({ length: size.full ? 50 : 8 }, (_, number) => {
        const noise = Buffer.from(Array.from({ length: 2000 }, () => size.random(256)));
        return {
          name: `noise ${number}`,
          scripts: () => [
            byHand(async (wire) => {
              wire.head();
              await wire.send(noise);
              wire.end();
            }),
          ],
          expected: nothing(failures.notTheApi),
        };
      }),
  },
];
