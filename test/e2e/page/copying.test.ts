/** What is copied of the conversation: Markdown and HTML of what is selected, and nothing of what is around it. */
import assert from 'node:assert/strict';
import { until } from '../driver/until.ts';
import { type CopyCase, copyCases } from './copyCases.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, headerView, snapshot, summary, userTurn } from './samples.ts';

interface Copied {
  readonly text: string;
  readonly html: string;
}

/** Copies what is selected; null where the browser would do it. Runs in the page. */
function copySelected(): Copied | null {
  const event = new ClipboardEvent('copy', { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });
  (document.activeElement ?? document.body).dispatchEvent(event);
  const { clipboardData } = event;
  return event.defaultPrevented && clipboardData
    ? { text: clipboardData.getData('text/plain'), html: clipboardData.getData('text/html') }
    : null;
}

/** Selects from before the first text that says one thing to after the first one after it that says another. Runs in the page. */
function select([from, to]: readonly [string | undefined, string | undefined]): void {
  (document.activeElement as HTMLElement | null)?.blur();
  const selection = getSelection();
  const answer = document.querySelector('.turn-assistant .md');
  if (!selection || !answer) throw new Error('There is no answer.');
  if (from === undefined || to === undefined) {
    selection.selectAllChildren(answer);
    return;
  }
  const nodes: Text[] = [];
  const walker = document.createTreeWalker(document.querySelector('.turn-list') ?? document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) if (node instanceof Text) nodes.push(node);
  const all = nodes.map(({ data }) => data).join('');
  const start = all.indexOf(from);
  const end = all.indexOf(to, start) + to.length;
  if (start < 0 || end < to.length) throw new Error(`There is no ${from} … ${to}`);
  const at = (place: number, isEnd: boolean): [Text, number] => {
    let rest = place;
    for (const node of nodes) {
      if (isEnd ? rest <= node.length : rest < node.length) return [node, rest];
      rest -= node.length;
    }
    throw new Error('The place is after the end.');
  };
  selection.setBaseAndExtent(...at(start, false), ...at(end, true));
}

async function copy(parley: PageInBrowser, from?: string, to?: string): Promise<Copied | null> {
  await parley.page.evaluate(select, [from, to] as const);
  return parley.page.evaluate(copySelected);
}

/** Something is selected, so that what copies is loaded. */
async function loadCopying(parley: PageInBrowser): Promise<void> {
  await parley.page.evaluate(select, [undefined, undefined] as const);
  await until('what copies', () => parley.page.evaluate(copySelected).then((copied) => copied !== null));
}

async function open(...turns: Parameters<typeof snapshot>[0]): Promise<PageInBrowser> {
  const parley = await openPage({ snapshot: snapshot([...turns]) });
  await loadCopying(parley);
  return parley;
}

