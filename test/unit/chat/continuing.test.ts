/** How a reply that ended early goes on: what is sent for it, to an API that is as strict as the real one. */
import assert from 'node:assert/strict';
import { continuePrompt } from '../../../src/chat/request.ts';
import type { Session } from '../../../src/chat/session.ts';
import { createModelApi } from '../../../src/claude/client.ts';
import { describeError } from '../../../src/shared/errorText.ts';
import { translator } from '../../../src/shared/l10n.ts';
import { messageText } from '../../../src/shared/message.ts';
import type { Reply } from '../../sim/script.ts';
import { startSimulator } from '../../sim/server.ts';
import { begin, ended } from '../wholeApi/exchange.ts';

const cut: Reply = { text: 'One two \n', stopReason: 'max_tokens' };

async function goOn(session: Session): Promise<void> {
  await session.continueAfter(session.path.at(-1)?.message.id ?? '');
  await ended(session);
}

describe('a reply that was cut', () => {
  it('is begun for a model that goes on with it, and is one text from then on', async () => {
    const { session, sent, say } = await begin([cut, { text: 'three.' }], { model: 'claude-sonnet-4-5' });
    await say(session, 'Count');
    await goOn(session);
    await say(session, 'Thanks');
    assert.deepEqual(sent[1]?.messages, [
      { role: 'user', content: [{ type: 'text', text: 'Count' }] },
      { role: 'assistant', content: [{ type: 'text', text: 'One two' }] },
    ]);
    assert.deepEqual(sent[2]?.messages.slice(1), [
      { role: 'assistant', content: [{ type: 'text', text: 'One twothree.' }] },
      { role: 'user', content: [{ type: 'text', text: 'Thanks' }] },
    ]);
  });

  it('is asked to go on where the model takes no beginning', async () => {
    const { session, sent, say } = await begin([cut], { model: 'claude-opus-4-6' });
    await say(session, 'Count');
    await goOn(session);
    await say(session, 'Thanks');
    const roles = sent[2]?.messages.map(({ role }) => role);
    assert.deepEqual(roles, ['user', 'assistant', 'user', 'assistant', 'user']);
    assert.deepEqual(sent[2]?.messages[2]?.content, [{ type: 'text', text: continuePrompt }]);
    assert.equal(
      JSON.stringify(sent[2]?.messages).startsWith(JSON.stringify(sent[1]?.messages).slice(0, -1)),
      true,
      'the beginning stays what it was',
    );
  });

  it('is asked for anew where nothing of it had come', async () => {
    const { session, sent, say } = await begin([{ thinking: 'Hm', stopReason: 'max_tokens' }]);
    await say(session, 'Count');
    await goOn(session);
    assert.deepEqual(sent[1]?.messages, sent[0]?.messages);
  });
});

