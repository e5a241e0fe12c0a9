/** A worker that ends under the calls that are made of it: which are sent again, in which order, and what is on disk afterwards. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HistoryStore } from '../../../src/chat/historyStore.ts';
import { openHistory } from '../../../src/history/client.ts';
import { typed } from '../../../src/shared/context.ts';
import { draftOf } from '../../../src/shared/conversation.ts';
import { assistantMessage, userMessage } from '../chat/messages.ts';
import { temporaryFolder, workerScript } from './temporaryHistory.ts';

/** Keeps a journal of what comes, in the file it is given, and ends at a message of a name `end after N` until it has done so N times. */
const journalist = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { appendFileSync, readFileSync } = require('node:fs');
  appendFileSync(workerData.file, 'start\\n');
  parentPort.on('message', ({ id, method, args }) => {
    appendFileSync(workerData.file, [method, ...args.filter((arg) => typeof arg === 'string')].join(' ') + '\\n');
    const ends = readFileSync(workerData.file, 'utf8').split('\\n').filter((line) => line.endsWith(args[0])).length;
    const doom = /^end after (\\d)/.exec(args[0]);
    if (doom && ends <= doom[1]) process.exit(3);
    parentPort.postMessage({ type: 'result', id, value: args[0] });
    if (method === 'close') parentPort.close();
  });
`;

/** The product's worker, which ends once: under a method, before or after it was carried out, and without an answer either way. */
const mortal = (worker: string, method: string, when: 'before' | 'after', flag: string) => `
  const { parentPort } = require('node:worker_threads');
  const { existsSync, writeFileSync } = require('node:fs');
  const method = ${JSON.stringify(method)}, flag = ${JSON.stringify(flag)};
  const isDoomed = !existsSync(flag);
  const end = () => { writeFileSync(flag, ''); process.exit(3); };
  let last;
  const post = parentPort.postMessage;
  parentPort.postMessage = function (reply) {
    if (isDoomed && last === method && reply.type === 'result') end();
    post.call(this, reply);
  };
  parentPort.on('message', (call) => {
    last = call.method;
    if (isDoomed && last === method && ${when === 'before'}) end();
  });
  require(${JSON.stringify(worker)});
