/** A reply as it stands on the wire, event by event, and what each of them says. */
import type { Said } from './fault.ts';

export interface Recorded {
  readonly bytes: Buffer;
  /** The number of the block that it is about. */
  readonly block: number | null;
  readonly says: { readonly kind: 'text' | 'thinking'; readonly text: string } | null;
  /** It begins a block, which is empty until something is said in it. */
  readonly begins: boolean;
  /** It tells how the reply ends: what breaks after it takes nothing away. */
  readonly tellsEnd: boolean;
}

/** An event as it stands on the wire. @param json the data as it stands there */
export function rawEvent(name: string, json: string): Buffer {
  return Buffer.from(`event: ${name}\ndata: ${json}\n\n`);
}

/** One event; its bytes are those of its data unless said otherwise. */
export function recorded(type: string, data: object, rest: Partial<Recorded> = {}): Recorded {
  const bytes = rawEvent(type, JSON.stringify({ type, ...data }));
  return { bytes, block: null, says: null, begins: false, tellsEnd: false, ...rest };
}

export function begin(block: number, contentBlock: object): Recorded {
  return recorded('content_block_start', { index: block, content_block: contentBlock }, { block, begins: true });
}

export function end(block: number): Recorded {
  return recorded('content_block_stop', { index: block }, { block });
}

export function delta(block: number, change: object, rest: Partial<Recorded> = {}): Recorded {
  return recorded('content_block_delta', { index: block, delta: change }, { block, ...rest });
}

export function text(block: number, said: string): Recorded {
  return delta(block, { type: 'text_delta', text: said }, { says: { kind: 'text', text: said } });
}

export function thinking(block: number, said: string): Recorded {
  return delta(block, { type: 'thinking_delta', thinking: said }, { says: { kind: 'thinking', text: said } });
}

/** The same, with everything beyond ASCII as JSON's escapes. */
function escaped(event: Recorded): Recorded {
  const ascii = [...event.bytes.toString()]
    .flatMap((character) => Array.from({ length: character.length }, (_, at) => character.charCodeAt(at)))
    .map((unit) => (unit < 128 ? String.fromCharCode(unit) : `\\u${unit.toString(16).padStart(4, '0')}`));
  return { ...event, bytes: Buffer.from(ascii.join('')) };
}

const usage = { input_tokens: 12, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 1 };
const emptyText = { type: 'text', text: '', citations: null };

export const messageStart = recorded('message_start', {
  message: {
    ...{ id: 'msg_recorded', type: 'message', role: 'assistant', model: 'claude-sonnet-5-5', content: [] },
    ...{ stop_reason: null, stop_sequence: null, stop_details: null, container: null, diagnostics: null, usage },
  },
});

export const messageDelta = recorded(
  'message_delta',
  { delta: { stop_reason: 'end_turn', stop_sequence: null, stop_details: null, container: null }, usage: { output_tokens: 42 } },
  { tellsEnd: true },
);

export const messageStop = recorded('message_stop', {});
const ping = recorded('ping', {});

/** A reply of one block of text. */
export function textReply(...pieces: readonly string[]): readonly Recorded[] {
  return [messageStart, begin(0, emptyText), ...pieces.map((piece) => text(0, piece)), end(0), messageDelta, messageStop];
}

/** Thinking, text of all kinds, a tool of the server's, and text again. */
export const recording: readonly Recorded[] = [
  messageStart,
  begin(0, { type: 'thinking', thinking: '', signature: '' }),
  ping,
  thinking(0, 'Let me see: 42, '),
  thinking(0, 'or “43”?'),
  delta(0, { type: 'signature_delta', signature: 'c2lnbmVk' }),
  end(0),
  begin(1, emptyText),
  text(1, 'Grüße, '),
  text(1, '«你好» '),
  escaped(text(1, '👩‍💻 ')),
  text(1, '"a\\b"\n```ts\nlet a = 1;\n```\n'),
  end(1),
  begin(2, { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: {} }),
  delta(2, { type: 'input_json_delta', partial_json: '{"query": "te' }),
  delta(2, { type: 'input_json_delta', partial_json: 'a"}' }),
  end(2),
  begin(3, emptyText),
  text(3, 'Done — '),
  text(3, 'e\u0301 👍🏽 '),
  text(3, 'end.'),
  end(3),
  messageDelta,
  messageStop,
];

export function bytesOf(events: readonly Recorded[]): Buffer {
  return Buffer.concat(events.map(({ bytes }) => bytes));
}

/** Those of the events that were written whole when so many bytes were. */
export function wholeIn(events: readonly Recorded[], bytes: number): readonly Recorded[] {
  let written = 0;
  return events.filter((event) => {
    written += event.bytes.length;
    return written <= bytes;
  });
}

/** All that the events say: block by block, in the order in which the blocks came up. */
export function saidIn(events: readonly Recorded[]): Said {
  const blocks = new Map<number, { text: string; thinking: string }>();
  for (const { block, says, begins } of events) {
    if (block === null || !(begins || says)) continue;
    const known = blocks.get(block) ?? { text: '', thinking: '' };
    blocks.set(block, known);
    if (says) known[says.kind] += says.text;
  }
  const all = [...blocks.values()];
  return { text: all.map((each) => each.text).join(''), thinking: all.map((each) => each.thinking).join('') };
}

/** Whether a reader sees anything of them. */
export function isSeen(events: readonly Recorded[]): boolean {
  return events.some(({ says }) => says !== null);
}

/** Whether they say how the reply ends. */
export function isEnded(events: readonly Recorded[]): boolean {
  return events.some(({ tellsEnd }) => tellsEnd);
}
