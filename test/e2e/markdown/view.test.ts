/** What is beyond the specifications: roles and names, actions, footnotes, definitions that come late, long blocks. */
import assert from 'node:assert/strict';
import type { CodeBlockView } from '../../../src/webview/markdown/options.ts';
import { openTestPages, type TestPages } from './testPages.ts';

describe('Markdown: the view', function () {
  this.timeout(30_000);
  let pages: TestPages;
  before(async () => {
    pages = await openTestPages();
  });
  after(() => pages.close());

  const show = (text: string): Promise<string> => pages.view.evaluate((source) => markdown.canonical(source), text);

  it('a code block is a figure with a name, and its text is exact', async () => {
    const seen = await pages.view.evaluate(() => {
      const blocks: CodeBlockView[] = [];
      const { host, view } = markdown.open({ decorateCode: (block) => blocks.push(block) });
      view.append('```ts title="a"\nlet a = `<b>`;\n\n  two();\n');
      const figure = host.querySelector<HTMLElement>('[role=figure]');
      const open = figure?.getAttribute('aria-label');
      const nodes = figure?.querySelector('code')?.childNodes.length;
      const text = blocks.map((block) => block.text());
      view.append('```');
      view.finish();
      const pre = figure?.querySelector('pre');
      return {
        open,
        nodes,
        text,
        closed: figure?.getAttribute('aria-label'),
        language: figure?.dataset['language'],
        focusable: pre?.tabIndex,
        scroll: pre && getComputedStyle(pre).overflowX,
      };
    });
    assert.deepEqual(seen, {
      open: 'Code block, TypeScript',
      nodes: 1,
      text: ['let a = `<b>`;\n\n  two();'],
      closed: 'Code block, TypeScript, 3 lines',
      language: 'ts',
      focusable: 0,
      scroll: 'auto',
    });
  });

  it('a long code block is split for layout, and is the same text', async () => {
    const text = Array.from({ length: 1_000 }, (_, index) => `line ${index}`).join('\n');
    const seen = await pages.view.evaluate((code) => {
      const { host, view } = markdown.open({});
      view.append(`\`\`\`\n${code}\n\`\`\`\n`);
      view.finish();
      const element = host.querySelector('code');
      return { text: element?.textContent, parts: element?.children.length, label: host.querySelector('[role=figure]')?.ariaLabel };
    }, text);
    assert.deepEqual(seen, { text: `${text}\n`, parts: Math.ceil(1_000 / 64), label: 'Code block, 1000 lines' });
  });

  it('the hooks are called when a block opens and when it is complete', async () => {
    const calls = await pages.view.evaluate(() => {
      const seen: string[] = [];
      const { view } = markdown.open({
        decorateCode: (block) => {
          seen.push(`open ${block.language}`);
          block.actions.append(document.createElement('button'));
        },
        onCodeClosed: (block) => seen.push(`closed ${block.language} ${block.lineCount} ${block.actions.childElementCount}`),
      });
      for (const char of '```js\na\n```\n\n~~~py\nb') view.append(char);
      seen.push('finish');
      view.finish();
      return seen;
    });
    assert.deepEqual(calls, ['open js', 'closed js 1 1', 'open py', 'finish', 'closed py 1 1']);
  });

  it('a click on a link goes to the callback alone', async () => {
    const seen = await pages.view.evaluate(() => {
      const opened: string[] = [];
      const { host, view } = markdown.open({
        onLink: (target) => opened.push(target.href),
        resolveLink: (href) => (href.endsWith('.ts') ? { href: `file:${href}`, title: 'Open' } : null),
      });
      view.append('[**a**](src/a.ts) and [b](b.md)');
      view.finish();
      let escaped = false;
      document.addEventListener('click', () => {
        escaped = true;
      });
      host.querySelector('strong')?.click();
      const links = [...host.querySelectorAll('a')].map((link) => [link.getAttribute('href'), link.title]);
      return { opened, links, escaped, address: location.href };
    });
    assert.deepEqual(seen, {
      opened: ['file:src/a.ts'],
      links: [['file:src/a.ts', 'Open']],
      escaped: false,
      address: 'http://parley.invalid/',
    });
  });

  it('headings are shifted', async () => {
    const seen = await pages.view.evaluate(() => {
      const { host, view } = markdown.open({ headingShift: 2 });
      view.append('# a\n\nb\n===\n\n##### c');
      view.finish();
      return [...host.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((heading) => `${heading.localName} ${heading.ariaLevel}`);
    });
    assert.deepEqual(seen, ['h3 null', 'h3 null', 'h6 7']);
  });

  it('a definition that comes later makes links of what is there', async () => {
    const seen = await pages.view.evaluate(() => {
      const { host, view } = markdown.open({});
      view.append('See [a], [b] and ![d][A].\n\n- [a][]\n\nMore.\n\n');
      const [first, last] = [host.querySelector('p'), [...host.querySelectorAll('p')].at(-1)];
      const before = host.querySelectorAll('a').length;
      view.append('[a]: https://example.com "t"\n\nEnd');
      const after = [...host.querySelectorAll('a')].map((link) => `${link.href} ${link.title} ${link.textContent}`);
      return {
        before,
        after,
        same: first === host.querySelector('p') && [...host.querySelectorAll('p')].includes(last as HTMLParagraphElement),
      };
    });
    assert.deepEqual(seen, {
      before: 0,
      after: ['https://example.com/ t a', 'https://example.com/ t d', 'https://example.com/ t a'],
      same: true,
    });
  });

  it('footnotes are numbered in the order of their references and shown at the end', async () => {
    assert.equal(
      await show('a[^x] b[^y] c[^x] d[^none]\n\n[^y]: Why\n\n    Second\n[^x]: Ex [^z]\n[^z]: Zed\n[^unused]: U\n\nEnd'),
      '<p>a<sup><a href="#">1</a></sup> b<sup><a href="#">2</a></sup> c<sup><a href="#">1</a></sup> d[^none]</p><p>End</p>' +
        '<section><ol><li><div><p>Ex <sup><a href="#">3</a></sup></p></div><a class="md-footnote-back" href="#">↩</a></li>' +
        '<li><div><p>Why</p><p>Second</p></div><a class="md-footnote-back" href="#">↩</a></li>' +
        '<li><div><p>Zed</p></div><a class="md-footnote-back" href="#">↩</a></li></ol></section>',
    );
  });

  it('a click on a footnote goes there, and back', async () => {
    const seen = await pages.view.evaluate(() => {
      const { host, view } = markdown.open({});
      view.append('a[^x]\n\n[^x]: note');
      view.finish();
      const reference = host.querySelector<HTMLElement>('sup a');
      reference?.click();
      const there = document.activeElement?.className;
      (document.activeElement as HTMLElement | null)?.click();
      return [there, document.activeElement === reference];
    });
    assert.deepEqual(seen, ['md-footnote-back', true]);
  });

  it('tables have alignment and scroll in a box of their own', async () => {
    const text = `| ${'wide '.repeat(9)} | b |\n| :-: | --: |\n| ${'unbreakable'.repeat(9)} | d |\n\nEnd`;
    assert.match(await show(text), /<th align="center">.*<td align="right">d<\/td>/);
    const fits = await pages.view.evaluate((source) => {
      const { host, view } = markdown.open({});
      host.style.width = '300px';
      view.append(source);
      view.finish();
      return host.scrollWidth <= 300;
    }, text);
    assert.equal(fits, true);
  });

  it('a table takes the last line of a paragraph for its header', async () => {
    const table = '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td></td></tr></tbody></table>';
    assert.equal(await show('text\n| a | b |\n|---|---|\n| c'), `<p>text</p>${table}`);
    assert.equal(await show('[x]: /y\na | b\n-|-\nc'), '<h2>a | b</h2>'.replace('<h2>a | b</h2>', table));
  });

  it('a long table and a long list say their roles', async () => {
    const seen = await pages.view.evaluate(() => {
      const { host, view } = markdown.open({});
      view.append(`| a | b |\n|---|---|\n${'| c | d |\n'.repeat(200)}\n${'1. x\n'.repeat(200)}`);
      view.finish();
      const roles = (selector: string): string[] => [...new Set([...host.querySelectorAll(selector)].map((each) => String(each.role)))];
      return {
        table: ['table', 'thead, tbody', 'tr', 'th', 'td'].map(roles),
        list: [roles('ol'), [...new Set(roles('li'))]],
        last: [...host.querySelectorAll('li')].length,
      };
    });
    assert.deepEqual(seen, {
      table: [['table'], ['rowgroup'], ['row'], ['columnheader'], ['cell']],
      list: [['list'], ['null', 'listitem']],
      last: 200,
    });
  });

  it('a task list has checkboxes that cannot be changed', async () => {
    assert.equal(
      await show('- [ ] a\n- [X] b\n- [x]\n- [ ](c)'),
      '<ul><li><input disabled="" type="checkbox"> a</li><li><input checked="" disabled="" type="checkbox"> b</li><li>[x]</li>' +
        '<li><a href="c"> </a></li></ul>',
    );
    const told = await pages.view.evaluate(() => {
      const { host, view } = markdown.open({});
      view.append('- [ ] a\n- [X] b');
      return [...host.querySelectorAll('input')].map(({ ariaLabel, checked }) => [ariaLabel, checked]);
    });
    assert.deepEqual(told, [
      ['Task', false],
      ['Task', true],
    ]);
  });

  it('shows a line as soon as it is certain what it is', async () => {
    const seen = await pages.view.evaluate(() => {
      const { host, view } = markdown.open({});
      return [...'## Hi\n- **a** b'].map((char) => {
        view.append(char);
        return host.textContent;
      });
    });
    assert.deepEqual(seen, ['', '', '', 'H', 'Hi', 'Hi', 'Hi', 'Hi', 'Hi', 'Hi', 'Hi**a', 'Hi*a', 'Hia', 'Hia', 'Hia b']);
  });

  it('a formula is text until it is closed, and then an element, in a line and in lines of its own', async () => {
    assert.equal(
      await show('a $x$ **b \\(y\\)** $$z$$\n\n$$\nw\n$$\nc\n\\[ v \\]\n\n$$\nopen\n\nd'),
      '<p>a <span class="md-math">$x$</span> <strong>b <span class="md-math">\\(y\\)</span></strong> ' +
        '<span class="md-math md-math-display">$$z$$</span></p>' +
        '<div class="md-math md-math-display">$$\\u000aw\\u000a$$</div><p>c</p>' +
        '<div class="md-math md-math-display">\\[\\u0020v\\u0020\\]</div>' +
        '<div class="md-source">$$\\u000aopen</div><p>d</p>',
    );
    const seen = await pages.view.evaluate(() => {
      const { host, view } = markdown.open({});
      return [...'is $x$\n$$\ny\n$$'].map((char) => {
        view.append(char);
        return `${host.textContent} ${host.querySelectorAll('.md-math').length}`;
      });
    });
    assert.deepEqual(seen.slice(3), [
      'is $ 0',
      'is $x 0',
      'is $x$ 1',
      'is $x$ 1',
      'is $x$ 1',
      'is $x$ 1',
      'is $x$$$ 1',
      'is $x$$$\ny 1',
      'is $x$$$\ny 1',
      'is $x$$$\ny\n$ 1',
      'is $x$$$\ny\n$$ 1',
    ]);
  });

  it('the hook is called once for a formula that stays, and what it puts there is left alone', async () => {
    const seen = await pages.view.evaluate(() => {
      const calls: string[] = [];
      const { host, view } = markdown.open({
        onMath: (element, { tex, display }) => {
          calls.push(`${tex.trim()} ${display}`);
          element.replaceChildren(document.createElement('i'));
        },
      });
      const text = '*not emphasis $a$ and `no code $b$ and ![$c$](/u) [$d$ e](/u)\n\n$$\nf\n$$\n\n# $g$\n\n| $h$ |\n|-|\n| $i$ |';
      for (const char of text) view.append(char);
      view.finish();
      return { calls, left: host.querySelectorAll('.md-math > i').length, all: host.querySelectorAll('.md-math').length };
    });
    assert.deepEqual(seen, {
      // The picture was none until its address had ended; the link's text was there before the link.
      calls: ['a false', 'b false', 'c false', 'd false', 'f true', 'g false', 'h false', 'i false'],
      left: 7,
      all: 7,
    });
  });

  it('set replaces all and more may follow; finish ends it; dispose empties', async () => {
    const seen = await pages.view.evaluate(() => {
      const { host, view } = markdown.open({});
      view.append('old [a]\n\n[a]: https://example.com');
      view.set('new [a');
      view.append('] text');
      view.finish();
      const text = host.textContent;
      let refused = false;
      try {
        view.append('more');
      } catch {
        refused = true;
      }
      view.dispose();
      return { text, refused, left: host.childNodes.length, className: host.className };
    });
    assert.deepEqual(seen, { text: 'new [a] text', refused: true, left: 0, className: '' });
  });

  it('asks the network for nothing and breaks no policy', () => {
    assert.deepEqual(pages.violations, []);
  });
});
