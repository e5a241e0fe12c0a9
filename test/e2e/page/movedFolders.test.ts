/** Conversations of folders that were moved or cloned: told above the box, offered in the history, all of it by keyboard. */
import assert from 'node:assert/strict';
import type { MovedNotice } from '../../../src/shared/project.ts';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { headerView, snapshot, summary } from './samples.ts';

describe('The page: moved folders', () => {
  let parley: PageInBrowser;

  beforeEach(async () => {
    parley = await openPage({ snapshot: snapshot([]) });
  });

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  const focused = () => parley.page.evaluate(() => document.activeElement?.textContent ?? '');
  const box = () => parley.page.getByRole('textbox', { name: 'Message Claude' });
  const requested = async (name: string) => (await parley.requests(name)).map(({ params }) => params);

  async function tell(...notices: readonly Omit<MovedNotice, 'kind'>[]): Promise<void> {
    const all = notices.map((notice) => ({ kind: 'moved', ...notice }) as const);
    await parley.update([{ type: 'header', header: headerView({ notices: all }) }]);
    await parley.painted();
  }

  it('are told quietly, and taken back', async () => {
    await tell({ key: 'move-1', count: 3, from: '~/work/kettle', done: true });
    const note = parley.page.getByRole('status').filter({ hasText: 'kettle' });
    assert.match((await note.textContent()) ?? '', /^3 conversations of ~\/work\/kettle are here now: the folder was moved\. Undo/);
    assert.equal(await parley.page.getByRole('alert').count(), 0);
    await note.getByRole('button', { name: 'Undo' }).focus();
    await parley.page.keyboard.press('Enter');
    await until('the request', async () => (await requested('undoBringOver')).length === 1);
    assert.deepEqual(await requested('undoBringOver'), [{ key: 'move-1' }]);
    assert.ok(await box().evaluate((element) => element === document.activeElement));
    await note.getByRole('button', { name: 'Dismiss' }).click();
    await until('the word', async () => (await parley.posted()).some((each) => each.type === 'dismissNotice' && each.kind === 'moved'));
  });

  it('are proposed where it is not sure, each by itself', async () => {
    await parley.answer('bringOver', { undo: 'move-1' });
    await tell({ key: 'offer-1', count: 1, from: '/a', done: false }, { key: 'offer-2', count: 2, from: '/b', done: false });
    const notes = parley.page.getByRole('status').filter({ hasText: 'seems to have been this folder' });
    assert.equal(await notes.count(), 2);
    await notes.nth(1).getByRole('button', { name: 'Bring over' }).focus();
    await parley.page.keyboard.press('Enter');
    await until('the request', async () => (await requested('bringOver')).length === 1);
    assert.deepEqual(await requested('bringOver'), [{ key: 'offer-2' }]);
  });

  it('are offered at the end of the history, shown, brought over and taken back by keyboard', async () => {
    await parley.answer('listConversations', [summary()]);
    await parley.answer('listOffers', [{ key: 'offer-1', count: 2, from: '~/work/kettle', why: 'clone' }]);
    await parley.answer('listOffered', [summary({ id: 'o1', title: 'Whistles' }), summary({ id: 'o2', title: 'Boils' })]);
    await parley.answer('bringOver', { undo: 'move-1' });
    await parley.post({ type: 'show', what: 'history' });
    const offer = parley.page.getByRole('region', { name: '~/work/kettle' });
    assert.match((await offer.textContent()) ?? '', /^2 conversations of ~\/work\/kettle, a clone of the same repository\./);
    const { keyboard } = parley.page;
    await offer.getByRole('button', { name: 'Bring over' }).focus();
    await keyboard.press('Tab');
    await until('the focus', async () => (await focused()) === 'Show');
    await keyboard.press('Enter');
    await offer.getByRole('listitem').nth(1).waitFor();
    assert.equal(await focused(), 'Hide');
    await keyboard.press('Enter');
    await offer.getByRole('listitem').first().waitFor({ state: 'detached' });
    await keyboard.press('Shift+Tab');
    await until('the focus', async () => (await focused()) === 'Bring over');
    const lists = (await requested('listConversations')).length;
    await keyboard.press('Enter');
    await offer.getByText('They are in this workspace now.').waitFor();
    // Where one was, so that it can be taken back at once.
    assert.equal(await focused(), 'Undo');
    await until('the list, read again', async () => (await requested('listConversations')).length === lists + 1);
    await keyboard.press('Enter');
    await offer.getByText('a clone of the same repository').waitFor();
    assert.deepEqual(await requested('undoBringOver'), [{ key: 'move-1' }]);
    assert.equal(await focused(), 'Bring over');
  });

  it('open from there, and are not in the way of a search or of the list of all', async () => {
    await parley.answer('listConversations', [summary()]);
    await parley.answer('listOffers', [{ key: 'offer-1', count: 1, from: '~/work/kettle', why: 'name' }]);
    await parley.answer('listOffered', [summary({ id: 'o1', title: 'Whistles' })]);
    await parley.answer('searchHistory', []);
    await parley.post({ type: 'show', what: 'history' });
    const offer = parley.page.getByRole('region', { name: '~/work/kettle' });
    await offer.waitFor();
    await parley.page.getByRole('searchbox').fill('kettle');
    await offer.waitFor({ state: 'detached' });
    await parley.page.getByRole('searchbox').fill('');
    await offer.waitFor();
    await parley.page.getByRole('checkbox', { name: 'All workspaces' }).check();
    await offer.waitFor({ state: 'detached' });
    await parley.page.getByRole('checkbox', { name: 'All workspaces' }).uncheck();
    await offer.getByRole('button', { name: 'Show' }).click();
    await offer.getByText('Whistles').click();
    await until('the request', async () => (await requested('openConversation')).length === 1);
    assert.deepEqual(await requested('openConversation'), [{ id: 'o1' }]);
  });
});