describe('a reply that the API paused', () => {
  const paused: Reply = { thinking: 'Hm.', text: 'Let me look.', stopReason: 'pause_turn' };

  it('goes back as it is, by itself, with what it thought', async () => {
    const { session, sent, say } = await begin([paused, { text: 'Found.' }], { model: 'claude-opus-5-5' });
    await say(session, 'Why?');
    const [, reply] = sent[1]?.messages ?? [];
    assert.deepEqual(Array.isArray(reply?.content) && reply.content.map(({ type }) => type), ['thinking', 'text']);
    assert.equal(sent.length, 2);
    assert.deepEqual(
      session.path.map(({ message }) => messageText(message)),
      ['Why?', 'Let me look.', continuePrompt, 'Found.'],
    );
    await say(session, 'And?');
    assert.equal(JSON.stringify(sent[2]).includes('thinking":"'), false, 'it is not needed any more');
    assert.equal(JSON.stringify(sent[2]).includes(continuePrompt), false, 'nobody said that');
  });

  it('does so five times, then waits for a word, and so does the queue', async () => {
    const { session, sent, say } = await begin(Array<Reply>(7).fill(paused));
    const saying = say(session, 'Why?');
    await session.send('later', 'And then?');
    await saying;
    assert.equal(sent.length, 6);
    assert.deepEqual(
      session.conversation.queue.map(({ id }) => id),
      ['later'],
    );
    await goOn(session);
    assert.equal(sent.length, 7);
  });

  it('goes back without what it thought where that does not hold any more', async () => {
    const change = { model: 'claude-opus-5-5', instructions: '' };
    const { session, sent, say } = await begin(Array<Reply>(6).fill(paused), change);
    await say(session, 'Why?');
    change.instructions = 'Be brief.';
    await goOn(session);
    const types = sent[6]?.messages.flatMap(({ content }) => (Array.isArray(content) ? content.map(({ type }) => type) : []));
    assert.deepEqual(types, Array(7).fill('text'));
  });

  it('goes back without the white text that the API refuses, and what was thought after that', async () => {
    const blocks: Reply['blocks'] = [
      { type: 'thinking', thinking: 'Hm.' },
      { type: 'text', text: '\n\n' },
      { type: 'thinking', thinking: 'So.' },
      { type: 'text', text: 'Let me look.' },
    ];
    const { session, sent, say } = await begin([{ blocks, stopReason: 'pause_turn' }], { model: 'claude-opus-5-5' });
    await say(session, 'Why?');
    const content = sent[1]?.messages[1]?.content;
    assert.deepEqual(Array.isArray(content) && content.map(({ type }) => type), ['thinking', 'text']);
  });

  it('goes back by itself where it was begun for the model', async () => {
    const { session, sent, say } = await begin([cut, paused, { text: 'Found.' }], { model: 'claude-sonnet-4-5' });
    await say(session, 'Count');
    await goOn(session);
    assert.deepEqual(
      sent[2]?.messages.map(({ role }) => role),
      ['user', 'assistant', 'assistant'],
    );
  });

  it('is asked for again where what went on with it had not come', async () => {
    const { session, sent, say } = await begin([paused, { blocks: [] }]);
    await say(session, 'Why?');
    await goOn(session);
    assert.deepEqual(sent[2]?.messages.at(-1)?.role, 'assistant');
  });

  it('is gone on with without what it thought where the API does not take that, by Retry', async () => {
    const simulator = await startSimulator();
    try {
      const message = 'messages.1.content.0: Invalid `signature` in `thinking` block';
      simulator.script({ reply: paused }, { error: { status: 400, message } }, { reply: { text: 'Found.' } });
      const api = createModelApi({
        baseUrl: simulator.url,
        apiKey: 'sk-ant-x',
        stallTimeout: 5000,
        userAgent: 'Parley/test',
        now: Date.now,
      });
      const { session } = await begin([], { model: 'claude-opus-5-5' }, api);
      await session.send('u1', 'Why?');
      const [, resumed] = [await simulator.nextRequest(), await simulator.nextRequest()];
      assert.match(resumed.rawBody, /"type":"thinking"/);
      await ended(session);
      const failed = session.path.at(-1)?.message;
      assert.ok(failed?.role === 'assistant' && failed.error);
      const { sentence, action } = describeError(failed.error, translator({}));
      assert.match(sentence, /what Claude had thought/);
      assert.equal(action.kind, 'retry');
      await session.regenerate(failed.id);
      const again = await simulator.nextRequest();
      await ended(session);
      assert.doesNotMatch(again.rawBody, /"type":"thinking"/);
      assert.equal(again.refusal, null);
    } finally {
      await simulator.close();
    }
  });

  it('is asked to go on where another model is', async () => {
    const { session, sent, say } = await begin(Array<Reply>(6).fill(paused), { model: 'claude-opus-5-5' });
    await say(session, 'Why?');
    await session.choices.chooseModel('claude-sonnet-5-5');
    await goOn(session);
    assert.deepEqual(sent[6]?.messages.at(-1), { role: 'user', content: [{ type: 'text', text: continuePrompt }] });
  });
});

it('a refusal says what the API says of it', async () => {
  const { session, say } = await begin([{ text: 'I', refusal: { category: 'general_harms', explanation: 'It may hurt.' } }]);
  await say(session, 'How?');
  const reply = session.path[1]?.message;
  assert.ok(reply?.role === 'assistant' && reply.error);
  assert.equal(reply.error.detail, 'It may hurt.');
  assert.match(describeError(reply.error, translator({})).sentence, /harm/);
});
