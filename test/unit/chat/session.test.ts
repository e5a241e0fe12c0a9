import assert from 'node:assert/strict';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { ChatRequest } from '../../../src/chat/chatRequest.ts';
import { TurnFailure } from '../../../src/chat/failure.ts';
import { continuePrompt } from '../../../src/chat/request.ts';
import { Session, type SessionParts } from '../../../src/chat/session.ts';
import type { SessionEvent } from '../../../src/chat/sessionEvents.ts';
import { endOfPath, type PathPart, pageOfPath } from '../../../src/chat/visiblePath.ts';
import { type ContextItem, contextText, typed } from '../../../src/shared/context.ts';
import { draftOf, emptyDraft } from '../../../src/shared/conversation.ts';
import { type Message, messageText, noUsage } from '../../../src/shared/message.ts';
import { fakeParts } from './fakes.ts';
import { assistantMessage, blockText, userMessage } from './messages.ts';

async function openSession(change: Partial<SessionParts> = {}) {
  const { clock, api, store, parts } = fakeParts(change);
  const session = await Session.create(parts, { id: 'w', name: 'W' });
  const events: SessionEvent[] = [];
  session.onEvent((event) => events.push(event));
  return { session, clock, api, store, events, parts };
}

/** What is said on the visible path, with the state of replies. */
function said(session: Session): string[] {
  return session.path.map(({ message }) =>
    message.role === 'user' ? `> ${messageText(message)}` : `${messageText(message)} (${message.error?.kind ?? message.status})`,
  );
}

async function until(condition: () => boolean): Promise<void> {
  for (let n = 0; n < 1000; n++) {
    if (condition()) return;
    await turnOfTheLoop();
  }
  assert.fail('The condition never came true.');
}

const details = { requestId: null, detail: '' };

