/** The order of updates: acknowledged when painted, a gap closed by one question. */
import assert from 'node:assert/strict';
import type { Update } from '../../../src/shared/protocol.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, snapshot, streamingTurn, text, userTurn } from './samples.ts';

describe('The page: updates', () => {
  let parley: PageInBrowser;
  const delta = (value: string): Update => ({ type: 'delta', messageId: 'a1', block: 0, text: value });
  const reply = () => parley.page.locator('[data-message-id=a1] .md');
  const acks = async () => (await parley.posted()).flatMap((message) => (message.type === 'ack' ? [message.seq] : []));

  beforeEach(async () => {
    parley = await openPage({ snapshot: snapshot([userTurn('u1', 'One'), streamingTurn('a1', { blocks: [text('')] })]) });
  });

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('a burst is painted in one frame and acknowledged once, after it', async () => {
    await parley.update(['A ', '**b', 'c** ', 'd'].map(delta));
    await parley.painted();
    assert.equal(await reply().textContent(), 'A bc d');
    assert.deepEqual(await acks(), [1, 5]);
  });

  it('while more waits it is taken in out of the page, and every third time it is shown and acknowledged', async () => {
    await parley.page.evaluate(() => {
      // Each look at the clock is later than a slice of work lasts.
      let now = performance.now();
      performance.now = () => {
        now += 13;
        return now;
      };
      const shown: number[] = [];
      new MutationObserver(() => shown.push(document.querySelectorAll('[data-message-id=a1] .md p').length)).observe(
        document.querySelector('[data-message-id=a1] .md') ?? document.body,
        { subtree: true, childList: true, characterData: true },
      );
      Object.assign(globalThis, { parleyShown: shown });
    });
    // As long as is taken in at once, each.
    const paragraph = (n: number) => `${`Paragraph ${n}. `.padEnd(1022, 'word ')}\n\n`;
    await parley.update(Array.from({ length: 30 }, (_, n) => delta(paragraph(n))));
    await parley.painted();
    assert.equal(await reply().locator('p').count(), 30);
    const fourth = [4, 7, 10, 13, 16, 19, 22, 25, 28, 30];
    assert.deepEqual(await parley.page.evaluate(() => (globalThis as { parleyShown?: number[] }).parleyShown), fourth);
    assert.deepEqual(
      await acks(),
      [0, ...fourth].map((n) => n + 1),
    );
  });

  it('a gap asks for a snapshot once, and nothing is taken in until it comes', async () => {
    await parley.update([delta('A')]);
    await parley.painted();
    await parley.update([delta('C'), delta('D')], 1);
    await parley.page.waitForFunction(() => parleyPosted.some(({ message }) => message.type === 'resync'));
    await parley.update([
      { type: 'snapshot', snapshot: snapshot([userTurn('u1', 'One'), streamingTurn('a1', { blocks: [text('ABCD')] })]) },
      delta('E'),
    ]);
    await parley.painted();
    assert.equal(await reply().textContent(), 'ABCDE');
    assert.equal((await parley.posted()).filter(({ type }) => type === 'resync').length, 1);
  });

  it('a delta draws nothing again but its own block', async () => {
    const changed = await parley.page.evaluate(() => {
      const seen: string[] = [];
      new MutationObserver((records) => {
        for (const { target } of records) {
          const element = target instanceof Element ? target : target.parentElement;
          if (!element?.closest('.md, [aria-live=polite]')) seen.push(element?.className ?? '');
        }
      }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      Object.assign(globalThis, { parleyChanged: seen });
      return seen.length;
    });
    assert.equal(changed, 0);
    await parley.update([delta('One ')]);
    await parley.painted();
    await parley.update([delta('two')]);
    await parley.painted();
    assert.deepEqual(await parley.page.evaluate(() => (globalThis as { parleyChanged?: string[] }).parleyChanged), []);
  });

  it('a block that opens is added to those that are there; without those, nothing is shown until the end brings all', async () => {
    const begun = streamingTurn('a1', { blocks: [text('One.'), text('')] });
    await parley.update([
      { type: 'turn', turn: begun },
      { type: 'delta', messageId: 'a1', block: 1, text: ' Two.' },
    ]);
    await parley.update([{ type: 'turn', same: 1, turn: { ...begun, blocks: [text(' Two.'), text('')] } }]);
    await parley.update([{ type: 'delta', messageId: 'a1', block: 2, text: ' Three.' }]);
    await parley.update([{ type: 'turn', same: 5, turn: { ...begun, blocks: [text('Nowhere')] } }]);
    await parley.painted();
    assert.equal(await reply().textContent(), 'One. Two. Three.');
    await parley.update([{ type: 'turn', turn: assistantTurn('a1', 'All of it.') }]);
    await parley.painted();
    assert.equal(await reply().textContent(), 'All of it.');
  });

  it('a text that is replaced as a whole keeps what was unfolded in it', async () => {
    const code = `${'line;\n'.repeat(300)}`;
    const shown = (beginning: string) => assistantTurn('a2', `${beginning}\n\n\`\`\`\n${code}\`\`\`\n`);
    await parley.update([{ type: 'turn', turn: shown('A long beginning') }]);
    await parley.page.getByRole('button', { name: 'Show all 300 lines' }).click();
    await parley.update([{ type: 'turn', turn: shown('Another') }]);
    await parley.page.getByText('Another').waitFor();
    assert.equal(await parley.page.locator('.md-code').count(), 1);
    assert.equal(await parley.page.getByRole('button', { name: 'Show less' }).count(), 1);
  });
});
