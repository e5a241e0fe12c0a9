/** A folder that is not trusted and says that it is another's: nothing of that one comes into view, and no git is started, until it is trusted. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FrameLocator } from 'playwright-core';
import { isObject } from '../../src/shared/json.ts';
import type { Editor } from '../host/editor.mjs';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { type EditorWindow, openWindow, type Profile } from './driver/editorWindow.ts';
import { GitFolders } from './driver/gitFolders.ts';
import { openParley, say, startParley } from './driver/parley.ts';
import { storedRow } from './driver/stored.ts';
import { until } from './driver/until.ts';
import { trustFolder } from './driver/workbench.ts';

describe('a moved folder that is not trusted', function () {
  // Two windows, one after the other.
  this.timeout(180_000);
  let folders: GitFolders;
  /** Its name is the same in both places. */
  const [there, here] = ['x/kettle', 'y/kettle'];
  let simulator: Simulator;
  let editor: Editor;
  let profile: Profile | undefined;

  before(async () => {
    folders = new GitFolders();
    simulator = await startSimulator();
    mkdirSync(dirname(folders.path(there)));
    folders.begin(there, 'https://example.org/a/kettle.git');
    editor = await startParley({ folder: folders.path(there), workspaceTrust: true, settings: { 'parley.baseUrl': simulator.url } });
  });
  after(async () => {
    await editor.stop();
    await simulator.close();
    folders.dispose();
  });

  async function open(name: string): Promise<{ readonly window: EditorWindow; readonly parley: FrameLocator }> {
    const window = await openWindow({ editor, folder: folders.path(name), ...(profile && { profile }) });
    profile = window.profile;
    await window.page.locator('.statusbar').getByText('Restricted Mode').waitFor();
    return { window, parley: await openParley(window.page) };
  }

  /** How often the project of a folder was noted. */
  function noted(name: string): number {
    const sql = "SELECT count(*) AS count FROM places WHERE workspace_id LIKE '%' || ?";
    return Number(storedRow(editor, sql, pathToFileURL(folders.path(name)).pathname)?.['count']);
  }

  /** What lists and questions of the page were answered with, from a message on. */
  function answers(window: EditorWindow, from: number): unknown[] {
    return window.messages.slice(from).flatMap(({ json }) => {
      const message: unknown = json.startsWith('{') ? JSON.parse(json) : undefined;
      return isObject(message) && message['type'] === 'result' ? [message['value']] : [];
    });
  }

  it('is shown nothing of the one that it says it was, until it is trusted; then it finds its conversations', async () => {
    const first = await open(there);
    await say(first.parley, 'Where does the kettle stand?');
    assert.equal(noted(there), 0);
    await trustFolder(first.window.page);
    await until('git to have told of the project', () => noted(there) === 1, 30_000);
    await first.window.close();

    mkdirSync(dirname(folders.path(here)));
    renameSync(folders.path(there), folders.path(here));
    // Git would run this, as the repository's own settings say.
    const ran = folders.path('ran');
    writeFileSync(folders.path('hook'), `#!/bin/sh\ntouch '${ran}'\nexit 1\n`);
    chmodSync(folders.path('hook'), 0o755);
    folders.git(here, 'config', 'core.fsmonitor', folders.path('hook'));

    const opened = first.window.messages.length;
    const { window, parley } = await open(here);
    await say(parley, 'What is this?');
    const from = window.messages.length;
    await window.page.getByRole('button', { name: 'History' }).first().click();
    await parley.getByRole('listitem').getByText('What is this?').waitFor();
    await until('the offers', () => answers(window, from).some((value) => Array.isArray(value) && value.length === 0));
    assert.ok(!JSON.stringify(answers(window, from)).includes('x/kettle'));
    assert.equal(await parley.getByRole('listitem').count(), 1);
    assert.equal(await parley.getByRole('region', { name: /kettle/ }).count(), 0);
    assert.ok(!window.messages.slice(opened).some(({ json }) => json.includes('Where does the kettle stand?')));
    assert.deepEqual([noted(here), existsSync(ran)], [0, false]);

    await trustFolder(window.page);
    const note = parley.getByRole('status').filter({ hasText: 'the folder was moved' });
    await note.waitFor();
    assert.match((await note.textContent()) ?? '', /1 conversation of .*x\/kettle is here now/);
    await until('git to have run what it was told to', () => existsSync(ran));
    assert.equal(noted(here), 1);
    await window.close();
  });
});
