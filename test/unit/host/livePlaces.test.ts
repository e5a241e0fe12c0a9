import assert from 'node:assert/strict';
import { costOf } from '../../../src/chat/cost.ts';
import type { PathMessage } from '../../../src/chat/historyStore.ts';
import { LivePlaces } from '../../../src/host/livePlaces.ts';
import { turnViews, turnViewWith } from '../../../src/host/turnViews.ts';
import { type ContentBlock, noUsage } from '../../../src/shared/message.ts';
import { assistantMessage, userMessage } from '../chat/messages.ts';

const text = (words: string): ContentBlock => ({ type: 'text', text: words });
const named = (id: string) => id;

function path(...last: readonly ContentBlock[]): PathMessage[] {
  const usage = { ...noUsage, input: 10, output: 5 };
  const times = { createdAt: 1000, firstTokenAt: 1100, endedAt: 3000 };
  const first = assistantMessage({ id: 'a1', blocks: [text('One.')], status: 'complete', stopReason: 'max_tokens', usage, ...times });
  const later = { createdAt: 9000, firstTokenAt: 9500, endedAt: 10_000, parentId: 'c1' };
  const second = assistantMessage({ id: 'a2', blocks: last, status: 'complete', stopReason: 'end_turn', usage, ...later });
  const go = userMessage({ id: 'c1', origin: 'continue', parentId: 'a1' });
  return [userMessage(), first, go, second].map((message) => ({ message, siblings: [message.id] }));
}

describe('a reply that goes on, as the page sees it', () => {
  it('is one turn, with the usage, the cost and the time of all of it', () => {
    const views = turnViews(path(text('Two')), named, costOf);
    assert.deepEqual(
      views.map(({ id }) => id),
      ['u1', 'a1'],
    );
    const [, view] = views;
    assert.ok(view?.role === 'assistant');
    assert.deepEqual(view.blocks, [text('One.'), text(' Two')]);
    assert.deepEqual([view.stopReason, view.usage?.input, view.usage?.output], ['end_turn', 20, 10]);
    assert.equal(view.endedAt === null ? null : view.endedAt - view.createdAt, 3000);
    assert.deepEqual(view.parts, [{ id: 'a2', siblings: { index: 0, count: 1 }, since: 9500 }]);
  });

  it('is found by each of its messages, but for the prompt that only asked to go on', () => {
    const found = (id: string) => turnViewWith(path(text('Two')), id, named, costOf)?.id;
    assert.deepEqual([found('u1'), found('a1'), found('a2'), found('c1')], ['u1', 'a1', 'a1', undefined]);
  });

  it('gets what streams at its end, with what goes between, once', () => {
    const places = new LivePlaces();
    places.look(path(text('')));
    assert.deepEqual(places.place('a2', 0, 'Two'), { turnId: 'a1', block: 1, text: ' Two' });
    assert.deepEqual(places.place('a2', 0, 'Three'), { turnId: 'a1', block: 1, text: 'Three' });
    assert.deepEqual(places.place('a9', 0, 'x'), { turnId: 'a9', block: 0, text: 'x' });
    places.look(path({ type: 'thinking', thinking: '', signature: '' }));
    assert.deepEqual(places.place('a2', 0, 'Hm'), { turnId: 'a1', block: 0, text: 'Hm' });
  });
});
