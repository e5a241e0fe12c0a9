/** What the prompt cache did for a turn: a word in the line below it, and the rest where that is unfolded. */
import assert from 'node:assert/strict';
import { noUsage, type Usage } from '../../../src/shared/message.ts';
import type { CacheView } from '../../../src/shared/turnView.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, snapshot, userTurn } from './samples.ts';

const plain: CacheView = { caching: '5m', expected: null, changes: [], miss: null };

describe('The page: what the cache did', () => {
  async function open(usage: Partial<Usage>, cache: CacheView | null): Promise<PageInBrowser> {
    const turn = assistantTurn('a1', 'Because.', { usage: { ...noUsage, output: 10, ...usage }, cache });
    return openPage({ width: 480, snapshot: snapshot([userTurn('u1', 'Why?'), turn]) });
  }

  async function unfolded({ page }: PageInBrowser): Promise<string[]> {
    await page.locator('.usage-line').click();
    const details = page.getByRole('list', { name: 'Usage of this turn' });
    return details.getByRole('listitem').allTextContents();
  }

  const notes: readonly [name: string, usage: Partial<Usage>, cache: CacheView | null, note: RegExp][] = [
    ['was not noted', { input: 9 }, null, /\$[\d.]+ · 9 s$/],
    ['was written', { input: 9, cacheWrite5m: 2000 }, plain, / · 9 s · cache written$/],
    ['was read', { input: 10, cacheRead: 1980, cacheWrite5m: 10 }, { ...plain, expected: 1980 }, / · 9 s · 99% cached$/],
    ['was missed', { input: 10, cacheWrite5m: 1990 }, { ...plain, expected: 1980 }, / · cache missed · 9 s$/],
    ['was missed in part', { input: 10, cacheRead: 500 }, { ...plain, expected: 1980 }, / · cache partly missed · 9 s$/],
    ['is too small', { input: 10 }, plain, /\$[\d.]+ · 9 s$/],
    ['is off', { input: 10 }, { ...plain, caching: 'off' }, /\$[\d.]+ · 9 s$/],
  ];
  for (const [name, usage, cache, note] of notes) {
    it(`is in the line: it ${name}`, async () => {
      const parley = await open(usage, cache);
      assert.match((await parley.page.locator('.usage-line').textContent()) ?? '', note);
      await parley.page.close();
    });
  }

  it('is unfolded line by line, with the API’s reason for a miss and what Parley sees', async () => {
    const parley = await open(
      { input: 12, cacheWrite1h: 1990, output: 40 },
      {
        ...{ caching: '1h', expected: 1980, miss: { reason: 'messages_changed', tokens: 1900 } },
        changes: [
          { type: 'effort' },
          { type: 'expired', after: 12 * 60_000 },
          { type: 'files', what: 'leftOut', count: 2 },
          { type: 'turn', index: 2 },
        ],
      },
    );
    assert.deepEqual(await unfolded(parley), [
      'Input: 12 tokens',
      'From cache: 0 tokens',
      'Written to cache for an hour: 1,990 tokens',
      'Kept before and not read: 1,980 tokens',
      'The API says: something that was said before was sent in another form.',
      'The effort was set otherwise.',
      'The turn before was 12 minutes earlier: the API does not keep it for so long.',
      '2 pictures or documents were left out, as there is too much.',
      'Message 3 was sent in another form.',
      'Output: 40 tokens',
      'First word after 0.7 s',
    ]);
    assert.equal(await parley.page.locator('.usage-line').getAttribute('aria-expanded'), 'true');
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('says so where nobody knows why it was missed', async () => {
    const parley = await open({ input: 12 }, { ...plain, expected: 900 });
    assert.ok((await unfolded(parley)).some((line) => line.startsWith('Nothing has changed that Parley could see')));
    await parley.page.close();
  });
});
