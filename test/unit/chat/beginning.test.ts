/** Answers that the user begins: what is sent, what is kept apart, and what becomes of a beginning that a model does not take. */
import assert from 'node:assert/strict';
import { Session } from '../../../src/chat/session.ts';
import { OpenTurn } from '../../../src/chat/turnEvents.ts';
import { emptyDraft } from '../../../src/shared/conversation.ts';
import { noUsage } from '../../../src/shared/message.ts';
import { begin, ended, known } from '../wholeApi/exchange.ts';
import { fakeParts } from './fakes.ts';
import { assistantMessage } from './messages.ts';

const old = { model: 'claude-sonnet-4-5' };
const draft = (begun: string) => ({ text: '', edit: null, begun });
const text = (value: string) => [{ type: 'text', text: value }];

describe('an answer that is begun', () => {
  it('is sent without white space at its end, kept apart from what came, and one text later', async () => {
    const { session, sent, say, reopened } = await begin([{ text: ' 42.' }], old);
    await session.draft.save(draft('The answer is \n'));
    await say(session, 'What is the answer?');
    assert.deepEqual(sent[0]?.messages.slice(1), [{ role: 'assistant', content: text('The answer is') }]);
    assert.equal(session.conversation.draft.begun, undefined);
    const again = (await reopened()) ?? assert.fail('It is not stored.');
    assert.deepEqual(again.path[1]?.message.blocks, [
      { type: 'text', text: 'The answer is', begun: true },
      { type: 'text', text: ' 42.' },
    ]);
    await say(again, 'Why?');
    assert.deepEqual(sent[1]?.messages[1], { role: 'assistant', content: text('The answer is 42.') });
  });

  it('begins so again when it is asked for anew, and not with a model that takes no beginning', async () => {
    const { session, sent, say } = await begin([], old);
    await session.draft.save(draft('So'));
    await say(session, 'Why?');
    await session.regenerate(session.path[1]?.message.id ?? '');
    await ended(session);
    assert.deepEqual(sent[1]?.messages, sent[0]?.messages);
    await session.choices.chooseModel('claude-sonnet-5-5');
    await session.regenerate(session.path[1]?.message.id ?? '');
    await ended(session);
    assert.equal(sent[2]?.messages.length, 1);
    assert.deepEqual(session.path[1]?.message.blocks, text('Fine.'));
  });

  it('goes on after it was cut, and after the API paused it, as one text', async () => {
    for (const stopReason of ['max_tokens', 'pause_turn'] as const) {
      const { session, sent, say } = await begin([{ text: ' two', stopReason }, { text: ' three' }], old);
      await session.draft.save(draft('One'));
      await say(session, 'Count');
      if (stopReason === 'max_tokens') await session.continueAfter(session.path.at(-1)?.message.id ?? '');
      await ended(session);
      assert.deepEqual(sent[1]?.messages.at(-1), { role: 'assistant', content: text('One two') }, stopReason);
    }
  });

  it('waits in the queue with its prompt, and is in the request that is shown', async () => {
    const { session, sent, say } = await begin([], old);
    await session.send('u1', 'One');
    await session.draft.save(draft('So'));
    assert.deepEqual(await session.send('u2', 'Two'), { queued: true });
    assert.equal(session.conversation.queue[0]?.begun, 'So');
    await ended(session);
    assert.deepEqual(sent[1]?.messages.at(-1), { role: 'assistant', content: text('So') });
    await session.draft.save({ ...draft('Well'), text: 'Three' });
    assert.deepEqual((await session.next.request()).messages.at(-1), { role: 'assistant', content: text('Well') });
    await say(session, 'Three');
    assert.deepEqual((await session.lastRequest())?.messages.at(-1), { role: 'assistant', content: text('Well') });
  });

  it('streams after what was written of it, and so it is recovered', () => {
    const turn = new OpenTurn(assistantMessage({ blocks: [{ type: 'text', text: 'So', begun: true }] }));
    assert.deepEqual([turn.before, turn.hasContent], [1, false]);
    turn.apply({ type: 'blockStarted', at: 1, index: 0, block: { type: 'text', text: '' } });
    turn.apply({ type: 'text', index: 0, text: ' it is' });
    turn.apply({ type: 'ended', stopReason: 'end_turn', category: null, usage: noUsage });
    assert.deepEqual(turn.message().blocks, [
      { type: 'text', text: 'So', begun: true },
      { type: 'text', text: ' it is' },
    ]);
    assert.deepEqual(new OpenTurn(turn.message()).message().blocks, [{ type: 'text', text: 'So', begun: true }]);
  });
});

describe('an answer that cannot be begun', () => {
  it('is for models from 4.6 on, and while thinking is on; then what was written stays where it is', async () => {
    for (const [change, why] of [
      [{ model: 'claude-opus-4-6' }, 'model'],
      [{ model: 'claude-sonnet-5-5' }, 'model'],
      [{ ...old, thinking: { budget: 1024 } }, 'thinking'],
      [old, null],
    ] as const) {
      const { session, sent, say } = await begin([], change);
      assert.equal(session.choices.noBeginning, why);
      await session.draft.save(draft('So'));
      await say(session, 'Why?');
      assert.equal(sent[0]?.messages.length, why === null ? 2 : 1);
      assert.deepEqual(session.conversation.draft, why === null ? emptyDraft : { ...emptyDraft, begun: 'So' });
    }
  });

  it('does not think where thinking is switched on while the request waits to be made again', async () => {
    let thinking: 'auto' | { readonly budget: number } = 'auto';
    const set = { ...old, maxTokens: 5000, effort: null, instructions: '', caching: 'off' } as const;
    const { api, clock, parts } = fakeParts({ model: known, settings: () => ({ ...set, thinking }) });
    const session = await Session.create(parts, { id: 'w', name: 'W' });
    await session.draft.save(draft('So'));
    await session.send('u1', 'Why?');
    const first = await api.next();
    assert.equal(first.request.thinking, undefined);
    thinking = { budget: 2000 };
    first.fail({ kind: 'overloaded', retryAfter: null, requestId: null, detail: '' });
    while (session.wait?.kind !== 'retrying') await Promise.resolve();
    clock.pass(60_000);
    const second = await api.next();
    assert.deepEqual(second.request.thinking, { type: 'disabled' });
    assert.deepEqual(second.request.messages.at(-1), { role: 'assistant', content: text('So') });
    session.stop();
    await session.settled();
  });
});
