/** Where the focus goes when what had it is gone: never to nowhere, and never away from where the user went meanwhile. */
import assert from 'node:assert/strict';
import type { QueuedView } from '../../../src/shared/headerView.ts';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, headerView, snapshot, streamingTurn, summary, userTurn } from './samples.ts';

describe('The page: focus', () => {
  let parley: PageInBrowser;
  const focused = () => parley.page.evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.textContent ?? '');
  const settles = (name: string) => until(`the focus on ${name}`, async () => (await focused()) === name);
  const button = (name: string) => parley.page.getByRole('button', { name, exact: true });
  const queued = (id: string, text: string): QueuedView => ({ id, text, title: null, context: [], pictures: [], documents: [] });
  const turns = [userTurn('u1', 'One', { siblings: { index: 1, count: 2 } }), assistantTurn('a1', 'Two')];

  beforeEach(async () => {
    parley = await openPage({ snapshot: snapshot(turns) });
  });

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('a queued prompt that is left is saved, and the focus stays where it went', async () => {
    const queue = [queued('q1', 'Later'), queued('q2', 'Last')];
    await parley.update([
      { type: 'turn', turn: streamingTurn('a2') },
      { type: 'header', header: headerView({ busy: true, queue }) },
    ]);
    await parley.painted();
    const box = parley.page.getByRole('textbox', { name: 'Edit queued prompt' });
    for (const changed of ['', ', but other']) {
      await button('Edit queued prompt').first().click();
      await box.pressSequentially(changed);
      await parley.page.keyboard.press('Tab');
      await box.waitFor({ state: 'detached' });
      assert.equal(await focused(), 'Edit queued prompt');
      assert.equal(
        await parley.page.evaluate(() => document.activeElement?.closest('[data-message-id]')?.getAttribute('data-message-id')),
        'q2',
      );
    }
    assert.deepEqual(
      (await parley.requests('editQueued')).map(({ params }) => params),
      [{ id: 'q1', text: 'Later, but other' }],
    );
    for (const key of ['Enter', 'Escape']) {
      await button('Edit queued prompt').first().click();
      await box.press(key);
      await settles('Message Claude');
    }
  });

  it('what is done with a row of the history leaves the focus there, at the same button of what is there then', async () => {
    const all = [summary(), ...headerView().recent];
    await parley.answer('listConversations', all);
    await parley.post({ type: 'show', what: 'history' });
    await parley.page.getByRole('listitem').nth(3).waitFor();
    const names = all.map(({ title }) => title);
    await button(`Delete ${names[1]}`).focus();
    await parley.answer(
      'listConversations',
      all.filter((_, at) => at !== 1),
    );
    await parley.page.keyboard.press('Enter');
    await settles(`Delete ${names[2]}`);
    await button(`Rename ${names[2]}`).focus();
    await parley.page.keyboard.press('Enter');
    await settles('Title of the conversation');
    await parley.page.keyboard.press('Escape');
    await until('the focus in the row', async () => (await focused()).includes(names[2] ?? '-'));
    await button('Undo').focus();
    await parley.page.keyboard.press('Enter');
    await until('the focus somewhere', async () => await parley.page.evaluate(() => document.activeElement?.closest('.history') !== null));
    await parley.page.keyboard.press('Escape');
    await settles('Message Claude');
  });

  it('the search has the focus whenever the history is asked for', async () => {
    await parley.answer('listConversations', [summary()]);
    await parley.post({ type: 'show', what: 'history' });
    await settles('Search history');
    await button(`Rename ${summary().title}`).focus();
    await parley.post({ type: 'show', what: 'history' });
    await settles('Search history');
  });

  it('a title that is changed gives the focus back to the title', async () => {
    for (const key of ['Enter', 'Escape']) {
      await button(summary().title).focus();
      await parley.page.keyboard.press('Enter');
      await settles('Title of the conversation');
      await parley.page.keyboard.press(key);
      await settles(summary().title);
    }
  });

  it('what goes away by its own button leaves the focus in the message box', async () => {
    await parley.answer('send', { sentence: 'The disk is full.' });
    await parley.page.getByRole('textbox', { name: 'Message Claude' }).fill('Hello');
    await parley.page.keyboard.press('Enter');
    await button('Dismiss').focus();
    await parley.page.keyboard.press('Enter');
    await settles('Message Claude');
    // Regenerate and another version are disabled, or gone with their turn, once a reply comes.
    for (const name of ['Regenerate', 'Previous version']) {
      await parley.update([{ type: 'snapshot', snapshot: snapshot(turns) }]);
      await parley.painted();
      await button(name).focus();
      await parley.page.keyboard.press('Enter');
      await parley.update([{ type: 'snapshot', snapshot: snapshot([userTurn('u9', 'Other'), streamingTurn('a9')]) }]);
      await settles('Message Claude');
    }
    await parley.page.getByRole('textbox', { name: 'Message Claude' }).fill('');
    await button('Stop').focus();
    await parley.page.keyboard.press('Enter');
    await settles('Message Claude');
    for (const name of ['Remove queued prompt', 'Send now']) {
      await parley.update([{ type: 'snapshot', snapshot: snapshot(turns, { header: headerView({ queue: [queued('q1', 'Later')] }) }) }]);
      await parley.painted();
      await button(name).focus();
      await parley.page.keyboard.press('Enter');
      await parley.update([{ type: 'header', header: headerView() }]);
      await settles('Message Claude');
    }
  });

  it('the keys of the page work where the focus is nowhere', async () => {
    const nowhere = () => parley.page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    await nowhere();
    await parley.page.keyboard.press('Control+ArrowUp');
    assert.equal(await parley.page.evaluate(() => document.activeElement?.getAttribute('data-message-id')), 'a1');
    await nowhere();
    await parley.page.keyboard.press('Control+f');
    await settles('Find in conversation');
  });
});
