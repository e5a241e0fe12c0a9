/** Faults below: what another process, a bad disk or chance does to the database, under the whole engine. What the wire does is in `wire.test.ts`. */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import type { HistoryStore } from '../../src/chat/historyStore.ts';
import { Session } from '../../src/chat/session.ts';
import { until } from '../e2e/driver/until.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { bundle, openTemporaryHistory, type TemporaryHistory, temporaryFolder } from '../unit/history/temporaryHistory.ts';
import { Engine } from './engine.ts';
import { goodAnswer } from './fault.ts';
import { saidBy } from './reader.ts';
import { seed as drawn, full, sizeOf } from './size.ts';
import { Tally } from './tally.ts';

const conversations = 6;
const turns = 5;
const pageSize = 4096;
/** The small size is the same each time: what is overwritten within an id, no check of SQLite's finds. */
const seed = full || process.env['PARLEY_FAULTS_SEED'] ? drawn : 5;

interface Outcome {
  /** Files that were not kept, conversations that do not go on, wrong notices. */
  readonly counts: readonly [number, number, number];
  /** What came in the place of replies. */
  readonly unusable: readonly string[];
}

/** Counts the calls of a method, and how many of them were under way at once. */
class UnderWay<Args extends unknown[]> {
  made = 0;
  most = 0;
  #now = 0;
  readonly call: (...args: Args) => Promise<void>;

