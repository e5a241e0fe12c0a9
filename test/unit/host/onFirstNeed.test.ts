/** What is made when it is first needed: how often, for whom, and how it ends. */
import assert from 'node:assert/strict';
import { OnFirstNeed } from '../../../src/host/onFirstNeed.ts';

interface Thing {
  close(): Promise<void>;
}

/** Something to need, which is made when the test says so, and counts. */
function workshop() {
  const counts = { begun: 0, closed: 0 };
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onFirstNeed = new OnFirstNeed<Thing>(async () => {
    counts.begun++;
    await promise;
    return {
      close: async () => {
        counts.closed++;
      },
    };
  });
  return { counts, onFirstNeed, finish: resolve, fail: reject };
}

describe('something made on first need', () => {
  it('is not made before, and not for being closed', async () => {
    const { counts, onFirstNeed } = workshop();
    await onFirstNeed.close();
    assert.deepEqual(counts, { begun: 0, closed: 0 });
  });

  it('is made once for two who need it at the same time, and for who comes later', async () => {
    const { counts, onFirstNeed, finish } = workshop();
    const both = [onFirstNeed.get(), onFirstNeed.get()];
    finish();
    const [one, other] = await Promise.all(both);
    assert.equal(one, other);
    assert.equal(await onFirstNeed.get(), one);
    assert.deepEqual(counts, { begun: 1, closed: 0 });
  });

  it('is closed once, after it is made where that is still under way', async () => {
    const { counts, onFirstNeed, finish } = workshop();
    const needed = onFirstNeed.get();
    const closed = [onFirstNeed.close(), onFirstNeed.close()];
    assert.deepEqual(counts, { begun: 1, closed: 0 });
    finish();
    await Promise.all([needed, ...closed]);
    assert.deepEqual(counts, { begun: 1, closed: 1 });
  });

  it('is neither made nor handed out once it is closed', async () => {
    const { counts, onFirstNeed } = workshop();
    const closed = onFirstNeed.close();
    await assert.rejects(onFirstNeed.get(), /being closed/);
    await closed;
    assert.equal(counts.begun, 0);
  });

  it('tells everyone who needed it that it could not be made, and closes all the same', async () => {
    const { counts, onFirstNeed, fail } = workshop();
    const both = [onFirstNeed.get(), onFirstNeed.get()];
    fail(new Error('broken'));
    for (const each of both) await assert.rejects(each, /broken/);
    await onFirstNeed.close();
    assert.deepEqual(counts, { begun: 1, closed: 0 });
  });
});
