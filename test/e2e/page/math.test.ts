/** Formulas in the page: MathML under the product's policy, loaded when it is needed, a few at a time, and source with a reason where it cannot be. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { themeKinds } from '../driver/themes.ts';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, headerView, snapshot, summary, userTurn } from './samples.ts';

const pictures = join(process.cwd(), 'out', 'screenshots', 'page');

const answer = String.raw`The roots of $ax^2 + bx + c$ are, for $a \neq 0$,

$$
x_{1,2} = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a} \tag{1}
$$

and \(\hat{f}(\xi) = \int_{-\infty}^{\infty} f(x)\, e^{-2\pi i x \xi}\, \mathrm{d}x\) is the **transform** of $f \in \mathcal{L}^1(\mathbb{R})$, at $5 a piece:

\[
\begin{aligned}
\nabla \times \mathbf{E} &= -\frac{\partial \mathbf{B}}{\partial t} \\
\nabla \cdot \mathbf{B} &= 0 \qquad \text{and so on, wider than the side bar is by far}
\end{aligned}
\]

- A matrix: $$\begin{pmatrix} 1 & 0 \\ 0 & \cancel{x} \end{pmatrix}$$
- A mistake: $\frac{a}{b$ and $\nosuch{x}$

| law | formula |
|---|---|
| mass | $E = mc^2$ |
`;

const shown = (parley: PageInBrowser) => parley.page.locator('.md-math > math').count();
const closed = (parley: PageInBrowser) => parley.page.locator('.md-math').count();

function open(text: string, options: Partial<Parameters<typeof openPage>[0]> = {}): Promise<PageInBrowser> {
  return openPage({ ...options, snapshot: snapshot([userTurn('u1', 'Why?'), assistantTurn('a1', text)]) });
}

describe('The page: formulas', function () {
  this.timeout(60_000);
  before(() => mkdirSync(pictures, { recursive: true }));

  it('are MathML in every theme at 300 pixels, and scroll in themselves', async () => {
    for (const theme of themeKinds) {
      const parley = await open(answer, { theme, height: 1_000 });
      await until('the formulas', async () => (await parley.page.locator('.md-math > :is(math, code)').count()) === (await closed(parley)));
      const seen = await parley.page.evaluate(() => ({
        wide: [document.documentElement, ...document.querySelectorAll('.turn-list, .md, .md p, .md li')]
          .filter((element) => element.scrollWidth > element.clientWidth)
          .map((element) => element.className || element.tagName),
        scrolled: [...document.querySelectorAll('.md-math-display')].map((element) => element.scrollWidth > element.clientWidth),
        failed: [...document.querySelectorAll('.md-math > code')].map((code) => code.textContent),
        loaded: [...document.querySelectorAll('math [href], math [src], math [id]')].length,
      }));
      assert.deepEqual(seen, { wide: [], scrolled: [false, true, false], failed: ['$\\frac{a}{b$', '$\\nosuch{x}$'], loaded: 0 }, theme);
      assert.deepEqual(parley.violations, []);
      await parley.page.screenshot({ path: join(pictures, `math-${theme}.png`) });
      await parley.page.close();
    }
  });

  it('wrap or scroll in their paragraph, and cannot leave it', async () => {
    const parley = await open(
      String.raw`A sum $a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p = q$

A fraction $\frac{a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p + q + r + s + t}{a + b + c + d + e + f + g + h + i + j + k + l + m}$

Elsewhere $\kern-10em\kern-10em x$ and \(\raisebox{9em}{up}\) and $a {\Huge b {\Huge c {\Huge d}}}$`,
    );
    await until('five formulas', async () => (await shown(parley)) === 5);
    const paragraphs = await parley.page.locator('.md p').evaluateAll((all) =>
      all.map((paragraph) => ({
        scrolls: paragraph.scrollWidth > paragraph.clientWidth,
        clips: getComputedStyle(paragraph).overflow,
        largest: Math.max(...[...paragraph.querySelectorAll('mi')].map((each) => Number.parseFloat(getComputedStyle(each).fontSize))) < 60,
      })),
    );
    assert.deepEqual(
      paragraphs,
      [false, true, false].map((scrolls) => ({ scrolls, clips: 'auto hidden', largest: true })),
    );
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('go no further than a few letters, back or up', async () => {
    const parley = await open(
      String.raw`$a \hspace{-1000000em} b$ and $a \kern-3em b$ and $\raisebox{-99999em}{down}$ and $\raisebox{99999em}{up}$`,
    );
    await until('four formulas', async () => (await shown(parley)) === 4);
    const written = await parley.page.locator('.md-math math').evaluateAll((all) => all.map((each) => each.outerHTML).join());
    assert.match(written, /margin-left: -10em/);
    assert.deepEqual(
      [...written.matchAll(/(-?[\d.e+]+)em/g)].map(([, length]) => Math.abs(Number(length))).filter((length) => length > 10),
      [],
    );
    const height = await parley.page.locator('.md p').evaluate((paragraph) => paragraph.scrollHeight);
    assert.ok(height < 1_000, `${height} pixels`);
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('load what shows them when the first is closed, and not before', async () => {
    const parley = await open('It costs $5 and `$x$`.');
    await parley.update([{ type: 'snapshot', snapshot: snapshot([userTurn('u1', 'Why?'), assistantTurn('a2', 'Of $HOME and $x')]) }]);
    await parley.painted();
    assert.ok(!parley.asked.includes('math.js'));
    await parley.update([{ type: 'snapshot', snapshot: snapshot([userTurn('u1', 'Why?'), assistantTurn('a3', 'Of $x$ and $x$')]) }]);
    await until('two formulas', async () => (await shown(parley)) === 2);
    assert.equal(parley.asked.filter((file) => file === 'math.js').length, 1);
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('say why they cannot be shown, and leave the rest alone', async () => {
    const bad: readonly (readonly [tex: string, reason: RegExp])[] = [
      ['\\nosuch{x}', /^This formula cannot be read: Unsupported function name: \\nosuch at position 1$/],
      ['\\frac{a}', /^This formula cannot be read: /],
      ['a \\\\ } b', /^This formula cannot be read: /],
      ['\\href{javascript:alert(1)}{x}', /cannot be read/],
      ['\\url{https://example.com}', /cannot be read/],
      ['\\includegraphics{https://example.com/a.png}', /not trusted/],
      ['\\htmlClass{a}{x}', /cannot be read/],
      ['\\class{a}{x}', /not trusted/],
      ['\\style{position:fixed}{x}', /not trusted/],
      ['\\newcommand{\\a}{b} \\a', /^Formulas cannot define commands\.$/],
      ['\\def\\a{\\a\\a}\\a', /^Formulas cannot define commands\.$/],
      [`${'x^{'.repeat(200)}x${'}'.repeat(200)}`, /nested too deeply/],
      [`${'\\mathllap{'.repeat(200)}x${'}'.repeat(200)}`, /nested too deeply/],
      [`${'\\ce{^{'.repeat(50)}x${'}X}'.repeat(50)}`, /nested too deeply/],
      ['\\cancelto{a}{\\cancelto{a}{\\cancelto{a}{\\cancelto{a}{\\cancelto{a}{x}}}}}'.repeat(60), /nested too deeply/],
      [`%${'}'.repeat(90)}\n\\verb|${'}'.repeat(90)}|${'\\mathllap{'.repeat(80)}x${'}'.repeat(80)}`, /nested too deeply/],
      [`${'x&'.repeat(100)}\\begin{matrix}${'x&'.repeat(2_000)}\\end{matrix}`, /cannot be/],
      [`x${'+x'.repeat(3_000)}`, /^This formula is too long to be shown\.$/],
    ];
    const parley = await open(`Before.\n\n${bad.map(([tex]) => `$$\n${tex}\n$$\n`).join('\n')}\n**After** $y$.`, { height: 4_000 });
    await until('the last formula', async () => (await shown(parley)) === 1);
    await parley.page.locator('.turn-list').evaluate((list) => list.scrollTo(0, 0));
    await until('the others', async () => (await parley.page.locator('.md-math > code').count()) === bad.length);
    const failed = await parley.page.locator('.md-math > code').evaluateAll((codes) =>
      codes.map((code) => ({
        text: code.textContent,
        title: code.getAttribute('title'),
        description: code.getAttribute('aria-description'),
      })),
    );
    assert.deepEqual(
      failed.map(({ text }) => text),
      bad.map(([tex]) => `$$\n${tex}\n$$`),
    );
    for (const [index, [tex, reason]] of bad.entries()) {
      assert.match(failed[index]?.title ?? '', reason, tex.slice(0, 40));
      assert.equal(failed[index]?.description, failed[index]?.title);
    }
    assert.equal(await parley.page.locator('.md strong').textContent(), 'After');
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('stay as they are written where what shows them is missing', async () => {
    const parley = await open('Of $x$ and **more**', { withoutMath: true });
    const code = parley.page.locator('.md-math > code');
    await code.waitFor();
    assert.equal(await code.textContent(), '$x$');
    assert.equal(await code.getAttribute('title'), 'What shows formulas could not be loaded.');
    await parley.page.close();
  });

  it('are shown a few at a time, near to what is seen only', async () => {
    const text = Array.from({ length: 2_000 }, (_, index) => `Number ${index}: $x_{${index}} = \\frac{1}{${index}}$`).join('\n\n');
    const parley = await open('First.');
    await parley.page.evaluate(() => {
      const counts: number[] = [];
      Object.assign(globalThis, { counts });
      new MutationObserver((records) => {
        counts.push(records.filter(({ addedNodes }) => [...addedNodes].some((node) => node.nodeName === 'math')).length);
      }).observe(document.body, { childList: true, subtree: true });
    });
    await parley.update([{ type: 'snapshot', snapshot: snapshot([userTurn('u1', 'Why?'), assistantTurn('a2', text)]) }]);
    const inView = () =>
      parley.page.evaluate(() => {
        const seen = [...document.querySelectorAll('.md-math')].filter((element) => {
          const { top, bottom } = element.getBoundingClientRect();
          return bottom > 0 && top < innerHeight;
        });
        return { all: seen.length, waiting: seen.filter((element) => !element.querySelector('math')).length };
      });
    await until('what is in view', async () => (await inView()).all > 5 && (await inView()).waiting === 0);
    assert.equal(await closed(parley), 2_000);
    assert.ok((await shown(parley)) < 300, `${await shown(parley)} are shown`);
    await parley.page.locator('.turn-list').evaluate((list) => list.scrollTo(0, 0));
    await until('what is in view now', async () => (await inView()).all > 5 && (await inView()).waiting === 0);
    assert.ok((await shown(parley)) < 600, `${await shown(parley)} are shown`);
    const counts = await parley.page.evaluate(() => (globalThis as unknown as { counts: number[] }).counts);
    assert.ok(Math.max(...counts) <= 6, `${Math.max(...counts)} at once`);
    await parley.page.close();
  });

  it('are shown, and let go of, by a browser that has no idle time to give', async () => {
    const parley = await open('One $x$.\n\n```js\nlet a;\n```\n', { withoutIdleTime: true });
    await until('the formula', async () => (await shown(parley)) === 1);
    const other = snapshot([assistantTurn('b1', 'Two $y$ and $z$.')], { header: headerView({ conversation: summary({ id: 'c2' }) }) });
    await parley.update([{ type: 'snapshot', snapshot: other }]);
    await until('the other formulas', async () => (await shown(parley)) === 2);
    await parley.update([{ type: 'snapshot', snapshot: snapshot([]) }]);
    await parley.painted();
    assert.deepEqual(parley.violations, []);
  });
});
