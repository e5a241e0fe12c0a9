/** A conversation that is too long for its model: turns are left out, or a summary stands for them; and all of it comes back. */
import assert from 'node:assert/strict';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { ChatRequest } from '../../../src/chat/chatRequest.ts';
import { leftOutLine } from '../../../src/chat/sentTurns.ts';
import { Session, type SessionParts } from '../../../src/chat/session.ts';
import { summaryRequest } from '../../../src/chat/summaries.ts';
import { readModel } from '../../../src/claude/models.ts';
import { turnViews } from '../../../src/host/turnViews.ts';
import type { ChatError } from '../../../src/shared/errors.ts';
import { type Message, messageText, noUsage } from '../../../src/shared/message.ts';
import { textModel } from '../../sim/models.ts';
import { type FakeApi, type FakeHistory, fakeParts } from './fakes.ts';
import { blockText } from './messages.ts';

const long = 'word '.repeat(1600);
const tooLong: ChatError = { kind: 'tooLarge', most: 32_000, requestId: null, detail: 'prompt is too long: 40000 tokens > 32000 maximum' };

async function until(what: string, condition: () => boolean): Promise<void> {
  for (let n = 0; n < 1000; n++) {
    if (condition()) return;
    await turnOfTheLoop();
  }
  assert.fail(`Waited for ${what}`);
}

function ended(message: Message | undefined): boolean {
  return message?.role === 'assistant' && message.status !== 'streaming';
}

interface Open {
  readonly session: Session;
  readonly api: FakeApi;
  readonly store: FakeHistory;
  readonly parts: SessionParts;
  /** Says something and is answered. */
  readonly say: (text: string, answer?: string) => Promise<void>;
  /** Answers the next request. */
  readonly answer: (text: string) => Promise<ChatRequest>;
  /** Does something that asks the API, which refuses. */
  readonly refused: (ask: () => Promise<unknown>) => Promise<void>;
}

async function open(): Promise<Open> {
  const { api, store, parts } = fakeParts({
    model: (id) => (id === textModel.info.id ? readModel(textModel.info) : undefined),
    settings: () => ({ model: textModel.info.id, maxTokens: 1000, effort: null, thinking: 'auto', instructions: '', caching: 'off' }),
  });
  const session = await Session.create(parts, { id: 'w', name: 'W' });
  const answer = async (text: string) => {
    const reply = await api.next();
    reply.emit({ type: 'started', at: 1, apiId: 'msg_1', model: textModel.info.id, usage: noUsage });
    reply.say(text);
    reply.end();
    const { id } = session.path.findLast(({ message }) => message.role === 'assistant')?.message ?? assert.fail();
    await until('the reply’s end', () => ended(session.path.find(({ message }) => message.id === id)?.message));
    await session.settled();
    return reply.request;
  };
  return {
    ...{ session, api, store, parts, answer },
    say: async (text, said = 'So.') => {
      await session.send(crypto.randomUUID(), text);
      await answer(said);
    },
    refused: async (ask) => {
      await ask();
      (await api.next()).fail(tooLong);
      await until('the refusal', () => !session.busy);
    },
  };
}

const sent = (request: ChatRequest | undefined) =>
  (request?.messages ?? []).map(({ role, content }) => `${role === 'user' ? '> ' : ''}${content.map(blockText).join(' | ')}`);
const shown = ({ path }: Session) => path.map(({ message }) => messageText(message));
const standing = '[What was said before, as a summary:]\n\n';

