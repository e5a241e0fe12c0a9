/** The page as it is used: by keyboard alone, with an input method, with very long texts, in a narrow view, read while it streams. */
import assert from 'node:assert/strict';
import type { CDPSession, Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { isObject } from '../../src/shared/json.ts';
import type { Script } from '../sim/script.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';
import type { SimRequest } from '../sim/simRequest.ts';
import { type EditorWindow, openWindow } from './driver/editorWindow.ts';
import { frameSelector, openParley, parleyFrame, parleyIcon, startParley } from './driver/parley.ts';
import { until } from './driver/until.ts';
import { quickInput, quickRows, setViewWidth } from './driver/workbench.ts';

/** Held replies must outlast the tests, not the stall's bound. */
const alive = { pingEvery: 1000 };
/** A person's click takes that long, in milliseconds; the page is told that it loses the focus when it begins. */
const finger = { delay: 80 };
const paragraphs = (count: number) => Array.from({ length: count }, (_, index) => `Paragraph ${index} of a long answer.\n\n`);

describe('the page', () => {
  let simulator: Simulator;
  let window: EditorWindow;
  let page: Page;
  let parley: FrameLocator;

  before(async () => {
    simulator = await startSimulator();
    const editor = await startParley({ settings: { 'parley.baseUrl': simulator.url } });
    window = await openWindow({ editor });
    page = window.page;
    parley = await openParley(page);
    await box().waitFor();
  });

  after(async () => {
    await window.close();
    await simulator.close();
  });

  const box = () => parley.getByRole('textbox', { name: 'Message Claude' });
  const list = () => parley.getByRole('log', { name: 'Conversation' });
  const turn = (role: 'user' | 'assistant', status?: string): Locator =>
    list().locator(`[data-role="${role}"]${status === undefined ? '' : `[data-status="${status}"]`}`);
  const press = (...keys: readonly string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

  /** Sends and waits for the reply that is scripted. */
  async function exchange(prompt: string, script: Script): Promise<void> {
    const before = await turn('assistant', 'complete').count();
    simulator.script(script);
    await box().fill(prompt);
    await box().press('Enter');
    await until('the reply', async () => (await turn('assistant', 'complete').count()) > before);
  }

  /** Sends a prompt whose reply is held, and settles when it is at its first hold. */
  async function begin(prompt: string, script: Script): Promise<SimRequest> {
    simulator.script({ ...alive, ...script });
    await box().fill(prompt);
    await box().press('Enter');
    return held();
  }

  async function held(): Promise<SimRequest> {
    let request = await simulator.nextRequest();
    while (request.endedAt !== null) request = await simulator.nextRequest();
    await request.held();
    return request;
  }

  async function newConversation(): Promise<void> {
    await page.getByRole('button', { name: 'New Conversation' }).first().click(finger);
    await until('an empty conversation', async () => (await turn('user').count()) === 0);
  }

  /** A command by the keyboard. */
  async function command(title: string): Promise<void> {
    await until('the command palette', async () => {
      await press('F1');
      await quickInput(page).waitFor({ timeout: 2000 });
      return true;
    });
    await page.keyboard.type(`Parley: ${title}`);
    await quickRows(page).first().getByText(title).first().waitFor();
    await press('Enter');
  }

  /** What has the focus, by the name that a screen reader says. */
  async function focused(): Promise<string> {
    return (await parleyFrame(page)).evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute('aria-label') ?? element?.getAttribute('data-message-id') ?? element?.textContent ?? '';
    });
  }

  const focusOn = (name: string) => until(`the focus on ${name}`, async () => (await focused()) === name);

  /** Tabs backwards until a control has the focus. */
  async function tabBackTo(name: string): Promise<void> {
    for (let steps = 0; steps < 20; steps++) {
      await press('Shift+Tab');
      if ((await focused()) === name) return;
    }
    assert.fail(`${name} was not reached; the focus is on ${await focused()}`);
  }

  const place = () => list().evaluate((log) => ({ top: log.scrollTop, below: log.scrollHeight - log.scrollTop - log.clientHeight }));

  describe('by the keyboard alone', () => {
    it('asks, stops, retries', async () => {
      await command('Focus Input');
      await focusOn('Message Claude');
      simulator.script({ ...alive, reply: { deltas: ['One ', 'two ', 'three.'] }, hold: 2 });
      await page.keyboard.type('Count, please');
      await press('Enter');
      await held();
      await turn('assistant', 'streaming').getByText('One two').waitFor();
      await press('Escape');
      await turn('assistant', 'stopped').waitFor();
      assert.equal(await focused(), 'Message Claude');
      simulator.script({ reply: { text: 'One two three.' } });
      await tabBackTo('Retry');
      await press('Enter');
      await turn('assistant', 'complete').getByText('One two three.').waitFor();
    });

    it('keeps the focus on the page when what had it is gone', async () => {
      await focusOn('Message Claude');
    });

    it('goes from turn to turn, and back to the box', async () => {
      const ids = await list()
        .locator('[data-message-id]')
        .evaluateAll((all) => all.map((each) => each.getAttribute('data-message-id')));
      assert.equal(ids.length, 2);
      await box().press('Control+ArrowUp');
      assert.equal(await focused(), ids[1]);
      await press('Control+ArrowUp');
      assert.equal(await focused(), ids[0]);
      await press('Control+ArrowDown');
      assert.equal(await focused(), ids[1]);
      await press('Control+ArrowDown');
      assert.equal(await focused(), 'Message Claude');
    });

    it('edits the last prompt from an empty box, and leaves it as it was', async () => {
      await press('ArrowUp');
      await focusOn('Edit prompt');
      await page.keyboard.type(' and more');
      await press('Escape');
      await focusOn('Message Claude');
      assert.match((await turn('user').textContent()) ?? '', /Count, please$/);
    });

    it('finds a conversation in the history, opens it, and leaves the history', async () => {
      await command('New Conversation');
      await until('an empty conversation', async () => (await turn('user').count()) === 0);
      await command('History');
      await focusOn('Search history');
      const rows = parley.getByRole('listitem').getByRole('button', { name: 'Count, please' });
      await rows.first().waitFor();
      await press('ArrowDown');
      assert.match(await focused(), /^Count, please/);
      await press('ArrowUp');
      assert.equal(await focused(), 'Search history');
      await press('Escape');
      await focusOn('Message Claude');
      await command('History');
      await focusOn('Search history');
      await rows.first().waitFor();
      await press('ArrowDown', 'Enter');
      await turn('user').getByText('Count, please').waitFor();
      await focusOn('Message Claude');
      await command('History');
      await focusOn('Search history');
      await page.keyboard.type('Count, please');
      await parley.locator('mark').first().waitFor();
      await press('Enter');
      await parley.getByRole('searchbox').waitFor({ state: 'detached' });
      await frames(2);
      assert.equal(await box().inputValue(), '');
      await box().focus();
    });

    it('renames in the header, and has the focus back on the title', async () => {
      await tabBackTo('Count, please');
      await press('Enter');
      await focusOn('Title of the conversation');
      await page.keyboard.type('Counting');
      await press('Enter');
      await focusOn('Counting');
      await box().focus();
    });

    const modelRequests = () => simulator.requests.filter(({ endpoint }) => endpoint === 'models');

    it('chooses a model', async () => {
      await press('Tab');
      assert.match(await focused(), /^Model: /);
      const before = modelRequests().length;
      await press('Enter');
      await quickRows(page).first().waitFor();
      // Typed into a list that is being read anew, a choice would be lost.
      await until('the models', () => modelRequests().length > before && modelRequests().at(-1)?.endedAt);
      await page.locator('.quick-input-widget .monaco-progress-container.active').waitFor({ state: 'detached' });
      await page.keyboard.type('Haiku');
      // The list is read anew when the API has answered, which may be just now.
      const chosen = page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: 'Haiku' });
      await until('Haiku to be chosen', async () => {
        if (!(await chosen.count())) await press('ArrowDown');
        return chosen.count();
      });
      await press('Enter');
      await parley.getByRole('button', { name: /^Model: .*Haiku/ }).waitFor();
    });
  });

  describe('with an input method', () => {
    it('leaves Enter to it while it composes', async () => {
      await newConversation();
      await box().focus();
      const input = await frameSession();
      await input.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
      await until('the composition', async () => (await box().inputValue()) === 'にほん');
      await press('Enter');
      await frames(2);
      assert.equal(await turn('user').count(), 0);
      simulator.script({ reply: { text: 'Tokyo.' } });
      await input.send('Input.insertText', { text: '日本' });
      await until('the committed text', async () => (await box().inputValue()).includes('日本'));
      await press('Enter');
      await turn('assistant', 'complete').getByText('Tokyo.').waitFor();
      await turn('user').getByText('日本').waitFor();
    });

    /** The browser's input of the page's frame, which may be a process of its own. */
    async function frameSession(): Promise<CDPSession> {
      const context = page.context();
      for (let frame: Frame | null = await parleyFrame(page); frame; frame = frame.parentFrame()) {
        const session = await context.newCDPSession(frame).catch(() => undefined);
        if (session) return session;
      }
      return context.newCDPSession(page);
    }
  });

  describe('with very long texts', () => {
    it('takes a million characters without a freeze, and sends all of them', async () => {
      await newConversation();
      const text = 'A line of a log that somebody has pasted, with a number at its end: 0123456789\n'.repeat(13_000).slice(0, 1_000_000);
      simulator.script({ reply: { text: 'That is long.' } });
      await watchFrames();
      await paste(text);
      await until('the pasted text', async () => (await box().evaluate((area: HTMLTextAreaElement) => area.value.length)) >= 1_000_000);
      await press('Enter');
      await turn('user').waitFor();
      await until('the request', () => simulator.requests.some(({ rawBody }) => rawBody.length > 1_000_000));
      await turn('assistant').waitFor();
      const gap = await longestFrame();
      assert.ok(gap < 1000, `a frame took ${Math.round(gap)} ms`);
      const request = simulator.requests.find(({ rawBody }) => rawBody.length > 1_000_000);
      assert.equal(promptOf(request), text);
    });

    it('refuses in words what is longer than it takes, and loses nothing', async () => {
      await newConversation();
      await box().fill('What I had written');
      await paste('x'.repeat(2_000_001));
      await parley.getByRole('alert').getByText('The pasted text is too long: 2,000,001 characters of at most 2,000,000.').waitFor();
      assert.equal(await box().inputValue(), 'What I had written');
      await parley.getByRole('button', { name: 'Dismiss' }).click();
    });

    async function paste(text: string): Promise<void> {
      await box().focus();
      await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
      await press('Control+V');
    }
  });

  describe('in a narrow view', () => {
    before(() => setViewWidth(page, 300));
    after(() => setViewWidth(page, 360));

    it('nothing is wider than the view: words, tables, code', async () => {
      await newConversation();
      const word = 'Donaudampfschifffahrt'.repeat(20);
      const row = `|${' a cell that is not short |'.repeat(8)}\n`;
      const table = `${row}|${' --- |'.repeat(8)}\n${row}`;
      const text = `# ${word}\n\n${word}\n\n- ${word}\n\n${table}\n\`\`\`ts\n${'const value = 1; '.repeat(20)}\n\`\`\`\n\n> ${word}\n`;
      await exchange(word, { reply: { thinking: word, text } });
      await box().fill(word);
      const wide = await (await parleyFrame(page)).evaluate(() => {
        const parts = [
          'html',
          'body',
          '.header',
          '[role=log]',
          '[data-role="user"]',
          '[data-role="assistant"]',
          '.composer',
          '.composer-bar',
        ];
        return parts.flatMap((part) => {
          const element = document.querySelector(part);
          if (!element) return [`${part} is missing`];
          return element.scrollWidth > element.clientWidth ? [`${part}: ${element.scrollWidth} in ${element.clientWidth}`] : [];
        });
      });
      assert.deepEqual(wide, []);
      await box().fill('');
    });

    it('shows what a turn and the conversation cost, whole and in sight', async () => {
      await turn('assistant').hover();
      for (const line of [turn('assistant').locator('.usage-line'), parley.getByTestId('usage')]) {
        const seen = await line.evaluate((element) => {
          const frame = element.getBoundingClientRect();
          // Parts without room are on a line that is out of sight.
          const inSight = [...element.children].filter((part) => part.getBoundingClientRect().top < frame.bottom - 4);
          const cut = inSight.filter((part) => part.scrollWidth > part.clientWidth || part.getBoundingClientRect().right > frame.right + 1);
          return { text: inSight.map((part) => part.textContent).join(''), cut: cut.length };
        });
        assert.match(seen.text, /\$\d/);
        assert.equal(seen.cut, 0);
      }
    });
  });

  describe('for a screen reader', () => {
    it('has a name for every button, and its roles', async () => {
      simulator.script({ error: { status: 400 } });
      await box().fill('Refuse this');
      await box().press('Enter');
      await turn('assistant', 'failed').getByRole('alert').waitFor();
      assert.deepEqual(await namelessControls(), []);
      assert.ok((await list().getByRole('article').count()) >= 4);
      assert.ok((await list().getByRole('heading').count()) >= 4);
      await list().getByRole('figure').waitFor();
      await turn('assistant', 'failed').getByRole('alert').getByRole('button', { name: 'Retry' }).waitFor();
      assert.match((await turn('user').first().getAttribute('aria-labelledby')) ?? '', /./);
      await box().waitFor();
      await page.getByRole('button', { name: 'History' }).first().click();
      await parley.getByRole('searchbox', { name: 'Search history' }).waitFor();
      await parley.getByRole('listitem').first().waitFor();
      assert.deepEqual(await namelessControls(), []);
      await parley.getByRole('searchbox').press('Escape');
    });

    /** Lines of the accessibility tree with a control that has no name. */
    async function namelessControls(): Promise<string[]> {
      const tree = await parley.locator('body').ariaSnapshot();
      return tree.split('\n').filter((line) => /^\s*- (?:button|textbox|searchbox|checkbox|menuitem|link)(?! ")/.test(line));
    }
  });

  describe('the focus', () => {
    it('is visible on every kind of control', async () => {
      await box().focus();
      const kinds = new Set<string>();
      const unseen: string[] = [];
      for (let steps = 0; steps < 40; steps++) {
        await press('Shift+Tab');
        const seen = await (await parleyFrame(page)).evaluate(() => {
          const element = document.activeElement;
          if (!(element instanceof HTMLElement) || element === document.body) return null;
          const colour = document.createElement('i');
          colour.style.color = 'var(--vscode-focusBorder)';
          document.body.append(colour);
          const focusBorder = getComputedStyle(colour).color;
          colour.remove();
          const style = getComputedStyle(element);
          const frame = element.closest('.composer');
          const outlined = style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 1 && style.outlineColor === focusBorder;
          const framed = element instanceof HTMLTextAreaElement && frame !== null && getComputedStyle(frame).borderColor === focusBorder;
          return { kind: `${element.localName}.${element.classList[0] ?? ''}`, visible: outlined || framed };
        });
        if (!seen) break;
        kinds.add(seen.kind);
        if (!seen.visible) unseen.push(seen.kind);
      }
      assert.deepEqual(unseen, []);
      for (const kind of ['button.icon-button', 'button.button', 'button.link-button', 'button.usage-line', 'div.turn-list'])
        assert.ok(kinds.has(kind), `${kind} is not among ${[...kinds].join(', ')}`);
    });
  });

  describe('while a reply streams', () => {
    it('follows the end from the end', async () => {
      await newConversation();
      const request = await begin('Tell me at length', { reply: { deltas: paragraphs(120) }, hold: [60, 90] });
      await turn('assistant').getByText('Paragraph 59').waitFor();
      assert.ok((await place()).top > 0);
      assert.ok((await place()).below <= 1, `${(await place()).below} pixels below`);
      request.release();
      await turn('assistant').getByText('Paragraph 89').waitFor();
      await frames(2);
      assert.ok((await place()).below <= 1, `${(await place()).below} pixels below`);
    });

    it('moves nothing that is read further up, and says that there is more', async () => {
      await list().hover();
      await page.mouse.wheel(0, -700);
      await until('a place further up', async () => (await place()).below > 400);
      await frames(2);
      const read = await firstShown();
      const request = simulator.requests.findLast(({ path }) => path === '/v1/messages');
      request?.release();
      await turn('assistant', 'complete').waitFor();
      await turn('assistant').getByText('Paragraph 119').waitFor({ state: 'attached' });
      await frames(2);
      assert.deepEqual(await firstShown(), read);
      const toEnd = parley.getByRole('button', { name: 'New below' });
      await toEnd.click();
      await until('the end', async () => (await place()).below <= 1);
      await toEnd.waitFor({ state: 'detached' });
    });

    /** The paragraph that is the first in view, and where it is. */
    function firstShown(): Promise<{ text: string; top: number }> {
      return list().evaluate((log) => {
        const { top } = log.getBoundingClientRect();
        const first = [...log.querySelectorAll('p')].find((each) => each.getBoundingClientRect().top >= top);
        return { text: first?.textContent ?? '', top: first?.getBoundingClientRect().top ?? 0 };
      });
    }
  });

  describe('what was left', () => {
    let left: { top: number };

    it('is there after other conversations: place, expansion, draft', async () => {
      await newConversation();
      await exchange('Remember this place', { reply: { thinking: 'A thought that was unfolded.', deltas: paragraphs(80) } });
      await page.keyboard.press('Control+Home');
      await list().evaluate((log) => log.scrollTo(0, 0));
      await turn('assistant')
        .getByRole('button', { name: /^Thought/ })
        .click();
      await turn('assistant').locator('.thinking-body').getByText('A thought that was unfolded.').waitFor();
      await list().hover();
      await page.mouse.wheel(0, 500);
      await until('a place in the middle', async () => (await place()).top > 300);
      await box().fill('A draft of this conversation');
      left = await readParagraph();
      await newConversation();
      assert.equal(await box().inputValue(), '');
      await box().fill('Another draft');
      await openPlace();
      await hasCome();
    });

    it('is there after a reload', async () => {
      await window.reload();
      await box().waitFor();
      // Which conversation is shown is the editor's to remember, and it does so a few seconds late.
      await openPlace();
      await hasCome();
    });

    it('is there after another view, with what came meanwhile', async () => {
      const before = await turn('assistant').count();
      await box().press('Control+A');
      const request = await begin('And now?', { reply: { deltas: paragraphs(60) }, hold: 20 });
      await turn('assistant').nth(before).getByText('Paragraph 19').waitFor();
      await box().fill('Written while it streams');
      await (await parleyFrame(page)).evaluate(() => Object.assign(globalThis, { parleySame: true }));
      await page
        .locator('.part.activitybar')
        .getByRole('tab', { name: /^Explorer/ })
        .click(finger);
      await page.locator(frameSelector('view')).waitFor({ state: 'detached' });
      request.release();
      await request.ended;
      await parleyIcon(page).click();
      // A view that is shown again does not name its extension in its frame's address.
      parley = page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
      await box().waitFor();
      await turn('assistant', 'complete').nth(before).getByText('Paragraph 59').waitFor();
      assert.equal(await parley.locator('body').evaluate(() => 'parleySame' in globalThis), false, 'the page was not made anew');
      assert.equal(await turn('assistant').nth(before).locator('.md p').count(), 60);
      assert.equal(await box().inputValue(), 'Written while it streams');
    });

    async function openPlace(): Promise<void> {
      await page.getByRole('button', { name: 'History' }).first().click(finger);
      await parley.getByRole('listitem').filter({ hasText: 'Remember this place' }).getByRole('button').first().click();
    }

    async function hasCome(): Promise<void> {
      await turn('assistant').locator('.thinking-body').waitFor();
      await until('the draft', async () => (await box().inputValue()) === 'A draft of this conversation');
      // Turns out of sight have a guessed height for a frame.
      await until('the same place', async () => Math.abs((await readParagraph()).top - left.top) <= 1);
    }

    /** Where a paragraph that was in view is now. */
    function readParagraph(): Promise<{ top: number }> {
      return turn('assistant')
        .getByText('Paragraph 12 of')
        .evaluate((paragraph) => ({ top: paragraph.getBoundingClientRect().top }));
    }
  });

  async function frames(count: number): Promise<void> {
    await (await parleyFrame(page)).evaluate(async (left) => {
      for (let index = 0; index < left; index++) await new Promise(requestAnimationFrame);
    }, count);
  }

  /** Measures, from now on, how long the page takes from frame to frame. */
  async function watchFrames(): Promise<void> {
    await (await parleyFrame(page)).evaluate(() => {
      const watch = { last: performance.now(), longest: 0 };
      Object.assign(globalThis, { parleyWatch: watch });
      const next = () => {
        const now = performance.now();
        watch.longest = Math.max(watch.longest, now - watch.last);
        watch.last = now;
        requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
    });
  }

  async function longestFrame(): Promise<number> {
    return (await parleyFrame(page)).evaluate(() => (globalThis as { parleyWatch?: { longest: number } }).parleyWatch?.longest ?? Infinity);
  }
});

/** The text of the last message of a request. */
function promptOf(request: SimRequest | undefined): string {
  const messages: unknown = request?.body['messages'];
  const last: unknown = Array.isArray(messages) ? messages.at(-1) : undefined;
  const content: unknown = isObject(last) ? last['content'] : undefined;
  const block: unknown = Array.isArray(content) ? content.at(-1) : undefined;
  return isObject(block) && typeof block['text'] === 'string' ? block['text'] : '';
}
