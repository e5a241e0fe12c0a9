/** What is shown of costs: the estimate at each key, the meter, a budget that holds a turn, the usage report. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { noUsage } from '../../../src/shared/message.ts';
import { estimateTokens } from '../../../src/shared/tokens.ts';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, headerView, snapshot, usageReportView, userTurn } from './samples.ts';

describe('The page: costs', () => {
  let parley: PageInBrowser;

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  const box = () => parley.page.getByRole('textbox', { name: 'Message Claude' });
  const estimate = () => parley.page.getByTestId('estimate');
  const meter = () => parley.page.getByRole('meter', { name: 'Context' });
  const turns = [userTurn('u1', 'One'), assistantTurn('a1', 'Two')];

  describe('before sending', () => {
    const next = { above: 12_000, counted: false, sent: 10_000, window: 1_000_000, perToken: { fresh: 2e-6, cached: 1e-7 } };

    it('the prompt is estimated at each key, and nobody is asked', async () => {
      parley = await openPage({ width: 480, snapshot: snapshot(turns, { header: headerView({ next }) }) });
      assert.equal(await estimate().count(), 0);
      await box().pressSequentially('Why is this slow?');
      // 12 000 and what is typed, at 2 $ for a million.
      assert.match((await estimate().textContent()) ?? '', /^≈ \$0\.024$/);
      const size = 12_000 + estimateTokens('Why is this slow?');
      const title = (await estimate().getAttribute('title')) ?? '';
      assert.match(title, new RegExp(`about ${size.toLocaleString('en')} tokens`));
      assert.match(title, /Estimated here/);
      assert.deepEqual(
        (await parley.posted()).filter((message) => message.type === 'request'),
        [],
      );
      await box().fill('');
      await until('the estimate to go', async () => (await estimate().count()) === 0);
    });

    it('a key changes as much of the page for a long text as for a short one', async () => {
      parley = await openPage({ snapshot: snapshot(turns, { header: headerView({ next }) }) });
      const changes = async (length: number) => {
        await box().fill('word '.repeat(length / 5));
        return parley.page.evaluate(async () => {
          let count = 0;
          const observer = new MutationObserver((records) => (count += records.length));
          observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
          const typed = document.querySelector('textarea');
          if (!typed) return -1;
          typed.value += 'x '.repeat(200);
          typed.dispatchEvent(new InputEvent('input', { bubbles: true }));
          await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
          observer.disconnect();
          return count;
        });
      };
      const short = await changes(100);
      assert.ok(short > 0 && short < 12, `${short} changes`);
      assert.ok((await changes(200_000)) <= short);
    });

    it('what the API keeps costs less, as long as it does', async () => {
      const cachedUntil = Date.now() + 300_000;
      parley = await openPage({ width: 480, snapshot: snapshot(turns, { header: headerView({ next, cachedUntil }) }) });
      await box().fill('x');
      // 10 000 × 0.1 + 2001 × 2 = 5002 millionths.
      assert.equal(await estimate().textContent(), '≈ $0.0050');
    });

    it('what was counted by the API is said to be', async () => {
      const header = headerView({ next: { ...next, counted: true } });
      parley = await openPage({ width: 480, snapshot: snapshot(turns, { header }) });
      await box().fill('x');
      assert.match((await estimate().getAttribute('title')) ?? '', /Counted by the API/);
    });

    it('without a price it is tokens', async () => {
      parley = await openPage({ width: 480, snapshot: snapshot(turns, { header: headerView({ next: { ...next, perToken: null } }) }) });
      await box().fill('x');
      assert.equal(await estimate().textContent(), '≈ 12,001 tokens');
    });

    it('the meter says how full the model’s window is, and that it is nearly full', async () => {
      parley = await openPage({ width: 480, snapshot: snapshot(turns, { header: headerView({ next }) }) });
      const told = (name: string) => meter().getAttribute(name);
      assert.deepEqual(
        [await told('aria-valuemin'), await told('aria-valuenow'), await told('aria-valuemax'), await told('aria-valuetext')],
        ['0', '12000', '1000000', 'about 12,000 of 1,000,000 tokens, 1%'],
      );
      assert.doesNotMatch((await told('class')) ?? '', /nearly-full/);
      await box().fill('word '.repeat(20));
      await until('the meter to move', async () => Number(await told('aria-valuenow')) > 12_000);
      await parley.update([{ type: 'header', header: headerView({ next: { ...next, above: 1_200_000 } }) }]);
      await until('the meter to be full', async () => (await told('aria-valuenow')) === '1000000');
      assert.match((await told('class')) ?? '', /nearly-full/);
      await parley.update([{ type: 'header', header: headerView({ next: { ...next, window: null } }) }]);
      await until('the meter to go', async () => (await meter().count()) === 0);
    });
  });

  it('what an answer cost is read at 300 pixels beside its buttons, and nothing moves when they are shown', async () => {
    const usage = { ...noUsage, input: 10, cacheWrite5m: 41_980, output: 12_582 };
    const answer = (id: string, count: number) => assistantTurn(id, 'Because.', { usage, cost: 0.0042, siblings: { index: 0, count } });
    const turn = (id: string) => parley.page.locator(`[data-message-id=${id}]`);
    parley = await openPage({
      width: 300,
      snapshot: snapshot([userTurn('u1', 'Why?'), answer('a1', 1), userTurn('u2', 'And?'), answer('a2', 3)]),
    });
    for (const unfolded of [false, true])
      for (const id of ['a1', 'a2']) {
        if (unfolded) await turn(id).locator('.usage-line').click();
        await parley.page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
        await turn('u1').hover();
        const before = await placesIn(turn(id));
        await turn(id).hover();
        const shown = await placesIn(turn(id));
        assert.deepEqual([shown.foot, shown.lineTop], [before.foot, before.lineTop]);
        assert.ok(shown.costRight > 100 && shown.costRight <= shown.figuresRight, JSON.stringify(shown));
        assert.ok(shown.figuresRight < shown.actionsLeft && shown.actionsRight <= 300, JSON.stringify(shown));
      }
  });

  /** Where the parts of the line below an answer are, in pixels. */
  function placesIn(turn: Locator) {
    return turn.evaluate((element) => {
      const rect = (selector: string) => element.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
      const { top, bottom } = rect('.turn-foot');
      const actions = rect('.turn-actions');
      const figures = element.querySelector('.usage-figures')?.firstChild;
      const cost = document.createRange();
      if (figures) {
        const end = (figures.textContent ?? '').indexOf('$0.0042') + '$0.0042'.length;
        cost.setStart(figures, end - 1);
        cost.setEnd(figures, end);
      }
      return {
        foot: [top, bottom],
        lineTop: rect('.usage-line').top,
        costRight: cost.getBoundingClientRect().right,
        figuresRight: rect('.usage-figures').right,
        actionsLeft: actions.left,
        actionsRight: actions.right,
      };
    });
  }

  describe('a budget', () => {
    const ask = { kind: 'ask', scope: 'conversation', spent: 1.02, partial: false, limit: 1 } as const;
    const refuse = { kind: 'refuse', scope: 'day', spent: 5.001, partial: false, limit: 5 } as const;
    const notice = () => parley.page.getByRole('alert').filter({ hasText: /cost/ });
    const hold = (held: typeof ask | typeof refuse | null) => parley.update([{ type: 'header', header: headerView({ hold: held }) }]);

    it('at the soft one the prompt stays in the box until one says yes, and is then sent', async () => {
      parley = await openPage({ snapshot: snapshot(turns) });
      await parley.answer('send', { sentence: '', held: true });
      await box().fill('Three');
      await box().press('Enter');
      await hold(ask);
      await notice().getByText('This conversation has cost $1.02. You wanted to be asked at $1.00.').waitFor();
      assert.equal(await box().inputValue(), 'Three');
      assert.equal(await parley.page.locator('[data-role=user]').count(), 1);
      // What may be sent is what is in the box by then.
      await box().fill('Three and four');
      await parley.answer('send', { queued: false });
      await notice().getByRole('button', { name: 'Send anyway' }).click();
      await until('the prompt to be sent', async () => (await parley.requests('send')).length === 2);
      assert.deepEqual(
        (await parley.requests('answerHold')).map(({ params }) => params),
        [{ allow: true }],
      );
      const [, again] = await parley.requests('send');
      assert.equal(again?.name === 'send' && again.params.text, 'Three and four');
      await hold(null);
      await until('the notice to go', async () => (await notice().count()) === 0);
      assert.equal((await parley.requests('sendQueued')).length, 0);
    });

    it('at the hard one nothing but the setting is offered', async () => {
      parley = await openPage({ snapshot: snapshot(turns, { header: headerView({ hold: refuse }) }) });
      await notice().getByText('Today has cost $5.00: its budget of $5.00 is used up.').waitFor();
      assert.deepEqual(await notice().getByRole('button').allTextContents(), ['Change the budget', '']);
      await notice().getByRole('button', { name: 'Change the budget' }).click();
      assert.deepEqual(
        (await parley.requests('openSettings')).map(({ params }) => params),
        [{ query: 'parley.budget' }],
      );
      await notice().getByRole('button', { name: 'Dismiss' }).click();
      assert.deepEqual(
        (await parley.requests('answerHold')).map(({ params }) => params),
        [{ allow: false }],
      );
    });

    it('a reply that was asked for again is asked for again when one says yes', async () => {
      const failed = assistantTurn('a1', '', {
        ...{ blocks: [], status: 'failed', stopReason: null },
        error: { kind: 'overloaded', retryAfter: null, requestId: null, detail: '' },
      });
      parley = await openPage({ snapshot: snapshot([userTurn('u1', 'One'), failed]) });
      await parley.answer('regenerate', { sentence: '', held: true });
      await parley.page.getByRole('button', { name: 'Retry' }).click();
      await hold(ask);
      await notice().getByRole('button', { name: 'Send anyway' }).click();
      await until('it to be asked for again', async () => (await parley.requests('regenerate')).length === 2);
      // Nothing else was said of it.
      assert.equal(await parley.page.getByRole('alert').count(), 2);
    });

    it('an edit stays open until it is sent', async () => {
      parley = await openPage({ snapshot: snapshot(turns) });
      await parley.answer('edit', { sentence: '', held: true });
      await box().press('ArrowUp');
      const edited = parley.page.locator('[data-message-id=u1] textarea');
      await edited.fill('Otherwise');
      await edited.press('Enter');
      await hold(ask);
      await notice().waitFor();
      assert.equal(await edited.inputValue(), 'Otherwise');
      await parley.answer('edit', null);
      await notice().getByRole('button', { name: 'Send anyway' }).click();
      await until('the edit to be sent', async () => (await edited.count()) === 0);
      assert.equal((await parley.requests('edit')).length, 2);
    });

    it('the queue goes on where the page itself asked for nothing', async () => {
      parley = await openPage({ snapshot: snapshot(turns, { header: headerView({ hold: ask }) }) });
      await notice().getByRole('button', { name: 'Send anyway' }).click();
      await until('the queue to go on', async () => (await parley.requests('sendQueued')).length === 1);
    });

    it('that cannot be kept says why, and where a price is set', async () => {
      const unknown = { kind: 'unknown', model: 'Local 1' } as const;
      parley = await openPage({ snapshot: snapshot(turns, { header: headerView({ hold: unknown }) }) });
      await notice().getByText('What Local 1 costs is not known, so that your budget cannot be kept.').waitFor();
      await notice().getByRole('button', { name: 'Set a price' }).click();
      assert.deepEqual(
        (await parley.requests('openSettings')).map(({ params }) => params),
        [{ query: 'parley.prices' }],
      );
    });
  });

  describe('the usage report', () => {
    async function show(): Promise<void> {
      parley = await openPage({ snapshot: snapshot(turns) });
      await parley.answer('usageReport', usageReportView());
      await parley.post({ type: 'show', what: 'usage' });
      await table('By day').waitFor();
    }
    const table = (name: string) => parley.page.getByRole('table', { name });

    it('is a chart, and tables that say the same', async () => {
      await show();
      assert.equal(await parley.page.locator('.usage-chart rect').count(), 30);
      const used = usageReportView().days.filter(({ turns: count }) => count > 0);
      assert.equal(await table('By day').locator('tbody tr').count(), used.length);
      assert.deepEqual(await table('By model').locator('tbody tr').first().locator('th, td').allTextContents(), [
        'Opus 5.5',
        '2,232,000',
        '$12.40',
      ]);
      const rows = table('By model').locator('tbody tr');
      assert.equal(await rows.last().locator('td').last().textContent(), 'price unknown');
      assert.equal(await table('By conversation').locator('tbody td').last().textContent(), 'at least $0.0003');
      assert.match(
        (await parley.page.locator('.usage-report-total').textContent()) ?? '',
        /^at least \$18\.71 for 3,367,800 tokens in 64 replies$/,
      );
    });

    it('of another time is asked for anew', async () => {
      await show();
      await parley.page.getByRole('combobox', { name: 'Time' }).selectOption('7');
      await until('another time', async () => (await parley.requests('usageReport')).length === 2);
      assert.deepEqual(
        (await parley.requests('usageReport')).map(({ params }) => params),
        [{ days: 30 }, { days: 7 }],
      );
      await parley.page.getByRole('button', { name: 'Save as CSV' }).click();
      assert.deepEqual(
        (await parley.requests('saveUsage')).map(({ params }) => params),
        [{ days: 7 }],
      );
    });

    it('a conversation opens from it; Esc goes back to where one was', async () => {
      await show();
      await table('By conversation')
        .getByRole('button', { name: /ISO 8601/ })
        .click();
      assert.deepEqual(
        (await parley.requests('openConversation')).map(({ params }) => params),
        [{ id: 'recent-2' }],
      );
      assert.equal(await parley.page.locator('.usage-report').count(), 0);
      await parley.post({ type: 'show', what: 'usage' });
      await table('By day').waitFor();
      await parley.page.keyboard.press('Escape');
      await until('the conversation', async () => (await parley.page.locator('.usage-report').count()) === 0);
      await until('the focus', () => box().evaluate((element) => element === document.activeElement));
    });

    it('says where there is nothing to show', async () => {
      const { days, ...rest } = usageReportView();
      const nothing = { cost: 0, tokens: 0, turns: 0, partial: false };
      parley = await openPage({ snapshot: snapshot(turns) });
      await parley.answer('usageReport', {
        ...rest,
        days: days.map(({ day }) => ({ day, ...nothing })),
        models: [],
        conversations: [],
        total: nothing,
      });
      await parley.post({ type: 'show', what: 'usage' });
      await parley.page.getByText('Nothing was used in this time.').waitFor();
    });
  });
});
