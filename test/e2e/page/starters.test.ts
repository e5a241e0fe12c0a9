/** How an empty conversation can begin: with what is there, by mouse and by keyboard. */
import assert from 'node:assert/strict';
import type { StartersView } from '../../../src/shared/starters.ts';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { headerView, snapshot } from './samples.ts';

const withStarters = (starters: StartersView) => headerView({ starters });
const lines = (parley: PageInBrowser) => parley.page.locator('.starters .line').allTextContents();
const box = (parley: PageInBrowser) => parley.page.getByRole('textbox', { name: 'Message Claude' });

function open(starters: StartersView): Promise<PageInBrowser> {
  return openPage({ snapshot: snapshot([], { header: withStarters(starters) }) });
}

describe('The page: starters', function () {
  this.timeout(60_000);

  it('are of what is there, and three in all, as the host tells it', async () => {
    const parley = await open({ file: null, changes: false });
    const [picture, changes] = ['Ask about a screenshotCtrl+V', 'Review uncommitted changes'];
    const [problem, code] = ['Explain an error message', 'Talk through a piece of code'];
    const all: readonly (readonly [StartersView, readonly string[]])[] = [
      [{ file: null, changes: false }, [picture, problem, code]],
      [{ file: 'math.ts', changes: false }, ['Explain math.ts', picture, problem]],
      [{ file: null, changes: true }, [picture, changes, problem]],
      [{ file: 'tea.py', changes: true }, ['Explain tea.py', picture, changes]],
    ];
    for (const [starters, expected] of all) {
      await parley.update([{ type: 'header', header: withStarters(starters) }]);
      await parley.painted();
      assert.deepEqual(await lines(parley), expected);
    }
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('add what they name, as @ does, and put a question into the box, which is not sent', async () => {
    const parley = await open({ file: 'math.ts', changes: true });
    await parley.answer('addMention', { insert: '' });
    const wanted = [
      ['Explain math.ts', 'editor', 'Explain what this file does, and what could go wrong in it.'],
      ['Review uncommitted changes', 'changes', 'Say what has changed since the last commit, and what could go wrong with it.'],
    ] as const;
    for (const [name, id, question] of wanted) {
      const starter = parley.page.getByRole('button', { name });
      await box(parley).fill('');
      await box(parley).press('Shift+Tab');
      for (let step = 0; step < 20 && !(await starter.evaluate((each) => each === document.activeElement)); step++)
        await parley.page.keyboard.press('Shift+Tab');
      await parley.page.keyboard.press('Enter');
      await until('the question', async () => (await box(parley).inputValue()) === question);
      assert.ok(await box(parley).evaluate((each) => each === document.activeElement));
      assert.deepEqual((await parley.requests('addMention')).at(-1)?.params, { sign: '@', id });
    }
    assert.equal((await parley.requests('addMention')).length, 2);
    assert.deepEqual(await parley.requests('send'), []);
    await parley.page.close();
  });

  it('ask nothing about what was not added', async () => {
    const parley = await open({ file: '.env', changes: false });
    await parley.answer('addMention', { insert: null });
    await box(parley).fill('typed');
    await parley.page.getByRole('button', { name: 'Explain .env' }).click();
    await until('the request', async () => (await parley.requests('addMention')).length === 1);
    await parley.answer('addMention', { sentence: 'That did not work.' });
    // One after the other: the second is asked for once the first is answered.
    await until('another request', async () => {
      await parley.page.getByRole('button', { name: 'Explain .env' }).click();
      return (await parley.requests('addMention')).length === 2;
    });
    await parley.page.getByText('That did not work.').waitFor();
    assert.equal(await box(parley).inputValue(), 'typed');
    await parley.page.close();
  });

  it('open what the attach button does', async () => {
    const parley = await open({ file: null, changes: false });
    const [chooser] = await Promise.all([
      parley.page.waitForEvent('filechooser'),
      parley.page.getByRole('button', { name: 'Ask about a screenshot' }).click(),
    ]);
    assert.ok(chooser.isMultiple());
    await chooser.setFiles([{ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('words') }]);
    await until('the file', async () => (await parley.requests('addText')).length === 1);
    await parley.page.close();
  });
});
