/** A reply that ended early and goes on: one turn, whose text goes on where it stopped. */
import assert from 'node:assert/strict';
import type { Update } from '../../../src/shared/protocol.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, noon, snapshot, text, userTurn } from './samples.ts';

describe('The page: a reply that goes on', () => {
  let parley: PageInBrowser;
  const begun = 'So:\n\n```ts\nconst a = 1;\n';
  const part = { id: 'a2', siblings: { index: 0, count: 1 }, since: noon };
  const turn = (blocks: readonly string[], status: 'streaming' | 'complete', siblings = part.siblings): Update => ({
    type: 'turn',
    turn: assistantTurn('a1', '', { blocks: blocks.map(text), status, parts: [{ ...part, siblings }] }),
  });

  beforeEach(async () => {
    const cut = assistantTurn('a1', begun, { stopReason: 'max_tokens' });
    parley = await openPage({ snapshot: snapshot([userTurn('u1', 'One'), cut]) });
  });

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('in the midst of a fence, while it streams and when it has ended', async () => {
    const { page } = parley;
    assert.equal(await page.getByText('The reply reached the longest length that is set.').count(), 1);
    await parley.update([turn([begun, ''], 'streaming'), { type: 'delta', messageId: 'a1', block: 1, text: 'const b' }]);
    await parley.painted();
    assert.equal(await page.locator('.md-code').count(), 1);
    await parley.update([{ type: 'delta', messageId: 'a1', block: 1, text: ' = 2;\n```\n\nThat is all.' }]);
    await parley.painted();
    assert.match((await page.locator('.md-code').textContent()) ?? '', /const a = 1;\nconst b = 2;/);
    await parley.update([turn([begun, 'const b = 2;\n```\n\nThat is all.'], 'complete')]);
    await page.locator('.usage-line').waitFor();
    assert.deepEqual(
      [await page.getByRole('article').count(), await page.locator('.usage-line').count(), await page.locator('.md-code').count()],
      [2, 1, 1],
    );
  });

  it('Continue and Retry are for its last message, Regenerate for all of it', async () => {
    const { page } = parley;
    const ended = assistantTurn('a1', '', { blocks: [text('One'), text(' two')], status: 'stopped', parts: [part] });
    await parley.update([{ type: 'turn', turn: ended }]);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('article').last().hover();
    await page.getByRole('button', { name: 'Regenerate' }).click();
    const asked = (await parley.posted()).flatMap((message) =>
      message.type === 'request' && (message.name === 'continue' || message.name === 'regenerate')
        ? [[message.name, message.params.messageId]]
        : [],
    );
    assert.deepEqual(asked, [
      ['continue', 'a2'],
      ['regenerate', 'a2'],
      ['regenerate', 'a1'],
    ]);
  });

  it('has the versions of each of its messages', async () => {
    await parley.update([turn(['One', ' two'], 'complete', { index: 0, count: 2 })]);
    await parley.page.getByRole('button', { name: 'Next version' }).click();
    const [asked] = (await parley.posted()).flatMap((message) =>
      message.type === 'request' && message.name === 'selectSibling' ? [message.params] : [],
    );
    assert.deepEqual(asked, { messageId: 'a2', index: 1 });
  });

  it('what is found in its later messages is the match there', async () => {
    const { page } = parley;
    await parley.update([turn(['needle here', ' and a needle there'], 'complete')]);
    await parley.answer('findInConversation', [
      { messageId: 'a1', count: 1 },
      { messageId: 'a2', count: 1 },
    ]);
    await page.keyboard.press('Control+F');
    await page.getByRole('textbox', { name: 'Find in conversation' }).fill('needle');
    await page.getByText('1 of 2').waitFor();
    await page.getByRole('button', { name: 'Next match' }).click();
    await page.getByText('2 of 2').waitFor();
    const at = () =>
      page.evaluate(() =>
        [...(CSS.highlights.get('find-current') ?? [])].map((range) => (range instanceof Range ? range.startOffset : -1)),
      );
    await page.waitForFunction(() =>
      [...(CSS.highlights.get('find-current') ?? [])].some((range) => range instanceof Range && range.startOffset > 10),
    );
    assert.equal((await at()).length, 1);
  });
});
