/** Conversations that are deleted: the way back stays until it is taken or waved away. */
import assert from 'node:assert/strict';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { headerView, snapshot } from './samples.ts';

describe('The page: deleting', () => {
  let parley: PageInBrowser;
  const { recent } = headerView();
  const title = (at: number) => recent[at]?.title ?? '';
  const notice = (at: number) => parley.page.getByText(`“${title(at)}” is deleted.`);
  const button = (name: string) => parley.page.getByRole('button', { name, exact: true });
  const restored = async () => (await parley.requests('restoreConversation')).map(({ params }) => params);

  async function remove(at: number): Promise<void> {
    await parley.page
      .getByRole('listitem')
      .filter({ hasText: title(at) })
      .hover();
    await button(`Delete ${title(at)}`).click();
    await notice(at).waitFor();
  }

  beforeEach(async () => {
    parley = await openPage({ snapshot: snapshot([]) });
    await parley.answer('listConversations', recent);
    await parley.post({ type: 'show', what: 'history' });
  });

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('each of several is brought back, the last one first; one that could not be can be tried again', async () => {
    await remove(0);
    await remove(1);
    await parley.answer('restoreConversation', { sentence: 'The disk is full.' });
    await button('Undo').click();
    await parley.page.getByText('The disk is full.').waitFor();
    await notice(1).waitFor();
    await parley.answer('restoreConversation', null);
    await button('Undo').click();
    await notice(0).waitFor();
    await button('Undo').click();
    await notice(0).waitFor({ state: 'detached' });
    assert.deepEqual(
      await restored(),
      [1, 1, 0].map((at) => ({ id: recent[at]?.id })),
    );
  });

  it('the way back is still there after a sentence about something else, and after a prompt', async () => {
    await remove(0);
    await button('Close history').click();
    await parley.answer('send', { sentence: 'The disk is full.' });
    const box = parley.page.getByRole('textbox', { name: 'Message Claude' });
    await box.fill('Hello');
    await box.press('Enter');
    await parley.page.getByText('The disk is full.').waitFor();
    await notice(0).waitFor();
    await parley.answer('send', { queued: false });
    await box.press('Enter');
    await parley.page.getByText('The disk is full.').waitFor({ state: 'detached' });
    await button('Undo').click();
    await notice(0).waitFor({ state: 'detached' });
    assert.deepEqual(await restored(), [{ id: recent[0]?.id }]);
  });

  it('is waved away as a whole', async () => {
    await remove(0);
    await remove(1);
    await button('Dismiss').click();
    await notice(1).waitFor({ state: 'detached' });
    assert.equal(await parley.page.getByText('is deleted.').count(), 0);
  });
});
