/** How long the API keeps what was said, counted down beside the cost. */
import assert from 'node:assert/strict';
import { openPage } from './pageInBrowser.ts';
import { headerView, snapshot, userTurn } from './samples.ts';

describe('The page: the life of the cache', () => {
  const minute = 60_000;

  it('is counted in minutes, then in seconds, and is gone when it is over', async () => {
    const parley = await openPage({ width: 480, snapshot: snapshot([userTurn('u1', 'One')]) });
    const { page } = parley;
    const life = page.locator('.cache-life');
    const start = new Date(2026, 10, 21, 12).getTime();
    await page.clock.install({ time: start });
    const keepUntil = (cachedUntil: number | null) => parley.update([{ type: 'header', header: headerView({ cachedUntil }) }]);
    assert.equal(await life.count(), 0);
    await keepUntil(start + 4.5 * minute);
    await page.clock.runFor(100);
    assert.equal(await life.textContent(), 'cached 5 min');
    await page.clock.runFor(minute);
    assert.equal(await life.textContent(), 'cached 4 min');
    assert.match((await page.getByTestId('usage').getAttribute('title')) ?? '', /until 12:04/);
    await page.clock.runFor(3 * minute);
    assert.equal(await life.textContent(), 'cached 30 s');
    await page.clock.runFor(29_000);
    assert.equal(await life.textContent(), 'cached 1 s');
    await page.clock.runFor(2000);
    assert.equal(await life.count(), 0);
    await keepUntil(start + 10 * minute);
    await page.clock.runFor(100);
    assert.equal(await life.textContent(), 'cached 6 min');
    await keepUntil(null);
    await page.clock.runFor(100);
    assert.equal(await life.count(), 0);
    assert.deepEqual(parley.violations, []);
    await page.close();
  });

  it('is said with the cost alone where there is no room', async () => {
    const parley = await openPage({
      snapshot: snapshot([userTurn('u1', 'One')], { header: headerView({ cachedUntil: Date.now() + 4.5 * minute }) }),
    });
    assert.equal(await parley.page.locator('.cache-life').isVisible(), false);
    assert.match((await parley.page.getByTestId('usage').getAttribute('title')) ?? '', /The API keeps the conversation until/);
    await parley.page.close();
  });
});
