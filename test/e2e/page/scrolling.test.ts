/** Scrolling: the end is followed only from the end, and nothing that is read moves. */
import assert from 'node:assert/strict';
import { initialViewState } from '../../../src/shared/conversation.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, longConversation, settledFrames, snapshot, streamingTurn, text } from './samples.ts';

describe('The page: scrolling', () => {
  let parley: PageInBrowser | undefined;

  afterEach(async () => {
    assert.deepEqual(parley?.violations, []);
    await parley?.page.close();
  });

  const list = (page: PageInBrowser) => page.page.getByRole('log', { name: 'Conversation' });
  const distance = (page: PageInBrowser) =>
    list(page).evaluate((element) => Math.round(element.scrollHeight - element.scrollTop - element.clientHeight));
  const topOf = (page: PageInBrowser, id: string) =>
    page.page.locator(`[data-message-id="${id}"]`).evaluate((element) => Math.round(element.getBoundingClientRect().top));
  /** Until nothing moves by itself any more: turns that come into sight are laid out a frame later. */
  const still = (page: PageInBrowser) =>
    page.page.evaluate(async (settled) => {
      for (let frame = 0; frame < settled; frame++) await new Promise(requestAnimationFrame);
    }, settledFrames);

  async function streamLines(page: PageInBrowser, count: number): Promise<void> {
    for (let line = 0; line < count; line++) {
      await page.update([{ type: 'delta', messageId: 'live', block: 0, text: `Line ${line} of a reply that goes on.\n\n` }]);
      await page.painted();
    }
  }

  const streaming = () => snapshot([...longConversation(6), streamingTurn('live', { blocks: [text('')] })]);

  it('begins at the end and follows it', async () => {
    parley = await openPage({ snapshot: streaming() });
    await still(parley);
    assert.ok((await distance(parley)) <= 1);
    await streamLines(parley, 12);
    await still(parley);
    assert.ok((await distance(parley)) <= 1);
    assert.equal(await parley.page.getByRole('button', { name: 'New below' }).count(), 0);
  });

  it('holds still after the smallest step up, says what is new, and goes back to the end', async () => {
    parley = await openPage({ snapshot: streaming() });
    await streamLines(parley, 20);
    await list(parley).hover();
    await parley.page.mouse.wheel(0, -8);
    await parley.page.getByRole('button', { name: 'Go to the end' }).waitFor();
    await still(parley);
    const before = await topOf(parley, 'live');
    await streamLines(parley, 6);
    assert.equal(await topOf(parley, 'live'), before);
    await parley.page.getByRole('button', { name: 'New below' }).click();
    await still(parley);
    assert.ok((await distance(parley)) <= 1);
  });

  it('lays out what has passed of a reply after its end, stretch by stretch, and moves nothing', async () => {
    parley = await openPage({ snapshot: streaming() });
    const said: string[] = [];
    for (let piece = 0; piece < 5; piece++) {
      said.push(Array.from({ length: 130 }, (_, line) => `Line ${line} of piece ${piece}.\n\n`).join(''));
      await parley.update([{ type: 'delta', messageId: 'live', block: 0, text: said.at(-1) ?? '' }]);
      await parley.painted();
    }
    await still(parley);
    const flowing = parley.page.locator('.turn-flowing');
    const asOne = flowing.locator('.md-stretch:not(:last-of-type, .md-by-sections)');
    assert.equal(await asOne.count(), 5);
    // How many are left in each frame from the end on.
    await parley.page.evaluate(() => {
      const counts: number[] = [];
      const count = () => {
        counts.push(document.querySelectorAll('.turn-flowing .md-stretch:not(:last-of-type, .md-by-sections)').length);
        if (document.querySelector('.turn-flowing')) requestAnimationFrame(count);
      };
      requestAnimationFrame(count);
      Object.assign(globalThis, { counts });
    });
    await parley.update([{ type: 'turn', turn: assistantTurn('live', said.join('')) }]);
    await flowing.waitFor({ state: 'detached' });
    const counts = await parley.page.evaluate<number[]>('counts');
    // Not all in one frame.
    assert.ok(new Set(counts).size >= 4, counts.join(' '));
    await still(parley);
    assert.ok((await distance(parley)) <= 1);
  });

  it('no section of text that streams past comes into sight by a decision of the browser, and what passes at once is not laid out', async () => {
    const page = await openPage({ snapshot: streaming() });
    parley = page;
    // Each that comes into sight wants another frame.
    await page.page.evaluate(() => {
      const decided = { came: 0, left: 0 };
      const count = (event: Event) => {
        const { target, skipped } = event as ContentVisibilityAutoStateChangeEvent;
        if (!(target instanceof Element) || !target.matches('.turn-flowing .md-stretch:last-of-type > .md-section')) return;
        if (skipped) decided.left++;
        else decided.came++;
      };
      document.addEventListener('contentvisibilityautostatechange', count, true);
      Object.assign(globalThis, { decided });
    });
    const add = async (name: string, lines: number) => {
      const paragraph = (line: number) => `Line ${line} of ${name}. ${'It is as long as lines usually are. '.repeat(12)}\n\n`;
      const text = Array.from({ length: lines }, (_, line) => paragraph(line)).join('');
      await page.update([{ type: 'delta', messageId: 'live', block: 0, text }]);
      await page.painted();
    };
    for (let piece = 0; piece < 20; piece++) await add(`piece ${piece}`, 20);
    await still(parley);
    const { came, left } = await parley.page.evaluate<{ came: number; left: number }>('decided');
    assert.equal(came, 0);
    // That they leave is counted: the event is there.
    assert.ok(left > 0);
    // The last stretch of sixteen sections has thirteen then.
    await add('all at once', 600);
    const laidOut = await parley.page.evaluate(() => {
      const lines = [...document.querySelectorAll('.turn-flowing p')].filter((line) => line.textContent?.includes('all at once'));
      return [lines.length, lines.filter((line) => line.checkVisibility({ contentVisibilityAuto: true })).length];
    });
    // The last four sections of eight.
    assert.equal(laidOut[0], 600);
    assert.ok((laidOut[1] ?? 0) > 16 && (laidOut[1] ?? 0) <= 32, `${laidOut[1]}`);
    assert.ok((await distance(parley)) <= 1);
  });

  it('no frame has a hole where text is, neither while it streams nor as it ends', async () => {
    const page = await openPage({ snapshot: streaming() });
    parley = page;
    await page.page.evaluate(() => {
      const seen = { frames: 0, texts: 0, holes: [] as string[] };
      const view = document.querySelector('[role=log]');
      const isInView = (element: Element) => {
        const bounds = [view, element.closest('.md-stretch'), element].map((each) => each?.getBoundingClientRect() ?? new DOMRect());
        return Math.min(...bounds.map(({ bottom }) => bottom)) > Math.max(...bounds.map(({ top }) => top)) + 1;
      };
      // What comes after a frame's callbacks comes after its drawing.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        seen.frames++;
        for (const section of document.querySelectorAll('[data-message-id="live"] .md-section')) {
          if (!isInView(section)) continue;
          seen.texts++;
          if (!section.firstElementChild?.checkVisibility({ contentVisibilityAuto: true })) {
            seen.holes.push(`frame ${seen.frames}: ${section.textContent.slice(0, 20)}`);
          }
        }
      };
      const next = () => {
        port2.postMessage(null);
        requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
      Object.assign(globalThis, { seen });
    });
    const said: string[] = [];
    // Three stretches and a little of a fourth: what is in sight goes over from one to the next.
    for (let piece = 0; piece < 131; piece++) {
      const line = (number: number) => `Line ${number} of piece ${piece}. ${'It is as long as lines usually are. '.repeat(12)}\n\n`;
      const text = [0, 1, 2].map(line).join('');
      said.push(text);
      await page.update([{ type: 'delta', messageId: 'live', block: 0, text }]);
      await page.painted();
    }
    assert.equal(await page.page.locator('.turn-flowing .md-stretch').count(), 4);
    await page.update([{ type: 'turn', turn: assistantTurn('live', said.join('')) }]);
    await page.page.locator('.turn-flowing').waitFor({ state: 'detached' });
    await still(page);
    const { frames, texts, holes } = await page.page.evaluate<{ frames: number; texts: number; holes: string[] }>('seen');
    assert.deepEqual(holes, []);
    assert.ok(frames > 131 && texts >= frames, `${frames} ${texts}`);
  });

  it('tells where the reader is, and comes back there', async () => {
    parley = await openPage({ snapshot: streaming() });
    await still(parley);
    await list(parley).evaluate((element) => element.scrollTo(0, 900));
    await parley.page.waitForFunction(() =>
      parleyPosted.some(({ message }) => message.type === 'viewState' && message.viewState.scroll !== null),
    );
    const told = (await parley.posted()).findLast((message) => message.type === 'viewState')?.viewState;
    assert.ok(told?.scroll);
    const top = await topOf(parley, told.scroll.messageId);
    await parley.page.close();
    parley = await openPage({ snapshot: { ...streaming(), viewState: { ...initialViewState, scroll: told.scroll } } });
    await still(parley);
    assert.ok(Math.abs((await topOf(parley, told.scroll.messageId)) - top) <= 1);
  });

  it('turns that come in above do not move what is read', async () => {
    const all = longConversation(14);
    parley = await openPage({ snapshot: snapshot(all.slice(12), { hasEarlier: true }) });
    await still(parley);
    await parley.answer('loadEarlier', 'wait');
    await list(parley).evaluate((element) => element.scrollTo(0, 100));
    await parley.page.waitForFunction(() =>
      parleyPosted.some(({ message }) => message.type === 'request' && message.name === 'loadEarlier'),
    );
    await still(parley);
    const before = await topOf(parley, 'reply-6');
    const [request] = await parley.requests('loadEarlier');
    await parley.post({ type: 'result', id: request?.id ?? 0, value: { turns: all.slice(0, 12), hasEarlier: false, hasLater: true } });
    await parley.page.locator('[data-message-id=prompt-0]').waitFor({ state: 'attached' });
    await still(parley);
    assert.ok(Math.abs((await topOf(parley, 'reply-6')) - before) <= 1);
  });

  const parts = Array.from(
    { length: 120 },
    (_, n) => `## Part ${n}\n\n${'A few words of it. '.repeat(n % 9)}end\n\n- one\n- two\n\n> so\n\n`,
  );
  const ways: Readonly<Record<string, () => Promise<PageInBrowser>>> = {
    'a long answer': () => openPage({ snapshot: snapshot([...longConversation(1), assistantTurn('long', parts.join(''))]) }),
    'one that streams already when the page opens': () =>
      openPage({ snapshot: snapshot([...longConversation(1), streamingTurn('long', { blocks: [text(parts.join(''))] })]) }),
    'one that streamed past': async () => {
      const page = await openPage({ snapshot: snapshot([...longConversation(1), streamingTurn('long', { blocks: [text('')] })]) });
      for (const part of parts) {
        await page.update([{ type: 'delta', messageId: 'long', block: 0, text: part }]);
        await page.painted();
      }
      return page;
    },
  };
  for (const [what, open] of Object.entries(ways)) {
    it(`what is read of ${what} moves by as much as one scrolls`, async () => {
      parley = await open();
      await still(parley);
      const box = await list(parley).boundingBox();
      assert.ok(box);
      const middle = [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)] as const;
      await parley.page.mouse.move(...middle);
      const moved: number[] = [];
      for (let step = 0; step < 30; step++) {
        const before = await parley.page.evaluate(([x, y]) => {
          const read = document.elementsFromPoint(x, y).find((each) => each.matches('.md-section > *'));
          Object.assign(globalThis, { parleyRead: read });
          return read?.getBoundingClientRect().top ?? null;
        }, middle);
        await parley.page.mouse.wheel(0, -400);
        await still(parley);
        const after = await parley.page.evaluate(() => (globalThis as { parleyRead?: Element }).parleyRead?.getBoundingClientRect().top);
        // Between two blocks there is nothing to be read.
        if (before !== null && after !== undefined) moved.push(Math.round(after - before));
      }
      assert.ok(moved.length > 20);
      for (const pixels of moved) assert.ok(Math.abs(pixels - 400) <= 1, `${moved}`);
    });
  }
});
