/** Turns for which nobody is asked: what they are in the conversation, in what is sent afterwards, and in what is kept. */
import assert from 'node:assert/strict';
import type { Session } from '../../../src/chat/session.ts';
import { turnViews } from '../../../src/host/turnViews.ts';
import { messageText } from '../../../src/shared/message.ts';
import { begin, ended } from '../wholeApi/exchange.ts';

const said = (session: Session) => session.path.map(({ message }) => `${message.role}: ${messageText(message)}`);
const views = (session: Session) =>
  turnViews(
    session.path,
    (id) => id,
    () => 0,
  );
const text = (value: string) => [{ type: 'text', text: value }];

describe('an answer that the user changes', () => {
  it('is another version of it, is sent in its place, and costs nothing', async () => {
    const { session, sent, say } = await begin([{ thinking: 'Hm.', text: 'Tea is cold.' }]);
    await say(session, 'How is tea?');
    const reply = session.path[1]?.message.id ?? '';
    assert.ok(session.usage.cost > 0);
    await session.own.editAnswer(reply, 'e1', 'Tea is warm.');
    assert.deepEqual(said(session), ['user: How is tea?', 'assistant: Tea is warm.']);
    assert.deepEqual(session.path[1]?.siblings, [reply, 'e1']);
    const [, edited] = views(session);
    assert.ok(edited?.role === 'assistant' && edited.origin === 'edited' && edited.usage === null);
    assert.equal(edited.model, 'claude-sonnet-5-5');
    assert.equal(session.usage.cost, 0);
    await say(session, 'And coffee?');
    assert.deepEqual(sent[1]?.messages[1], { role: 'assistant', content: text('Tea is warm.') });
    await session.selectSibling('e1', 0);
    assert.deepEqual(said(session), ['user: How is tea?', 'assistant: Tea is cold.']);
  });

  it('is the whole of one that went on, and is asked for anew by Regenerate', async () => {
    const { session, sent, say } = await begin([{ text: 'One', stopReason: 'max_tokens' }]);
    await say(session, 'Count');
    await session.continueAfter(session.path.at(-1)?.message.id ?? '');
    await ended(session);
    await session.own.editAnswer(session.path[1]?.message.id ?? '', 'e1', 'One two.');
    assert.deepEqual(said(session), ['user: Count', 'assistant: One two.']);
    await session.regenerate('e1');
    await ended(session);
    assert.deepEqual(sent.at(-1)?.messages, sent[0]?.messages);
    assert.equal(session.path[1]?.siblings.length, 3);
  });
});

describe('an answer that the user writes', () => {
  it('may be the first turn, and stands by itself after another answer', async () => {
    const { session, sent, say, reopened } = await begin([]);
    await session.own.writeAnswer('w1', 'I am a pirate.');
    await session.own.writeAnswer('w2', 'Ask me anything.');
    assert.equal(session.conversation.title, 'I am a pirate.');
    assert.deepEqual(
      views(session).map((turn) => turn.role === 'assistant' && turn.origin),
      ['written', 'written'],
    );
    await say(session, 'Who are you?');
    assert.deepEqual(
      sent[0]?.messages.map(({ role, content }) => [role, content]),
      [
        ['assistant', text('I am a pirate.')],
        ['assistant', text('Ask me anything.')],
        ['user', text('Who are you?')],
      ],
    );
    const again = (await reopened()) ?? assert.fail('It is not stored.');
    assert.deepEqual(said(again), said(session));
  });

  it('is gone on with by a model that takes beginnings', async () => {
    const { session, sent } = await begin([], { model: 'claude-haiku-4-5' });
    await session.own.addPrompt('u1', 'Count');
    await session.own.writeAnswer('w1', 'One two \n');
    await session.continueAfter('w1');
    await ended(session);
    assert.deepEqual(sent[0]?.messages.at(-1), { role: 'assistant', content: text('One two') });
  });

  it('after a summary is no part of it, and what the summary says is still sent', async () => {
    const { session, sent, say } = await begin([{ text: 'Cold.' }, { text: 'They spoke of tea.' }]);
    await say(session, 'How is tea?');
    await session.long.summarise('Summarise');
    await ended(session);
    await session.own.writeAnswer('w1', 'Ask me anything.');
    await say(session, 'And coffee?');
    const messages = sent.at(-1)?.messages ?? [];
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['user', 'assistant', 'user'],
    );
    assert.match(JSON.stringify(messages[0]), /They spoke of tea\./);
    assert.doesNotMatch(JSON.stringify(messages[0]), /Ask me anything/);
  });
});

describe('a prompt that nobody is asked about', () => {
  it('is the last turn until somebody is, and goes with the next one', async () => {
    const { session, sent, say } = await begin([]);
    await session.own.addPrompt('u1', 'This is a file.');
    assert.equal(sent.length, 0);
    const [only] = views(session);
    assert.ok(only?.role === 'user' && only.unasked);
    await say(session, 'What is in it?');
    assert.deepEqual(
      sent[0]?.messages.map(({ role, content }) => [role, content]),
      [
        ['user', text('This is a file.')],
        ['user', text('What is in it?')],
      ],
    );
    assert.ok(views(session).every((turn) => turn.role === 'assistant' || !turn.unasked));
  });

  it('is answered when Claude is asked after all', async () => {
    const { session, sent } = await begin([{ text: 'Yes.' }]);
    await session.own.addPrompt('u1', 'Is it so?');
    await session.regenerate('u1');
    await ended(session);
    assert.deepEqual(sent[0]?.messages, [{ role: 'user', content: text('Is it so?') }]);
    assert.deepEqual(said(session), ['user: Is it so?', 'assistant: Yes.']);
  });

  it('adds nothing without a word, and is refused while a reply runs', async () => {
    const { session } = await begin([]);
    await session.own.addPrompt('u1', ' \n');
    await session.own.writeAnswer('w1', ' ');
    assert.deepEqual(said(session), []);
    const sending = session.send('u2', 'Why?');
    await assert.rejects(session.own.addPrompt('u3', 'And?'), /running/);
    await sending;
  });
});
