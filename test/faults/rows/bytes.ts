/** Bytes that come in any pieces, are no UTF-8, or are very many. */
import { broken, type Fault, failures, nothing, type Row, whole } from '../fault.ts';
import { begin, bytesOf, messageStart, type Recorded, rawEvent, recording, saidIn, text, textReply, thinking } from '../recording.ts';
import { byHand, inOnePiece, streamed } from '../wire.ts';

const all = bytesOf(recording);
const said = saidIn(recording);
const megabytes = 2_000_000;

/** The recording in pieces that end where it says. */
function inPieces(name: string, ends: readonly number[]): Fault {
  return {
    name,
    scripts: () => [
      byHand(async (wire) => {
        wire.head();
        let from = 0;
        for (const to of [...ends, all.length]) {
          await wire.send(all.subarray(from, to));
          // Else two writes may arrive as one.
          await new Promise((resolve) => setImmediate(resolve));
          from = to;
        }
        wire.end();
      }),
    ],
    expected: whole(said),
  };
}

function inPiecesOf(size: number): Fault {
  const ends = Array.from({ length: Math.floor((all.length - 1) / size) }, (_, at) => (at + 1) * size);
  return inPieces(`${size} bytes each`, ends);
}

/** Bytes in the middle of a text, and what UTF-8 readers are to make of them: one mark for each longest part that could have begun a character. */
const invalidBytes: readonly (readonly [name: string, bytes: readonly number[], read: string])[] = [
  ['a byte that begins nothing', [0xff], '\ufffd'],
  ['a lone byte of a longer character', [0xa4], '\ufffd'],
  ['a character without its second byte', [0xc3], '\ufffd'],
  ['a character without its third byte', [0xe2, 0x82], '\ufffd'],
  ['a character without its fourth byte', [0xf0, 0x9f, 0x91], '\ufffd'],
  ['a character without its end, and another', [0xe2, 0x82, 0xc3, 0xa4], '\ufffdä'],
  ['too long a form of a slash', [0xc0, 0xaf], '\ufffd\ufffd'],
  ['half of a pair as if it were a character', [0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
  ['what is beyond Unicode', [0xf5, 0x80, 0x80, 0x80], '\ufffd\ufffd\ufffd\ufffd'],
];

function invalid(bytes: readonly number[], read: string): Recorded {
  const [before = '', after = ''] = rawEvent(
    'content_block_delta',
    JSON.stringify({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'left|right' } }),
  )
    .toString()
    .split('|');
  return { ...text(0, `left${read}right`), bytes: Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]) };
}

/** The recording with other ends of lines, or another form of the same events. */
function rewritten(name: string, rewrite: (stream: string) => string): Fault {
  return {
    name,
    scripts: () => [
      byHand(async (wire) => {
        wire.head();
        await wire.send(Buffer.from(rewrite(all.toString())));
        wire.end();
      }),
    ],
    expected: whole(said),
  };
}

/** Each piece of white space that JSON allows, so that an event has several lines. */
function overLines(stream: string): string {
  return stream.replace(/^data: (.*)$/gm, (_line, json: string) =>
    JSON.stringify(JSON.parse(json), null, 1)
      .split('\n')
      .map((part) => `data: ${part}`)
      .join('\n'),
  );
}

