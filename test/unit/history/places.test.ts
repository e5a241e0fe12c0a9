/** Conversations of folders that are moved, cloned and replaced, over the real database. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { HistoryPlaces } from '../../../src/chat/historyPlaces.ts';
import type { HistoryStore } from '../../../src/chat/historyStore.ts';
import { MovedFolders } from '../../../src/chat/movedFolders.ts';
import type { Sighting } from '../../../src/chat/places.ts';
import { Session, type SessionParts } from '../../../src/chat/session.ts';
import type { Store } from '../../../src/history/store.ts';
import { typed } from '../../../src/shared/context.ts';
import { draftOf } from '../../../src/shared/conversation.ts';
import type { Project } from '../../../src/shared/project.ts';
import { random } from '../apply/mutations.ts';
import { FakeClock } from '../chat/fakes.ts';
import { userMessage } from '../chat/messages.ts';
import { LocalStores } from './localStore.ts';
import { openRemoteHistory } from './remoteHistory.ts';
import { bundle, killedAt, openTemporaryHistory } from './temporaryHistory.ts';

const kettle: Project = { roots: ['k'], remote: 'kettle' };
const teapot: Project = { roots: ['t'], remote: 'teapot' };
const hour = 3_600_000;

describe('history: moved folders', () => {
  let stores: LocalStores;
  let store: Store;

  beforeEach(() => {
    stores = new LocalStores();
    store = stores.open();
  });

  afterEach(() => stores.dispose());

  const say = (id: string, workspaceId: string, on = store) => {
    on.createConversation({ id, workspaceId, workspaceName: workspaceId, createdAt: 1 });
    on.addMessages([userMessage({ id: `${id}?`, conversationId: id })], { leafId: `${id}?`, title: id });
  };

  const listed = (workspaceId: string, on = store) =>
    on
      .listConversations(workspaceId, 99)
      .map(({ id }) => id)
      .sort();

  const inspect = (sql: string) => {
    const database = new DatabaseSync(stores.file);
    try {
      return database.prepare(sql).all();
    } finally {
      database.close();
    }
  };

  /** Opens a window on a folder. */
  function open(
    workspaceId: string,
    project: Project | null,
    {
      folders = {},
      trusted = true,
      on = store,
      findProject = async () => project,
    }: {
      folders?: Readonly<Record<string, Sighting['folder']>>;
      trusted?: boolean;
      on?: Store;
      findProject?: () => Promise<Project | null>;
    } = {},
  ) {
    const found: string[] = [];
    let changes = 0;
    const moved = new MovedFolders({
      store: asPort(on),
      workspace: { id: workspaceId, name: `name of ${workspaceId}` },
      surroundings: {
        trusted,
        findProject,
        folder: async (other) => folders[other] ?? 'gone',
        nameOf: (elsewhere) => `at ${elsewhere.workspaceId}`,
      },
      newId: () => crypto.randomUUID(),
      changed: async () => void changes++,
      foundTyped: async (id) => void found.push(id),
      log: (line) => assert.fail(line),
    });
    return { moved, found, changes: () => changes };
  }

  const told = (moved: MovedFolders) => moved.notices.map(({ count, from, done }) => `${done ? 'took' : 'propose'} ${count} ${from}`);
  const offered = async (moved: MovedFolders) => (await moved.offers()).map(({ count, from, why }) => `${count} ${from} ${why}`);

  it('are its own where it is itself, whatever it says of its project', async () => {
    say('c1', 'file:///a');
    for (const project of [kettle, { ...kettle, remote: 'moved' }, teapot, null]) {
      const { moved } = open('file:///a', project);
      await moved.look();
      assert.deepEqual([listed('file:///a'), told(moved), await offered(moved)], [['c1'], [], []]);
    }
  });

  it('are found where it was renamed, with what was typed and queued there; once, and as they were after Undo', async () => {
    await open('file:///a', kettle).moved.look();
    say('c1', 'file:///a');
    say('deleted', 'file:///a');
    store.patchConversation('c1', { draft: draftOf('half'), queue: { type: 'add', prompt: { id: 'q', ...typed('next') } } }, 5);
    store.deleteConversation('deleted', 9);
    store.createConversation({ id: 'only typed', workspaceId: 'file:///a', workspaceName: '', createdAt: 1 });
    store.patchConversation('only typed', { draft: draftOf('a thought') }, 5);
    const before = inspect('SELECT * FROM conversations ORDER BY id');

    const { moved, found, changes } = open('file:///b', kettle);
    await moved.look();
    assert.deepEqual([listed('file:///a'), listed('file:///b')], [[], ['c1']]);
    assert.deepEqual([told(moved), found, changes()], [['took 1 at file:///a'], ['only typed'], 1]);
    const { draft, queue, workspaceName } = store.readConversation('c1') ?? assert.fail();
    assert.deepEqual([draft.text, queue.length, workspaceName], ['half', 1, 'name of file:///b']);
    store.restoreConversation('deleted');
    assert.deepEqual(listed('file:///b'), ['c1', 'deleted']);
    store.deleteConversation('deleted', 9);
    await moved.look();
    assert.deepEqual(told(moved), ['took 1 at file:///a']);

    await moved.undo('not a move');
    await moved.undo(moved.notices[0]?.key ?? '');
    assert.deepEqual([listed('file:///a'), listed('file:///b'), told(moved)], [['c1'], [], []]);
    const without = (rows: ReturnType<typeof inspect>) => rows.map(({ revision: _, ...row }) => row);
    assert.deepEqual(without(inspect('SELECT * FROM conversations ORDER BY id')), without(before));
    // It is not done again, but offered.
    const again = open('file:///b', kettle);
    await again.moved.look();
    assert.deepEqual([told(again.moved), await offered(again.moved)], [[], ['1 at file:///a moved']]);
  });

  it('are offered where the other folder is there, and brought over and back', async () => {
    await open('file:///a', kettle).moved.look();
    say('c1', 'file:///a');
    say('c2', 'file:///a');
    const { moved, changes } = open('file:///b', kettle, { folders: { 'file:///a': 'there' } });
    await moved.look();
    say('c3', 'file:///b');
    assert.deepEqual([told(moved), listed('file:///b'), changes()], [[], ['c3'], 0]);
    const [offer] = await moved.offers();
    assert.deepEqual(await offered(moved), ['2 at file:///a clone']);
    const shown = await moved.listOffered(offer?.key ?? '', 9);
    assert.deepEqual(shown.map(({ id }) => id).sort(), ['c1', 'c2']);
    assert.deepEqual(await moved.listOffered('unheard of', 9), []);
    assert.equal(await moved.bringOver('unheard of'), null);
    const move = await moved.bringOver(offer?.key ?? '');
    assert.deepEqual([listed('file:///a'), listed('file:///b')], [[], ['c1', 'c2', 'c3']]);
    assert.equal(await moved.bringOver(offer?.key ?? ''), null);
    // One that has gone on elsewhere since stays there.
    const third = open('file:///c', { ...kettle, remote: null }, { folders: { 'file:///b': 'there' } });
    const [other] = await third.moved.offers();
    assert.equal(other?.why, 'clone');
    await moved.undo(move ?? '');
    assert.deepEqual([listed('file:///a'), listed('file:///b')], [['c1', 'c2'], ['c3']]);
  });

  it('are proposed where both are from nowhere, and what is brought over then can be undone', async () => {
    const local = { ...kettle, remote: null };
    await open('file:///a', local).moved.look();
    say('c1', 'file:///a');
    const { moved } = open('file:///b', local);
    await moved.look();
    assert.deepEqual([told(moved), listed('file:///b')], [['propose 1 at file:///a'], []]);
    await moved.bringOver(moved.notices[0]?.key ?? '');
    assert.deepEqual([told(moved), listed('file:///b')], [['took 1 at file:///a'], ['c1']]);
    await moved.undo(moved.notices[0]?.key ?? '');
    assert.deepEqual([told(moved), listed('file:///b')], [[], []]);
    // Proposed once in a window.
    await moved.offers();
    assert.deepEqual(told(moved), []);
    await moved.dismiss();
  });

  it('are offered by name where nothing is known of git, and not where the workspace is not trusted', async () => {
    say('c1', 'file:///x/app');
    say('c2', 'file:///x/other');
    const { moved } = open('file:///y/app', null);
    await moved.look();
    assert.deepEqual([told(moved), await offered(moved)], [[], ['1 at file:///x/app name']]);
    await open('file:///x/app', kettle).moved.look();
    const hostile = open('file:///y/app', kettle, { trusted: false });
    await hostile.moved.look();
    assert.deepEqual([told(hostile.moved), await offered(hostile.moved), listed('file:///y/app')], [[], [], []]);
  });

  it('are found where git comes while one looks', async () => {
    await open('file:///a', kettle).moved.look();
    say('c1', 'file:///a');
    let git: Project | null = null;
    const asked = Promise.withResolvers<void>();
    const findProject = async () => {
      const known = git;
      await asked.promise;
      return known;
    };
    const { moved } = open('file:///b', null, { findProject });
    const first = moved.look();
    git = kettle;
    const again = [moved.look(), moved.look()];
    asked.resolve();
    await Promise.all([first, ...again]);
    assert.deepEqual([told(moved), listed('file:///b')], [['took 1 at file:///a'], ['c1']]);
  });

  it('stay apart where one project came into the folder of another', async () => {
    await open('file:///a', kettle).moved.look();
    say('kettle', 'file:///a');
    stores.now += hour;
    await open('file:///a', teapot).moved.look();
    say('teapot', 'file:///a');
    stores.now += hour;
    // The folder is there, and has another project by now.
    const kettleElsewhere = open('file:///k', kettle, { folders: { 'file:///a': 'there' } });
    await kettleElsewhere.moved.look();
    assert.deepEqual([told(kettleElsewhere.moved), await offered(kettleElsewhere.moved)], [[], ['1 at file:///a clone']]);
    // It is gone: each finds its own.
    const teapotMoved = open('file:///t', teapot);
    await teapotMoved.moved.look();
    assert.deepEqual(
      [told(teapotMoved.moved), listed('file:///t'), listed('file:///a')],
      [['took 1 at file:///a'], ['teapot'], ['kettle']],
    );
    await open('file:///k', kettle).moved.look();
    assert.deepEqual([listed('file:///k'), listed('file:///t')], [['kettle'], ['teapot']]);
  });

  it('are known when the project is told late; what was said before it had another address is offered', async () => {
    say('early', 'file:///a');
    await open('file:///a', null).moved.look();
    say('still early', 'file:///a');
    await open('file:///a', kettle).moved.look();
    say('known', 'file:///a');
    await open('file:///a', { ...kettle, remote: 'new address' }).moved.look();
    say('newest', 'file:///a');
    const { moved } = open('file:///b', { ...kettle, remote: 'new address' });
    await moved.look();
    assert.deepEqual(
      [told(moved), await offered(moved), listed('file:///b')],
      [['took 1 at file:///a'], ['3 at file:///a relative'], ['newest']],
    );
    await moved.bringOver((await moved.offers())[0]?.key ?? '');
    assert.deepEqual(listed('file:///b'), ['early', 'known', 'newest', 'still early']);
  });

  it('cost no write where nothing is new', async () => {
    await open('file:///a', kettle).moved.look();
    say('c1', 'file:///a');
    const other = stores.open({ me: { host: 'here', pid: 1, instance: 'other' } });
    other.hasForeignWrites();
    await open('file:///a', kettle).moved.look();
    assert.equal(other.hasForeignWrites(), false);
    stores.now += 25 * hour;
    await open('file:///a', kettle).moved.look();
    assert.equal(other.hasForeignWrites(), true);
  });

  it('are brought over by one of two windows that open at once', async () => {
    await open('file:///a', kettle).moved.look();
    say('c1', 'file:///a');
    const other = stores.open({ me: { host: 'here', pid: 1, instance: 'other' } });
    const [one, two] = [open('file:///b', kettle), open('file:///b', kettle, { on: other })];
    await Promise.all([one.moved.look(), two.moved.look()]);
    assert.equal([...told(one.moved), ...told(two.moved)].length, 1);
    assert.deepEqual([listed('file:///b'), listed('file:///b', other)], [['c1'], ['c1']]);
  });

  it('go on in a window that has one open: what is said, typed and queued there is with it', async () => {
    store.close();
    const history = await openTemporaryHistory();
    const remote = await openRemoteHistory(history.file);
    try {
      const { conversation: created } = await Session.create(sessionParts(history.store), { id: 'file:///a', name: 'a' });
      const session = (await Session.open(sessionParts(history.store), created.id)) ?? assert.fail();
      await history.store.addMessages([userMessage({ id: 'u', conversationId: session.id })], { leafId: 'u', title: 'T' });
      await session.refresh();
      await session.draft.save({ text: 'half', edit: null });
      const changed = new Promise<void>((resolve) => {
        const stop = history.store.onDidChange(() => {
          stop();
          resolve();
        });
      });
      await remote.call('bringOver', 'move', { workspaceId: 'file:///a', placeId: null }, { id: 'file:///b', name: 'b' });
      await changed;
      await session.refresh();
      assert.deepEqual([session.conversation.workspaceId, session.conversation.draft.text, session.path.length], ['file:///b', 'half', 1]);
      await session.draft.save({ text: 'half a thought', edit: null });
      await session.rename('Renamed');
      const { workspaceId, draft, title } = (await remote.call('readConversation', session.id)) ?? assert.fail();
      assert.deepEqual([workspaceId, draft.text, title], ['file:///b', 'half a thought', 'Renamed']);
    } finally {
      await remote.kill();
      await history.dispose();
    }
  });

  it('are all there or all here when the process is killed at any step', async function () {
    this.timeout(60_000);
    say('c1', 'file:///a');
    say('c2', 'file:///a');
    store.close();
    const program = await bundle(resolve('test/unit/history/moveProcess.ts'), resolve('out/history/moveProcess.js'));
    const outcomes: string[] = [];
    for (let steps = 0; ; steps++) {
      const signal = killedAt(steps, program, stores.file);
      const after = stores.open();
      outcomes.push(`${listed('file:///a', after).length} ${listed('file:///b', after).length}`);
      assert.deepEqual(after.notices(), []);
      after.close();
      if (signal === 'SIGTERM') break;
      assert.equal(signal, 'SIGKILL');
    }
    assert.deepEqual(outcomes, ['2 0', '2 0', '0 2']);
    assert.equal(Object.values(inspect('PRAGMA integrity_check')[0] ?? {})[0], 'ok');
  });

  it('are moved once by a call that is made twice', () => {
    store.settle('file:///b', kettle);
    say('c1', 'file:///a');
    const from = { workspaceId: 'file:///a', placeId: null };
    const to = { id: 'file:///b', name: 'b' };
    assert.deepEqual(store.bringOver('m', from, to), { count: 1, typedIn: null });
    say('late', 'file:///a');
    assert.deepEqual(store.bringOver('m', from, to), { count: 1, typedIn: null });
    assert.deepEqual([listed('file:///a'), listed('file:///b')], [['late'], ['c1']]);
    assert.equal(store.bringOver('n', { workspaceId: 'file:///b', placeId: null }, to), null);
  });

  it('stay where they are while the disk cannot be written', async () => {
    await open('file:///a', kettle).moved.look();
    say('c1', 'file:///a');
    const lock = new DatabaseSync(stores.file);
    lock.exec('BEGIN IMMEDIATE');
    store.patchConversation('c1', { pinned: true }, 5);
    assert.equal(store.notices()[0]?.kind, 'inMemory');
    const { moved } = open('file:///b', kettle);
    await moved.look();
    assert.deepEqual([told(moved), listed('file:///b')], [[], []]);
    say('c2', 'file:///b');
    lock.exec('ROLLBACK');
    lock.close();
    assert.deepEqual(store.retry(), []);
    const again = open('file:///b', kettle);
    await again.moved.look();
    assert.deepEqual([told(again.moved), listed('file:///b')], [['took 1 at file:///a'], ['c1', 'c2']]);
  });

  it('never mix two projects, in any order of opening, moving, cloning, forking and replacing', async function () {
    this.timeout(60_000);
    for (let seed = 1; seed <= 20; seed++) {
      const world = new LocalStores();
      try {
        await neverMixed(world, seed);
      } finally {
        world.dispose();
      }
    }
  });

  /** Folders by chance. What was said in a folder while a project was in it is that project's, and is only ever taken to a folder that has it, too. */
  async function neverMixed(world: LocalStores, seed: number): Promise<void> {
    const next = random(seed);
    const below = (bound: number) => Math.floor(next() * bound);
    const projects: readonly (Project | null)[] = [
      kettle,
      teapot,
      { roots: ['k'], remote: 'fork' },
      { roots: ['template'], remote: 'one' },
      { roots: ['template'], remote: 'two' },
      { roots: ['template'], remote: null },
      null,
    ];
    const on = world.open();
    const disk = new Map<string, number>();
    const saidOf = new Map<string, number>();
    for (let step = 0; step < 30; step++) {
      const folder = `file:///${'abcd'[below(4)]}/app`;
      const project = disk.get(folder) ?? below(projects.length);
      world.now += hour;
      switch (below(4)) {
        case 0:
          disk.delete(folder);
          continue;
        case 1: {
          // Renamed: nothing is at its place any more.
          if (!disk.has(folder)) continue;
          const to = `file:///${'efgh'[below(4)]}/app`;
          if (disk.has(to)) continue;
          disk.delete(folder);
          disk.set(to, project);
          continue;
        }
      }
      disk.set(folder, project);
      const before = new Map(on.listConversations(null, 999).map(({ id, workspaceId }) => [id, workspaceId]));
      const folders = Object.fromEntries([...before.values()].map((id) => [id, disk.has(id) ? 'there' : 'gone'] as const));
      await open(folder, projects[project] ?? null, { on, folders }).moved.look();
      for (const { id, workspaceId } of on.listConversations(null, 999)) {
        const was = before.get(id);
        if (workspaceId === was) continue;
        assert.equal(workspaceId, folder, `seed ${seed}`);
        assert.equal(folders[was ?? ''], 'gone', `seed ${seed}`);
        // What was said before anything was known of the folder's project is its next project's; else it is the same.
        const of = saidOf.get(id) ?? -1;
        assert.ok(of === project || projects[of] === null, `seed ${seed}: ${id}, said of ${of}, is with ${project}`);
      }
      const id = `s${seed}-${step}`;
      say(id, folder, on);
      saidOf.set(id, project);
    }
  }
});

function asPort(store: Store): HistoryPlaces {
  return {
    settle: async (...args) => store.settle(...args),
    listElsewhere: async (...args) => store.listElsewhere(...args),
    bringOver: async (...args) => store.bringOver(...args),
    undoMove: async (...args) => store.undoMove(...args),
  };
}

function sessionParts(store: HistoryStore): SessionParts {
  return {
    store,
    clock: new FakeClock(),
    connect: () => Promise.reject(new Error('Nothing is sent here.')),
    settings: () => ({ model: 'claude-sonnet-5-5', maxTokens: 1000, effort: null, thinking: 'auto', instructions: '', caching: 'off' }),
    model: () => undefined,
    newId: () => crypto.randomUUID(),
    log: () => {},
  };
}
