/** Export and import in a real window, by the editor's own dialogs: a conversation with a picture into files, deleted, and back. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Locator } from 'playwright-core';
import { png } from '../pictures/build.ts';
import { copyPicture } from './driver/clipboardPicture.ts';
import { type OpenChat, openChat } from './driver/openChat.ts';
import { until } from './driver/until.ts';
import { dialog, pickFrom, pickRow, proposedPath, quickInput, runCommand } from './driver/workbench.ts';

const token = `gh${'p_'}${'a1B2'.repeat(10)}`;

describe('files of conversations', () => {
  let chat: OpenChat;
  /** The file that was written. */
  let path: string;

  before(async () => {
    chat = await openChat();
    chat.simulator.script({ reply: { text: 'It is **blue**.' } });
    await copyPicture(chat.window.page, png({ width: 60, height: 30, color: () => [0, 0, 200] }));
    await chat.box.click();
    await chat.window.page.keyboard.press('Control+V');
    await chat.chips.getByRole('button', { name: 'View Picture' }).locator('img').waitFor();
    await chat.box.fill(`What colour is this? ${token}`);
    await chat.box.press('Enter');
    await chat.answers.getByText('blue').waitFor();
  });

  after(() => chat.close());

  /** The editor shows no toasts to a test; they are all in its notification centre. */
  async function said(text: string): Promise<Locator> {
    const { page } = chat.window;
    const centre = page.locator('.notifications-center');
    if (!(await centre.isVisible())) await runCommand(page, 'Notifications: Show Notifications');
    const found = centre.locator('.notification-list-item').filter({ hasText: text });
    await found.waitFor();
    return found;
  }

  it('are written where the user says, after what looks like a secret was named', async () => {
    const { page } = chat.window;
    const ask = async () => {
      await pickFrom(page, 'Parley: Export Conversation…', 'This conversation');
      await dialog(page).getByText('a token in what was said, line 1').waitFor();
      await dialog(page).getByRole('button', { name: 'Export anyway' }).click();
    };
    path = await proposedPath(page, ask, '.json');
    await quickInput(page).press('Enter');
    await said('The conversation was exported.');
    const json = readFileSync(path, 'utf8');
    assert.match(json, /^\{"format":"parley\.conversations","version":2,/);
    assert.match(json, /"type":"picture"/);
    await runCommand(page, 'Notifications: Clear All Notifications');
  });

  it('bring back a conversation that was deleted, with its picture', async () => {
    const { page } = chat.window;
    await runCommand(page, 'Parley: History');
    const row = chat.parley.getByRole('listitem').filter({ hasText: 'What colour is this?' });
    await row.hover();
    await row.getByRole('button', { name: /^Delete / }).click();
    await row.waitFor({ state: 'detached' });
    await runCommand(page, 'Parley: Import Conversation…');
    await until('the dialog for files', async () => (await quickInput(page).inputValue()).endsWith('/'));
    await pickRow(page, basename(path));
    const told = await said('1 conversation was imported.');
    await told.getByRole('button', { name: 'Show' }).click();
    await chat.answers.getByText('blue').waitFor();
    await chat.parley
      .getByRole('button', { name: /^View / })
      .locator('img')
      .waitFor();
  });
});
