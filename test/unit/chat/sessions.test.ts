import assert from 'node:assert/strict';
import { builtInPrices } from '../../../src/chat/prices.ts';
import type { SessionEvent } from '../../../src/chat/sessionEvents.ts';
import { Sessions } from '../../../src/chat/sessions.ts';
import { VisiblePath } from '../../../src/chat/visiblePath.ts';
import { draftOf } from '../../../src/shared/conversation.ts';
import { noUsage } from '../../../src/shared/message.ts';
import { fakeParts } from './fakes.ts';
import { assistantMessage, userMessage } from './messages.ts';

function openSessions() {
  const lines: string[] = [];
  const { store, api, clock, parts } = fakeParts({ log: (line) => lines.push(line) });
  return { sessions: new Sessions(parts, { id: 'w', name: 'W' }), store, api, clock, lines };
}

describe('the sessions of a window', () => {
  it('are one for each conversation, however many show it', async () => {
    const { sessions } = openSessions();
    const first = await sessions.create();
    assert.equal(await sessions.open(first.id), first);
    sessions.release(first);
    assert.equal(await sessions.open(first.id), first);
  });

  it('let go of a conversation that nobody shows, but not of a turn that runs', async () => {
    const { sessions, api } = openSessions();
    const session = await sessions.create();
    await session.send('u1', 'Why?');
    sessions.release(session);
    assert.equal(await sessions.open(session.id), session);
    sessions.release(session);
    const reply = await api.next();
    reply.say('So.');
    reply.end();
    while (session.busy) await new Promise(setImmediate);
    await session.settled();
    const again = await sessions.open(session.id);
    assert.notEqual(again, session);
    assert.equal(again?.path.length, 2);
  });

  it('keep a conversation that nobody shows while what is queued in it is sent', async () => {
    const { sessions, api } = openSessions();
    const session = await sessions.create();
    await session.send('u1', 'Why?');
    await session.send('u2', 'And then?');
    sessions.release(session);
    const first = await api.next();
    first.say('So.');
    first.end();
    const second = await api.next();
    assert.deepEqual(sessions.running, [session]);
    assert.equal(await sessions.open(session.id), session);
    session.stop();
    assert.equal(second.signal.aborted, true);
    await session.settled();
  });

  it('do not take a message of another conversation for one of theirs', async () => {
    const { sessions, api, store } = openSessions();
    const [one, other] = [await sessions.create(), await sessions.create()];
    for (const id of ['u1', 'u2']) {
      const said = one.path[0];
      if (said) await one.edit('u1', id, 'Otherwise?');
      else await one.send(id, 'Why?');
      (await api.next()).end();
      while (one.busy) await new Promise(setImmediate);
    }
    await other.selectSibling('u2', 0);
    assert.equal(store.conversations.get(other.id)?.leafId, null);
    assert.equal(other.path.length, 0);
  });

  it('keep the draft of a conversation that was left before its draft arrived', async () => {
    const { sessions, store } = openSessions();
    const left = await sessions.create();
    sessions.release(left);
    await sessions.keep(left.id, { draft: draftOf('half a thought') });
    assert.equal(store.conversations.get(left.id)?.draft.text, 'half a thought');
    const again = await sessions.open(left.id);
    await sessions.keep(left.id, { draft: draftOf('a whole one') });
    assert.equal(again?.conversation.draft.text, 'a whole one');
  });

  it('list what this window itself has written', async () => {
    const { sessions, api } = openSessions();
    const session = await sessions.create();
    const listed = () => sessions.recent.map(({ title, messageCount }) => [title, messageCount]);
    let changes = 0;
    sessions.onDidChange(() => changes++);
    await session.send('u1', 'Why?');
    await new Promise(setImmediate);
    assert.deepEqual(listed(), [['Why?', 2]]);
    const reply = await api.next();
    reply.say('So.');
    reply.end();
    while (session.busy) await new Promise(setImmediate);
    assert.equal(changes, 1, 'the lists are read once for a turn');
    await session.rename('Because');
    await new Promise(setImmediate);
    assert.deepEqual(listed(), [['Because', 2]]);
  });

  it('take over what another window wrote after a write of theirs failed', async () => {
    const { sessions, api, store, clock } = openSessions();
    const session = await sessions.create();
    await session.send('u1', 'Why?');
    const reply = await api.next();
    reply.say('So.');
    await new Promise(setImmediate);
    store.failure = new Error('The disk is full.');
    clock.pass(1000);
    await new Promise(setImmediate);
    await assert.rejects(session.rename('Mine'), /full/);
    store.failure = null;
    assert.deepEqual(store.checkpoints, []);
    // One write failed that nobody waits for, and one is another window's.
    await store.patchConversation(session.id, { title: 'Theirs' }, 2);
    await session.refresh();
    assert.equal(session.conversation.title, 'Theirs');
    reply.end();
    while (session.busy) await new Promise(setImmediate);
    await session.settled();
  });

  it('let go of a conversation that another window deletes while its reply streams there', async () => {
    const { sessions, store } = openSessions();
    await store.createConversation({ id: 'c1', workspaceId: 'w', workspaceName: '', createdAt: 1 });
    await store.addMessages([userMessage(), assistantMessage()], { leafId: 'a1' });
    const session = await sessions.open('c1');
    assert.ok(session);
    assert.deepEqual(sessions.running, [session]);
    sessions.release(session);
    await store.deleteConversation('c1');
    await session.refresh();
    assert.deepEqual(sessions.running, []);
    await session.settled();
    await new Promise(setImmediate);
    await store.createConversation({ id: 'c1', workspaceId: 'w', workspaceName: '', createdAt: 1 });
    assert.notEqual(await sessions.open('c1'), session);
  });

  it('begin nothing that is queued when the window closes at the end of a reply', async () => {
    const { sessions, api, store } = openSessions();
    const session = await sessions.create();
    await session.send('u1', 'Why?');
    await session.send('u2', 'And then?');
    const closed = new Promise<void>((resolve) => {
      session.onEvent((event) => {
        if (event.type === 'turn' && event.message.role === 'assistant' && event.message.status === 'complete') resolve(sessions.dispose());
      });
    });
    const reply = await api.next();
    reply.say('So.');
    reply.end();
    await closed;
    assert.equal(api.requests.length, 1);
    assert.deepEqual(
      store.conversations.get(session.id)?.queue.map(({ id }) => id),
      ['u2'],
    );
  });

  it('go on with no reply that the API paused when the window closes at its end', async () => {
    const { sessions, api } = openSessions();
    const session = await sessions.create();
    await session.send('u1', 'Why?');
    const closed = new Promise<void>((resolve) => {
      session.onEvent((event) => {
        if (event.type === 'turn' && event.message.role === 'assistant' && event.message.status === 'complete') resolve(sessions.dispose());
      });
    });
    const reply = await api.next();
    reply.say('So.');
    reply.emit({ type: 'ended', stopReason: 'pause_turn', category: null, usage: noUsage });
    reply.cut();
    await closed;
    assert.equal(api.requests.length, 1);
  });

  it('log that the history cannot be read any more, where nobody waits for it', async () => {
    const { sessions, store, clock, lines } = openSessions();
    const session = await sessions.create();
    const gone = () => Promise.reject(new Error('The history is gone.'));
    store.listConversations = gone;
    await store.writtenElsewhere(session.id, {});
    await session.rename('Because');
    await new Promise(setImmediate);
    assert.deepEqual(
      new Set(lines),
      new Set([
        'What another window wrote was not read: Error: The history is gone.',
        'The list was not read: Error: The history is gone.',
      ]),
    );
    // What is above in a long path is summed beside everything else.
    store.readUsage = gone;
    const path = new VisiblePath({ store, clock, prices: () => builtInPrices, onUsage: () => {} });
    path.replace([{ message: userMessage({ id: 'u9', parentId: 'a8', depth: 16 }), siblings: ['u9'] }]);
    clock.pass(300);
    await new Promise(setImmediate);
    assert.equal(path.usage.tokens, 0);
  });

  it('tell those who show a conversation that it was deleted, and stop its turn', async () => {
    const { sessions, api } = openSessions();
    const session = await sessions.create();
    const events: SessionEvent['type'][] = [];
    session.onEvent(({ type }) => events.push(type));
    await session.send('u1', 'Why?');
    const reply = await api.next();
    await sessions.delete(session.id);
    assert.equal(reply.signal.aborted, true);
    assert.equal(events.at(-1), 'deleted');
  });
});