`;

describe('history: a worker that ends', () => {
  let temporary: ReturnType<typeof temporaryFolder>;
  let stores: HistoryStore[];
  let log: string[];

  beforeEach(() => {
    temporary = temporaryFolder();
    stores = [];
    log = [];
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    temporary.dispose();
  });

  function open(script: string): HistoryStore {
    const path = join(temporary.folder, 'worker.js');
    writeFileSync(path, script);
    return openAt(path);
  }

  function openAt(path: string): HistoryStore {
    const store = openHistory({ file: join(temporary.folder, 'history'), workerScript: path, log: (message) => log.push(message) });
    stores.push(store);
    return store;
  }

  const journal = () => readFileSync(join(temporary.folder, 'history'), 'utf8').trim().split('\n');
  const outcomes = async (calls: readonly Promise<unknown>[]) =>
    (await Promise.allSettled(calls)).map((each) => (each.status === 'fulfilled' ? each.value : String(each.reason.message).slice(0, 35)));
  const unexpectedly = 'The history stopped unexpectedly. W';

  it('sends again what may be carried out twice, in its order and before what comes later', async () => {
    const store = open(journalist);
    const calls = [
      store.patchConversation('end after 1', {}, 1),
      store.checkpoint('m', []),
      store.finishMessage(assistantMessage()),
      store.retry(),
      store.readMessage('m'),
    ];
    const [patched] = calls;
    const later = patched?.then(() => store.newestLeaf('later'));
    assert.deepEqual(await outcomes(calls), ['end after 1', unexpectedly, assistantMessage(), unexpectedly, 'm']);
    await later;
    assert.deepEqual(journal(), [
      ...['start', 'patchConversation end after 1'],
      ...['start', 'patchConversation end after 1', 'finishMessage', 'readMessage m', 'newestLeaf later'],
    ]);
  });

  it('does not send again what was answered, however soon the end came after it', async () => {
    const store = open(journalist);
    assert.deepEqual(await outcomes([store.readMessage('a'), store.readMessage('b'), store.readMessage('end after 1')]), [
      ...['a', 'b', 'end after 1'],
    ]);
    assert.deepEqual(journal(), ['start', 'readMessage a', 'readMessage b', 'readMessage end after 1', 'start', 'readMessage end after 1']);
  });

  it('rejects a call that ends the second worker too, and carries out the others', async () => {
    const store = open(journalist);
    const calls = [store.readMessage('end after 9'), store.patchConversation('c', {}, 1), store.readMessage('m')];
    assert.deepEqual(await outcomes(calls), [unexpectedly, 'c', 'm']);
    assert.deepEqual(await store.newestLeaf('m'), 'm');
    assert.equal(journal().filter((line) => line === 'start').length, 3);
    // The next one ends the last worker there is.
    assert.deepEqual(await outcomes([store.readMessage('end after 8'), store.readMessage('m')]), [unexpectedly, unexpectedly]);
    await assert.rejects(store.readMessage('m'), /ended twice.*Reload the window/);
    assert.equal(journal().filter((line) => line === 'start').length, 3);
  });

  it('sends nothing again when the second worker ends under another call', async () => {
    const store = open(journalist);
    const calls = [store.readMessage('end after 1'), store.readMessage('m')];
    assert.deepEqual(await outcomes(calls), ['end after 1', 'm']);
    assert.deepEqual(await outcomes([store.newestLeaf('end after 1 more'), store.readMessage('m')]), [unexpectedly, unexpectedly]);
    assert.equal(journal().filter((line) => line === 'start').length, 2);
  });

  it('stores what was under way when it is closed, and starts no worker only to close it', async () => {
    const store = open(journalist);
    const patched = store.patchConversation('end after 1', {}, 1);
    await store.close();
    assert.equal(await patched, 'end after 1');
    assert.deepEqual(journal().slice(-3), ['start', 'patchConversation end after 1', 'close']);
    const idle = open(journalist.replace("if (method === 'close')", "if (method === 'close') process.exit(3); if (false)"));
    await idle.readMessage('m');
    await idle.close();
    assert.equal(journal().filter((line) => line === 'start').length, 3);
  });

  for (const method of ['createConversation', 'addMessages', 'patchConversation', 'finishMessage', 'deleteConversation']) {
    for (const when of ['before', 'after'] as const) {
      it(`has on disk what was said when it ends ${when} ${method} is carried out`, async () => {
        const store = open(mortal(await workerScript(), method, when, join(temporary.folder, 'ended')));
        const [prompt, reply] = [userMessage(), assistantMessage()];
        const ended = { ...reply, status: 'complete', blocks: [{ type: 'text', text: 'Because.' }], endedAt: 9 } as const;
        await Promise.all([
          store.createConversation({ id: 'c1', workspaceId: 'w1', workspaceName: 'folder', createdAt: 1 }),
          store.addMessages([prompt, reply], { title: 'T', leafId: reply.id }),
          store.patchConversation('c1', { draft: draftOf('half'), queue: { type: 'add', prompt: { id: 'q', ...typed('next') } } }, 5),
          store.finishMessage(ended),
          store.deleteConversation('c1', 6),
        ]);
        assert.equal(log.filter((line) => line.includes('the worker ended')).length, 1);
        assert.equal(await store.readConversation('c1'), undefined);
        await store.restoreConversation('c1');
        await store.close();

        const again = openAt(await workerScript());
        const { title, leafId, draft, queue, messageCount } = (await again.readConversation('c1')) ?? assert.fail('it is there');
        assert.deepEqual(
          { title, leafId, draft, queue, messageCount },
          {
            ...{ title: 'T', leafId: reply.id, draft: draftOf('half'), queue: [{ id: 'q', ...typed('next') }], messageCount: 2 },
          },
        );
        assert.deepEqual(
          (await again.readPath(reply.id, 9)).map(({ message }) => message),
          [prompt, ended],
        );
        assert.equal((await again.search('Because', null, 9)).length, 1);
        assert.deepEqual(await again.notices(), []);
      });
    }
  }

  it('keeps a reply that streams this window’s own, and takes its further checkpoints', async () => {
    const store = open(mortal(await workerScript(), 'newestLeaf', 'after', join(temporary.folder, 'ended')));
    await store.createConversation({ id: 'c1', workspaceId: 'w1', workspaceName: 'folder', createdAt: 1 });
    const reply = assistantMessage();
    await store.addMessages([userMessage(), reply], { leafId: reply.id });
    await store.checkpoint(reply.id, [{ type: 'blockStarted', at: 3, index: 0, block: { type: 'text', text: '' } }]);
    assert.equal(await store.newestLeaf(reply.id), reply.id);
    await store.checkpoint(reply.id, [{ type: 'text', index: 0, text: 'Be' }]);
    const stored = await store.readMessage(reply.id);
    assert.deepEqual([stored?.blocks, stored?.role === 'assistant' && stored.status], [[{ type: 'text', text: 'Be' }], 'streaming']);
  });
});