  constructor(method: (...args: Args) => Promise<void>) {
    this.call = async (...args) => {
      this.made++;
      this.#now++;
      this.most = Math.max(this.most, this.#now);
      await method(...args).finally(() => this.#now--);
    };
  }
}

describe('faults below', function () {
  this.timeout(full ? 1_800_000 : 120_000);
  const size = sizeOf(full, seed);
  const tally = new Tally('files not kept', 'unusable conversations', 'wrong notices');
  const folder = temporaryFolder();
  const original = join(folder.folder, 'original.db');
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ requireKey: true, answer: () => ({ reply: { text: goodAnswer } }) });
    const history = await openTemporaryHistory();
    const engine = new Engine(simulator.url);
    for (let number = 0; number < conversations; number++) {
      const session = await Session.create(engine.parts(history.store), { id: 'w', name: 'W' });
      for (let turn = 0; turn < turns; turn++) await ask(engine, session, `${number}, ${turn}: ${'lorem ipsum '.repeat(60)}`);
      await session.settled();
    }
    await history.store.close();
    copyFileSync(history.file, original);
    await history.dispose();
  });
  after(async () => {
    await simulator.close();
    folder.dispose();
    console.log(`\nFaults below, ${full ? 'full' : 'small'} size, seed ${seed}\n\n${tally.text()}\n`);
  });

  async function ask(engine: Engine, session: Session, prompt: string): Promise<string> {
    const reply = await engine.turn(session, () => session.send(crypto.randomUUID(), prompt));
    return reply.error?.detail ?? saidBy(reply).text;
  }

  /** Goes on in everything that is listed, and begins something new. @returns what was not possible */
  async function goOn(store: HistoryStore): Promise<readonly string[]> {
    const engine = new Engine(simulator.url);
    const parts = engine.parts(store);
    const problems: string[] = [];
    const tryOn = async (session: Session | undefined) => {
      const answer = session ? await ask(engine, session, 'Still there?').catch(String) : 'It cannot be opened.';
      if (answer !== goodAnswer) problems.push(answer);
    };
    for (const { id } of await store.listConversations(null, 99)) await tryOn(await Session.open(parts, id));
    const fresh = await Session.create(parts, { id: 'w', name: 'W' });
    await tryOn(fresh);
    await fresh.settled();
    return problems;
  }

  /** The files that one is told of, and how much else one is told. */
  async function setAside(store: HistoryStore): Promise<{ readonly files: readonly string[]; readonly others: number }> {
    const notices = await store.notices();
    const files = notices.flatMap((notice) => (notice.kind === 'setAside' ? [notice.file] : []));
    return { files, others: notices.length - files.length };
  }

  /** Resolves when one is told of something, or when the check that comes soon after the start must be over. */
  async function noticed(store: HistoryStore): Promise<void> {
    const checked = 5000;
    let stop = () => {};
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, checked);
      const look = async () => {
        if ((await store.notices()).length === 0) return;
        clearTimeout(timer);
        resolve();
      };
      stop = store.onDidChange(() => void look());
      void look();
    });
    stop();
  }

  /** What comes of a file that is not as it was written. */
  async function tryDamaged(bytes: Buffer): Promise<Outcome> {
    const place = temporaryFolder();
    const file = join(place.folder, 'parley.db');
    writeFileSync(file, bytes);
    const history = await openTemporaryHistory(file);
    try {
      // What is found damaged before anything is written is kept with every byte that it had.
      const first = await setAside(history.store);
      const changed = first.files.filter((each) => !existsSync(each) || !readFileSync(each).equals(bytes)).length;
      let unusable = await goOn(history.store);
      // What no statement runs into is found by the check that comes soon after the start.
      if (unusable.length > 0) {
        await noticed(history.store);
        unusable = await goOn(history.store);
      }
      const { files, others } = await setAside(history.store);
      const gone = files.filter((each) => !existsSync(each)).length;
      const unnamed = readdirSync(place.folder).filter((name) => /\.damaged-.*\.db$/.test(name)).length - files.length;
      return { counts: [changed + gone, unusable.length, others + Math.abs(unnamed)], unusable };
    } finally {
      await history.dispose();
      place.dispose();
    }
  }

  /** The original, changed in so many ways. */
  function damaged(name: string, count: number, damage: (bytes: Buffer) => Buffer): void {
    it(name, async () => {
      const note = tally.begin(name);
      const problems: string[] = [];
      for (let number = 0; number < count; number++) {
        const { counts, unusable } = await tryDamaged(damage(readFileSync(original)));
        note(...counts);
        if (counts.some((each) => each > 0)) problems.push(`${number}: ${counts.join(', ')} ${unusable.join('; ')}`);
      }
      assert.deepEqual(problems, [], `seed ${seed}`);
    });
  }

  /** Another process's transaction, which holds up every write. */
  function lock({ file }: TemporaryHistory): DatabaseSync {
    const database = new DatabaseSync(file);
    database.exec('BEGIN IMMEDIATE');
    return database;
  }

  it('locked while one asks: the reply comes meanwhile, and all is stored once it is not', async () => {
    const note = tally.begin('locked by another process, for as long as a reply takes');
    const history = await openTemporaryHistory();
    try {
      const engine = new Engine(simulator.url);
      const session = await Session.create(engine.parts(history.store), { id: 'w', name: 'W' });
      const other = lock(history);
      let stored: Promise<unknown> = Promise.resolve();
      // Shown and answered before anything could be written.
      const reply = await engine.turn(session, async () => {
        stored = session.send('u1', 'Locked?');
      });
      other.exec('COMMIT');
      await stored;
      await session.settled();
      const notices = await history.store.notices();
      const again = await history.openAgain().readMessage(reply.id);
      const isThere = again?.role === 'assistant' && saidBy(again).text === goodAnswer;
      const unusable = await goOn(history.store);
      note(isThere ? 0 : 1, unusable.length, notices.length);
      assert.deepEqual([isThere, unusable, notices], [true, [], []]);
    } finally {
      await history.dispose();
    }
  });

  if (full) {
    it('locked for longer than anybody waits: it goes on in memory, says so, and comes to the disk', async () => {
      const note = tally.begin('locked by another process, for more than 30 s');
      const history = await openTemporaryHistory();
      try {
        const engine = new Engine(simulator.url);
        const session = await Session.create(engine.parts(history.store), { id: 'w', name: 'W' });
        const other = lock(history);
        const said = await ask(engine, session, 'Locked?');
        const notices = await history.store.notices();
        const more = await ask(engine, session, 'Still?');
        other.exec('COMMIT');
        assert.deepEqual(await history.store.retry(), []);
        const again = await Session.open(engine.parts(history.openAgain()), session.id);
        const isThere = again?.path.length === 4;
        const unusable = await goOn(history.store);
        const isTold = JSON.stringify(notices) === JSON.stringify([{ kind: 'inMemory', reason: 'locked' }]);
        note(isThere ? 0 : 1, unusable.length, isTold ? 0 : 1);
        assert.deepEqual([said, more, isThere, unusable, isTold], [goodAnswer, goodAnswer, true, [], true]);
      } finally {
        await history.dispose();
      }
    });
  }

  it('slow: what comes is shown at once, one write of a kind waits for the other, and all is there in the end', async () => {
    const note = tally.begin('so slow that each write takes longer than what comes meanwhile');
    const slow = await bundle(resolve('test/faults/slowWorker.ts'), resolve('out/faults/slowWorker.js'));
    const history = await openTemporaryHistory(undefined, slow);
    const { store } = history;
    const [checkpoints, patches] = [new UnderWay(store.checkpoint), new UnderWay(store.patchConversation)];
    const counted: HistoryStore = { ...store, checkpoint: checkpoints.call, patchConversation: patches.call };
    try {
      const engine = new Engine(simulator.url);
      const session = await Session.create(engine.parts(counted), { id: 'w', name: 'W' });
      const words = Array.from({ length: 200 }, (_, n) => `word${n} `);
      simulator.script({ reply: { deltas: words, deltasPerSecond: 100 } }, { reply: { deltas: words, deltasPerSecond: 100 } });
      // For the engine a second is over every few milliseconds: it would write each time.
      const ticking = setInterval(() => engine.lead.pass(1000), 10);
      const reply = await engine.turn(session, async () => {
        void session.send('u1', 'Slow?');
        // What is typed before that is written stands behind it in the box, and is the next prompt.
        for (let key = 1; key <= 100; key++) void session.draft.save({ text: `Slow?${'x'.repeat(key)}`, edit: null });
      });
      await session.settled();
      const made = { checkpoints: checkpoints.made, patches: patches.made };
      const typed = (await history.openAgain().readConversation(session.id))?.draft.text;

      // Stopped, it is over before anything of it is written.
      void session.send('u2', 'Stop?');
      await until('the second reply', () =>
        session.path.some(({ message }) => message.role === 'assistant' && message.status === 'streaming' && saidBy(message).text !== ''),
      );
      session.stop();
      const isStopped = !session.busy;
      clearInterval(ticking);
      await session.settled();

      const again = await Session.open(engine.parts(history.openAgain()), session.id);
      const stored = again?.path.map(({ message }) => message) ?? [];
      const isThere =
        isDeepStrictEqual(
          stored,
          session.path.map(({ message }) => message),
        ) && stored.length === 4;
      const unusable = await goOn(store);
      const notices = await store.notices();
      note(isThere ? 0 : 1, unusable.length, notices.length);
      assert.equal(saidBy(reply).text, words.join(''));
      assert.deepEqual([isThere, unusable, notices, isStopped, typed], [true, [], [], true, 'x'.repeat(100)]);
      assert.deepEqual([checkpoints.most, patches.most], [1, 1]);
      assert.ok(made.checkpoints > 2 && made.patches < 10, JSON.stringify(made));
    } finally {
      await history.dispose();
    }
  });

  damaged('truncated anywhere', full ? 20 : 4, (bytes) => bytes.subarray(0, size.random(bytes.length)));
  damaged('truncated between two pages', full ? 10 : 2, (bytes) => bytes.subarray(0, size.random(bytes.length / pageSize) * pageSize));
  damaged('noise at random places', full ? 60 : 8, (bytes) => {
    for (let place = 0; place < 3; place++) {
      const at = size.random(bytes.length);
      const end = Math.min(bytes.length, at + 2 ** (8 + size.random(7)));
      for (let each = at; each < end; each++) bytes[each] = size.random(256);
    }
    return bytes;
  });
  damaged('a page of zeros', full ? 40 : 4, (bytes) => {
    const page = size.random(bytes.length / pageSize);
    return bytes.fill(0, page * pageSize, (page + 1) * pageSize);
  });
  damaged('nothing but noise', 2, (bytes) => {
    for (let at = 0; at < bytes.length; at++) bytes[at] = size.random(256);
    return bytes;
  });
});
