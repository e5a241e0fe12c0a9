/** The box that is there before the page's script. */
import assert from 'node:assert/strict';
import { draftOf } from '../../../src/shared/conversation.ts';
import type { HostMessage } from '../../../src/shared/protocol.ts';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { snapshot } from './samples.ts';

const textarea = 'textarea';

/** The drafts that the host was told of. */
const draftsTold = async (parley: PageInBrowser) =>
  (await parley.posted()).flatMap((message) => (message.type === 'draft' ? [message.draft.text] : []));

describe('The page: before its script', () => {
  it('the box is where the script leaves it, looks the same, and is the same', async () => {
    const look = (box: Element) => {
      const style = getComputedStyle(box);
      const { x, y, width, height } = box.getBoundingClientRect();
      return { x, y, width, height, name: box.getAttribute('aria-label'), hint: box.getAttribute('placeholder'), padding: style.padding };
    };
    let before: unknown;
    const parley = await openPage({
      snapshot: null,
      beforeScript: async (page) => {
        before = await page.locator(textarea).evaluate(look);
        await page.evaluate(() => Object.assign(document.querySelector('textarea') ?? {}, { first: true }));
      },
    });
    assert.deepEqual(await parley.page.locator(textarea).evaluate(look), before);
    assert.ok(await parley.page.locator(textarea).evaluate((box) => 'first' in box));
    assert.equal(
      await parley.page.locator('main, .conversation, .turn-list-holder, .composer-frame, .composer, .composer-bar, textarea').count(),
      7,
    );
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('what draws answers is made fast out of sight, once there is nothing to do', async () => {
    const parley = await openPage({ snapshot: snapshot([]) });
    const warm = () => parley.page.evaluate(() => performance.getEntriesByName('warm').length);
    await until('the parser to be warm', async () => (await warm()) > 0);
    assert.equal(await warm(), 1);
    const seen = await parley.page.evaluate(() => [document.querySelectorAll('.md, figure, table').length, document.body.innerText]);
    assert.equal(seen[0], 0);
    assert.doesNotMatch(String(seen[1]), /A heading|What was said/);
    const asked = await parley.page.evaluate(() =>
      parleyPosted.flatMap(({ message }) => (message.type === 'request' ? [message.name] : [])),
    );
    assert.deepEqual(asked, []);
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('what is typed stays, with focus and caret, and Enter sends it once it is known where to', async () => {
    const parley = await openPage({
      snapshot: null,
      beforeScript: async (page) => {
        await page.locator(textarea).pressSequentially('Quck');
        await page.keyboard.press('ArrowLeft');
        await page.keyboard.press('ArrowLeft');
        await page.keyboard.type('i');
        await page.keyboard.press('Enter');
        assert.equal(await page.locator(textarea).inputValue(), 'Quick');
      },
    });
    const box = parley.page.locator(textarea);
    assert.equal(
      await box.evaluate((each) => each instanceof HTMLTextAreaElement && document.activeElement === each && each.selectionStart),
      3,
    );
    assert.deepEqual(await parley.requests('send'), []);
    await parley.update([{ type: 'snapshot', snapshot: snapshot([]) }]);
    await parley.painted();
    const sent = (await parley.requests('send')).map(({ params }) => (params as { text: string }).text);
    assert.deepEqual(sent, ['Quick']);
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('what is typed before the host knows where to is there in the next page, which tells the host once it does', async () => {
    const parley = await openPage({ snapshot: null });
    const box = parley.page.locator(textarea);
    await box.fill('In a hurry');
    await parley.page.reload();
    await until('the text', async () => (await box.inputValue()) === 'In a hurry');
    assert.deepEqual(
      (await parley.posted()).filter(({ type }) => type === 'draft'),
      [],
    );
    await parley.update([{ type: 'snapshot', snapshot: snapshot([]) }]);
    await parley.painted();
    await until('the draft', async () => (await draftsTold(parley)).length > 0);
    assert.deepEqual(await draftsTold(parley), ['In a hurry']);
    await parley.page.reload();
    await until('the page', async () => (await parley.posted()).some(({ type }) => type === 'ready'));
    assert.equal(await box.inputValue(), '');
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('what is typed before the script begins is there in the next page, as soon as that is seen', async () => {
    let seen = '';
    const parley = await openPage({
      snapshot: null,
      beforeScript: async (page) => {
        await page.locator(textarea).fill('In a great hurry');
        await page.reload();
        seen = await page.locator(textarea).inputValue();
      },
    });
    assert.equal(seen, 'In a great hurry');
    await parley.update([{ type: 'snapshot', snapshot: snapshot([]) }]);
    await parley.painted();
    assert.equal(await parley.page.locator(textarea).inputValue(), 'In a great hurry');
    await until('the draft', async () => (await draftsTold(parley)).length > 0);
    assert.deepEqual(await draftsTold(parley), ['In a great hurry']);
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('the editor forgets what was typed when the host has been told, and not before', async () => {
    const parley = await openPage({
      snapshot: null,
      before: `globalThis.forgotten = [];
        const { setItem } = Storage.prototype;
        Storage.prototype.setItem = function (name, state) {
          setItem.call(this, name, state);
          if (!('typed' in JSON.parse(state))) forgotten.push(parleyPosted.some(({ message }) => message.type === 'draft'));
        };`,
    });
    const box = parley.page.locator(textarea);
    await box.fill('In a hurry');
    await parley.update([{ type: 'snapshot', snapshot: snapshot([]) }]);
    await parley.painted();
    assert.deepEqual(await parley.page.evaluate('forgotten'), [true]);
    // Taken away between the two, it is told by the host and remembered by the editor.
    await parley.page.evaluate(() => sessionStorage.setItem('state', JSON.stringify({ typed: 'In a hurry' })));
    await parley.page.reload();
    await until('the page', async () => (await parley.posted()).some(({ type }) => type === 'ready'));
    await box.press('!');
    await parley.update([{ type: 'snapshot', snapshot: snapshot([], { draft: draftOf('In a hurry') }) }]);
    await parley.painted();
    assert.equal(await box.inputValue(), 'In a hurry!');
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('what the host says meanwhile is done by the script', async () => {
    const parley = await openPage({
      snapshot: null,
      beforeScript: async (page) => {
        const message: HostMessage = { type: 'show', what: 'history' };
        await page.evaluate(async (data) => {
          const heard = new Promise((resolve) => addEventListener('message', resolve, { once: true }));
          postMessage(data);
          await heard;
        }, message);
      },
    });
    await parley.page.getByRole('searchbox', { name: 'Search history' }).waitFor();
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });
});
