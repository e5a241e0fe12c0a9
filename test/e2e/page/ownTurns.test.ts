/** Turns that the user writes, and the beginning of an answer: by keyboard, in a narrow view, and kept as drafts are. */
import assert from 'node:assert/strict';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, headerView, snapshot, streamingTurn, text, userTurn } from './samples.ts';

describe('The page: turns of one’s own', () => {
  const said = [userTurn('u1', 'How is tea?'), assistantTurn('a1', 'Tea is *cold*.')];
  let parley: PageInBrowser;
  const box = () => parley.page.getByRole('textbox', { name: 'Message Claude' });
  const editor = () => parley.page.getByRole('textbox', { name: 'Edit answer' });
  const writer = () => parley.page.getByRole('textbox', { name: 'Write an answer' });
  const beginning = () => parley.page.getByRole('textbox', { name: 'Start of Claude’s answer' });
  const lastDraft = async () => (await parley.posted()).findLast((message) => message.type === 'draft')?.draft;
  const emptied = () => parley.page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('.composer textarea')?.value === '');

  beforeEach(async () => {
    parley = await openPage({ snapshot: snapshot(said) });
  });

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    assert.ok(await parley.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await parley.page.close();
  });

  it('an answer is edited as it was written: Enter breaks the line, Ctrl+Enter keeps it', async () => {
    const { page } = parley;
    await page.locator('[data-message-id=a1]').getByRole('button', { name: 'Edit answer' }).focus();
    await page.keyboard.press('Enter');
    await editor().waitFor();
    assert.equal(await editor().inputValue(), 'Tea is *cold*.');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Tea is **warm**.');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Mostly.');
    const typed = 'Tea is **warm**.\nMostly.';
    assert.deepEqual(await lastDraft(), { text: '', edit: { messageId: 'a1', text: typed } });
    await parley.answer('editAnswer', 'wait');
    await page.keyboard.press('Control+Enter');
    const [request] = await parley.requests('editAnswer');
    assert.ok(request?.name === 'editAnswer');
    const { newMessageId, ...rest } = request.params;
    assert.deepEqual(rest, { messageId: 'a1', text: typed });
    assert.equal(await editor().inputValue(), typed);
    const edited = assistantTurn(newMessageId, typed, {
      ...{ origin: 'edited', usage: null, cost: null, stopReason: null, firstTokenAt: null, siblings: { index: 1, count: 2 } },
    });
    await parley.update([{ type: 'snapshot', snapshot: snapshot([userTurn('u1', 'How is tea?'), edited]) }]);
    await parley.post({ type: 'result', id: request.id, value: null });
    await page.getByText('Edited by you · Sonnet 5.5').waitFor();
    await page.getByRole('heading', { name: /^Claude Sonnet 5\.5, edited by you, / }).waitFor({ state: 'attached' });
    assert.equal(await page.locator('.md strong').textContent(), 'warm');
    assert.equal(await page.getByText('2/2').count(), 1);
  });

  it('Esc leaves an answer as it is, and what is typed there comes back with the page', async () => {
    const { page } = parley;
    await page.locator('[data-message-id=a1]').getByRole('button', { name: 'Edit answer' }).focus();
    await page.keyboard.press('Enter');
    await editor().fill('Half');
    const draft = await lastDraft();
    assert.ok(draft);
    const again = await openPage({ snapshot: snapshot(said, { draft }) });
    assert.equal(await again.page.getByRole('textbox', { name: 'Edit answer' }).inputValue(), 'Half');
    await again.page.close();
    await page.keyboard.press('Escape');
    await editor().waitFor({ state: 'detached' });
    assert.deepEqual(await lastDraft(), { text: '', edit: null });
    assert.deepEqual(await parley.requests('editAnswer'), []);
  });

  it('cannot be edited or written while a reply streams', async () => {
    await parley.update([
      { type: 'turn', turn: userTurn('u2', 'And?') },
      { type: 'turn', turn: streamingTurn('a2') },
    ]);
    await parley.painted();
    assert.ok(await parley.page.locator('[data-message-id=a1]').getByRole('button', { name: 'Edit answer' }).isDisabled());
    await parley.post({ type: 'show', what: 'writeAnswer' });
    await parley.page.getByRole('alert').getByText('Claude is answering.').waitFor();
    await box().fill('Later');
    await parley.post({ type: 'show', what: 'addPrompt' });
    assert.deepEqual(await parley.requests('addPrompt'), []);
    assert.equal(await writer().count(), 0);
  });

  it('a prompt is added without being sent, and says so as long as it is the last', async () => {
    const { page } = parley;
    await box().fill('This is a file.');
    await parley.post({ type: 'show', what: 'addPrompt' });
    await emptied();
    const [added] = await parley.requests('addPrompt');
    assert.equal(added?.name === 'addPrompt' && added.params.text, 'This is a file.');
    assert.deepEqual(await parley.requests('send'), []);
    await parley.update([{ type: 'snapshot', snapshot: snapshot([...said, userTurn('u2', 'This is a file.', { unasked: true })]) }]);
    await page.getByText('Not sent').waitFor();
    await page.getByRole('button', { name: 'Ask Claude' }).press('Enter');
    const [asked] = await parley.requests('regenerate');
    assert.deepEqual(asked?.params, { messageId: 'u2' });
    await parley.update([{ type: 'turn', turn: streamingTurn('a2') }]);
    await parley.painted();
    assert.equal(await page.getByText('Not sent').count(), 0);
    assert.ok(await box().evaluate((each) => each === document.activeElement));
  });

  it('what could not be added stays in the box', async () => {
    await parley.answer('addPrompt', { sentence: 'The disk is full.' });
    await box().fill('This is a file.');
    await parley.post({ type: 'show', what: 'addPrompt' });
    await parley.page.getByRole('alert').getByText('The disk is full.').waitFor();
    assert.equal(await box().inputValue(), 'This is a file.');
  });

  it('an answer is written below a prompt, and is kept until it is on disk', async () => {
    const { page } = parley;
    await parley.update([{ type: 'snapshot', snapshot: snapshot([...said, userTurn('u2', 'And coffee?', { unasked: true })]) }]);
    await page.getByRole('button', { name: 'Write an answer…' }).press('Enter');
    await writer().waitFor();
    await page.keyboard.type('Coffee is hot.');
    assert.deepEqual(await lastDraft(), { text: '', edit: { messageId: 'new-answer', text: 'Coffee is hot.' } });
    await parley.answer('writeAnswer', { sentence: 'The disk is full.' });
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('The disk is full.').waitFor();
    assert.equal(await writer().inputValue(), 'Coffee is hot.');
    await parley.answer('writeAnswer', null);
    await writer().press('Control+Enter');
    await writer().waitFor({ state: 'detached' });
    assert.equal((await parley.requests('writeAnswer')).length, 2);
    const written = assistantTurn('w1', 'Coffee is hot.', {
      ...{ origin: 'written', model: '', modelName: '', usage: null, cost: null, stopReason: null, firstTokenAt: null },
    });
    await parley.update([{ type: 'snapshot', snapshot: snapshot([...said, userTurn('u2', 'And coffee?'), written]) }]);
    await page.locator('.usage-line').getByText('Written by you', { exact: true }).waitFor();
  });

  it('says at which text an answer stopped', async () => {
    const stopped = assistantTurn('a1', 'One ', { stopReason: 'stop_sequence', stopSequence: '\n###' });
    await parley.update([{ type: 'turn', turn: stopped }]);
    await parley.page.getByRole('note').getByText('Stopped at “\\n###”.').waitFor();
  });

  it('a beginning is written where it is asked for, goes with the draft, and is gone when it was sent', async () => {
    const { page } = parley;
    assert.equal(await beginning().count(), 0);
    await parley.post({ type: 'show', what: 'startAnswer' });
    await beginning().waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Start of Claude’s answer');
    await page.keyboard.type('The answer is');
    assert.deepEqual(await lastDraft(), { text: '', edit: null, begun: 'The answer is' });
    await page.keyboard.press('Escape');
    await page.keyboard.type('What is it?');
    const draft = await lastDraft();
    assert.deepEqual(draft, { text: 'What is it?', edit: null, begun: 'The answer is' });
    const again = await openPage({ snapshot: snapshot(said, { draft }) });
    assert.equal(await again.page.getByRole('textbox', { name: 'Start of Claude’s answer' }).inputValue(), 'The answer is');
    await again.page.close();
    await beginning().focus();
    await page.keyboard.press('Enter');
    await beginning().waitFor({ state: 'detached' });
    assert.equal((await parley.requests('send')).length, 1);
  });

  it('a beginning stays, with the reason, where the model takes none', async () => {
    const { page } = parley;
    const model = { id: 'claude-sonnet-5-5', name: 'Claude Sonnet 5.5', effort: null, thinking: null, noBeginning: 'model' } as const;
    await parley.update([{ type: 'header', header: headerView({ model }) }]);
    await parley.post({ type: 'show', what: 'startAnswer' });
    await beginning().fill('So');
    await page.getByText('Claude Sonnet 5.5 does not go on with an answer that is begun for it').waitFor();
    await box().fill('Why?');
    await box().press('Enter');
    await emptied();
    assert.equal(await beginning().inputValue(), 'So');
    await page.getByRole('button', { name: 'Let Claude begin' }).press('Enter');
    await beginning().waitFor({ state: 'detached' });
    assert.deepEqual(await lastDraft(), { text: '', edit: null });
  });

  it('a beginning and what Claude says stream as one text, which is waited for', async () => {
    const { page } = parley;
    const begun = { type: 'text', text: 'The answer is', begun: true } as const;
    const turn = (blocks: readonly string[], status: 'streaming' | 'complete') =>
      ({ type: 'turn', turn: streamingTurn('a2', { status, blocks: [begun, ...blocks.map(text)] }) }) as const;
    await parley.update([{ type: 'turn', turn: userTurn('u2', 'What?') }, turn([], 'streaming')]);
    await page.getByText(/^Waiting for Claude/).waitFor();
    await parley.update([turn([''], 'streaming'), { type: 'delta', messageId: 'a2', block: 1, text: ' forty' }]);
    await parley.update([{ type: 'delta', messageId: 'a2', block: 1, text: '-two.' }]);
    await parley.painted();
    const paragraph = page.locator('[data-message-id=a2] .md p');
    assert.equal(await paragraph.textContent(), 'The answer is forty-two.');
    assert.equal(await page.getByText(/^Waiting for Claude/).count(), 0);
    await parley.update([turn([' forty-two.'], 'complete')]);
    await parley.painted();
    assert.equal(await paragraph.textContent(), 'The answer is forty-two.');
    await page.getByText('Begun by you: “The answer is”').waitFor();
  });
});
