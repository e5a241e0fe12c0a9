/** Secrets of a window that has crashed: known are those that were told. */
import assert from 'node:assert/strict';
import { PatientSecrets, type Secrets } from '../../../src/host/patientSecrets.ts';

type Listener = Parameters<Secrets['onDidChange']>[0];

/** A storage that answers, or does not, as one whose window is gone. */
class Storage implements Secrets {
  readonly all = new Map<string, string>();
  readonly listeners = new Set<Listener>();
  answers = true;
  /** How often it was asked. */
  asked = 0;

  get(name: string): Promise<string | undefined> {
    this.asked++;
    return this.answers ? Promise.resolve(this.all.get(name)) : new Promise(() => {});
  }

  async store(name: string, secret: string): Promise<void> {
    this.all.set(name, secret);
    this.tell(name);
  }

  async delete(name: string): Promise<void> {
    this.all.delete(name);
    this.tell(name);
  }

  tell(key: string): void {
    for (const listener of this.listeners) listener({ key });
  }

  onDidChange(listener: Listener) {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }
}

describe('secrets', () => {
  let storage: Storage;
  let secrets: PatientSecrets;

  beforeEach(() => {
    storage = new Storage();
    // No time at all: an answer that is there comes before it is over.
    secrets = new PatientSecrets(storage, 0);
  });
  afterEach(() => {
    secrets.dispose();
    assert.equal(storage.listeners.size, 0);
  });

  it('are asked for each time', async () => {
    assert.equal(await secrets.get('key'), undefined);
    storage.all.set('key', 'one');
    assert.equal(await secrets.get('key'), 'one');
    storage.all.set('key', 'two');
    assert.equal(await secrets.get('key'), 'two');
    assert.equal(storage.asked, 3);
  });

  it('are what they were when nobody answers any more, and what they are when somebody does again', async () => {
    storage.all.set('key', 'one');
    assert.deepEqual([await secrets.get('key'), await secrets.get('none')], ['one', undefined]);
    storage.answers = false;
    assert.deepEqual([await secrets.get('key'), await secrets.get('key'), await secrets.get('none')], ['one', 'one', undefined]);
    storage.answers = true;
    storage.all.set('key', 'two');
    assert.equal(await secrets.get('key'), 'two');
  });

  it('that were never told are waited for', async () => {
    storage.answers = false;
    let answered = false;
    void secrets.get('key').then(() => {
      answered = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(answered, false);
  });

  it('that were set or removed here are known; those that were changed elsewhere are not', async () => {
    await secrets.store('key', 'one');
    await secrets.store('other', 'one');
    await secrets.delete('other');
    storage.answers = false;
    assert.deepEqual([await secrets.get('key'), await secrets.get('other')], ['one', undefined]);
    storage.tell('key');
    let answered = false;
    void secrets.get('key').then(() => {
      answered = true;
    });
    assert.equal(await secrets.get('other'), undefined);
    assert.equal(answered, false);
  });
});
