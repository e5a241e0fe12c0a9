/** What looks like a secret in the message box is named above it before it is sent. */
import assert from 'node:assert/strict';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { snapshot } from './samples.ts';

const token = `gh${'p_'}${'a1B2'.repeat(10)}`;

describe('The page: secrets', () => {
  let parley: PageInBrowser;
  const box = () => parley.page.getByRole('textbox', { name: 'Message Claude' });
  const words = () => parley.page.getByRole('status').filter({ hasText: 'of what you type' });

  beforeEach(async () => {
    parley = await openPage({ snapshot: snapshot([]) });
  });

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('are named when they are typed or pasted, with their line, and no more when they are gone', async () => {
    await box().fill(`Why does this fail?\n${token}`);
    await words().waitFor();
    assert.equal(await words().textContent(), 'Line 2 of what you type looks like a token. It goes to the API when you send it.');
    await box().fill('Why does this fail?');
    await words().waitFor({ state: 'detached' });
  });

  it('hold nothing up: what is sent is sent, and the words go with it', async () => {
    await box().fill(`-----BEGIN ${'PRIVATE'} KEY-----`);
    await words().waitFor();
    await parley.answer('send', { queued: false });
    await box().press('Enter');
    await words().waitFor({ state: 'detached' });
    assert.equal((await parley.requests('send')).length, 1);
  });
});
