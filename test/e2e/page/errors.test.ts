/** An error in its turn: what it says, and what its button does. */
import assert from 'node:assert/strict';
import type { ChatError } from '../../../src/shared/errors.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, snapshot, userTurn } from './samples.ts';

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

  it('the same where the API does not say how long it may be', async () => {
    const alert = await show({ ...tooMany, allowed: null, detail: '' });
    await alert.getByText('Parley asked for up to 200000 tokens, which is more than the model can write.').waitFor();
    await alert.getByRole('button', { name: 'Open settings' }).waitFor();
  });
});
