/** Finding: what the page asks, what it does with the answers, and where it brings the reader. The search itself: `test/e2e/find.test.ts`. */
import assert from 'node:assert/strict';
import type { FoundMessage } from '../../../src/shared/conversation.ts';
import type { Update } from '../../../src/shared/protocol.ts';
import type { TurnView } from '../../../src/shared/turnView.ts';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, longConversation, snapshot, streamingTurn, text, userTurn } from './samples.ts';

const fence = '```';
const lines = (count: number, special: Readonly<Record<number, string>> = {}) =>
  Array.from({ length: count }, (_, line) => special[line] ?? `line ${line};`).join('\n');
const filler = 'A paragraph that says nothing of it, at some length, so that there is something to scroll over.\n\n'.repeat(12);

describe('The page: finding', () => {
  let parley: PageInBrowser;

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  const list = () => parley.page.getByRole('log', { name: 'Conversation' });
  const box = () => parley.page.getByRole('textbox', { name: 'Find in conversation' });
  const count = () => parley.page.locator('.find-count').textContent();
  const scrollTop = () => list().evaluate((element) => Math.round(element.scrollTop));
  const asked = () =>
    parley
      .requests('findInConversation')
      .then((all) => all.map(({ params }) => (params !== null && 'query' in params ? params.query : '')));
  const still = () =>
    parley.page.evaluate(async () => {
      for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame);
    });

  async function open(turns: readonly TurnView[]): Promise<void> {
    parley = await openPage({ snapshot: snapshot(turns) });
    await parley.answer('loadAround', null);
  }

  const answer = (...found: readonly (readonly [messageId: string, count: number])[]) =>
    parley.answer(
      'findInConversation',
      found.map(([messageId, times]): FoundMessage => ({ messageId, count: times })),
    );

  async function find(query: string): Promise<void> {
    await parley.page.keyboard.press('Control+F');
    await box().fill(query);
  }

  /** Answers a request that was left waiting. @param index among those for a search */
  async function answerLate(index: number, ...found: readonly FoundMessage[]): Promise<void> {
    const request = (await parley.requests('findInConversation'))[index];
    assert.ok(request);
    await parley.post({ type: 'result', id: request.id, value: found });
  }

  /** What is marked as the current match, and whether all of it is in what is seen: of the list, and of the code that it is in. */
  const current = () =>
    parley.page.evaluate(() => {
      const [range] = [...(CSS.highlights.get('find-current') ?? [])].filter((each) => each instanceof Range);
      const box = range?.getBoundingClientRect();
      const around = [document.querySelector('.turn-list'), range?.startContainer.parentElement?.closest('pre')];
      const seen = around.every((each) => {
        const outer = each?.getBoundingClientRect();
        if (!outer) return true;
        return box && box.top >= outer.top && box.bottom <= outer.bottom && box.left >= outer.left && box.right <= outer.right;
      });
      return { text: range?.toString() ?? '', seen: seen && box !== undefined && box.width > 0 };
    });
  const at = (label: string, found: string) =>
    until(`${label}, in sight`, async () => {
      const now = await current();
      return (await count()) === label && now.text === found && now.seen;
    });

  describe('brings into sight what stands', () => {
    const cases: Readonly<Record<string, string>> = {
      'in a block that is folded by itself': lines(300, { 250: 'the needle' }),
      'far to the right': `short\n${'x'.repeat(900)} needle ${'y'.repeat(900)}\nshort`,
      'far to the right in a part of a long block that was never drawn': lines(600, { 500: `${'x'.repeat(900)} needle` }),
    };
    for (const [name, code] of Object.entries(cases)) {
      it(name, async () => {
        await open([userTurn('u', 'Where?'), assistantTurn('a', `${filler}${fence}\n${code}\n${fence}\n\n${filler}`)]);
        await answer(['a', 1]);
        await find('needle');
        await at('1 of 1', 'needle');
        await still();
        await at('1 of 1', 'needle');
      });
    }

    it('below parts of a long reply whose height was only guessed', async () => {
      const tall = `${fence}\n${lines(190)}\n${fence}\n\n`.repeat(90);
      await open([userTurn('u', 'Where?'), assistantTurn('a', `${tall}The needle.\n\n${filler}`)]);
      await list().evaluate((element) => element.scrollTo(0, 0));
      await answer(['a', 1]);
      await find('needle');
      await at('1 of 1', 'needle');
    });

    it('in a block that the reader has folded, and in the beginning of a folded one without unfolding it', async () => {
      const short = `${fence}\n${lines(100, { 2: 'first needle', 90: 'second needle' })}\n${fence}`;
      await open([userTurn('u', 'Where?'), assistantTurn('a', `${filler}${short}`)]);
      await parley.page.getByRole('button', { name: 'Show less' }).click();
      const folded = parley.page.locator('.md-code-folded');
      await folded.waitFor();
      await answer(['a', 2]);
      await find('needle');
      await until('a count', async () => (await count()) !== '');
      if ((await count()) !== '1 of 2') await parley.page.keyboard.press('Enter');
      await at('1 of 2', 'needle');
      assert.equal(await folded.count(), 1);
      await parley.page.keyboard.press('Enter');
      await at('2 of 2', 'needle');
      assert.equal(await folded.count(), 0);
      await parley.page.getByRole('button', { name: 'Show less' }).click();
      await folded.waitFor();
    });
  });

  describe('asks again when the path has changed', () => {
    const turns = () => [
      ...longConversation(6),
      userTurn('u', 'One needle'),
      assistantTurn('a', `Two needles, a needle.\n\n${filler}`),
      streamingTurn('live', { blocks: [text('')] }),
    ];
    const end: Update = { type: 'turn', turn: assistantTurn('live', 'And a needle.') };

    beforeEach(async () => {
      await open(turns());
      await answer(['u', 1], ['a', 2]);
      await find('needle');
      await until('a count', async () => (await count()) !== '');
      while ((await count()) !== '2 of 3') await parley.page.keyboard.press('Enter');
      await at('2 of 3', 'needle');
      await still();
      assert.deepEqual(await asked(), ['needle']);
    });

    it('as when a reply has ended: the current match stays the current one, and the reader where they are', async () => {
      await list().evaluate((element) => element.scrollTo(0, 0));
      await still();
      await answer(['prompt-0', 3], ['u', 1], ['a', 2], ['live', 1]);
      await parley.update([end]);
      await until('the new count', async () => (await count()) === '5 of 7');
      await still();
      assert.equal(await scrollTop(), 0);
      assert.deepEqual(await asked(), ['needle', 'needle']);
      await parley.page.keyboard.press('Enter');
      await at('6 of 7', 'needle');
    });

    it('as when another version of it is shown: a match that is gone is not gone to', async () => {
      await list().evaluate((element) => element.scrollTo(0, 200));
      await still();
      const before = await scrollTop();
      await answer(['u', 1]);
      await parley.update([
        { type: 'snapshot', snapshot: snapshot([...longConversation(6), userTurn('u', 'One needle'), assistantTurn('b', filler)]) },
      ]);
      await until('the new count', async () => (await count()) === '1 of 1');
      await still();
      assert.equal(await scrollTop(), before);
      assert.equal((await parley.requests('loadAround')).length, 0);
    });

    it('and not for what streams', async () => {
      await parley.update([
        { type: 'delta', messageId: 'live', block: 0, text: 'needle' },
        { type: 'turn', turn: streamingTurn('live', { blocks: [text('needle'), text('')] }) },
      ]);
      await parley.painted();
      await still();
      assert.deepEqual(await asked(), ['needle']);
    });

    it('and an answer that was on its way is not taken', async () => {
      await parley.answer('findInConversation', 'wait');
      await box().fill('needles');
      await until('the second question', async () => (await asked()).length === 2);
      await parley.update([end]);
      await parley.painted();
      await answerLate(1, { messageId: 'prompt-0', count: 5 });
      await until('the third question', async () => (await asked()).length === 3);
      assert.equal(await count(), '2 of 3');
      await answerLate(2, { messageId: 'a', count: 1 });
      await at('1 of 1', 'needles');
      assert.deepEqual(await asked(), ['needle', 'needles', 'needles']);
    });
  });

  it('asks one thing at a time, and after it the last one only', async () => {
    await open([...longConversation(2), userTurn('u', 'A needle')]);
    await parley.answer('findInConversation', 'wait');
    await find('n');
    await until('a question', async () => (await asked()).length === 1);
    for (const query of ['ne', 'nee', 'need', 'needle']) {
      await box().fill(query);
      // A timer as long as the page's pause, begun after it.
      await parley.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 80)));
    }
    assert.deepEqual(await asked(), ['n']);
    await answerLate(0, { messageId: 'prompt-0', count: 9 });
    await until('the next question', async () => (await asked()).length === 2);
    assert.equal(await count(), '');
    await answerLate(1, { messageId: 'u', count: 1 });
    await at('1 of 1', 'needle');
    assert.deepEqual(await asked(), ['n', 'needle']);
  });

  it('leaves the reader where they are when what was found is not on the path any more', async () => {
    await open(longConversation(8));
    await list().evaluate((element) => element.scrollTo(0, 300));
    await still();
    const before = await scrollTop();
    await answer(['gone', 1]);
    await find('needle');
    await until('a question for the turn', async () => (await parley.requests('loadAround')).length === 1);
    await still();
    assert.equal(await scrollTop(), before);
    assert.deepEqual(
      (await parley.requests('loadAround')).map(({ params }) => params),
      [{ messageId: 'gone', anyBranch: false }],
    );
  });

  it('leaves no mark for a frame without its bar', async () => {
    await open([userTurn('u1', 'Where is the needle?')]);
    await answer(['u1', 1]);
    await find('needle');
    await until('a mark', async () => (await count()) === '1 of 1');
    const marks = await box().evaluate(async (bar) => {
      const gone = new Promise((resolve) => {
        new MutationObserver(() => bar.isConnected || resolve(CSS.highlights.get('find-match')?.size)).observe(document.body, {
          childList: true,
          subtree: true,
        });
      });
      const before = CSS.highlights.get('find-match')?.size;
      bar.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
      return [before, await gone];
    });
    assert.deepEqual(marks, [1, 0]);
  });
});