describe('a session', () => {
  it('sends a prompt and streams the reply', async () => {
    const { session, api, store, events } = await openSession();
    await session.send('u1', 'Why?');
    const reply = await api.next();
    reply.say('Bec');
    reply.emit({ type: 'text', index: 0, text: 'ause.' });
    reply.end();
    await until(() => !session.busy);
    assert.deepEqual(said(session), ['> Why?', 'Because. (complete)']);
    assert.deepEqual(
      events.flatMap((event) => (event.type === 'delta' ? [event.text] : [])),
      ['Bec', 'ause.'],
    );
    assert.equal(store.conversations.get(session.id)?.title, 'Why?');
    await until(() => store.journal.includes('finish'));
  });

  it('does nothing with white text', async () => {
    const { session, api } = await openSession();
    await session.send('u1', ' \n\t');
    assert.deepEqual(said(session), []);
    assert.equal(api.requests.length, 0);
  });

  it('takes nothing for said that could not be stored', async () => {
    const { session, store, api } = await openSession();
    store.failure = new Error('disk');
    await assert.rejects(session.send('u1', 'Why?'), /disk/);
    assert.deepEqual(said(session), []);
    store.failure = null;
    await session.send('u2', 'Again?');
    await until(() => api.requests.at(-1)?.messages.length === 1);
    assert.deepEqual(said(session), ['> Again?', ' (streaming)']);
  });

  it('stops at once, aborts the request and keeps what had come', async () => {
    const { session, api } = await openSession();
    await session.send('u1', 'Why?');
    const reply = await api.next();
    reply.say('Half');
    await until(() => said(session)[1] === 'Half (streaming)');
    session.stop();
    assert.deepEqual(said(session), ['> Why?', 'Half (stopped)']);
    assert.equal(reply.signal.aborted, true);
  });

  it('checkpoints about once a second, by what is new', async () => {
    const { session, api, store, clock } = await openSession();
    await session.send('u1', 'Why?');
    const reply = await api.next();
    reply.say('a');
    for (let n = 0; n < 100; n++) reply.emit({ type: 'text', index: 0, text: 'b' });
    await until(() => said(session)[1]?.length === 113);
    clock.pass(1000);
    reply.emit({ type: 'text', index: 0, text: 'c' });
    await until(() => said(session)[1]?.length === 114);
    clock.pass(1000);
    assert.deepEqual(
      store.checkpoints.map(({ events }) => events.map((event) => (event.type === 'text' ? event.text.length : event.type))),
      [['blockStarted', 101], [1]],
    );
  });

  it('queues while a reply streams, and sends the queue when it is complete', async () => {
    const { session, api } = await openSession();
    await session.send('u1', 'One');
    assert.deepEqual(await session.send('u2', 'Two'), { queued: true });
    await session.send('u3', 'Three');
    await session.editQueued('u2', 'Two!');
    await session.removeQueued('u3');
    const first = await api.next();
    first.say('1');
    first.end();
    const second = await api.next();
    assert.deepEqual(said(session), ['> One', '1 (complete)', '> Two!', ' (streaming)']);
    second.say('2');
    second.end();
    await until(() => !session.busy);
    assert.deepEqual(session.conversation.queue, []);
  });

  it('sends what another window has queued just before the reply ended', async () => {
    const { session, api, store } = await openSession();
    await session.send('u1', 'One');
    const reply = await api.next();
    await store.patchConversation(session.id, { queue: { type: 'add', prompt: { id: 'theirs', ...typed('Two') } } }, 1);
    reply.end();
    const next = await api.next();
    assert.deepEqual(said(session).slice(-2), ['> Two', ' (streaming)']);
    assert.deepEqual(store.conversations.get(session.id)?.queue, []);
    next.end();
    await until(() => !session.busy);
    await session.settled();
  });

  it('sends at once where another window’s reply has ended meanwhile', async () => {
    const { session, api, store, parts } = await openSession();
    await session.send('u1', 'One');
    const reply = await api.next();
    await session.settled();
    const theirs = await Session.open(parts, session.id);
    assert.ok(theirs?.busy);
    reply.end();
    await until(() => !session.busy);
    await until(() => store.journal.includes('finish'));
    assert.deepEqual(await theirs.send('u2', 'Two'), { queued: false });
    (await api.next()).end();
    await until(() => !theirs.busy);
  });

  it('edits, asks again and goes on where another window’s reply has ended meanwhile', async () => {
    type Ask = (theirs: Session, replyId: string) => Promise<void>;
    const asks: readonly Ask[] = [
      (theirs) => theirs.edit('u1', 'u2', 'Two'),
      (theirs, replyId) => theirs.regenerate(replyId),
      (theirs, replyId) => theirs.continueAfter(replyId),
    ];
    for (const ask of asks) {
      const { session, api, store, parts } = await openSession();
      await session.send('u1', 'One');
      const reply = await api.next();
      reply.say('Some');
      await session.settled();
      const theirs = await Session.open(parts, session.id);
      assert.ok(theirs?.busy);
      // What is cut is what one goes on after.
      reply.end('max_tokens');
      await until(() => !session.busy);
      await until(() => store.journal.includes('finish'));
      const replyId = session.path.at(-1)?.message.id ?? '';
      await ask(theirs, replyId);
      (await api.next()).end();
      await until(() => !theirs.busy);
    }
  });

  it('sends what it has queued where another window’s reply ended before that window could see it', async () => {
    const { session, api, store, parts } = await openSession();
    await session.send('u1', 'One');
    const reply = await api.next();
    await session.settled();
    const theirs = await Session.open(parts, session.id);
    const patch = store.patchConversation.bind(store);
    store.patchConversation = async (...args) => {
      store.patchConversation = patch;
      reply.end();
      await until(() => !session.busy);
      await session.settled();
      await patch(...args);
    };
    assert.deepEqual(await theirs?.send('u2', 'Two'), { queued: true });
    await until(() => api.requests.length === 2);
    await api.next().then((next) => next.end());
    await until(() => theirs?.busy === false);
    assert.deepEqual(store.conversations.get(session.id)?.queue, []);
  });

  it('refuses to change a queued prompt that was sent meanwhile, and keeps the text that was typed', async () => {
    const { session, api } = await openSession();
    await session.send('u1', 'One');
    const reply = await api.next();
    await session.send('u2', 'Two');
    const edit = { messageId: 'u2', text: 'Two, but other' };
    await session.draft.save({ text: '', edit });
    reply.end();
    (await api.next()).end();
    await until(() => !session.busy);
    await assert.rejects(session.editQueued('u2', 'Two, but other'));
    assert.deepEqual(session.conversation.draft.edit, edit);
    await session.edit('u2', 'u3', edit.text);
    assert.equal(session.conversation.draft.edit, null);
    (await api.next()).end();
    await until(() => !session.busy);
    assert.equal(said(session)[2], '> Two, but other');
  });

  it('has all as it was, the typed text too, where a change of the queue was not stored', async () => {
    const { session, api, store } = await openSession();
    await session.send('u1', 'One');
    const reply = await api.next();
    await session.send('u2', 'Two');
    const edit = { messageId: 'u2', text: 'Two, but other' };
    await session.draft.save({ text: 'half', edit });
    const { queue } = session.conversation;
    store.failure = new Error('The prompt u2 is not queued.');
    await assert.rejects(session.editQueued('u2', edit.text));
    await assert.rejects(session.send('u3', 'half'));
    assert.deepEqual(session.conversation.queue, queue);
    assert.deepEqual(session.conversation.draft, { text: 'half', edit, context: [], pictures: [], documents: [] });
    store.failure = null;
    reply.end();
    (await api.next()).end();
    await until(() => !session.busy);
    await session.settled();
  });

  it('writes one draft at a time, of those that were told meanwhile the last, and none behind the prompt', async () => {
    const { session, api, store } = await openSession();
    let release = () => {};
    const patch = store.patchConversation.bind(store);
    const written: string[] = [];
    store.patchConversation = async (id, change, at) => {
      if (change.draft) written.push(change.draft.text);
      await new Promise<void>((resolve) => (release = resolve));
      await patch(id, change, at);
    };
    for (const text of ['W', 'Wh', 'Why', 'Why?']) void session.draft.save(draftOf(text));
    assert.equal(session.conversation.draft.text, 'Why?');
    assert.deepEqual(written, ['W']);
    release();
    await until(() => written.length === 2);
    assert.deepEqual(written, ['W', 'Why?']);
    void session.draft.save(draftOf('Why? '));
    const sent = session.send('u1', 'Why? ');
    (await api.next()).end();
    release();
    assert.deepEqual(await sent, { queued: false });
    await session.settled();
    assert.deepEqual(written, ['W', 'Why?']);
    assert.equal(session.conversation.draft.text, '');
  });

  it('keeps its own draft and place when another window has written', async () => {
    const { session, store, events } = await openSession();
    await session.draft.save(draftOf('mine'));
    await store.patchConversation(session.id, { draft: draftOf('theirs') }, 1);
    await session.refresh();
    assert.deepEqual(events, []);
    await store.patchConversation(session.id, { title: 'Theirs' }, 1);
    await session.refresh();
    assert.deepEqual(events, [{ type: 'path' }]);
    assert.equal(session.conversation.title, 'Theirs');
    assert.equal(session.conversation.draft.text, 'mine');
  });

  it('sends what was added to the prompt with it, keeps it while it is queued and when it is edited', async () => {
    const { session, api, events } = await openSession();
    const item = (id: string, text: string): ContextItem => ({
      ...{ id, kind: 'file', name: 'a.ts', path: 'a.ts', uri: null, lines: null, language: null, note: null },
      text,
    });
    const sentTexts = (request: ChatRequest) => request.messages.at(-1)?.content.map(blockText);
    await session.draft.addContext([item('x', 'one'), item('y', 'two')]);
    await session.draft.addContext([item('z', 'one')]);
    await session.draft.removeContext('y');
    await session.draft.save({ text: 'Why?', edit: null });
    assert.deepEqual(
      session.conversation.draft.context.map(({ id }) => id),
      ['z'],
    );
    events.length = 0;
    await session.send('u1', 'Why?');
    assert.ok(events.some(({ type }) => type === 'header'));
    assert.deepEqual(session.conversation.draft, emptyDraft);
    const first = await api.next();
    assert.deepEqual(sentTexts(first.request), [contextText(item('z', 'one')), 'Why?']);
    await session.draft.save({ text: 'half', edit: null });
    const asked = { text: 'Explain it.', title: 'Explain · a.ts', context: [item('q', 'three')], pictures: [], documents: [] };
    assert.deepEqual(await session.ask('u2', asked), { queued: true });
    assert.equal(session.conversation.draft.text, 'half');
    first.end();
    const second = await api.next();
    assert.deepEqual(sentTexts(second.request), [contextText(item('q', 'three')), 'Explain it.']);
    second.end();
    await until(() => !session.busy);
    assert.equal(said(session)[2], '> Explain · a.ts');
    await session.edit('u1', 'u3', 'Really?');
    const third = await api.next();
    assert.deepEqual(sentTexts(third.request), [contextText(item('z', 'one')), 'Really?']);
    third.end();
    await until(() => !session.busy);
  });

  it('holds the queue after a stop, until it is asked for', async () => {
    const { session, api } = await openSession();
    await session.send('u1', 'One');
    await session.send('u2', 'Two');
    await api.next();
    session.stop();
    await session.settled();
    assert.equal(session.conversation.queue.length, 1);
    await session.sendQueued();
    await api.next();
    assert.deepEqual(said(session), ['> One', ' (stopped)', '> Two', ' (streaming)']);
  });

  it('makes siblings of an edit and of a new reply, and goes between them', async () => {
    const { session, api } = await openSession();
    const answer = async (text: string) => {
      const reply = await api.next();
      reply.say(text);
      reply.end();
      await until(() => !session.busy);
    };
    await session.send('u1', 'One');
    await answer('1');
    const firstReply = session.path[1]?.message.id ?? '';
    await session.regenerate(firstReply);
    await answer('1b');
    assert.deepEqual(session.path[1]?.siblings.length, 2);
    await session.edit('u1', 'u1b', 'Uno');
    await answer('uno');
    assert.deepEqual(said(session), ['> Uno', 'uno (complete)']);
    assert.deepEqual(session.path[0]?.siblings, ['u1', 'u1b']);
    await session.selectSibling('u1b', 0);
    assert.deepEqual(said(session), ['> One', '1b (complete)']);
    await session.selectSibling(session.path[1]?.message.id ?? '', 0);
    assert.deepEqual(said(session), ['> One', '1 (complete)']);
    assert.deepEqual(
      api.requests.map(({ messages }) => messages.map(({ content }) => blockText(content[0]))),
      [['One'], ['One'], ['Uno']],
    );
  });

  it('refuses to edit what is not stored any more, and keeps the text that was typed and the reply that runs', async () => {
    const { session, api } = await openSession();
    await session.send('u1', 'One');
    const reply = await api.next();
    const edit = { messageId: 'gone', text: 'Typed anew' };
    await session.draft.save({ text: '', edit });
    await assert.rejects(session.edit('gone', 'u2', edit.text), /not there any more/);
    assert.deepEqual(session.conversation.draft.edit, edit);
    assert.equal(session.busy, true);
    reply.end();
    await until(() => !session.busy);
    assert.deepEqual(said(session), ['> One', ' (complete)']);
  });

  it('goes on after a cut reply', async () => {
    const { session, api } = await openSession();
    await session.send('u1', 'Count');
    const reply = await api.next();
    reply.say('1 2 3');
    reply.end('max_tokens');
    await until(() => !session.busy);
    await session.continueAfter(session.path[1]?.message.id ?? '');
    const second = await api.next();
    assert.deepEqual(
      second.request.messages.map(({ role, content }) => [role, blockText(content[0])]),
      [
        ['user', 'Count'],
        ['assistant', '1 2 3'],
        ['user', continuePrompt],
      ],
    );
  });

  it('waits as the API says, shows until when, and tries again', async () => {
    const { session, api, clock } = await openSession();
    await session.send('u1', 'Why?');
    (await api.next()).fail({ kind: 'rateLimited', retryAfter: 8000, ...details });
    await until(() => session.wait?.kind === 'retrying');
    assert.deepEqual(session.wait, { kind: 'retrying', reason: 'rateLimited', until: clock.now() + 8000 });
    clock.pass(7999);
    assert.equal(api.requests.length, 1);
    clock.pass(1);
    const again = await api.next();
    again.say('Now.');
    again.end();
    await until(() => !session.busy);
    assert.deepEqual(said(session), ['> Why?', 'Now. (complete)']);
  });

  it('gives up waiting when told to, with the error it waited for', async () => {
    const { session, api } = await openSession();
    await session.send('u1', 'Why?');
    (await api.next()).fail({ kind: 'overloaded', retryAfter: null, ...details });
    await until(() => session.wait?.kind === 'retrying');
    session.cancelWait();
    await until(() => !session.busy);
    assert.deepEqual(said(session), ['> Why?', ' (overloaded)']);
  });

  it('never retries once words have come', async () => {
    const { session, api } = await openSession();
    await session.send('u1', 'Why?');
    const reply = await api.next();
    reply.say('Half');
    reply.fail({ kind: 'overloaded', retryAfter: null, ...details });
    await until(() => !session.busy);
    assert.deepEqual(said(session), ['> Why?', 'Half (overloaded)']);
    assert.equal(api.requests.length, 1);
  });

  it('tries again where only an empty block had begun, of which nothing is left', async () => {
    const { session, api, clock } = await openSession();
    await session.send('u1', 'Why?');
    const first = await api.next();
    const started = { type: 'started', at: 1, apiId: 'msg_1', model: 'claude-sonnet-5-5', usage: noUsage } as const;
    first.emit(started, { type: 'blockStarted', at: 1, index: 0, block: { type: 'thinking', thinking: '', signature: '' } });
    first.fail({ kind: 'overloaded', retryAfter: 1000, ...details });
    await until(() => session.wait?.kind === 'retrying');
    clock.pass(10_000);
    const second = await api.next();
    second.emit({ ...started, apiId: 'msg_2' });
    second.say('So.');
    second.end();
    await until(() => !session.busy);
    const reply = session.path[1]?.message;
    assert.deepEqual(reply?.blocks, [{ type: 'text', text: 'So.' }]);
  });

  it('takes a stream without an end for cut off', async () => {
    const { session, api } = await openSession();
    await session.send('u1', 'Why?');
    const reply = await api.next();
    reply.say('Half');
    reply.cut();
    await until(() => !session.busy);
    assert.deepEqual(said(session), ['> Why?', 'Half (cutOff)']);
  });

  it('fails a turn without a key, and keeps the prompt', async () => {
    const { session } = await openSession({ connect: () => Promise.reject(new TurnFailure({ kind: 'noKey', ...details })) });
    await session.send('u1', 'Why?');
    await until(() => !session.busy);
    assert.deepEqual(said(session), ['> Why?', ' (noKey)']);
  });

  it('takes over what another window wrote, and nothing that it wrote itself', async () => {
    const { session, api, store, events } = await openSession();
    await session.send('u1', 'Why?');
    const reply = await api.next();
    reply.say('So.');
    reply.end();
    await until(() => !session.busy);
    await session.settled();
    events.length = 0;
    await session.refresh();
    assert.deepEqual(events, []);
    await store.writtenElsewhere(session.id, { title: 'Theirs' });
    await session.refresh();
    assert.deepEqual(events, [{ type: 'path' }]);
    assert.equal(session.conversation.title, 'Theirs');
  });

  it('takes over what another window wrote while a reply streamed, when that has ended', async () => {
    const { session, api, store, events } = await openSession();
    await session.send('u1', 'Why?');
    const reply = await api.next();
    reply.say('So.');
    const [, running] = session.path;
    assert.ok(running?.message.role === 'assistant');
    // A second reply to the same prompt.
    await store.addMessages([{ ...running.message, id: 'theirs', status: 'complete' }], { leafId: 'theirs' });
    await session.refresh();
    assert.deepEqual(session.path.at(-1)?.siblings, [running.message.id]);
    reply.end();
    await until(() => !session.busy);
    await session.settled();
    assert.deepEqual(session.path.at(-1)?.message.id, running.message.id);
    assert.deepEqual(session.path.at(-1)?.siblings, [running.message.id, 'theirs']);
    assert.equal(events.filter(({ type }) => type === 'path').length, 1);
  });

  it('never logs what a refusal explains', async () => {
    const lines: string[] = [];
    const { session, api } = await openSession({ log: (line) => lines.push(line) });
    await session.send('u1', 'Why?');
    const reply = await api.next();
    reply.emit({ type: 'ended', stopReason: 'refusal', category: 'cyber', explanation: 'They asked for a secret.', usage: noUsage });
    reply.cut();
    await until(() => !session.busy);
    assert.deepEqual(lines, ['A reply failed: refused, request without an id: cyber']);
  });

  it('makes changes in the order they were asked for', async () => {
    const { session, store } = await openSession();
    await Promise.all([session.rename('a'), session.rename('b'), session.pin(true), session.rename('c')]);
    assert.equal(store.conversations.get(session.id)?.title, 'c');
  });

  it('comes back from the store as it was', async () => {
    const { session, api, parts } = await openSession();
    await session.send('u1', 'Why?');
    const reply = await api.next();
    reply.say('So.');
    reply.end();
    await until(() => !session.busy);
    await session.draft.save(draftOf('next'));
    await session.settled();
    const again = await Session.open(parts, session.id);
    assert.ok(again);
    assert.deepEqual(said(again), ['> Why?', 'So. (complete)']);
    assert.equal(again.conversation.draft.text, 'next');
    assert.equal(await Session.open(parts, 'nothing'), undefined);
  });

  describe('that is long', () => {
    /** Two hundred turns, stored; each reply used one token of input. */
    async function openLong() {
      const opened = await openSession();
      const { store, session, parts } = opened;
      let parentId: string | null = null;
      for (let depth = 0; depth < 400; depth++) {
        const place: Pick<Message, 'id' | 'conversationId' | 'parentId' | 'depth'> = {
          id: `m${depth}`,
          conversationId: session.id,
          parentId,
          depth,
        };
        const message: Message =
          depth % 2 === 0
            ? userMessage({ ...place, text: `Question ${depth}` })
            : assistantMessage({ ...place, text: `Answer ${depth}`, status: 'complete', usage: { ...noUsage, input: 1 } });
        await store.addMessages([message], { leafId: message.id });
        parentId = message.id;
      }
      const long = await Session.open(parts, session.id);
      assert.ok(long);
      return { ...opened, session: long };
    }

    const ids = (part: PathPart | undefined) => part?.messages.map(({ message }) => message.id);
    const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `m${from + n}`);

    it('reads its end only', async () => {
      const { session } = await openLong();
      assert.equal(session.path.length, endOfPath);
      assert.deepEqual(ids(session.reader.lastPage), range(388, 400));
      assert.deepEqual([session.reader.lastPage.hasEarlier, session.reader.lastPage.hasLater], [true, false]);
    });

    it('shows less of it at first where messages are long', async () => {
      const { session, store, parts } = await openLong();
      const lengthen = (at: number, length: number) => {
        const message = store.messages.get(`m${at}`);
        assert.ok(message);
        store.messages.set(message.id, { ...message, blocks: [{ type: 'text', text: 'x'.repeat(length) }] });
      };
      const open = async () => (await Session.open(parts, session.id))?.reader ?? assert.fail();
      lengthen(399, 300_000);
      assert.deepEqual(ids((await open()).lastPage), range(396, 400));
      lengthen(398, 300_000);
      for (const at of [399, 397, 395, 393]) lengthen(at, 3900);
      const reader = await open();
      const { lastPage } = reader;
      assert.deepEqual([ids(lastPage), lastPage.hasEarlier, lastPage.hasLater], [range(395, 400), true, false]);
      assert.deepEqual(ids(await reader.before('m395')), range(388, 395));
    });

    it('reads more when it is asked for, up and down, and keeps none of it', async () => {
      const { session } = await openLong();
      let part = session.reader.lastPage;
      const up: string[] = [];
      for (; part.hasEarlier; part = await session.reader.before(part.messages[0]?.message.id ?? '')) up.unshift(...(ids(part) ?? []));
      assert.deepEqual([...(ids(part) ?? []), ...up], range(0, 400));
      const down = [...(ids(part) ?? [])];
      for (; part.hasLater; down.push(...(ids(part) ?? []))) part = await session.reader.after(part.messages.at(-1)?.message.id ?? '');
      assert.deepEqual(down, range(0, 400));
      assert.equal(session.path.length, endOfPath);
    });

    it('reads around a message, wherever it is', async () => {
      const { session } = await openLong();
      for (const [at, from, to] of [
        [200, 170, 231],
        [0, 0, 31],
        [399, 369, 400],
        [390, 360, 400],
      ] as const) {
        const part = await session.around(`m${at}`, false);
        assert.deepEqual(ids(part), range(from, to));
        assert.deepEqual([part?.hasEarlier, part?.hasLater], [from > 0, to < 400]);
      }
    });

    for (const during of ['readMessage', 'readPathPart'] as const) {
      it(`reads what is below as it is by then, when the path changes during ${during}`, async () => {
        const change = async (action: (session: Session) => Promise<unknown>) => {
          const { session, store } = await openLong();
          const read: (...args: never) => Promise<unknown> = store[during].bind(store);
          let changed = false;
          Object.assign(store, {
            async [during](...args: never) {
              const result = await read(...args);
              if (!changed) {
                changed = true;
                await action(session);
              }
              return result;
            },
          });
          return session.reader.after('m387');
        };
        const grown = await change((session) => session.send('u', 'And now?'));
        const later = during === 'readPathPart';
        assert.deepEqual([ids(grown)?.slice(0, 12), grown.hasLater], [range(388, 400), later]);
        assert.equal(grown.messages.length, later ? 12 : 14);
        const left = await change((session) => session.edit('m100', 'other', 'Otherwise?'));
        assert.deepEqual(left.messages, []);
      });
    }

    it('finds a message of another branch, and shows it with that branch', async () => {
      const { session, api } = await openLong();
      await session.edit('m100', 'other', 'Otherwise?');
      const reply = await api.next();
      assert.equal(await session.around('m300', true), undefined, 'a reply that runs stays in sight');
      reply.end();
      await until(() => !session.busy);
      assert.equal(await session.around('m300', false), undefined);
      assert.equal(session.path.at(-1)?.message.parentId, 'other', 'nothing was changed for it');
      assert.deepEqual(ids(await session.around('m300', true)), range(270, 331));
      assert.deepEqual(ids(session.reader.lastPage), range(388, 400));
      assert.equal(await session.around('elsewhere', true), undefined);
    });

    it('knows what all of it used, read or not', async () => {
      const { session, api, clock } = await openLong();
      clock.pass(299);
      await new Promise(setImmediate);
      assert.equal(session.usage.tokens, 6, 'what is shown is drawn first');
      clock.pass(1);
      await until(() => session.usage.tokens === 200);
      await session.reader.before(session.path[0]?.message.id ?? '');
      assert.equal(session.usage.tokens, 200);
      await session.edit('m100', 'other', 'Otherwise?');
      (await api.next()).end();
      await until(() => !session.busy);
      clock.pass(300);
      await until(() => session.usage.tokens === 50);
    });

    it('lets go of what was said long ago, and shows at no time that less was used', async () => {
      const { session, api, clock } = await openLong();
      clock.pass(300);
      await until(() => session.usage.tokens === 200);
      const shown = new Set<number>();
      session.onEvent(() => shown.add(session.usage.tokens));
      for (let n = 0; n < 120; n++) {
        await session.send(`u${n}`, 'Go on');
        (await api.next()).end();
        await until(() => !session.busy);
        clock.pass(300);
      }
      assert.ok(session.path.length <= 4 * pageOfPath, `${session.path.length} messages are kept`);
      assert.deepEqual([...shown], [200]);
    });

    it('sends the whole of it', async () => {
      const { session, api } = await openLong();
      await session.send('u', 'And now?');
      const { request } = await api.next();
      assert.equal(request.messages.length, 401);
      assert.deepEqual(request.messages[0]?.content, [{ type: 'text', text: 'Question 0' }]);
    });

    it('edits and regenerates the first message that was read in its place', async () => {
      const { session, api } = await openLong();
      const first = session.path[0]?.message;
      assert.ok(first?.role === 'user' && first.depth > 0);
      await session.edit(first.id, 'edited', 'Otherwise?');
      const { request } = await api.next();
      assert.equal(request.messages.length, first.depth + 1);
      assert.equal(session.path.find(({ message }) => message.id === 'edited')?.message.parentId, first.parentId);
    });

    it('is whole as Markdown', async () => {
      const { session } = await openLong();
      assert.equal((await session.reader.wholePath()).length, 400);
    });
  });

  describe('shows its requests', () => {
    it('the next one: what is then sent, with all that was added and typed', async () => {
      const { session, api } = await openSession();
      await session.send('u1', 'First');
      const first = await api.next();
      first.say('Yes.');
      first.end();
      await until(() => !session.busy);
      await session.draft.save({ text: 'Second', edit: null });
      const file = { id: 'x', kind: 'file', name: 'a.ts', path: 'a.ts', uri: null, lines: null, language: null, note: null } as const;
      await session.draft.addContext([{ ...file, text: 'one' }]);
      const shown = await session.next.request();
      assert.equal(api.requests.length, 1);
      await session.send('u2', 'Second');
      assert.deepEqual((await api.next()).request, shown);
    });

    it('the last one as it was sent, whatever has been set or said since', async () => {
      let instructions = 'Be brief.';
      const settings = () =>
        ({ model: 'claude-sonnet-5-5', maxTokens: 1000, effort: null, thinking: 'auto', instructions, caching: '5m' }) as const;
      const { session, api } = await openSession({ settings });
      assert.equal(await session.lastRequest(), undefined);
      await session.send('u1', 'First');
      const reply = await api.next();
      reply.say('Yes.');
      reply.end();
      await until(() => !session.busy);
      instructions = 'Be long.';
      await session.draft.save({ text: 'Second', edit: null });
      assert.deepEqual(await session.lastRequest(), reply.request);
      assert.equal((await session.next.request()).system, 'Be long.');
    });

    it('in an empty conversation with nothing typed: one without a message', async () => {
      const { session } = await openSession();
      assert.deepEqual((await session.next.request()).messages, []);
    });
  });
});