describe('a long conversation', () => {
  it('that is summarised goes on from the summary alone, also after a reload; the request for it has all that was said', async () => {
    const { session, api, say, answer, parts } = await open();
    await say('One', 'First');
    await say('Two', 'Second');
    assert.equal(await session.long.summarise('Summarise what was said so far'), true);
    assert.deepEqual(sent(await answer('They counted to two.')), ['> One', 'First', '> Two', 'Second', `> ${summaryRequest}`]);
    await say('Three', 'Third');
    assert.deepEqual(sent(api.requests.at(-1)), [`> ${standing}They counted to two. | Three`]);
    assert.deepEqual(sent(await session.lastRequest()), sent(api.requests.at(-1)));
    const again = await Session.open(parts, session.id);
    await again?.send('u9', 'Four');
    const next = await api.next();
    assert.deepEqual(sent(next.request), [`> ${standing}They counted to two. | Three`, 'Third', '> Four']);
    next.end();
    // What was said is all there.
    assert.deepEqual(shown(session).slice(0, 5), ['One', 'First', 'Two', 'Second', 'Summarise what was said so far']);
  });

  it('is shown with the summary as a card that says what it stands for, without its prompt', async () => {
    const { session, say, answer } = await open();
    await say('One');
    await say('Two');
    await session.long.summarise('Summarise');
    await answer('They counted to two.');
    const views = turnViews(
      session.path,
      (id) => id,
      () => 0.5,
    );
    assert.deepEqual(
      views.map(({ role }) => role),
      ['user', 'assistant', 'user', 'assistant', 'assistant'],
    );
    const card = views.at(-1);
    assert.ok(card?.role === 'assistant');
    const { summary, cost } = card;
    assert.deepEqual(
      [summary?.turns, summary?.stands, summary?.isPart, summary?.prompt.siblings, cost],
      [2, true, false, { index: 0, count: 1 }, 0.5],
    );
    assert.deepEqual([session.long.unsent?.depth, session.long.unsent?.turns], [6, 0]);
  });

  it('comes back by one step: what was said before the summary is the end again, and what came after it is a branch', async () => {
    const { session, api, say, answer } = await open();
    await say('One', 'First');
    await session.long.summarise('Summarise');
    await answer('They said one.');
    const summary = session.path.at(-1)?.message.id ?? '';
    await say('Two', 'Second');
    await session.long.undoSummary(summary);
    assert.deepEqual(shown(session), ['One', 'First']);
    await say('Three', 'Third');
    assert.deepEqual(sent(api.requests.at(-1)), ['> One', 'First', '> Three']);
    // It is to be found beside what is said next.
    assert.equal(session.path.at(-2)?.siblings.length, 2);
    await session.around(summary, true);
    assert.deepEqual(shown(session), ['One', 'First', 'Summarise', 'They said one.', 'Two', 'Second']);
    // From there, back is to where one was.
    await session.long.undoSummary(summary);
    assert.deepEqual(shown(session), ['One', 'First']);
  });

  it('goes on from a summary in the user’s words, which is a sibling; one that is written again is another', async () => {
    const { session, api, say, answer } = await open();
    await say('One', 'First');
    await session.long.summarise('Summarise');
    await answer('They said one.');
    const first = session.path.at(-1)?.message.id ?? '';
    await session.edit(first, 'e1', 'They said ONE.');
    assert.deepEqual(session.path.at(-1)?.siblings, [first, 'e1']);
    assert.equal(session.busy, false);
    await say('Two');
    assert.deepEqual(sent(api.requests.at(-1)), [`> ${standing}They said ONE. | Two`]);
    await session.regenerate('e1');
    assert.deepEqual(sent(await answer('Once more.')), ['> One', 'First', `> ${summaryRequest}`]);
    assert.equal(session.path.at(-1)?.siblings.length, 3);
    // Of other replies there are no other words.
    await session.edit(session.path[1]?.message.id ?? '', 'e2', 'Mine');
    assert.equal(shown(session)[1], 'First');
  });

  it('that had no room for a prompt asks it again after the summary; undone, it is where it was', async () => {
    const { session, api, say, answer, refused } = await open();
    await say('One', 'First');
    await refused(() => session.send('u2', 'Two'));
    const before = session.path.map(({ message }) => message.id);
    assert.equal(await session.long.summarise('Summarise'), true);
    assert.deepEqual(
      session.conversation.queue.map(({ text }) => text),
      ['Two'],
    );
    assert.deepEqual(sent(await answer('They said one.')), ['> One', 'First', `> ${summaryRequest}`]);
    assert.deepEqual(sent(await answer('Second')), [`> ${standing}They said one. | Two`]);
    assert.deepEqual(session.conversation.queue, []);
    const summary = session.path.at(-3)?.message.id ?? '';
    await session.long.undoSummary(summary);
    assert.deepEqual(
      session.path.map(({ message }) => message.id),
      before,
    );
    // And where the summary is being written, what waits for it goes, too.
    await session.long.summarise('Summarise');
    await api.next();
    await session.long.undoSummary(session.path.at(-1)?.message.id ?? '');
    assert.deepEqual(
      session.path.map(({ message }) => message.id),
      before,
    );
    assert.deepEqual(session.conversation.queue, []);
    assert.equal(session.busy, false);
  });

  it('of which the summary failed or was stopped is sent as before', async () => {
    const { session, api, say, refused } = await open();
    await say('One', 'First');
    await refused(() => session.long.summarise('Summarise'));
    assert.equal(
      turnViews(
        session.path,
        (id) => id,
        () => null,
      ).at(-1)?.role,
      'assistant',
    );
    // It is not summarised that it was not summarised.
    assert.equal(await session.long.summarise('Summarise'), false);
    await say('Two');
    assert.deepEqual(sent(api.requests.at(-1)), ['> One', 'First', '> Two']);
  });

  it('has nothing to summarise where nothing was said before, or nothing since the last summary', async () => {
    const { session, say, answer, refused } = await open();
    assert.equal(await session.long.summarise('Summarise'), false);
    await refused(() => session.send('u1', 'One'));
    assert.equal(await session.long.summarise('Summarise'), false);
    await say('Two');
    assert.equal(await session.long.summarise('Summarise'), true);
    await answer('Said two.');
    assert.equal(await session.long.summarise('Summarise'), false);
  });

  it('leaves out the oldest turns where they do not fit, and says so before it is sent; all of it can be kept again', async () => {
    const { session, api, say } = await open();
    for (let turn = 0; turn < 9; turn++) await say(`${turn} ${long}`, long);
    await session.long.leaveOut({ most: null });
    await until('the turns that are left out', () => session.long.unsent !== null);
    const said = session.long.unsent;
    assert.ok(said && said.turns > 3 && said.depth === said.turns * 2, JSON.stringify(said));
    assert.equal(session.path.find(({ message }) => message.id === said.firstId)?.message.depth, said.depth);
    assert.ok(session.next.pathTokens.tokens < 20_000, `${session.next.pathTokens.tokens}`);
    await say('And?');
    const [first] = sent(api.requests.at(-1));
    assert.ok(first?.startsWith(`> ${leftOutLine} | ${said.turns} word`), first?.slice(0, 100));
    assert.equal(api.requests.at(-1)?.messages.length, (9 - said.turns) * 2 + 1);
    assert.deepEqual(sent(await session.lastRequest()), sent(api.requests.at(-1)));
    await session.long.leaveOut(null);
    await until('nothing to be left out', () => session.long.unsent === null);
    assert.equal((await session.next.request()).messages.length, 20);
  });

  it('keeps the prefix of its requests while what is left out stays the same', async () => {
    const { session, api, say } = await open();
    await session.long.leaveOut({ most: null });
    let begins = 0;
    for (let turn = 0; turn < 24; turn++) {
      await say(`${turn} ${long}`, long);
      const [before, now] = api.requests.slice(-2).map(sent);
      if (now && before && JSON.stringify(now.slice(0, before.length)) !== JSON.stringify(before)) begins++;
    }
    assert.ok(begins >= 2 && begins <= 6, `${begins} times it began anew`);
  });
});
