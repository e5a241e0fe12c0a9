/** The buttons of a code block: which there are, what they ask for, by keyboard, in 300 pixels. And files that are named in code. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { themeKinds } from '../driver/themes.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, snapshot, streamingTurn, userTurn } from './samples.ts';

const pictures = join(process.cwd(), 'out', 'screenshots', 'page');
const fence = '```';

const answer = `Change \`src/math.ts\` so:

${fence}typescript
export const median = (values: readonly number[]) => values.toSorted()[values.length >> 1];
${fence}

${fence}bash title="scripts/test.sh"
npm test
${fence}

${fence}mermaid
flowchart LR
  a --> b
${fence}

    // lib/plain.js
    indented();
`;

describe('The page: code blocks', () => {
  let parley: PageInBrowser;
  const block = (index: number) => parley.page.getByRole('figure').nth(index);
  const names = (index: number) =>
    block(index)
      .getByRole('button')
      .evaluateAll((all) => all.map((each) => each.ariaLabel));

  before(() => mkdirSync(pictures, { recursive: true }));
  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  async function show(text: string): Promise<void> {
    parley = await openPage({ snapshot: snapshot([userTurn('u1', 'Why?'), assistantTurn('a1', text)]) });
  }

  it('have the buttons that their language allows, by their public names', async () => {
    await show(answer);
    const all = ['Insert at cursor', 'Apply', 'New file', 'Wrap lines', 'Copy'];
    assert.deepEqual(await names(0), all);
    assert.deepEqual(await names(1), ['Run in terminal', ...all]);
    assert.deepEqual(await names(2), ['Show diagram', ...all]);
    assert.deepEqual(await names(3), all);
  });

  it('say where they are not read as they are shown', async () => {
    await show(
      `${fence}js\nif (level !== "user\u202e \u2066// for admins\u2069 \u2066") grant();\n${fence}\n\n${fence}js\nplain();\n${fence}`,
    );
    const note = 'This code has invisible marks that show parts of it in another order than it has.';
    assert.deepEqual(await parley.page.getByRole('note').allTextContents(), [note]);
    assert.equal(await block(0).getByRole('note').count(), 1);
    // It is no part of what is copied.
    await block(0).getByRole('button', { name: 'Copy' }).click();
    await parley.page.locator('body > [aria-live=polite]').getByText('Copied').waitFor();
    const [copied] = await parley.requests('copyText');
    assert.deepEqual(copied?.params, { text: 'if (level !== "user\u202e \u2066// for admins\u2069 \u2066") grant();' });
  });

  it('have them once no more text can come', async () => {
    parley = await openPage({
      snapshot: snapshot([userTurn('u1', 'Why?'), streamingTurn('a1', { blocks: [{ type: 'text', text: '' }] })]),
    });
    await parley.update([{ type: 'delta', messageId: 'a1', block: 0, text: `${fence}sh\nnpm ci\n` }]);
    await parley.painted();
    assert.deepEqual(await names(0), ['Wrap lines', 'Copy']);
    await parley.update([{ type: 'delta', messageId: 'a1', block: 0, text: `${fence}\n` }]);
    await parley.painted();
    assert.deepEqual(await names(0), ['Run in terminal', 'Insert at cursor', 'Apply', 'New file', 'Wrap lines', 'Copy']);
  });

  it('ask for what they say, with the text as it is, its language and its file', async () => {
    await show(answer);
    const code = 'export const median = (values: readonly number[]) => values.toSorted()[values.length >> 1];';
    for (const [name, request] of [
      ['Insert at cursor', 'insertCode'],
      ['Apply', 'applyCode'],
      ['New file', 'newFile'],
    ] as const) {
      await block(0).getByRole('button', { name }).click();
      const [asked, ...more] = await parley.requests(request);
      assert.deepEqual(asked?.params, { text: code, language: 'typescript', named: [], mentioned: ['src/math.ts'] });
      assert.deepEqual(more, []);
    }
    await block(1).getByRole('button', { name: 'Run in terminal' }).click();
    const [run] = await parley.requests('runInTerminal');
    assert.deepEqual(run?.params, { text: 'npm test', language: 'bash', named: ['scripts/test.sh'], mentioned: [] });
    await block(3).getByRole('button', { name: 'New file' }).click();
    const asked = await parley.requests('newFile');
    assert.deepEqual(asked[1]?.params, { text: '// lib/plain.js\nindented();', language: '', named: ['lib/plain.js'], mentioned: [] });
  });

  it('know the file that is mentioned before them in a long answer, too, and as a link', async () => {
    const many = Array.from({ length: 70 }, (_, n) => `In [this file](src/f${n}.ts#L3):\n\n${fence}ts\nlet a${n};\n${fence}`).join('\n\n');
    // With the heading some stand first in their section, and one in its stretch.
    await show(`# All\n\n${many}`);
    for (const index of [0, 3, 15, 16, 31, 63, 69]) await block(index).getByRole('button', { name: 'Apply' }).click();
    const mentioned = (await parley.requests('applyCode')).map(({ params }) => params && 'mentioned' in params && params.mentioned[0]);
    assert.deepEqual(
      mentioned,
      [0, 3, 15, 16, 31, 63, 69].map((index) => `src/f${index}.ts`),
    );
  });

  it('show their buttons to the pointer and to the focus, and each can be reached and used by keyboard', async () => {
    await show(answer);
    const shown = (index: number) =>
      block(index)
        .locator('.md-code-actions')
        .evaluate((element) => getComputedStyle(element).opacity);
    await parley.page.mouse.move(1, 1);
    assert.deepEqual([await shown(0), await shown(1)], ['0', '0']);
    await block(0).hover();
    assert.deepEqual([await shown(0), await shown(1)], ['1', '0']);
    await parley.page.mouse.move(1, 1);
    await block(0).getByRole('button', { name: 'Insert at cursor' }).focus();
    assert.deepEqual([await shown(0), await shown(1)], ['1', '0']);
    const reached: (string | null)[] = [];
    for (let press = 0; press < 4; press++) {
      await parley.page.keyboard.press('Tab');
      reached.push(await parley.page.evaluate(() => document.activeElement?.ariaLabel ?? null));
    }
    assert.deepEqual(reached, ['Apply', 'New file', 'Wrap lines', 'Copy']);
    for (let press = 0; press < 3; press++) await parley.page.keyboard.press('Shift+Tab');
    await parley.page.keyboard.press('Enter');
    assert.equal((await parley.requests('applyCode')).length, 1);
  });

  it('keep their row in 300 pixels, in every theme', async () => {
    for (const theme of themeKinds) {
      parley = await openPage({ theme, snapshot: snapshot([userTurn('u1', 'Why?'), assistantTurn('a1', answer)]) });
      for (const index of [0, 1, 2, 3]) {
        const rows = await block(index).evaluate((figure) => {
          const { left, right } = figure.getBoundingClientRect();
          const buttons = [...figure.querySelectorAll('.md-code-actions button')].map((each) => each.getBoundingClientRect());
          const language = figure.querySelector('.md-code-language');
          return {
            tops: new Set(buttons.map(({ top }) => top)).size,
            inside: buttons.every((each) => each.left >= left && each.right <= right),
            cut: language !== null && language.scrollWidth > language.clientWidth,
          };
        });
        assert.deepEqual(rows, { tops: 1, inside: true, cut: false }, `${theme} ${index}`);
      }
      await block(1).hover();
      await parley.page.screenshot({ path: join(pictures, `code-blocks-${theme}.png`) });
      if (theme !== themeKinds.at(-1)) await parley.page.close();
    }
  });

  it('code in a line that names a file is a link to it; other code is not', async () => {
    await show(
      'See `src/a.ts:10`, `package.json`, `console.log`, `and/or`, `../../etc/passwd`, `file:///etc/a.ts` and [`b.ts`](https://example.com/).',
    );
    const links = parley.page.getByRole('log').locator('a:has(code)');
    assert.deepEqual(await links.allTextContents(), ['src/a.ts:10', 'package.json', 'b.ts']);
    for (const index of [0, 1, 2]) await links.nth(index).click();
    const asked = (await parley.requests('openLink')).map(({ params }) => params);
    assert.deepEqual(asked, [{ url: 'src/a.ts:10' }, { url: 'package.json' }, { url: 'https://example.com/' }]);
  });
});
