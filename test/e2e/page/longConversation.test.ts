/** A conversation longer than the page holds: what is on the page is a part of it, that moves with the reader. */
import assert from 'node:assert/strict';
import type { TurnView } from '../../../src/shared/turnView.ts';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, headerView, longConversation, settledFrames, snapshot, streamingTurn, text, userTurn } from './samples.ts';

declare global {
  /** The whole conversation, as the host has it. */
  var parleyTurns: TurnView[];
}

describe('The page: a long conversation', () => {
  let parley: PageInBrowser;
  const all = longConversation(300);

  beforeEach(async () => {
    parley = await openPage({ snapshot: snapshot(all.slice(-60), { hasEarlier: true }) });
    await parley.page.evaluate((turns) => {
      globalThis.parleyTurns = turns;
      const part = (from: number, to: number) => ({
        turns: parleyTurns.slice(Math.max(0, from), to),
        hasEarlier: from > 0,
        hasLater: to < parleyTurns.length,
      });
      const indexOf = ({ messageId }: { messageId: string }) => parleyTurns.findIndex(({ id }) => id === messageId);
      Object.assign(parleyAnswers, {
        loadEarlier: (params: { messageId: string }) => part(indexOf(params) - 60, Math.max(0, indexOf(params))),
        loadLater: (params: { messageId: string }) => part(indexOf(params) + 1, indexOf(params) + 61),
        loadAround: (params: { messageId: string }) => (indexOf(params) < 0 ? null : part(indexOf(params) - 30, indexOf(params) + 30)),
      });
    }, all);
  });

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  const list = () => parley.page.getByRole('log', { name: 'Conversation' });
  const ids = () =>
    parley.page.locator('[role=log] [data-message-id]').evaluateAll((all) => all.map((each) => each.dataset['messageId'] ?? ''));
  const scrollTo = (end: 'top' | 'bottom') => list().evaluate((element, to) => element.scrollTo(0, to === 'top' ? 0 : 1e9), end);
  const topOf = (id: string) =>
    parley.page.locator(`[data-message-id="${id}"]`).evaluate((element) => Math.round(element.getBoundingClientRect().top));
  const still = () =>
    parley.page.evaluate(async (settled) => {
      for (let frame = 0; frame < settled; frame++) await new Promise(requestAnimationFrame);
    }, settledFrames);

  async function goTo(end: 'top' | 'bottom', id: string): Promise<number> {
    let most = 0;
    await until(`${id} on the page`, async () => {
      await scrollTo(end);
      await still();
      const shown = await ids();
      most = Math.max(most, shown.length);
      assert.deepEqual(shown, all.map((turn) => turn.id).slice(...rangeOf(shown)), 'a part of the conversation, without gaps');
      return shown.includes(id);
    });
    return most;
  }

  function rangeOf(shown: readonly string[]): [number, number] {
    const from = all.findIndex(({ id }) => id === shown[0]);
    return [from, from + shown.length];
  }

  it('is gone through to its beginning and back, and the page holds a bounded part of it', async () => {
    assert.ok((await goTo('top', 'prompt-0')) <= 240);
    assert.ok((await goTo('bottom', 'reply-299')) <= 240);
    await scrollTo('bottom');
    await parley.page.getByRole('button', { name: 'Go to the end' }).waitFor({ state: 'detached' });
  });

  it('has a way to the end from anywhere', async () => {
    await goTo('top', 'prompt-150');
    assert.equal((await ids()).includes('reply-299'), false);
    await parley.page.getByRole('button', { name: 'Go to the end' }).click();
    await until('a request for the end', async () => (await parley.posted()).some(({ type }) => type === 'resync'));
    await parley.update([{ type: 'snapshot', snapshot: snapshot(all.slice(-60), { hasEarlier: true }) }]);
    await parley.page.getByText('Answer 299').waitFor();
    await still();
    const distance = await list().evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);
    assert.ok(distance <= 1, `${distance} pixels from the end`);
  });

  it('does not show what comes at the end to who reads far above, and says that it came', async () => {
    await goTo('top', 'prompt-150');
    const before = await ids();
    await parley.update([
      { type: 'header', header: headerView({ busy: true }) },
      { type: 'turn', turn: userTurn('new', 'And now?') },
      { type: 'turn', turn: streamingTurn('live', { blocks: [text('')] }) },
      { type: 'delta', messageId: 'live', block: 0, text: 'Something new' },
    ]);
    await parley.page.getByRole('button', { name: 'New below' }).waitFor();
    assert.deepEqual(await ids(), before);
    await parley.page.getByRole('button', { name: 'Stop' }).waitFor();
  });

  it('keeps what is read in its place when another window has changed the conversation', async () => {
    await goTo('top', 'prompt-100');
    await list().evaluate((element) => element.scrollBy(0, 700));
    await still();
    const [read] = await parley.page
      .locator('[role=log] [data-message-id]')
      .evaluateAll((turns) =>
        turns.filter((turn) => turn.getBoundingClientRect().top >= 100).map((turn) => turn.dataset['messageId'] ?? ''),
      );
    assert.ok(read);
    const top = await topOf(read);
    await parley.update([{ type: 'snapshot', snapshot: snapshot(all.slice(-60), { hasEarlier: true }) }]);
    await parley.page.locator(`[data-message-id="${read}"]`).waitFor();
    await still();
    assert.ok(Math.abs((await topOf(read)) - top) <= 1, `${read} went from ${top} to ${await topOf(read)}`);
  });

  it('is opened where it was left, however far up', async () => {
    const again = await openPage({
      snapshot: snapshot(all.slice(-60), { hasEarlier: true, viewState: { scroll: { messageId: 'reply-20', offset: 10 }, expanded: [] } }),
    });
    const [request] = await again.requests('loadAround');
    assert.deepEqual(request?.params, { messageId: 'reply-20', anyBranch: false });
    await again.page.close();
  });

  it('takes a prompt from who reads far above: it is seen at once, and what is above it comes', async () => {
    await goTo('top', 'prompt-150');
    const box = parley.page.getByRole('textbox', { name: 'Message Claude' });
    await box.fill('From far above');
    await box.press('Enter');
    await parley.page.locator('[role=log]').getByText('From far above').waitFor();
    assert.equal((await ids()).length, 1);
    await until('a request for the rest', async () => (await parley.posted()).some(({ type }) => type === 'resync'));
  });

  it('lets go of its beginning while it grows at the end', async () => {
    for (let n = 0; n < 6; n++) {
      const turns = Array.from({ length: 50 }, (_, at) => assistantTurn(`more-${n}-${at}`, 'More.'));
      await parley.update(turns.map((turn) => ({ type: 'turn', turn })));
      await parley.painted();
    }
    const shown = await ids();
    assert.equal(shown.length, 240);
    assert.equal(shown.at(-1), 'more-5-49');
  });
});
