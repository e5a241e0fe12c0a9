/** Replies that were streaming when their process died, or seemed to. */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../../../src/history/store.ts';
import { type AssistantMessage, messageText, noUsage } from '../../../src/shared/message.ts';
import { assistantMessage, userMessage } from '../chat/messages.ts';
import { countStatements } from './countStatements.ts';
import { LocalStores, startStreaming } from './localStore.ts';
import { openRemoteHistory } from './remoteHistory.ts';
import { openTemporaryHistory } from './temporaryHistory.ts';

const say = (text: string) => ({ type: 'text', index: 0, text }) as const;

describe('history: recovery', () => {
  let stores: LocalStores;
  let mine: Store;

  beforeEach(() => {
    stores = new LocalStores();
    mine = stores.open();
  });

  afterEach(() => stores.dispose());

  const other = { host: 'here', pid: process.pid + 1, instance: 'other' };

  const last = (store: Store, leafId = 'c1!'): AssistantMessage => {
    const message = store.readPath(leafId, 1)[0]?.message;
    assert.ok(message?.role === 'assistant');
    return message;
  };

  it('finishes what a dead process left, once, with all that had come', () => {
    startStreaming(mine);
    mine.checkpoint('c1!', [say('Hello'), say(' there')]);
    const theirs = stores.open({ me: other, life: { now: () => stores.now, isRunning: () => false } });
    const message = last(theirs);
    assert.equal(message.status, 'failed');
    assert.equal(message.error?.kind, 'cutOff');
    assert.equal(message.endedAt, stores.now);
    assert.equal(messageText(message), 'Hello there');
    assert.deepEqual(last(theirs), message);
    assert.deepEqual(theirs.readMessage('c1!'), message);
    assert.equal(theirs.readConversation('c1')?.revision, 4);
    assert.equal(theirs.search('hello', null, 5)[0]?.messageId, 'c1!');
  });

  it('estimates what of a reply was not counted, as its end did not come', () => {
    startStreaming(mine);
    const usage = { ...noUsage, input: 12, output: 1 };
    mine.checkpoint('c1!', [
      { type: 'started', at: 2, apiId: 'msg_1', model: 'claude-sonnet-5-5', usage },
      say('four letters a word '.repeat(40)),
    ]);
    const theirs = stores.open({ me: other, life: { now: () => stores.now, isRunning: () => false } });
    const { usage: counted } = last(theirs);
    assert.ok(counted?.input === 12 && counted.output > 100 && counted.output < 300);
    assert.deepEqual(
      theirs.readUsage({ conversationId: 'c1' }, []).map(({ estimated }) => estimated),
      [true],
    );
  });

  const judged: readonly (readonly [what: string, owner: Partial<typeof other>, silence: number, runs: boolean, status: string])[] = [
    ['lives', {}, 19_000, true, 'streaming'],
    ['lives, silent for too long', {}, 21_000, true, 'failed'],
    ['is gone', {}, 0, false, 'failed'],
    ['had the number that this one has now', { pid: process.pid }, 0, true, 'failed'],
    ['runs on another machine', { host: 'elsewhere' }, 19_000, false, 'streaming'],
    ['ran on another machine', { host: 'elsewhere' }, 21_000, false, 'failed'],
    ['is this one', { instance: 'this' }, 60_000, false, 'streaming'],
  ];
  for (const [what, owner, silence, runs, status] of judged) {
    it(`takes a reply for ${status} whose process ${what}`, () => {
      const theirs = stores.open({ me: { ...other, ...owner } });
      startStreaming(theirs);
      theirs.checkpoint('c1!', [say('Hi')]);
      stores.now += silence;
      const me = stores.open({ life: { now: () => stores.now, isRunning: () => runs } });
      assert.equal(last(me).status, status);
      assert.equal(messageText(last(me)), 'Hi');
    });
  }

  it('keeps a silent reply alive by renewing its heartbeat', () => {
    startStreaming(mine);
    stores.now += 15_000;
    mine.renewHeartbeat();
    stores.now += 15_000;
    assert.equal(last(stores.open({ me: other })).status, 'streaming');
  });

  it('gives a reply back to a process that had only slept', () => {
    const reply = startStreaming(mine);
    mine.checkpoint('c1!', [say('before')]);
    stores.now += 3_600_000;
    const theirs = stores.open({ me: other });
    assert.equal(last(theirs).status, 'failed');
    mine.checkpoint('c1!', [say(' and after')]);
    assert.equal(last(theirs).status, 'streaming');
    assert.equal(messageText(last(theirs)), 'before and after');
    mine.finishMessage({ ...reply, status: 'complete', blocks: [{ type: 'text', text: 'before and after.' }] });
    assert.equal(messageText(last(theirs)), 'before and after.');
  });

  it('gives it back at a heartbeat too, and drops the checkpoints of the dead after a day', () => {
    startStreaming(mine);
    mine.checkpoint('c1!', [say('before')]);
    stores.now += 3_600_000;
    const theirs = stores.open({ me: other });
    assert.equal(last(theirs).status, 'failed');
    mine.renewHeartbeat();
    assert.equal(last(theirs).status, 'streaming');
    stores.now += 2 * 86_400_000;
    assert.equal(last(theirs).status, 'failed');
    theirs.tidyUp();
    assert.throws(() => mine.checkpoint('c1!', []), /does not stream/);
    assert.equal(messageText(last(mine)), 'before');
  });

  it('passes over a damaged checkpoint and a damaged row', () => {
    startStreaming(mine);
    for (const text of ['one', ' two', ' three']) mine.checkpoint('c1!', [say(text)]);
    const database = new DatabaseSync(stores.file);
    database.exec(`UPDATE checkpoints SET events = '[{"type":"te' WHERE ordinal = 3`);
    database.exec(`UPDATE bodies SET blocks = 'x' WHERE message_id = 'c1?'`);
    database.exec(`UPDATE messages SET error = 'x', role = 'nobody' WHERE id = 'c1?'`);
    database.close();
    const [prompt, reply] = mine.readPath('c1!', 10).map(({ message }) => message);
    assert.ok(prompt && reply);
    assert.equal(prompt.role, 'user');
    assert.match(messageText(prompt), /could not be read/);
    assert.equal(messageText(reply), 'one three');
  });

  it('costs the same for each checkpoint, however long the reply is', () => {
    startStreaming(mine);
    const counted = countStatements(() => mine.checkpoint('c1!', [say('x')]));
    for (let n = 0; n < 500; n++) mine.checkpoint('c1!', [say('more '.repeat(200))]);
    assert.equal(
      countStatements(() => mine.checkpoint('c1!', [say('x')])),
      counted,
    );
    // Begin, the owner's row, the checkpoint's, the conversation's revision, commit.
    assert.equal(counted, 5);
  });

  it('loses nothing acknowledged when the process is killed in mid-stream', async () => {
    const history = await openTemporaryHistory();
    const remote = await openRemoteHistory(history.file);
    try {
      await remote.call('createConversation', { id: 'c1', workspaceId: 'w', workspaceName: '', createdAt: 1 });
      await remote.call('addMessages', [userMessage(), assistantMessage()], { leafId: 'a1' });
      await remote.call('checkpoint', 'a1', [{ type: 'blockStarted', at: 1, index: 0, block: { type: 'text', text: '' } }]);
      const words = Array.from({ length: 60 }, (_, n) => ` word${n}`);
      let acknowledged = 0;
      const seen = new Promise<void>((resolve) => {
        for (const word of words) {
          void remote.call('checkpoint', 'a1', [say(word)]).then(
            () => ++acknowledged === 20 && resolve(),
            () => {},
          );
        }
      });
      await seen;
      const streaming = await history.store.readMessage('a1');
      assert.ok(streaming?.role === 'assistant');
      assert.equal(streaming.status, 'streaming');
      await remote.kill();
      const message = await history.store.readMessage('a1');
      assert.ok(message?.role === 'assistant');
      assert.equal(message.status, 'failed');
      assert.equal(message.error?.kind, 'cutOff');
      const text = messageText(message);
      assert.ok(text.startsWith(words.slice(0, acknowledged).join('')), `${acknowledged} were acknowledged, and there is: ${text}`);
      assert.ok(words.join('').startsWith(text));
    } finally {
      await remote.kill();
      await history.dispose();
    }
  });
});
