/** When the page asks which names are known, how often, and what it makes of the answer. The names themselves: `test/unit/shared/symbolName.test.ts`. */
import assert from 'node:assert/strict';
import type { TurnView } from '../../../src/shared/turnView.ts';
import { themeKinds } from '../driver/themes.ts';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, snapshot, streamingTurn, text, userTurn } from './samples.ts';

describe('The page: names in answers', () => {
  let parley: PageInBrowser;
  const links = () => parley.page.locator('code[role=link]');
  const asked = async () =>
    (await parley.requests('knownSymbols')).map(({ params }) => (params && 'names' in params ? [...params.names] : []));
  const opened = async () => (await parley.requests('openSymbol')).map(({ params }) => params);

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  /** Opens the page with a host that knows these names. */
  async function open(known: readonly string[], options: Partial<Parameters<typeof openPage>[0]> = {}): Promise<void> {
    parley = await openPage({ snapshot: snapshot([]), ...options });
    await know(known);
  }

  async function know(known: readonly string[]): Promise<void> {
    await parley.page.evaluate((all) => {
      parleyAnswers['knownSymbols'] = ({ names }: { names: string[] }) => names.filter((name) => all.includes(name));
    }, known);
  }

  async function show(turns: readonly TurnView[]): Promise<void> {
    await parley.update([{ type: 'snapshot', snapshot: snapshot(turns) }]);
    await parley.painted();
  }

  /** Settles when nothing more is asked: the page has been idle, and what it asked then is answered. */
  async function settled(): Promise<void> {
    await parley.page.evaluate(async () => {
      const frame = () => new Promise(requestAnimationFrame);
      for (let round = 0; round < 3; round++) {
        await frame();
        await frame();
        await new Promise<void>((resolve) => requestIdleCallback(() => setTimeout(resolve)));
      }
    });
  }

  it('are links where they are known, and each is asked for once, however often it is written and by how many turns', async () => {
    await open(['sum', 'Foo.bar', '#own']);
    const answer =
      'See `sum`, `sum()`, `sum(1, 2)`, `Foo.bar()`, `#own`, `unknownThing`, `null`, `npm test`, `src/a.ts` and [`sum`](https://example.com/).\n\n```ts\nsum\n```';
    await show([0, 1, 2].flatMap((turn) => [userTurn(`u${turn}`, '`sum`?'), assistantTurn(`a${turn}`, answer)]));
    await links().first().waitFor();
    await settled();
    assert.deepEqual(await asked(), [['sum', 'Foo.bar', '#own', 'unknownThing']]);
    const each = ['sum', 'sum()', 'sum(1, 2)', 'Foo.bar()', '#own'];
    assert.deepEqual(await links().allTextContents(), [...each, ...each, ...each]);
    await parley.update([
      { type: 'turn', turn: userTurn('u4', 'More') },
      { type: 'turn', turn: assistantTurn('a4', 'Again `sum`, `Foo#bar`, `unknownThing`, and `another`.') },
    ]);
    await until('the known ones', async () => (await links().count()) === 17);
    await settled();
    assert.deepEqual((await asked()).slice(1), [['another']]);
  });

  it('cost what streams nothing, and change nothing of it before they come', async () => {
    await open(['sum', 'mean']);
    await show([userTurn('u1', 'Why?'), streamingTurn('a1', { blocks: [text('')] })]);
    for (const delta of ['First `su', 'm`, then `mean`.\n\n', 'Another paragraph with `sum`.\n\n', 'And `mean`.']) {
      await parley.update([{ type: 'delta', messageId: 'a1', block: 0, text: delta }]);
      await parley.painted();
      await settled();
    }
    assert.deepEqual(await asked(), []);
    const plain = await parley.page.locator('.md').innerHTML();
    assert.ok(plain.includes('<code>sum</code>'), plain);
    const whole = 'First `sum`, then `mean`.\n\nAnother paragraph with `sum`.\n\nAnd `mean`.';
    await parley.update([{ type: 'turn', turn: assistantTurn('a1', whole) }]);
    await until('links', async () => (await links().count()) === 4);
    assert.deepEqual(await asked(), [['sum', 'mean']]);
    // Only attributes: the text nodes, and so what is selected and found in them, are the same.
    const without = await parley.page.locator('.md').evaluate((element) => {
      const copy = element.cloneNode(true);
      if (!(copy instanceof Element)) return '';
      for (const code of copy.querySelectorAll('.md-symbol')) for (const { name } of [...code.attributes]) code.removeAttribute(name);
      return copy.innerHTML;
    });
    assert.equal(without, plain);
  });

  it('are asked for where they are near the view', async () => {
    await open(['name0', 'name39']);
    const turns = Array.from({ length: 40 }, (_, n) => [
      userTurn(`u${n}`, 'More'),
      assistantTurn(`a${n}`, `\`name${n}\`\n\n${'A line.\n\n'.repeat(12)}`),
    ]);
    await show(turns.flat());
    await until('the last', async () => (await links().allTextContents()).includes('name39'));
    await settled();
    const first = (await asked()).flat();
    assert.ok(first.length < 8 && !first.includes('name0'), first.join());
    await parley.page.getByRole('log').evaluate((log) => log.scrollTo(0, 0));
    await until('the first', async () => (await links().allTextContents()).includes('name0'));
    await settled();
    const all = (await asked()).flat();
    assert.ok(all.length < 16, all.join());
    assert.equal(new Set(all).size, all.length);
  });

  it('are asked for a hundred at a time, one question after the other, and not for ever', async () => {
    await open([]);
    const names = Array.from({ length: 450 }, (_, n) => `name${n}`);
    const item = (name: string) => `\`${name}\``;
    await show([userTurn('u1', 'All?'), assistantTurn('a1', names.map(item).join(' '))]);
    await until('a question', async () => (await asked()).length > 0);
    await settled();
    assert.deepEqual(await asked(), [names.slice(0, 100)]);
  });

  it('are not held up, nor marked, where the host does not answer or fails', async () => {
    await open([]);
    await parley.answer('knownSymbols', 'wait');
    await show([userTurn('u1', 'Why?'), assistantTurn('a1', 'As `sum` says.')]);
    await until('a question', async () => (await asked()).length === 1);
    await parley.update([{ type: 'turn', turn: assistantTurn('a2', 'As `mean` says.') }]);
    await parley.painted();
    await settled();
    assert.deepEqual(await asked(), [['sum']], 'one question at a time');
    assert.equal(await links().count(), 0);
    await parley.page.close();

    await open([]);
    await parley.answer('knownSymbols', { sentence: 'Broken' });
    await show([userTurn('u1', 'Why?'), assistantTurn('a1', 'As `sum` says.')]);
    await until('a question', async () => (await asked()).length === 1);
    await settled();
    assert.equal(await links().count(), 0);
    assert.equal(await parley.page.getByRole('alert').count(), 0);
  });

  it('that were not known are asked for again when the pointer or the focus comes to the page, and no more once they are', async () => {
    await open(['mean']);
    await show([userTurn('u1', 'Why?'), assistantTurn('a1', 'As `sum` and `mean` say.')]);
    await links().first().waitFor();
    await settled();
    assert.deepEqual(await asked(), [['sum', 'mean']]);
    const focus = () => parley.page.evaluate(() => dispatchEvent(new Event('focus')));
    const enter = () => parley.page.evaluate(() => document.documentElement.dispatchEvent(new PointerEvent('pointerenter')));
    await focus();
    await until('another question', async () => (await asked()).length === 2);
    await settled();
    await know(['sum', 'mean']);
    await enter();
    await until('both', async () => (await links().count()) === 2);
    assert.deepEqual((await asked()).slice(1), [['sum'], ['sum']]);
    await enter();
    await focus();
    await settled();
    assert.equal((await asked()).length, 3);
  });

  it('are followed by a click and by Enter, as other links are, and not by selecting them', async () => {
    await open(['sum', 'Foo.bar']);
    await show([userTurn('u1', 'Why?'), assistantTurn('a1', 'See `src/a.ts`, `sum(1)` and `Foo.bar()`.')]);
    const sum = parley.page.getByRole('link', { name: 'sum(1)' });
    await sum.click();
    await parley.page.getByRole('link', { name: 'src/a.ts' }).focus();
    await parley.page.keyboard.press('Tab');
    await parley.page.keyboard.press('Tab');
    const focused = await parley.page.evaluate(() => [document.activeElement?.textContent, document.activeElement?.getAttribute('title')]);
    assert.deepEqual(focused, ['Foo.bar()', 'Go to “Foo.bar” in the workspace']);
    await parley.page.keyboard.press('Enter');
    assert.deepEqual(await opened(), [{ name: 'sum' }, { name: 'Foo.bar' }]);
    const box = await sum.boundingBox();
    assert.ok(box);
    await parley.page.mouse.move(box.x + 12, box.y + box.height / 2);
    await parley.page.mouse.down();
    await parley.page.mouse.move(box.x + box.width - 6, box.y + box.height / 2, { steps: 5 });
    await parley.page.mouse.up();
    assert.notEqual(await parley.page.evaluate(() => getSelection()?.toString()), '');
    assert.equal((await opened()).length, 2);
  });

  it('look like other code until the pointer or the focus is there, in every theme', async () => {
    for (const theme of themeKinds) {
      await open(['known'], { theme });
      await show([userTurn('u1', 'Why?'), assistantTurn('a1', 'As `known` and `plain` say.')]);
      await links().waitFor();
      const look = (name: string) =>
        parley.page.locator('.md code', { hasText: name }).evaluate((code) => {
          const { color, backgroundColor, textDecorationLine } = getComputedStyle(code);
          return { color, backgroundColor, line: textDecorationLine };
        });
      const [known, plain] = [await look('known'), await look('plain')];
      assert.deepEqual(known, theme.startsWith('highContrast') ? { ...plain, line: 'underline' } : plain, theme);
      await links().hover();
      assert.equal((await look('known')).line, 'underline', theme);
      await parley.page.mouse.move(1, 1);
      const focused = () => links().evaluate((code) => code === document.activeElement && getComputedStyle(code).outlineStyle);
      for (let press = 0; press < 20 && !(await focused()); press++) await parley.page.keyboard.press('Shift+Tab');
      assert.deepEqual([await focused(), (await look('known')).line], ['solid', 'underline'], theme);
      if (theme !== themeKinds.at(-1)) await parley.page.close();
    }
  });
});
