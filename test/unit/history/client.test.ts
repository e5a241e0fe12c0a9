/** The proxy in front of the worker: order, failure, restarting, and how little of it there is. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { openHistory } from '../../../src/history/client.ts';
import { temporaryFolder } from './temporaryHistory.ts';

/** A worker that answers with what it was asked, and ends when it is told to retry. */
const script = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ id, method, args }) => {
    if (method === 'retry') process.exit(3);
    if (method === 'search') console.error('a warning');
    parentPort.postMessage({ type: 'result', id, value: [method, ...args] });
  });
`;

describe('history: client', () => {
  const temporary = temporaryFolder();
  const workerScript = join(temporary.folder, 'worker.js');
  let log: string[];

  before(() => writeFileSync(workerScript, script));
  after(() => temporary.dispose());

  const open = (path = workerScript) => {
    log = [];
    return openHistory({ file: 'unused', workerScript: path, log: (message) => log.push(message) });
  };

  it('starts a worker that ends once more, and then gives up in words', async () => {
    const store = open();
    let told = 0;
    store.onDidChange(() => told++);
    assert.deepEqual(await store.readMessage('m'), ['readMessage', 'm']);
    const lost = [store.retry(), store.checkpoint('m', [])];
    for (const each of lost) await assert.rejects(each, /The history stopped unexpectedly/);
    assert.deepEqual(await store.newestLeaf('m'), ['newestLeaf', 'm']);
    await assert.rejects(store.retry(), /stopped unexpectedly/);
    await assert.rejects(store.newestLeaf('m'), /ended twice.*Reload the window/);
    assert.equal(told, 2);
    assert.equal(log.filter((line) => line.includes('the worker ended (exit code 3)')).length, 2);
    await store.close();
  });

  it('rejects when there is no worker to start', async () => {
    const store = open(join(temporary.folder, 'none.js'));
    await assert.rejects(store.notices(), /stopped unexpectedly/);
    await store.close();
  });

  it('rejects what cannot be sent, and goes on', async () => {
    const store = open();
    await assert.rejects(store.patchConversation('c', { title: (() => {}) as unknown as string }, 1), /could not be cloned/);
    assert.deepEqual(await store.readMessage('m'), ['readMessage', 'm']);
    await store.close();
  });

  it('logs what the worker prints', async () => {
    const store = open();
    await store.search('x', null, 1);
    await store.close();
    assert.deepEqual(log, ['history: a warning']);
  });

  it('closes once, also when it was never used', async () => {
    const store = open();
    await Promise.all([store.close(), store.close()]);
    await assert.rejects(store.notices(), /The history is closed/);
  });

  it('brings neither SQLite nor the store into the extension host', async () => {
    const { metafile } = await build({
      entryPoints: [resolve('src/history/client.ts')],
      ...{ bundle: true, write: false, metafile: true, platform: 'node', logLevel: 'error', outdir: 'out' },
    });
    const output = Object.values(metafile.outputs)[0];
    assert.deepEqual(
      output?.imports.map(({ path }) => path),
      ['node:worker_threads'],
    );
    assert.ok(output && output.bytes < 12_000, `${output?.bytes} bytes`);
  });
});
