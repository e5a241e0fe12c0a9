/** Roles, names and keys: what outside scripts, screen readers and people without a mouse rely on. */
import assert from 'node:assert/strict';
import type { Update } from '../../../src/shared/protocol.ts';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, headerView, longConversation, snapshot, streamingTurn, summary, text, userTurn } from './samples.ts';

describe('The page: keyboard and roles', () => {
  let parley: PageInBrowser;
  const box = () => parley.page.getByRole('textbox', { name: 'Message Claude' });
  const focused = () =>
    parley.page.evaluate(
      () => document.activeElement?.closest('[data-message-id]')?.getAttribute('data-message-id') ?? document.activeElement?.ariaLabel,
    );
  const failed = { kind: 'overloaded', retryAfter: null, requestId: 'req_1', detail: 'Overloaded' } as const;

  beforeEach(async () => {
    parley = await openPage({
      snapshot: snapshot([
        userTurn('u1', 'One'),
        assistantTurn('a1', 'Two'),
        userTurn('u2', 'Three'),
        assistantTurn('a2', 'Half', { status: 'failed', error: failed }),
      ]),
    });
  });

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('everything is found by the names that are public', async () => {
    const { page } = parley;
    assert.equal(await page.getByTestId('parley').count(), 1);
    const log = page.getByRole('log', { name: 'Conversation' });
    assert.deepEqual(
      await log
        .getByRole('article')
        .evaluateAll((all) => all.map(({ dataset }) => [dataset['role'], dataset['status'], dataset['messageId']])),
      [
        ['user', 'complete', 'u1'],
        ['assistant', 'complete', 'a1'],
        ['user', 'complete', 'u2'],
        ['assistant', 'failed', 'a2'],
      ],
    );
    assert.equal(await log.getByRole('article', { name: /^You, / }).count(), 2);
    assert.equal(await log.getByRole('heading', { name: /^Claude Sonnet 5\.5, / }).count(), 2);
    assert.equal(await log.getByRole('alert').getByRole('button', { name: 'Continue' }).count(), 1);
    assert.equal(await log.getByRole('alert').getByRole('button', { name: 'Retry' }).count(), 1);
    for (const name of ['Send', /^Model:/]) assert.equal(await page.getByRole('button', { name }).count(), 1, String(name));
    assert.match((await page.getByTestId('usage').textContent()) ?? '', /^12,840 tokens · \$0\.041$/);
  });

  it('Ctrl+Up and Ctrl+Down go from turn to turn and back to the box', async () => {
    await box().focus();
    const seen: unknown[] = [];
    for (const key of ['ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowDown']) {
      await parley.page.keyboard.press(`Control+${key}`);
      seen.push(await focused());
    }
    assert.deepEqual(seen, ['a2', 'u2', 'a2', 'Message Claude']);
  });

  it('ArrowUp in an empty box edits the last prompt; Esc gives the box back', async () => {
    await box().press('ArrowUp');
    const editor = parley.page.getByRole('textbox', { name: 'Edit prompt' });
    assert.equal(await editor.inputValue(), 'Three');
    await editor.press('Escape');
    assert.equal(await focused(), 'Message Claude');
    await box().press('ArrowUp');
    await editor.fill('Four');
    await editor.press('Enter');
    await editor.waitFor({ state: 'detached' });
    const [request] = await parley.requests('edit');
    assert.partialDeepStrictEqual(request?.params, { messageId: 'u2', text: 'Four' });
  });

  it('Esc stops, and again leaves the box', async () => {
    await parley.update([{ type: 'turn', turn: streamingTurn('a3', { blocks: [text('')] }) }]);
    await parley.painted();
    await box().press('Escape');
    assert.equal((await parley.requests('stop')).length, 1);
    assert.equal(await focused(), 'Message Claude');
    await parley.page.keyboard.press('Escape');
    assert.equal(await focused(), 'Conversation');
  });

  it('every button is reached by Tab, in the order in which it is seen', async () => {
    // What Tab can reach, as it stands in the page: nothing has a place of its own in that order.
    const all = await parley.page.evaluate(() => {
      const can = [...document.querySelectorAll<HTMLElement>('button, input, textarea, summary, [tabindex]')].filter(
        (each) => each.tabIndex >= 0 && !each.matches(':disabled') && each.checkVisibility(),
      );
      for (const [at, each] of can.entries()) each.dataset['order'] = String(at);
      return can.map((each) => [each.tabIndex, each.ariaLabel ?? each.textContent] as const);
    });
    assert.deepEqual(
      all.filter(([tabIndex]) => tabIndex !== 0),
      [],
    );
    const reached: number[] = [];
    await parley.page.evaluate(() => document.querySelector<HTMLElement>('[data-order="0"]')?.focus());
    for (let step = 0; step < all.length; step++) {
      reached.push(await parley.page.evaluate(() => Number(document.activeElement?.getAttribute('data-order') ?? -1)));
      await parley.page.keyboard.press('Tab');
    }
    assert.deepEqual(
      reached,
      all.map((_, at) => at),
    );
    const names = all.map(([, name]) => name ?? '');
    for (const name of ['Other conversations', 'Edit', 'Regenerate', 'Continue', 'Details', 'Message Claude', 'Model: Claude Sonnet 5.5'])
      assert.ok(names.includes(name), `${name} in ${names.join(', ')}`);
  });

  it('the history is gone through by keys, and Esc leads back', async () => {
    const found = headerView().recent.map((conversation) => ({ conversation, messageId: null, excerpt: '', ranges: [] }));
    await parley.answer('listConversations', [summary(), ...headerView().recent]);
    await parley.answer('searchHistory', found);
    await parley.post({ type: 'show', what: 'history' });
    const search = parley.page.getByRole('searchbox', { name: 'Search history' });
    await parley.page.getByRole('listitem').nth(3).waitFor();
    await search.press('ArrowDown');
    await parley.page.keyboard.press('ArrowDown');
    await parley.page.keyboard.press('Enter');
    await search.waitFor({ state: 'detached' });
    assert.deepEqual((await parley.requests('openConversation'))[0]?.params, { id: 'recent-1' });
    await parley.post({ type: 'show', what: 'history' });
    await search.press('Escape');
    await search.waitFor({ state: 'detached' });
    assert.equal(await focused(), 'Message Claude');
  });

  it('Enter in the search opens what is found for what is typed, and nothing that was found before', async () => {
    const hit = (id: string) => ({ conversation: summary({ id }), messageId: null, excerpt: '', ranges: [] });
    await parley.answer('searchHistory', [hit('first')]);
    await parley.post({ type: 'show', what: 'history' });
    const search = parley.page.getByRole('searchbox', { name: 'Search history' });
    await search.fill('soc');
    await parley.page.getByText('1 found').waitFor({ state: 'attached' });
    await parley.answer('searchHistory', 'wait');
    await search.fill('socket');
    await search.press('Enter');
    await until('the search', async () => (await parley.requests('searchHistory')).length === 2);
    assert.deepEqual(await parley.requests('openConversation'), []);
    const [, asked] = await parley.requests('searchHistory');
    await parley.post({ type: 'result', id: asked?.id ?? 0, value: [hit('second')] });
    await search.waitFor({ state: 'detached' });
    assert.deepEqual(
      (await parley.requests('openConversation')).map(({ params }) => params),
      [{ id: 'second' }],
    );
  });

  it('a match is opened where it is, however far up', async () => {
    await parley.update([{ type: 'snapshot', snapshot: snapshot(longConversation(6), { hasEarlier: true }) }]);
    await parley.painted();
    assert.deepEqual(await parley.requests('loadEarlier'), []);
    const around = [userTurn('u0', 'The socket'), assistantTurn('a0', 'It is closed.')];
    await parley.answer('loadAround', { turns: around, hasEarlier: true, hasLater: true });
    await parley.answer('searchHistory', [{ conversation: summary(), messageId: 'u0', excerpt: 'The socket', ranges: [[4, 10]] }]);
    await parley.post({ type: 'show', what: 'history' });
    const search = parley.page.getByRole('searchbox', { name: 'Search history' });
    await search.fill('socket');
    assert.equal(await parley.page.locator('mark').textContent(), 'socket');
    await search.press('Enter');
    await parley.page.waitForFunction(() => document.activeElement?.getAttribute('data-message-id') === 'u0');
    assert.deepEqual((await parley.requests('loadAround'))[0]?.params, { messageId: 'u0', anyBranch: true });
    await until('what is above to be asked for, as it is needed', async () => (await parley.requests('loadEarlier')).length > 0);
  });

  it('a reply is announced in sentences, and code as code', async () => {
    await parley.update([
      { type: 'turn', turn: streamingTurn('a3', { blocks: [text('')] }) },
      { type: 'delta', messageId: 'a3', block: 0, text: 'It is **slow**. See:\n\n```ts\nlet a = 1;\nlet b;\n```\n\nAnd' },
    ]);
    const region = parley.page.locator('body > [aria-live=polite]');
    await region.getByText('It is slow.').waitFor();
    assert.equal(await region.textContent(), 'It is slow. See:\nCode block, TypeScript, 2 lines.\n');
  });

  it('a reply is announced, however the one before it was left', async () => {
    const region = parley.page.locator('body > [aria-live=polite]');
    const reply = (id: string, said: string): Update[] => [
      { type: 'turn', turn: streamingTurn(id, { blocks: [text('')] }) },
      { type: 'delta', messageId: id, block: 0, text: said },
    ];
    await parley.update(reply('a3', 'Dropped. See:\n\n```ts\nlet a;\n'));
    const other = snapshot([userTurn('u9', 'Why?')], { header: headerView({ conversation: summary({ id: 'conversation-2' }) }) });
    await parley.update([{ type: 'snapshot', snapshot: other }, ...reply('b1', 'It is **fast**. See:\n\n```\nlet b;\n')]);
    await region.getByText('It is fast.').waitFor();
    assert.equal(await region.textContent(), 'It is fast. See:\n');
    // What was missed of the same conversation: the reply is still the same.
    const missed = snapshot([userTurn('u9', 'Why?'), streamingTurn('b1', { blocks: [text('It is **fast**. See:\n\n```\nlet b;\n')] })], {
      header: other.header,
    });
    await parley.update([
      { type: 'snapshot', snapshot: missed },
      { type: 'delta', messageId: 'b1', block: 0, text: 'let c;\n```\n' },
    ]);
    await region.getByText('Code block').waitFor();
    assert.equal(await region.textContent(), 'Code block, 2 lines.\n');
    // The next one begins anew, even where the end of this one was missed.
    await parley.update([{ type: 'delta', messageId: 'b1', block: 0, text: '```\nlet d;\n' }, ...reply('b2', 'And it is short. More')]);
    await region.getByText('And it is short.').waitFor();
    assert.equal(await region.textContent(), 'And it is short. ');
  });
});
