/** An error in its turn: what it says, and what its button does. */
import assert from 'node:assert/strict';
import type { ChatError } from '../../../src/shared/errors.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, headerView, snapshot, userTurn } from './samples.ts';

describe('The page: errors', () => {
  let parley: PageInBrowser;

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  async function show(error: ChatError) {
    const turn = assistantTurn('a1', '', { blocks: [], status: 'failed', stopReason: null, error });
    parley = await openPage({ snapshot: snapshot([userTurn('u1', 'One'), turn]) });
    return parley.page.locator('[data-message-id=a1]').getByRole('alert');
  }

  const tooMany = { kind: 'maxTokens', asked: 200_000, requestId: 'req_1' } as const;

  it('a reply too long for the model: the numbers, and the setting', async () => {
    const detail = '400 invalid_request_error: max_tokens: 200000 > 128000, which is the maximum';
    const alert = await show({ ...tooMany, allowed: 128_000, detail });
    await alert.getByText('Parley asked for up to 200000 tokens, and the model can write 128000 at the most.').waitFor();
    assert.deepEqual(await alert.getByRole('button').allTextContents(), ['Open settings', 'Retry', 'Details']);
    await alert.getByRole('button', { name: 'Open settings' }).click();
    const [request] = await parley.requests('openSettings');
    assert.deepEqual(request?.params, { query: 'parley.maxTokens' });
    await alert.getByRole('button', { name: 'Retry' }).click();
    assert.equal((await parley.requests('regenerate')).length, 1);
    assert.equal((await parley.requests('openSettings')).length, 1);
  });

  it('a PDF that the API did not take: the turn goes on without it', async () => {
    const hash = 'd'.repeat(64);
    const alert = await show({
      kind: 'documentRefused',
      place: null,
      documents: [{ hash, name: 'report.pdf' }],
      requestId: null,
      detail: '',
    });
    await alert.getByText('The API did not accept the PDF “report.pdf”.').waitFor();
    await alert.getByRole('button', { name: 'Send without it' }).click();
    await parley.page.waitForFunction(() =>
      parleyPosted.some(({ message }) => message.type === 'request' && message.name === 'regenerate'),
    );
    const [request] = await parley.requests('setPictureSending');
    assert.deepEqual(request?.params, { hashes: [hash], sending: 'never' });
  });

  it('a full window offers a model that reads more, where there is one', async () => {
    const error = { kind: 'tooLarge', requestId: null, detail: '' } as const;
    const alert = await show(error);
    assert.deepEqual(await alert.getByRole('button').allTextContents(), ['Long conversation…', 'New conversation', 'Retry']);
    await alert.getByRole('button', { name: 'Long conversation…' }).click();
    assert.equal((await parley.requests('longConversation')).length, 1);
    await parley.update([{ type: 'header', header: headerView({ model: { ...headerView().model, hasLonger: true } }) }]);
    await alert.getByRole('button', { name: 'Choose model' }).waitFor();
    const full = assistantTurn('a1', 'So', { stopReason: 'model_context_window_exceeded' });
    await parley.update([{ type: 'turn', turn: full }]);
    const note = parley.page.getByRole('note');
    await note.getByText('The conversation has filled the model’s context.').waitFor();
    assert.deepEqual(await note.getByRole('button').allTextContents(), ['Long conversation…', 'Choose model']);
  });

  it('a reply that only thought: the setting, as going on would end the same', async () => {
    const turn = assistantTurn('a1', '', { blocks: [{ type: 'thinking', text: 'Hm.' }], stopReason: 'max_tokens' });
    parley = await openPage({ snapshot: snapshot([userTurn('u1', 'One'), turn]) });
    assert.deepEqual(await parley.page.getByRole('note').getByRole('button').allTextContents(), ['Open settings', 'Retry']);
  });

  it('the same where the API does not say how long it may be', async () => {
    const alert = await show({ ...tooMany, allowed: null, detail: '' });
    await alert.getByText('Parley asked for up to 200000 tokens, which is more than the model can write.').waitFor();
    await alert.getByRole('button', { name: 'Open settings' }).waitFor();
  });
});
