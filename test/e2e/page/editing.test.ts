/** A prompt that is changed where it stands: what was typed there is kept as a draft is, whatever happens to the page. */
import assert from 'node:assert/strict';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { answerPictures, assistantTurn, headerView, picture, snapshot, streamingTurn, text, userTurn } from './samples.ts';

describe('The page: editing', () => {
  const said = [userTurn('u1', 'One'), assistantTurn('a1', 'Two')];
  let parley: PageInBrowser;
  const editor = () => parley.page.getByRole('textbox', { name: 'Edit prompt' });
  const queued = () => parley.page.getByRole('textbox', { name: 'Edit queued prompt' });
  const lastDraft = async () => (await parley.posted()).findLast((message) => message.type === 'draft')?.draft;

  async function begin(messageId = 'u1'): Promise<void> {
    const turn = parley.page.locator(`[data-message-id=${messageId}]`);
    await turn.hover();
    await turn.getByRole('button', { name: 'Edit', exact: true }).click();
  }

  beforeEach(async () => {
    parley = await openPage({ snapshot: snapshot(said) });
    await parley.page.evaluate(answerPictures);
  });

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('is told at each key and comes back with the snapshot', async () => {
    await begin();
    await editor().pressSequentially(' more');
    const draft = await lastDraft();
    assert.deepEqual(draft, { text: '', edit: { messageId: 'u1', text: 'One more' } });
    const again = await openPage({ snapshot: snapshot(said, { draft }) });
    assert.equal(await again.page.getByRole('textbox', { name: 'Edit prompt' }).inputValue(), 'One more');
    await again.page.close();
  });

  it('outlives a snapshot without the turn', async () => {
    await begin();
    await editor().fill('One and a half');
    await parley.update([{ type: 'snapshot', snapshot: snapshot([userTurn('u9', 'Elsewhere')]) }]);
    await parley.painted();
    assert.equal(await editor().count(), 0);
    await parley.update([{ type: 'snapshot', snapshot: snapshot(said) }]);
    await parley.painted();
    assert.equal(await editor().inputValue(), 'One and a half');
  });

  it('is over when it is on disk, or left with Esc, and not before', async () => {
    await parley.answer('edit', 'wait');
    await begin();
    await editor().fill('Uno');
    await editor().press('Enter');
    const [request] = await parley.requests('edit');
    assert.equal(request?.conversationId, 'conversation-1');
    assert.equal(await editor().inputValue(), 'Uno');
    await parley.post({ type: 'failure', id: request.id, sentence: 'The disk is full.' });
    await parley.page.getByRole('alert').getByText('The disk is full.').waitFor();
    assert.equal(await editor().inputValue(), 'Uno');
    await editor().press('Enter');
    const second = (await parley.requests('edit'))[1];
    await parley.post({ type: 'result', id: second?.id ?? 0, value: null });
    await editor().waitFor({ state: 'detached' });
    await begin();
    await editor().fill('Eins');
    await editor().press('Escape');
    await editor().waitFor({ state: 'detached' });
    assert.deepEqual(await lastDraft(), { text: '', edit: null });
  });

  it('is one at a time: the other one is kept, and shown', async () => {
    await parley.update([{ type: 'turn', turn: userTurn('u2', 'Three') }]);
    await begin();
    await editor().fill('Uno');
    await begin('u2');
    await parley.page.getByRole('alert').getByText('You are editing another prompt.').waitFor();
    assert.equal(await editor().inputValue(), 'Uno');
  });

  it('of a prompt with a picture may be without a word; of one that has none it is not sent so', async () => {
    await parley.update([{ type: 'turn', turn: userTurn('u2', '', { blocks: [picture(1), text('What is this?')] }) }]);
    await begin();
    await editor().fill('');
    await editor().press('Enter');
    await editor().press('Escape');
    await begin('u2');
    await editor().fill(' ');
    await editor().press('Enter');
    await editor().waitFor({ state: 'detached' });
    assert.deepEqual(
      (await parley.requests('edit')).map(({ params }) => params).map((params) => ({ ...params, newMessageId: '' })),
      [{ messageId: 'u2', newMessageId: '', text: ' ' }],
    );
  });

  it('keeps out what would be too long, in words', async () => {
    await begin();
    const kept = await editor().evaluate((box) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 'x'.repeat(2_000_000));
      return !box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    assert.equal(kept, true);
    await parley.page.getByText('The pasted text is too long: 2,000,000 characters of at most 2,000,000.').waitFor();
    await editor().evaluate((box) => box instanceof HTMLTextAreaElement && box.setRangeText('x'.repeat(2_000_000)));
    await editor().press('Enter');
    await parley.page.getByText('This is too long to send').waitFor();
    assert.deepEqual(await parley.requests('edit'), []);
  });

  it('of a queued prompt goes on in its turn when it is sent meanwhile', async () => {
    const header = headerView({ busy: true, queue: [{ id: 'q1', text: 'Later', title: null, context: [], pictures: [], documents: [] }] });
    await parley.update([
      { type: 'turn', turn: streamingTurn('a2') },
      { type: 'header', header },
    ]);
    await parley.page.getByRole('button', { name: 'Edit queued prompt' }).click();
    await queued().fill('Later, but other');
    await parley.answer('editQueued', 'wait');
    await parley.update([
      { type: 'turn', turn: assistantTurn('a2', 'Done') },
      { type: 'turn', turn: userTurn('q1', 'Later') },
      { type: 'turn', turn: streamingTurn('a3') },
      { type: 'header', header: headerView({ busy: true }) },
    ]);
    await parley.painted();
    assert.equal(await editor().inputValue(), 'Later, but other');
    assert.deepEqual((await lastDraft())?.edit, { messageId: 'q1', text: 'Later, but other' });
  });
});
