/** When the page asks for colours, and what it does with them. The colours themselves: `test/e2e/codeColors.test.ts`. */
import assert from 'node:assert/strict';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, headerView, snapshot, streamingTurn, summary, text } from './samples.ts';

const fence = '```';

/** Colours the first five characters of any text in italics, and the sixth and seventh not at all. */
async function answerColors(parley: PageInBrowser, color: string, until = 5): Promise<void> {
  await parley.page.evaluate(
    ([value, end]) => {
      const plain = { color: null, italic: false, bold: false, underline: false, strikethrough: false };
      Object.assign(parleyAnswers, {
        highlightCode: { styles: [plain, { ...plain, color: value, italic: true }], runs: Uint32Array.from([end, 1, end + 2, 0]) },
      });
    },
    [color, until] as const,
  );
}

/** What was asked before the test had its answer was answered with nothing; a theme makes the page ask again. */
const tellTheme = (parley: PageInBrowser, id: string) =>
  parley.page.evaluate((value) => document.body.setAttribute('data-vscode-theme-id', value), id);

const highlights = (parley: PageInBrowser) => parley.requests('highlightCode');
const block = (parley: PageInBrowser, index = 0) => parley.page.locator('.md-code code').nth(index);

describe('the page: colours', () => {
  it('are asked for once a fence is closed, and cost what streams nothing', async () => {
    const parley = await openPage({ snapshot: snapshot([streamingTurn('a', { blocks: [text('')] })]) });
    await answerColors(parley, '#ff0000');
    const stream = async (delta: string) => {
      await parley.update([{ type: 'delta', messageId: 'a', block: 0, text: delta }]);
      await parley.painted();
    };
    await stream(`${fence}ts\nconst a = 1;\n`);
    await stream('const b = 2;\n');
    assert.equal((await highlights(parley)).length, 0);
    assert.equal(await block(parley).evaluate((code) => code.childNodes.length), 1, 'one text node');
    await stream(`${fence}\nMore.\n`);
    const span = block(parley).locator('span');
    await span.waitFor();
    assert.equal(await span.textContent(), 'const');
    assert.deepEqual(await span.evaluate((each) => [getComputedStyle(each).color, getComputedStyle(each).fontStyle]), [
      'rgb(255, 0, 0)',
      'italic',
    ]);
    assert.equal(await block(parley).evaluate((code) => code.childNodes.length), 2, 'what is plain is one text');
    assert.equal(await block(parley).textContent(), 'const a = 1;\nconst b = 2;\n');
    await stream('And more.\n');
    const asked = await highlights(parley);
    assert.deepEqual(
      asked.map(({ params }) => params),
      [{ text: 'const a = 1;\nconst b = 2;', languages: ['ts', 'TypeScript'], theme: { id: '', type: 'vs' } }],
    );
    assert.deepEqual(parley.violations, []);
  });

  it('of a theme that was left before they could be painted are not painted: those of the new one are asked for', async () => {
    const parley = await openPage({ snapshot: snapshot([]) });
    await answerColors(parley, '#ff0000');
    await parley.page.evaluate(() => {
      const held: IdleRequestCallback[] = [];
      Object.assign(globalThis, { held, requestIdleCallback: (callback: IdleRequestCallback) => held.push(callback) });
    });
    await parley.update([{ type: 'snapshot', snapshot: snapshot([assistantTurn('a', `${fence}ts\nconst a = 1;\n${fence}\n`)]) }]);
    // What waits first is to be looked at; what is held back is the painting.
    await parley.painted();
    await parley.page.evaluate(() => {
      const { held } = globalThis as unknown as { readonly held: IdleRequestCallback[] };
      for (const callback of held.splice(0)) callback({ didTimeout: false, timeRemaining: () => 10 });
    });
    await until('colours that wait to be painted', async () => (await highlights(parley)).length === 1);
    await answerColors(parley, '#00ff00');
    await parley.page.evaluate(async () => {
      const frame = () => new Promise(requestAnimationFrame);
      const { held } = globalThis as unknown as { readonly held: IdleRequestCallback[] };
      await frame();
      await frame();
      document.body.setAttribute('data-vscode-theme-id', 'Another');
      await frame();
      await frame();
      const now = (callback: IdleRequestCallback) => callback({ didTimeout: false, timeRemaining: () => 10 });
      Object.assign(globalThis, { requestIdleCallback: now });
      for (const callback of held) now(callback);
    });
    await block(parley).locator('span').waitFor();
    assert.equal(
      await block(parley)
        .locator('span')
        .evaluate((each) => getComputedStyle(each).color),
      'rgb(0, 255, 0)',
    );
    assert.equal((await highlights(parley)).length, 2);
    assert.deepEqual(parley.violations, []);
  });

  it('are asked for where they are near the view, and not where no language is named', async () => {
    const blocks = Array.from(
      { length: 40 },
      (_, index) => `${fence}${index === 39 ? '{.js}' : 'js'}\nblock${index}\n${'x\n'.repeat(20)}${fence}\n`,
    );
    const parley = await openPage({ snapshot: snapshot([assistantTurn('a', `${fence}\nnone\n${fence}\n${blocks.join('\n')}`)]) });
    await answerColors(parley, '#ff0000');
    await tellTheme(parley, 'Light 1');
    await block(parley, 40).locator('span').waitFor();
    const asked = (await highlights(parley)).length;
    assert.ok(asked < 8, `${asked} for 40 blocks`);
    const names = (await highlights(parley)).map(({ params }) => params !== null && 'languages' in params && params.languages.join(' '));
    assert.ok(names.includes('{.js} js') && names.includes('js JavaScript'), names.join());
    await block(parley, 1).scrollIntoViewIfNeeded();
    await block(parley, 1).locator('span').waitFor();
    assert.ok((await highlights(parley)).length < 16);
    assert.equal(await block(parley, 0).locator('span').count(), 0);
  });

  it('follow the theme for what is near, with one question for each block', async () => {
    const parley = await openPage({ snapshot: snapshot([assistantTurn('a', `${fence}js\nconst a;\n${fence}`)]) });
    await answerColors(parley, '#ff0000');
    await tellTheme(parley, 'Light 1');
    await block(parley).locator('span').waitFor();
    await answerColors(parley, '#00ff00', 7);
    const before = (await highlights(parley)).length;
    await parley.page.evaluate(() => {
      document.body.setAttribute('data-vscode-theme-id', 'Dark 2');
      document.body.setAttribute('data-vscode-theme-kind', 'vscode-dark');
    });
    await block(parley).locator('span', { hasText: 'const a' }).waitFor();
    assert.equal(await block(parley).locator('span').count(), 1);
    assert.equal(
      await block(parley)
        .locator('span')
        .evaluate((each) => getComputedStyle(each).color),
      'rgb(0, 255, 0)',
    );
    const asked = (await highlights(parley)).slice(before).map(({ params }) => params);
    assert.deepEqual(asked, [{ text: 'const a;', languages: ['js', 'JavaScript'], theme: { id: 'Dark 2', type: 'vs-dark' } }]);
  });

  it('are not asked for where the conversation has been left', async () => {
    const shown = snapshot([assistantTurn('a', `${fence}js\nconst a;\n${fence}`)]);
    const parley = await openPage({ snapshot: shown });
    const asked = () => highlights(parley).then((all) => all.map(({ params }) => params !== null && 'text' in params && params.text));
    await until('a question', async () => (await asked()).length > 0);
    const other = snapshot([assistantTurn('b', `${fence}js\nconst b;\n${fence}`)], {
      header: headerView({ conversation: summary({ id: 'conversation-2' }) }),
    });
    await parley.update([{ type: 'snapshot', snapshot: other }]);
    await until('a question of the other', async () => (await asked()).length > 1);
    await tellTheme(parley, 'Light 1');
    await until('a question for the theme', async () => (await asked()).length > 2);
    assert.deepEqual(await asked(), ['const a;', 'const b;', 'const b;']);
  });

  it('leave what is selected selected', async () => {
    const parley = await openPage({ snapshot: snapshot([assistantTurn('a', `Before\n\n${fence}js\nconst abc;\n${fence}`)]) });
    const selected = () => parley.page.evaluate(() => getSelection()?.toString());
    await parley.page.evaluate(() => {
      const code = document.querySelector('.md-code code')?.firstChild;
      if (code) getSelection()?.setBaseAndExtent(code, 8, code, 2);
    });
    assert.equal(await selected(), 'nst ab');
    await answerColors(parley, '#ff0000');
    await tellTheme(parley, 'Light 1');
    await block(parley).locator('span').waitFor();
    assert.equal(await selected(), 'nst ab');
    assert.deepEqual(await parley.page.evaluate(() => [getSelection()?.anchorOffset, getSelection()?.focusOffset]), [3, 2]);
  });

  it('are an extra: without an answer, or with a failure, code is plain and nobody is told', async () => {
    const parley = await openPage({ snapshot: snapshot([streamingTurn('a', { blocks: [text('')] })]) });
    await parley.answer('highlightCode', { sentence: 'That did not work.' });
    await parley.update([{ type: 'delta', messageId: 'a', block: 0, text: `${fence}js\nconst a;\n${fence}\nDone.` }]);
    await parley.painted();
    await parley.page.waitForFunction(() =>
      parleyPosted.some(({ message }) => message.type === 'request' && message.name === 'highlightCode'),
    );
    assert.equal(await block(parley).locator('span').count(), 0);
    assert.equal(await parley.page.getByText('That did not work.').count(), 0);
    assert.deepEqual(parley.violations, []);
  });
});
