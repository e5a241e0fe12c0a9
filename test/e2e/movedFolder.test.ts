/** A folder that is renamed finds its conversations, and one that is cloned a second time is offered them: in real windows, by keyboard. */
import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import type { FrameLocator } from 'playwright-core';
import type { Editor } from '../host/editor.mjs';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { type EditorWindow, openWindow, type Profile } from './driver/editorWindow.ts';
import { GitFolders } from './driver/gitFolders.ts';
import { openParley, say, startParley } from './driver/parley.ts';
import { storedRow } from './driver/stored.ts';
import { until } from './driver/until.ts';

describe('a folder that is moved', function () {
  // Four windows, one after the other.
  this.timeout(240_000);
  let folders: GitFolders;
  let simulator: Simulator;
  let editor: Editor;
  let profile: Profile | undefined;

  before(async () => {
    folders = new GitFolders();
    simulator = await startSimulator();
    folders.begin('one', 'https://example.org/a/kettle.git');
    editor = await startParley({ folder: folders.path('one'), settings: { 'parley.baseUrl': simulator.url } });
  });
  after(async () => {
    await editor.stop();
    await simulator.close();
    folders.dispose();
  });

  /** Parley in a window of the same user on a folder. */
  async function open(name: string): Promise<{ readonly window: EditorWindow; readonly parley: FrameLocator }> {
    const window = await openWindow({ editor, folder: folders.path(name), ...(profile && { profile }) });
    profile = window.profile;
    return { window, parley: await openParley(window.page) };
  }

  const rows = (parley: FrameLocator) => parley.getByRole('listitem');

  async function showHistory({ window, parley }: Awaited<ReturnType<typeof open>>): Promise<void> {
    await window.page.getByRole('button', { name: 'History' }).first().click();
    await parley.getByRole('searchbox', { name: 'Search history' }).waitFor();
  }

  /** Of how many conversations the project is known. */
  function noted(): number {
    return Number(storedRow(editor, 'SELECT count(*) AS count FROM conversations WHERE place_id IS NOT NULL')?.['count']);
  }

  it('finds its conversations, says so once, and gives them back and brings them over by keyboard', async () => {
    const first = await open('one');
    await say(first.parley, 'Where does the kettle stand?');
    await until('git to have told of the project', async () => noted() > 0);
    await first.window.close();

    renameSync(folders.path('one'), folders.path('two'));
    const moved = await open('two');
    const note = moved.parley.getByRole('status').filter({ hasText: 'the folder was moved' });
    await note.waitFor();
    assert.match((await note.textContent()) ?? '', /1 conversation of .*one is here now/);
    await moved.parley.getByRole('button', { name: 'Where does the kettle stand?' }).waitFor();
    await note.getByRole('button', { name: 'Undo' }).focus();
    await moved.window.page.keyboard.press('Enter');
    await note.waitFor({ state: 'detached' });
    await showHistory(moved);
    const offer = moved.parley.getByRole('region', { name: /one$/ });
    await offer.getByText('where this repository was').waitFor();
    assert.equal(await rows(moved.parley).count(), 0);
    await offer.getByRole('button', { name: 'Bring over' }).focus();
    await moved.window.page.keyboard.press('Enter');
    await until('the conversation in the list', async () => (await rows(moved.parley).count()) === 1);
    await moved.window.close();

    folders.git('.', 'clone', '-q', folders.path('two'), 'three');
    folders.git('three', 'remote', 'set-url', 'origin', 'git@example.org:a/kettle');
    const clone = await open('three');
    await showHistory(clone);
    await clone.parley.getByText('a clone of the same repository').waitFor();
    assert.equal(await rows(clone.parley).count(), 0);
    assert.equal(await clone.parley.getByText('the folder was moved').count(), 0);
    await clone.parley.getByRole('button', { name: 'Show' }).focus();
    await clone.window.page.keyboard.press('Enter');
    await rows(clone.parley).getByText('Where does the kettle stand?').waitFor();
    await clone.window.close();
  });
});