describe('The page: copying a selection', function () {
  this.timeout(60_000);

  it('gives Markdown as plain text and HTML without anything of the page’s own', async () => {
    assert.ok(copyCases.length >= 40);
    const parley = await open(userTurn('u1', 'Why?'), assistantTurn('a1', 'So.'));
    const found: Partial<CopyCase>[] = [];
    for (const [index, { name, answer, from, to, html }] of copyCases.entries()) {
      const turns = [userTurn(`u-${index}`, 'Why?'), assistantTurn(`a-${index}`, answer)];
      await parley.update([{ type: 'snapshot', snapshot: snapshot(turns) }]);
      await parley.painted();
      await parley.page.locator(`[data-message-id="a-${index}"] .md > *`).first().waitFor();
      const copied = await copy(parley, from, to);
      found.push({ name, copied: copied?.text ?? '', ...(html === undefined ? {} : { html: copied?.html ?? '' }) });
      assert.doesNotMatch(copied?.html ?? '', / (?:class|style|tabindex|role|data-[a-z]+|aria-[a-z]+)=|<button/, name);
    }
    const expected = copyCases.map(({ name, copied, html }) => ({ name, copied, ...(html === undefined ? {} : { html }) }));
    assert.deepEqual(found, expected);
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('goes over several turns with who said what, and without what is around it', async () => {
    const parley = await open(
      userTurn('u1', 'Why is *this*?\n\n- so'),
      assistantTurn('a1', 'It **is**.\n\n```ts\nlet a;\n```'),
      userTurn('u2', 'And why that?'),
      assistantTurn('a2', '# Since\n\nit is.'),
    );
    const headings = await parley.page.locator('.turn h2').allTextContents();
    const copied = await copy(parley, 'is.', 'Since');
    assert.equal(
      copied?.text,
      `## ${headings[1]}\n\n**is**.\n\n\`\`\`ts\nlet a;\n\`\`\`\n\n## ${headings[2]}\n\nAnd why that?\n\n## ${headings[3]}\n\n# Since`.replace(
        '**is**',
        '**is**',
      ),
    );
    await parley.page.evaluate(() => getSelection()?.selectAllChildren(document.body));
    const all = await parley.page.evaluate(copySelected);
    assert.equal(
      all?.text,
      [
        `## ${headings[0]}\n\nWhy is *this*?\n\n- so`,
        `## ${headings[1]}\n\nIt **is**.\n\n\`\`\`ts\nlet a;\n\`\`\``,
        `## ${headings[2]}\n\nAnd why that?`,
        `## ${headings[3]}\n\n# Since\n\nit is.`,
      ].join('\n\n'),
    );
    assert.match(all?.html ?? '', /^<h2>You, [^<]+<\/h2><p>Why is \*this\*\?<br><br>- so<\/p><h2>Claude/);
    assert.equal(headings.length, 4);
    await parley.page.close();
  });

  it('has the whole of a prompt that is folded, and of its part what is selected', async () => {
    const lines = Array.from({ length: 60 }, (_, index) => `line ${index} of a long prompt, which is folded since nobody reads it twice`);
    const parley = await open(userTurn('u1', lines.join('\n')), assistantTurn('a1', 'Yes.'));
    assert.equal((await copy(parley, 'line 2 of', 'line 3 of'))?.text, `${lines[2]}\nline 3 of`);
    await parley.page.evaluate(() => getSelection()?.selectAllChildren(document.body));
    assert.ok((await parley.page.evaluate(copySelected))?.text.includes(`${lines.join('\n')}\n\n## `));
    await parley.page.close();
  });

  it('tells citations by their numbers, and code by its text however it is coloured', async () => {
    const citations = [{ name: 'report.pdf', pages: [3, 3] as const, quote: 'So it is.' }];
    const parley = await open(
      userTurn('u1', 'Why?'),
      assistantTurn('a1', '', {
        blocks: [
          { type: 'text', text: 'It is **so**', citations },
          { type: 'text', text: ', and that is it.' },
        ],
      }),
    );
    assert.equal((await copy(parley))?.text, 'It is **so**[1], and that is it.');
    assert.equal((await copy(parley))?.html, '<p>It is <strong>so</strong><sup>[1]</sup>, and that is it.</p>');
    await parley.page.close();
  });

  it('takes an answer in JSON whole where it is one of several turns', async () => {
    const json = '{"a":[1,2]}';
    const parley = await open(
      userTurn('u1', 'Why?'),
      assistantTurn('a0', 'So.'),
      userTurn('u2', 'As JSON?'),
      assistantTurn('a1', json, { format: { name: 'Answer' } }),
    );
    await parley.page.evaluate(() => getSelection()?.selectAllChildren(document.body));
    const headings = await parley.page.locator('.turn h2').allTextContents();
    const all = await parley.page.evaluate(copySelected);
    assert.ok(all?.text.endsWith(`## ${headings[3]}\n\n\`\`\`json\n${json}\n\`\`\``), all?.text);
    await parley.page.close();
  });

  it('tells of a line that is clicked three times what is in it', async () => {
    const parley = await open(
      userTurn('u1', 'Why?'),
      assistantTurn('a1', '## A *title*\n\n- first item\n- second item\n\n```js\nlet a;\nlet b;\n```\n\nEnd.'),
    );
    const clicked = async (text: string) => {
      await parley.page.getByText(text).click({ clickCount: 3 });
      return (await parley.page.evaluate(copySelected))?.text;
    };
    assert.equal(await clicked('first item'), 'first item');
    assert.equal(await clicked('second item'), 'second item');
    assert.equal(await clicked('title'), 'A *title*');
    assert.match((await clicked('let a;')) ?? '', /^let [ab];\n?$/);
    await parley.page.close();
  });

  it('has what was thought where it is unfolded', async () => {
    const blocks = [{ type: 'thinking', text: 'Is it *so*?' } as const, { type: 'text', text: 'It **is**.' } as const];
    const parley = await open(userTurn('u1', 'Why?'), assistantTurn('a1', '', { blocks }));
    await parley.page.getByRole('button', { name: 'Thought' }).click();
    await parley.page.locator('.thinking-body').waitFor();
    assert.equal((await copy(parley, 'so*', 'is'))?.text, 'so*?\n\nIt **is**');
    await parley.page.close();
  });

  it('leaves what is no part of what was said to the browser', async () => {
    const parley = await open(userTurn('u1', 'Why?'), assistantTurn('a1', 'So.'));
    await parley.page.evaluate(() => getSelection()?.selectAllChildren(document.querySelector('.turn-foot') ?? document.body));
    assert.equal(await parley.page.evaluate(copySelected), null);
    await parley.page.evaluate(select, [undefined, undefined] as const);
    await parley.page.getByRole('textbox', { name: 'Message Claude' }).fill('typed');
    await parley.page.getByRole('textbox', { name: 'Message Claude' }).selectText();
    assert.equal(await parley.page.evaluate(copySelected), null);
    await parley.page.close();
  });

  it('loads what it takes when something is selected, once', async () => {
    const parley = await openPage({ snapshot: snapshot([userTurn('u1', 'Why?'), assistantTurn('a1', 'So.')]) });
    await parley.page.getByRole('textbox', { name: 'Message Claude' }).click();
    await parley.page.keyboard.type('Some words');
    assert.ok(!parley.asked.includes('copy.js'));
    await loadCopying(parley);
    await copy(parley, 'So', 'So');
    assert.equal(parley.asked.filter((file) => file === 'copy.js').length, 1);
    await parley.page.close();
  });

  it('puts both on the clipboard by the keys for it', async () => {
    const parley = await open(userTurn('u1', 'Why?'), assistantTurn('a1', '- **one**\n- two'));
    await parley.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await parley.page.evaluate(select, [undefined, undefined] as const);
    await parley.page.keyboard.press('ControlOrMeta+C');
    const read = () =>
      parley.page.evaluate(async () => {
        const [item] = await navigator.clipboard.read();
        const text = async (type: string) => (item?.types.includes(type) ? (await item.getType(type)).text() : null);
        return { text: await text('text/plain'), html: await text('text/html') };
      });
    await until('the clipboard', async () => (await read()).text === '- **one**\n- two');
    assert.match((await read()).html ?? '', /<ul>\s*<li><strong>one<\/strong><\/li>\s*<li>two<\/li>\s*<\/ul>/);
    await parley.page.close();
  });

  it('is of the conversation that is shown', async () => {
    const parley = await open(userTurn('u1', 'Why?'), assistantTurn('a1', 'So.'));
    const other = snapshot([assistantTurn('b1', 'Two *words*.')], { header: headerView({ conversation: summary({ id: 'c2' }) }) });
    await parley.update([{ type: 'snapshot', snapshot: other }]);
    await parley.painted();
    assert.equal((await copy(parley))?.text, 'Two *words*.');
    await parley.page.close();
  });
});
