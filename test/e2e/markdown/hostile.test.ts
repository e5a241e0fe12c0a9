/** Answers that were written to break the page. */
import assert from 'node:assert/strict';
import { bombs } from './bombs.ts';
import { openTestPages, type TestPages } from './testPages.ts';

/** Generous: what they take is a hundredth of it. Read naively some take minutes. */
const limit = 5_000;
const deepest = 80;

const targets = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java&#x09;script:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'command:workbench.action.terminal.new',
  'vscode://settings',
  'vscode:extension/a.b',
  'file:///etc/passwd',
  'blob:http://a/b',
  '//example.com/x',
  '/etc/passwd',
  'src/a.ts',
  '#fragment',
  'https:',
  'http://',
];

const html = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  'a <img src="https://example.com/x.png" onerror="alert(1)"> b',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<style>* { display: none }</style>',
  '<svg onload=alert(1)>',
  '<a href="command:x">a</a>',
  '<form action="https://example.com"><button>b</button></form>',
  '| a |\n|---|\n| <img src=x onerror=alert(1)> |',
  '> <object data="https://example.com"></object>',
];

describe('Markdown: hostile answers', function () {
  this.timeout(60_000);
  let pages: TestPages;
  before(async () => {
    pages = await openTestPages();
  });
  after(() => pages.close());

  for (const [name, text] of Object.entries(bombs)) {
    it(`neither crash nor freeze: ${name}`, async () => {
      const whole = await pages.view.evaluate((source) => markdown.withstand([source]), text);
      const pieces = text.match(/[\s\S]{1,64}/g) ?? [];
      const streamed = await pages.view.evaluate((chunks) => markdown.withstand(chunks), pieces);
      assert.equal(streamed.depth, whole.depth);
      assert.ok(whole.depth <= deepest, `${whole.depth} deep`);
      assert.ok(whole.milliseconds < limit && streamed.milliseconds < limit, `${whole.milliseconds} and ${streamed.milliseconds} ms`);
    });
  }

  it('links to other schemes than http, https and mailto cannot be clicked', async () => {
    for (const target of targets) {
      const forms = [
        `[a](<${target}>)`,
        `[a][b]\n\n[b]: <${target}>`,
        `<${target}>`,
        `![a](<${target}>)`,
        `[![a](<${target}>)](<${target}>)`,
      ];
      for (const form of forms) assert.deepEqual(await pages.view.evaluate((text) => markdown.links(text), form), [], form);
    }
  });

  it('links to http, https and mailto can', async () => {
    const text = '<https://a.bc> [b](http://d.ef/g "t") <h@i.jk> ![l](https://m.no/p.png) www.q.rs';
    assert.deepEqual(await pages.view.evaluate((source) => markdown.links(source), text), [
      'https://a.bc',
      'http://d.ef/g',
      'mailto:h@i.jk',
      'https://m.no/p.png',
      'http://www.q.rs',
    ]);
  });

  it('HTML is text, whatever it is', async () => {
    const known = ['a', 'blockquote', 'div', 'p', 'table', 'tbody', 'td', 'th', 'thead', 'tr'];
    for (const text of html) {
      const { names, shown } = await pages.view.evaluate((source) => markdown.elements(source), text);
      assert.deepEqual(
        names.filter((name) => !known.includes(name)),
        [],
        text,
      );
      const source = /<[\s\S]*>/.exec(text)?.[0] ?? '';
      assert.ok(shown.includes(source), `${text} is shown as ${shown}`);
      assert.deepEqual(await pages.view.evaluate((each) => markdown.links(each), text), []);
    }
  });

  it('asks the network for nothing and breaks no policy', () => {
    assert.deepEqual(pages.violations, []);
  });
});
