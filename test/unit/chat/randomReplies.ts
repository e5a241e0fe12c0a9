/** What a model may say, and what may become of it on its way: at random, but the same for the same numbers. */
import type { ChatError } from '../../../src/shared/errors.ts';
import type { JsonObject } from '../../../src/shared/json.ts';
import type { Reply, ReplyBlock } from '../../sim/script.ts';
import type { AcceptedRequest } from '../../sim/validate.ts';
import { mediaOf } from '../../sim/validateMedia.ts';
import type { Chance } from './chance.ts';
import type { CheckedAnswer } from './checkingApi.ts';
import { randomTools } from './randomTools.ts';

const texts = [
  'So.',
  'One two three',
  'Ends in white \n\n',
  '\n\nBegins in white',
  '```ts\nconst a = 1;',
  '- one\n- two',
  '  ',
  '\n',
  '…',
  '👍 “quoted”',
];
const details = { requestId: null, detail: '' };
const failures: readonly ChatError[] = [
  { kind: 'overloaded', retryAfter: null, ...details },
  { kind: 'serverError', status: 500, ...details },
  { kind: 'rateLimited', retryAfter: null, ...details },
  { kind: 'offline', reason: 'unreachable', host: 'x', ...details },
  { kind: 'invalidRequest', ...details },
];

/** An answer to a request. @param note is told what is in it, by a word each */
export function randomAnswer(chance: Chance, request: AcceptedRequest, note: (word: string) => void): CheckedAnswer {
  const reply = randomReply(chance, request, note);
  const fails = chance.of(0.07) ? chance.pick(failures) : null;
  const cutAt = chance.of(0.12) ? chance.below(12) : null;
  if (fails || cutAt !== null) note('a failed reply');
  return { reply, fails, cutAt, holdsAt: chance.of(0.4) ? chance.below(10) : null };
}

export function randomReply(chance: Chance, request: AcceptedRequest, note: (word: string) => void): Reply {
  const blocks: ReplyBlock[] = [];
  if (request.body.output_config?.format) note('a schema');
  if (chance.of(0.4)) {
    note('thinking');
    blocks.push(chance.of(0.2) ? { type: 'redacted_thinking' } : { type: 'thinking', thinking: chance.of(0.3) ? '' : chance.pick(texts) });
  }
  for (let left = chance.below(3); left >= 0; left--) {
    blocks.push(...someBlocks(chance, request, note));
    if (chance.of(0.5)) blocks.push(...randomTools(chance, request, blocks, note));
  }
  const stop = stopOf(chance);
  if (stop.stopReason) note(stop.stopReason);
  return { blocks: chance.of(0.05) ? [] : blocks, ...stop };
}

function stopOf(chance: Chance): Pick<Reply, 'stopReason' | 'refusal'> {
  if (chance.of(0.45)) return {};
  if (chance.of(0.15)) return { refusal: { category: chance.pick(['cyber', 'bio', null]) } };
  return {
    stopReason: chance.pick(['max_tokens', 'max_tokens', 'pause_turn', 'stop_sequence', 'model_context_window_exceeded', 'moon_phase']),
  };
}

function someBlocks(chance: Chance, request: AcceptedRequest, note: (word: string) => void): ReplyBlock[] {
  const id = `srvtoolu_${chance.below(1e9)}`;
  const search: ReplyBlock = {
    type: 'opaque',
    raw: { type: 'server_tool_use', id, name: 'web_search', input: { query: 'x' }, caller: { type: 'direct' } },
  };
  switch (chance.below(9)) {
    case 5:
      return [{ type: 'thinking', thinking: chance.pick(texts) }];
    case 0:
      note('a tool call');
      return [{ type: 'tool_use', name: 'read', input: { path: 'a' }, id: `toolu_${chance.below(1e9)}` }];
    case 1:
      note('a server tool');
      return [search, { type: 'opaque', raw: { type: 'web_search_tool_result', tool_use_id: id, content: [] } }];
    case 2:
      return [search];
    case 3: {
      const citations = citationsIn(request);
      if (citations.length > 0) note('a citation');
      return [{ type: 'text', text: chance.pick(texts), citations }];
    }
    case 4:
      return [{ type: 'opaque', raw: { type: 'something_new', colour: 'red' } }];
    default:
      return [{ type: 'text', text: chance.pick(texts) }];
  }
}

/** One of each document that is to be cited. */
function citationsIn({ body }: AcceptedRequest): JsonObject[] {
  const documents = mediaOf(body.messages).flatMap(({ block }) => (block.type === 'document' ? [block] : []));
  return documents.flatMap(({ citations, title }, document_index) => {
    const place = { start_page_number: 1, end_page_number: 2, document_index, document_title: title ?? null };
    return citations?.enabled ? [{ type: 'page_location', cited_text: 'x', file_id: null, ...place }] : [];
  });
}
