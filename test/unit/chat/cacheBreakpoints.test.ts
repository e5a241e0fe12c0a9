/** Where a request has breakpoints beside its end. That the cache is read there: `cacheCauses.test.ts`. */
import assert from 'node:assert/strict';
import { Base64 } from '../../../src/chat/base64.ts';
import { withBreakpoints, withoutMarks } from '../../../src/chat/cacheBreakpoints.ts';
import type { ChatRequest, RequestBlock } from '../../../src/chat/chatRequest.ts';

const mark = { type: 'ephemeral', ttl: '1h' } as const;
const text = (each: string): RequestBlock => ({ type: 'text', text: each });
const user = (...content: RequestBlock[]) => ({ role: 'user', content }) as const;
const assistant = (...content: RequestBlock[]) => ({ role: 'assistant', content }) as const;
const many = (count: number) => Array.from({ length: count }, (_, n) => text(`${n}`));

function request(messages: ChatRequest['messages'], change: Partial<ChatRequest> = {}): ChatRequest {
  return { model: 'claude-sonnet-5-5', max_tokens: 100, cache_control: mark, messages, ...change };
}

/** The paths of all breakpoints but the automatic one. */
function marksOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    name === 'cache_control' ? (path === '' ? [] : [path]) : marksOf(each, `${path}/${name}`),
  );
}

describe('breakpoints', () => {
  it('are none where nothing is to be kept, nor in a short conversation without instructions', () => {
    const { cache_control: _, ...off } = request([user(text('Why?'))], { system: 'Be brief.' });
    assert.equal(withBreakpoints(off, undefined), off);
    assert.deepEqual(marksOf(withBreakpoints(request([user(text('Why?')), assistant(text('So.')), user(text('And?'))]), undefined)), []);
  });

  it('stand after the instructions, and after the tools where there are none', () => {
    const tools = [
      { type: 'web_search_20260318', name: 'web_search' },
      { type: 'code_execution_20260521', name: 'code_execution' },
    ] as const;
    const messages = [user(text('Why?'))];
    const both = withBreakpoints(request(messages, { system: 'Be brief.', tools }), undefined);
    assert.deepEqual(both.system, [{ type: 'text', text: 'Be brief.', cache_control: mark }]);
    assert.deepEqual(marksOf(both), ['/system/0']);
    assert.deepEqual(marksOf(withBreakpoints(request(messages, { tools }), undefined)), ['/tools/1']);
  });

  it('stand at the end of the request before, once the API would not look so far back', () => {
    const asked = text('Why?');
    const replied = (reply: number) => withBreakpoints(request([user(asked), assistant(...many(reply)), user(text('And?'))]), asked);
    assert.deepEqual(marksOf(replied(18)), []);
    assert.deepEqual(marksOf(replied(19)), ['/messages/0/content/0']);
  });

  it('stand there also where turns were written that nobody was asked for', () => {
    const asked = text('Why?');
    const messages = [user(asked), assistant(text('So.')), user(text('And?')), assistant(...many(30)), user(text('Then?'))];
    assert.deepEqual(marksOf(withBreakpoints(request(messages), asked)), ['/messages/0/content/0']);
  });

  it('stand before a reply that is gone on with, never on what was thought', () => {
    const thought: RequestBlock = { type: 'thinking', thinking: 'Hm.', signature: 's' };
    const paused = assistant(text('So.'), thought);
    assert.deepEqual(marksOf(withBreakpoints(request([user(text('Why?')), paused, assistant(...many(30))]), undefined)), [
      '/messages/1/content/0',
    ]);
  });

  it('stand between a long file, a picture or a document and the words of the first prompt, and stay there', () => {
    const file = () => text('x'.repeat(8192));
    const picture: RequestBlock = {
      type: 'image',
      source: { type: 'base64', media_type: 'image/png', data: new Base64(new Uint8Array(1)) },
    };
    const first = [user(text('a'), file(), text('Why?'))];
    const later = [...first, assistant(text('So.')), user(file(), text('And?'))];
    assert.deepEqual(marksOf(withBreakpoints(request(first), undefined)), ['/messages/0/content/1']);
    assert.deepEqual(withBreakpoints(request(later), undefined).messages[0], withBreakpoints(request(first), undefined).messages[0]);
    assert.deepEqual(marksOf(withBreakpoints(request(later), undefined)), ['/messages/0/content/1']);
    assert.deepEqual(marksOf(withBreakpoints(request([user(picture, text('Why?'))]), undefined)), ['/messages/0/content/0']);
    assert.deepEqual(marksOf(withBreakpoints(request([user(text('short'), text('Why?'))]), undefined)), []);
  });

  it('are three at the most, beside the automatic one, and move without a change of what is said', () => {
    const asked = text('Why?');
    const messages = [user(text('x'.repeat(9000)), asked), assistant(...many(30)), user(text('And?'))];
    const whole = request(messages, { system: [{ type: 'text', text: 'Be brief.' }] });
    const marked = withBreakpoints({ ...whole, system: 'Be brief.' }, asked);
    assert.deepEqual(marksOf(marked), ['/messages/0/content/0', '/messages/0/content/1', '/system/0']);
    assert.equal(JSON.stringify(marked, withoutMarks), JSON.stringify(whole, withoutMarks));
  });
});
