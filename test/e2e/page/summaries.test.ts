/** A conversation that is too long for its model: the card of a summary, the line above which nothing is sent, and the ways to change it. */
import assert from 'node:assert/strict';
import { emptyDraft } from '../../../src/shared/conversation.ts';
import type { SummaryView } from '../../../src/shared/turnView.ts';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, headerView, snapshot, streamingTurn, userTurn } from './samples.ts';

const summary: SummaryView = { turns: 12, isPart: false, stands: true, prompt: { id: 'ask', siblings: { index: 0, count: 1 } } };
const turns = [userTurn('u1', 'One'), assistantTurn('a1', 'First')];
const card = (changes: Partial<SummaryView> = {}) =>
  assistantTurn('s1', 'They counted to **twelve**.', { summary: { ...summary, ...changes } });

describe('The page: a conversation that is too long', () => {
  let parley: PageInBrowser;

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  const turn = () => parley.page.locator('[data-message-id=s1]');
  const title = () => turn().getByRole('button', { name: 'Summary of 12 earlier turns' });

  it('a summary is a card that unfolds, by keyboard too, and says what it stands for', async () => {
    parley = await openPage({ snapshot: snapshot([...turns, card(), userTurn('u2', 'Two')]) });
    assert.equal(await title().getAttribute('aria-expanded'), 'false');
    assert.equal(await turn().getByText('They counted to').count(), 0);
    await turn().getByText('It is sent in the place of the turns above. Their pictures and documents are not sent any more.').waitFor();
    await title().focus();
    await parley.page.keyboard.press('Enter');
    await turn().getByText('They counted to twelve.').waitFor();
    assert.equal(await title().getAttribute('aria-expanded'), 'true');
    // What it cost is below it, as for any turn.
    assert.match((await turn().locator('.usage-line').textContent()) ?? '', /\$/);
    const inside = await parley.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
    assert.ok(inside, 'nothing is wider than 300 pixels');
    await parley.page.keyboard.press('Enter');
    await until('the card to be folded', async () => (await title().getAttribute('aria-expanded')) === 'false');
  });

  it('one that is being written is seen as it comes, and stays open for who reads it', async () => {
    parley = await openPage({ snapshot: snapshot([...turns, streamingTurn('s1', { summary: { ...summary, stands: false } })]) });
    const begun = streamingTurn('s1', { summary: { ...summary, stands: false }, blocks: [{ type: 'text', text: 'They ' }] });
    await parley.update([
      { type: 'turn', turn: begun },
      { type: 'delta', messageId: 's1', block: 0, text: 'counted to ' },
      { type: 'turn', turn: card() },
    ]);
    await turn().getByText('They counted to twelve.').waitFor();
    assert.equal(await title().getAttribute('aria-expanded'), 'true');
    await title().click();
    await until('the card to be folded', async () => (await turn().getByText('They counted to').count()) === 0);
  });

  it('one that came to nothing says that it does not count; one of a part says so', async () => {
    parley = await openPage({ snapshot: snapshot([...turns, card({ stands: false })]) });
    await turn().getByText('This is no whole summary: what was said above is sent as before.').waitFor();
    await parley.update([{ type: 'turn', turn: card({ isPart: true }) }]);
    await turn().getByText('The oldest turns did not fit into its own request, and are not in it.').waitFor();
  });

  it('is edited in its place, as another version', async () => {
    parley = await openPage({ snapshot: snapshot([...turns, card()]) });
    await parley.answer('edit', null);
    await turn().hover();
    await turn().getByRole('button', { name: 'Edit' }).click();
    const box = turn().getByRole('textbox', { name: 'Edit summary' });
    assert.equal(await box.inputValue(), 'They counted to **twelve**.');
    await box.fill('They counted to thirteen.');
    await turn().getByRole('button', { name: 'Save' }).click();
    await until('the request', async () => (await parley.requests('edit')).length === 1);
    const [request] = await parley.requests('edit');
    assert.ok(request?.name === 'edit');
    assert.deepEqual([request.params.messageId, request.params.text], ['s1', 'They counted to thirteen.']);
    await box.waitFor({ state: 'detached' });
  });

  it('is undone by one step, with a way back', async () => {
    parley = await openPage({ snapshot: snapshot([...turns, card()]) });
    await parley.answer('undoSummary', null);
    await parley.answer('loadAround', null);
    await turn().hover();
    await turn().getByRole('button', { name: 'Undo summary' }).click();
    const notice = parley.page.getByRole('alert').filter({ hasText: 'The summary is undone: what it stood for is sent again.' });
    await notice.waitFor();
    const [request] = await parley.requests('undoSummary');
    assert.deepEqual(request?.params, { messageId: 's1' });
    await notice.getByRole('button', { name: 'Undo' }).click();
    await until('the way back', async () => (await parley.requests('loadAround')).length === 1);
    const [back] = await parley.requests('loadAround');
    assert.deepEqual(back?.params, { messageId: 's1', anyBranch: true });
  });

  it('has the branches of what asked for it: without it, and with it', async () => {
    parley = await openPage({ snapshot: snapshot([...turns, card({ prompt: { id: 'ask', siblings: { index: 1, count: 2 } } })]) });
    await parley.answer('selectSibling', null);
    await turn().getByRole('button', { name: 'Previous version' }).click();
    const [request] = await parley.requests('selectSibling');
    assert.deepEqual(request?.params, { messageId: 'ask', index: 0 });
  });

  it('a line stands where what is sent begins, and the box says how many turns are left out; both lead to the ways to change it', async () => {
    const more = [userTurn('u2', 'Two'), assistantTurn('a2', 'Second')];
    parley = await openPage({ snapshot: snapshot([...turns, ...more]) });
    const line = parley.page.getByRole('note').filter({ hasText: 'Turns above this are not sent: they do not fit.' });
    const notice = parley.page.getByRole('status').filter({ hasText: 'The next request leaves out' });
    assert.deepEqual([await line.count(), await notice.count()], [0, 0]);
    await parley.update([{ type: 'header', header: headerView({ leftOut: { turns: 1, beforeId: 'u2' } }) }]);
    await line.waitFor();
    await notice.getByText('The next request leaves out the oldest turn: it does not fit.').waitFor();
    assert.equal(await line.evaluate((each) => each.nextElementSibling?.getAttribute('data-message-id')), 'u2');
    await line.getByRole('button', { name: 'Change…' }).focus();
    await parley.page.keyboard.press('Enter');
    await notice.getByRole('button', { name: 'Change…' }).click();
    await until('both to be asked', async () => (await parley.requests('longConversation')).length === 2);
    await parley.update([{ type: 'header', header: headerView({ leftOut: { turns: 12, beforeId: null } }) }]);
    await notice.getByText('The next request leaves out the 12 oldest turns: they do not fit.').waitFor();
    await line.waitFor({ state: 'detached' });
    await parley.update([{ type: 'header', header: headerView() }]);
    await notice.waitFor({ state: 'detached' });
  });

  it('the meter leads to the ways to change it, and is no further stop for the keyboard', async () => {
    parley = await openPage({ width: 480, snapshot: snapshot(turns, { draft: emptyDraft }) });
    const meter = parley.page.getByRole('meter', { name: 'Context' });
    await meter.click();
    await until('it to be asked', async () => (await parley.requests('longConversation')).length === 1);
    assert.equal(await parley.page.locator('.context-button').getAttribute('tabindex'), '-1');
  });
});
