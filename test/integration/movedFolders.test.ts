/** Folders that are renamed, cloned, forked, made of a template and without git, as the editor's own git and file system tell of them. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { MovedFolders, type Surroundings } from '../../src/chat/movedFolders.ts';
import { openHistory } from '../../src/history/client.ts';
import { surroundingsOf } from '../../src/host/surroundings.ts';

type Store = ReturnType<typeof openHistory>;

describe('moved folders', function () {
  this.timeout(60_000);
  let folder: string;
  let store: Store;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'parley-moved-')));
    store = openHistory({
      file: join(folder, 'parley.db'),
      workerScript: join(vscode.extensions.getExtension('parley.parley')?.extensionPath ?? '', 'dist', 'history.js'),
      log: (line) => assert.fail(line),
    });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const git = (name: string, ...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], { cwd: join(folder, name), stdio: 'pipe' });

  /** A repository with one commit. @param remote of which it is, as `git remote add` takes it */
  function begin(name: string, said: string, remote?: string): void {
    mkdirSync(join(folder, name, 'part'), { recursive: true });
    writeFileSync(join(folder, name, 'part', 'a.txt'), said);
    git(name, 'init', '--quiet');
    git(name, 'add', '.');
    git(name, 'commit', '--quiet', '-m', said);
    if (remote !== undefined) git(name, 'remote', 'add', 'origin', remote);
  }

  const uriOf = (name: string) => vscode.Uri.file(join(folder, name));

  /** A window on a folder, whose repository the editor has open as it has that of its workspace. */
  async function open(name: string, changes: Partial<Surroundings> = {}): Promise<MovedFolders> {
    const uri = uriOf(name);
    const surroundings = surroundingsOf(uri.toString(), uri, () => {});
    let ids = 0;
    const moved = new MovedFolders({
      store,
      workspace: { id: uri.toString(), name },
      surroundings: {
        trusted: true,
        findProject: () => surroundings.findProject(),
        folder: (other) => surroundings.folder(other),
        nameOf: (elsewhere) => surroundings.nameOf(elsewhere),
        ...changes,
      },
      newId: () => `${name.replaceAll('/', '-')}-${++ids}`,
      changed: async () => {},
      foundTyped: async () => {},
      log: (line) => assert.fail(line),
    });
    const api = (await vscode.extensions.getExtension('vscode.git')?.activate())?.getAPI(1);
    const repository = await api?.openRepository(uri);
    try {
      await moved.look();
    } finally {
      surroundings.dispose();
      if (repository) await vscode.commands.executeCommand('git.close', repository);
    }
    return moved;
  }

  async function say(id: string, name: string): Promise<void> {
    await store.createConversation({ id, workspaceId: uriOf(name).toString(), workspaceName: name, createdAt: 1 });
    const prompt = { id: `${id}-1`, conversationId: id, parentId: null, depth: 0, createdAt: 1, role: 'user', origin: 'typed' } as const;
    await store.addMessages([{ ...prompt, blocks: [{ type: 'text', text: id }] }], { leafId: prompt.id, title: id });
  }

  /** What a window on it shows, is told and is offered. */
  async function seen(name: string, changes: Partial<Surroundings> = {}) {
    const moved = await open(name, changes);
    const own = await store.listConversations(uriOf(name).toString(), 99);
    const offers = await moved.offers();
    return {
      own: own.map(({ id }) => id).sort(),
      told: moved.notices.map(({ from, done }) => `${done ? 'took' : 'propose'} ${from.slice(folder.length + 1)}`),
      offered: offers.map(({ count, from, why }) => `${count} ${from.slice(folder.length + 1)} ${why}`),
    };
  }

  it('that were renamed find theirs by themselves, whatever way leads to the repository', async () => {
    begin('one', 'Kettle', 'https://me:canary@example.org/a/kettle.git');
    await open('one');
    await say('kettle', 'one');
    git('one', 'commit', '--quiet', '--allow-empty', '-m', 'More');
    git('one', 'remote', 'set-url', 'origin', 'git@example.org:a/kettle');
    renameSync(join(folder, 'one'), join(folder, 'two'));
    assert.deepEqual(await seen('two'), { own: ['kettle'], told: ['took one'], offered: [] });
    assert.deepEqual(await seen('two'), { own: ['kettle'], told: [], offered: [] });
    mkdirSync(join(folder, 'deeper'));
    renameSync(join(folder, 'two'), join(folder, 'deeper', 'three'));
    assert.deepEqual(await seen('deeper/three'), { own: ['kettle'], told: ['took two'], offered: [] });
  });

  it('that were cloned again are offered those of the other, and find them when that is gone', async () => {
    begin('origin', 'Kettle');
    git('.', 'clone', '--quiet', join(folder, 'origin'), 'one');
    await open('one');
    await say('kettle', 'one');
    git('.', 'clone', '--quiet', `file://${join(folder, 'origin')}`, 'two');
    assert.deepEqual(await seen('two'), { own: [], told: [], offered: ['1 one clone'] });
    rmSync(join(folder, 'one'), { recursive: true });
    assert.deepEqual(await seen('two'), { own: ['kettle'], told: ['took one'], offered: [] });
  });

  it('of a fork, of the same template and of another project are never mixed', async () => {
    begin('kettle', 'Kettle', 'https://example.org/a/kettle');
    await open('kettle');
    await say('kettle', 'kettle');
    cpSync(join(folder, 'kettle'), join(folder, 'fork'), { recursive: true });
    git('fork', 'remote', 'set-url', 'origin', 'https://example.org/me/kettle');
    git('fork', 'remote', 'add', 'upstream', 'https://example.org/a/kettle');
    begin('teapot', 'Teapot', 'https://example.org/a/teapot');
    rmSync(join(folder, 'kettle'), { recursive: true });
    assert.deepEqual(await seen('fork'), { own: [], told: [], offered: ['1 kettle relative'] });
    assert.deepEqual(await seen('teapot'), { own: [], told: [], offered: [] });
    // Nor with another project that is in the old folder by now.
    begin('kettle', 'Something else', 'https://example.org/a/else');
    assert.deepEqual(await seen('kettle'), { own: ['kettle'], told: [], offered: [] });
  });

  it('that are from nowhere are proposed those that seem to be theirs', async () => {
    begin('one', 'Kettle');
    await open('one');
    await say('kettle', 'one');
    renameSync(join(folder, 'one'), join(folder, 'two'));
    assert.deepEqual(await seen('two'), { own: [], told: ['propose one'], offered: ['1 one moved'] });
  });

  it('below a repository are told apart by where in it they are', async () => {
    begin('one', 'Kettle', 'https://example.org/a/kettle');
    mkdirSync(join(folder, 'one', 'other'));
    await open('one/part');
    await say('of the part', 'one/part');
    renameSync(join(folder, 'one'), join(folder, 'two'));
    assert.deepEqual(await seen('two/other'), { own: [], told: [], offered: [] });
    assert.deepEqual(await seen('two/part'), { own: ['of the part'], told: ['took one/part'], offered: [] });
  });

  it('without git are offered those of a folder of the same name that is gone', async () => {
    mkdirSync(join(folder, 'x', 'app'), { recursive: true });
    await open('x/app');
    await say('app', 'x/app');
    mkdirSync(join(folder, 'y', 'app'), { recursive: true });
    assert.deepEqual(await seen('y/app'), { own: [], told: [], offered: [] });
    rmSync(join(folder, 'x'), { recursive: true });
    assert.deepEqual(await seen('y/app'), { own: [], told: [], offered: ['1 x/app name'] });
    mkdirSync(join(folder, 'y', 'other'), { recursive: true });
    assert.deepEqual(await seen('y/other'), { own: [], told: [], offered: [] });
    // Nothing was committed yet: that is as none.
    git('y/app', 'init', '--quiet');
    assert.deepEqual(await seen('y/app'), { own: [], told: [], offered: ['1 x/app name'] });
  });

  it('that are not trusted are not believed, not even by their names', async () => {
    begin('x/app', 'Kettle', 'https://example.org/a/kettle');
    await open('x/app');
    await say('kettle', 'x/app');
    mkdirSync(join(folder, 'y'));
    renameSync(join(folder, 'x', 'app'), join(folder, 'y', 'app'));
    renameSync(join(folder, 'x'), join(folder, 'z'));
    assert.deepEqual(await seen('y/app', { trusted: false }), { own: [], told: [], offered: [] });
    assert.deepEqual(await seen('y/app'), { own: ['kettle'], told: ['took x/app'], offered: [] });
  });

  it('leave nothing of an address in the database', async () => {
    begin('one', 'Kettle', 'https://canaryuser:canarytoken@canaryhost.example/canarypath.git');
    await open('one');
    await say('kettle', 'one');
    await store.close();
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.file(join(folder, 'parley.db')));
    assert.ok(bytes.length > 1000);
    assert.ok(!Buffer.from(bytes).includes('canary'));
  });
});