export const bytes: readonly Row[] = [
  { name: 'a stream in pieces of a few bytes', faults: () => [1, 2, 3, 7, 64].map(inPiecesOf) },
  {
    name: 'a stream in two pieces, cut anywhere, also within a character',
    faults: (size) =>
      size
        .sample(
          Array.from({ length: all.length - 1 }, (_, at) => at + 1),
          30,
        )
        .map((at) => inPieces(`at ${at}`, [at])),
  },
  {
    name: 'invalid UTF-8 in a text',
    faults: () =>
      invalidBytes.map(([name, bytes, read]) => {
        const reply = textReply('Before. ', 'HERE', ' After.').map((event) => (event.says?.text === 'HERE' ? invalid(bytes, read) : event));
        return { name, scripts: () => [streamed(reply)], expected: whole(saidIn(reply)) };
      }),
  },
  {
    name: 'invalid UTF-8, byte by byte, and then a cut',
    faults: () =>
      invalidBytes.map(([name, bytes, read]) => {
        const events = [...textReply('Before. ').slice(0, 3), invalid(bytes, read)];
        return {
          name,
          scripts: () => [
            byHand(async (wire) => {
              wire.head();
              for (const byte of bytesOf(events)) await wire.send(Buffer.from([byte]));
              wire.cut();
            }),
          ],
          expected: broken(saidIn(events), failures.cutOff),
        };
      }),
  },
  {
    name: 'characters that other programs stumble over',
    faults: () => {
      const texts = [
        'nothing: \0.',
        'half: \ud83d.',
        'the other half: \udc4d.',
        'turned: \udc4d\ud83d',
        '\u2028\u2029\u0085\ufeff',
        '\u202eright to left',
        'data: x\n\nevent: y\n\n',
      ];
      return [
        ...texts.map((each) => {
          const reply = textReply('Before ', each, ' after.');
          return { name: JSON.stringify(each), scripts: () => [streamed(reply)], expected: whole(saidIn(reply)) };
        }),
        ...texts.map((each) => {
          const events = textReply('Before ', each).slice(0, -3);
          return {
            name: `${JSON.stringify(each)}, and a cut`,
            scripts: () => [
              byHand(async (wire) => {
                wire.head();
                await wire.send(bytesOf(events));
                wire.cut();
              }),
            ],
            expected: broken(saidIn(events), failures.cutOff),
          };
        }),
      ];
    },
  },
  {
    name: 'other ends of lines and forms of events',
    faults: () => [
      rewritten('carriage returns', (stream) => stream.replaceAll('\n', '\r')),
      rewritten('both', (stream) => stream.replaceAll('\n', '\r\n')),
      rewritten('no space after the colon', (stream) => stream.replace(/^(event|data): /gm, '$1:')),
      rewritten('a byte order mark', (stream) => `\ufeff${stream}`),
      rewritten('data before the name', (stream) => stream.replace(/^(event: .*)\n(data: .*)$/gm, '$2\n$1')),
      rewritten('data over several lines', overLines),
      rewritten('ids and times', (stream) => stream.replace(/^event: /gm, 'id: 7\nretry: 10\nevent: ')),
    ],
  },
  {
    name: 'an event of 2 MB',
    faults: () => {
      const long = 'Länge '.repeat(megabytes / 6);
      const replies: readonly (readonly [string, readonly Recorded[]])[] = [
        ['text', textReply('Before. ', long, ' After.')],
        [
          'thinking',
          [messageStart, begin(0, { type: 'thinking', thinking: '', signature: '' }), thinking(0, long), ...textReply('Yes.').slice(1)],
        ],
        ['of an unknown kind', [messageStart, unknown(long), ...textReply('Yes.').slice(1)]],
      ];
      return replies.flatMap(([name, reply]) => [
        { name, scripts: () => [inOnePiece(reply)], expected: whole(saidIn(reply)) },
        { name: `${name}, event by event`, scripts: () => [streamed(reply)], expected: whole(saidIn(reply)) },
      ]);
    },
  },
  {
    name: 'a cut in an event of 2 MB',
    faults: (size) => {
      const events = textReply('Before. ', 'long '.repeat(megabytes / 5)).slice(0, -3);
      const before = bytesOf(events.slice(0, 3)).length;
      return [1, 100_000, 1 + size.random(megabytes), megabytes].map((at) => ({
        name: `after ${at} bytes of it`,
        scripts: () => [
          byHand(async (wire) => {
            wire.head();
            await wire.send(bytesOf(events).subarray(0, before + at));
            wire.cut();
          }),
        ],
        expected: broken(saidIn(events.slice(0, 3)), failures.cutOff),
      }));
    },
  },
  {
    name: 'an error of 2 MB',
    faults: () => [
      {
        name: 'a status',
        scripts: () => [{ answer: { status: 400, headers: { 'content-type': 'text/plain' }, body: 'no '.repeat(megabytes / 3) } }],
        expected: nothing(failures.invalidRequest),
      },
      {
        name: 'an event',
        scripts: () => [
          inOnePiece([
            ...textReply('Before.').slice(0, 3),
            {
              ...messageStart,
              bytes: rawEvent('error', JSON.stringify({ error: { type: 'api_error', message: 'no '.repeat(megabytes / 3) } })),
            },
          ]),
        ],
        expected: broken({ text: 'Before.', thinking: '' }, failures.serverError),
      },
    ],
  },
];

function unknown(long: string): Recorded {
  return { ...messageStart, bytes: rawEvent('message_annotation', JSON.stringify({ type: 'message_annotation', note: long })) };
}
