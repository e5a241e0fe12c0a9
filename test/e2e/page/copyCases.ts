/** What is selected of an answer, and what is copied then. */
export interface CopyCase {
  readonly name: string;
  /** What Claude said. */
  readonly answer: string;
  /** The selection begins before the first of these, and ends after the first of the second that follows; without them it is the whole answer. */
  readonly from?: string;
  readonly to?: string;
  /** The Markdown that is copied. */
  readonly copied: string;
  readonly html?: string;
}

const prose = 'Of *many* words **some are bold** and `code` too, with [a link](https://example.com/a "Its title") in it.';
const list = '- one\n- two with `code`\n  - deep **bold**\n  - deeper\n- three\n';
const numbered = '7. seven\n8. eight\n9. nine\n\n   with more\n';
const tasks = '- [x] done\n- [ ] to do\n- [ ] to do later\n';
const table = '| Name | Value |\n|:--|--:|\n| a | 701 |\n| b `x\\|y` | 702 |\n| c | 703 |\n';
const code = 'Before.\n\n```ts\nconst a = 1;\n\nuse(a, `b`);\n```\n\nAfter.';
const quote = '> First words.\n>\n> - in a quote\n> - and another\n\nEnd.';
const sections = '# Title\n\nOne.\n\n## Part\n\nTwo *here*.\n\n---\n\n##### Small\n\nThree.';
const math = 'Of $x_1$ **and** $y$.\n\n$$\nz\n$$\n\nEnd.';
const notes = 'A claim[^1], and another[^b].\n\n[^1]: The proof.\n\n[^b]: More *proof*.\n\n    In two parts.';

export const copyCases: readonly CopyCase[] = [
  { name: 'words of a paragraph', answer: prose, from: 'words', to: 'words', copied: 'words' },
  { name: 'words with the space beside them', answer: prose, from: 'words ', to: 'words ', copied: 'words ' },
  { name: 'words with marks among them', answer: prose, from: 'many', to: 'some', copied: '*many* words **some**' },
  { name: 'a part of bold words', answer: prose, from: 'are', to: 'are', copied: 'are' },
  { name: 'bold words, cut behind a space', answer: prose, from: 'words', to: 'some ', copied: 'words **some** ' },
  { name: 'a part of code', answer: prose, from: 'od', to: 'od', copied: 'od', html: '<code>od</code>' },
  { name: 'code between words', answer: prose, from: 'and', to: 'too', copied: 'and `code` too' },
  {
    name: 'a part of a link with what comes after it',
    answer: prose,
    from: 'link',
    to: 'in it',
    copied: '[link](https://example.com/a "Its title") in it',
    html: '<a href="https://example.com/a" title="Its title">link</a> in it',
  },
  { name: 'words of a link', answer: prose, from: 'a link', to: 'a link', copied: 'a link' },
  {
    name: 'a whole paragraph',
    answer: prose,
    copied: prose,
    html: '<p>Of <em>many</em> words <strong>some are bold</strong> and <code>code</code> too, with <a href="https://example.com/a" title="Its title">a link</a> in it.</p>',
  },
  { name: 'two paragraphs, each in part', answer: 'One two.\n\nThree four.', from: 'two', to: 'Three', copied: 'two.\n\nThree' },
  { name: 'lines of a paragraph', answer: 'One\ntwo\\\nthree  \nfour', from: 'One', to: 'four', copied: 'One\ntwo\\\nthree\\\nfour' },
  {
    name: 'a whole list',
    answer: list,
    copied: list.trimEnd(),
    html: '<ul><li>one</li><li>two with <code>code</code><ul><li>deep <strong>bold</strong></li><li>deeper</li></ul></li><li>three</li></ul>',
  },
  { name: 'the first items of a list', answer: list, from: 'one', to: 'two', copied: '- one\n- two' },
  { name: 'items of two levels', answer: list, from: 'with', to: 'bold', copied: '- with `code`\n  - deep **bold**' },
  { name: 'items of the inner list', answer: list, from: 'deep', to: 'deeper', copied: '- deep **bold**\n- deeper' },
  { name: 'from an inner item to an outer one', answer: list, from: 'deeper', to: 'three', copied: '- - deeper\n- three' },
  { name: 'words of an item', answer: list, from: 'two', to: 'code', copied: 'two with `code`' },
  { name: 'a numbered list from its middle on', answer: numbered, from: 'eight', to: 'with', copied: '8. eight\n\n9. nine\n\n   with' },
  {
    name: 'a numbered list',
    answer: numbered,
    copied: '7. seven\n\n8. eight\n\n9. nine\n\n   with more',
    html: '<ol start="7"><li><p>seven</p></li><li><p>eight</p></li><li><p>nine</p><p>with more</p></li></ol>',
  },
  {
    name: 'tasks',
    answer: tasks,
    copied: tasks.trimEnd(),
    html: '<ul><li><input type="checkbox" disabled="" checked=""> done</li><li><input type="checkbox" disabled=""> to do</li><li><input type="checkbox" disabled=""> to do later</li></ul>',
  },
  { name: 'half of the tasks', answer: tasks, from: 'one', to: 'to do', copied: '- [x] one\n- [ ] to do' },
  { name: 'lists side by side', answer: '- a\n- b\n\n* c\n\n1. d\n\n1) e', copied: '- a\n- b\n\n* c\n\n1. d\n\n1) e' },
  { name: 'a list of 40 items, across its groups', answer: '- item\n'.repeat(40), copied: '- item\n'.repeat(40).trimEnd() },
  {
    name: 'a table',
    answer: table,
    copied: '| Name | Value |\n| :-- | --: |\n| a | 701 |\n| b `x\\|y` | 702 |\n| c | 703 |',
    html: '<table><thead><tr><th align="left">Name</th><th align="right">Value</th></tr></thead><tbody><tr><td align="left">a</td><td align="right">701</td></tr><tr><td align="left">b <code>x|y</code></td><td align="right">702</td></tr><tr><td align="left">c</td><td align="right">703</td></tr></tbody></table>',
  },
  {
    name: 'the middle of a table',
    answer: table,
    from: 'b ',
    to: 'c',
    copied: '| Name | Value |\n| :-- | --: |\n| b `x\\|y` | 702 |\n| c |  |',
  },
  {
    name: 'a table from the middle of a row',
    answer: table,
    from: '701',
    to: '702',
    copied: '| Name | Value |\n| :-- | --: |\n|  | 701 |\n| b `x\\|y` | 702 |',
  },
  { name: 'words of a cell', answer: table, from: 'b ', to: 'x|y', copied: 'b `x|y`' },
  {
    name: 'an answer that is a block of code',
    answer: '```py\nprint(1)\n```',
    copied: '```py\nprint(1)\n```',
    html: '<pre><code>print(1)\n</code></pre>',
  },
  { name: 'code, all of its text', answer: code, from: 'const', to: 'use(a, `b`);', copied: 'const a = 1;\n\nuse(a, `b`);' },
  {
    name: 'a part of code in a block',
    answer: code,
    from: 'a = 1',
    to: 'use',
    copied: 'a = 1;\n\nuse',
    html: '<pre><code>a = 1;\n\nuse</code></pre>',
  },
  {
    name: 'code with what is around it',
    answer: code,
    from: 'Before',
    to: 'After',
    copied: 'Before.\n\n```ts\nconst a = 1;\n\nuse(a, `b`);\n```\n\nAfter',
  },
  { name: 'a part of code with what is after it', answer: code, from: 'use', to: 'After', copied: '```ts\nuse(a, `b`);\n```\n\nAfter' },
  { name: 'code with fences in it', answer: '````md\n```js\n1\n```\n````', copied: '````md\n```js\n1\n```\n````' },
  { name: 'code of 200 lines', answer: `\`\`\`\n${'line\n'.repeat(200)}\`\`\``, copied: `\`\`\`\n${'line\n'.repeat(200)}\`\`\`` },
  { name: 'code within a list', answer: '1. Do\n\n   ```sh\n   ls\n   ```\n', copied: '1. Do\n\n   ```sh\n   ls\n   ```' },
  {
    name: 'a quote with what is after it',
    answer: quote,
    copied: quote,
    html: '<blockquote><p>First words.</p><ul><li>in a quote</li><li>and another</li></ul></blockquote><p>End.</p>',
  },
  { name: 'items in a quote', answer: quote, from: 'in a', to: 'another', copied: '- in a quote\n- and another' },
  {
    name: 'headings and rules',
    answer: sections,
    copied: sections,
    html: '<h1>Title</h1><p>One.</p><h2>Part</h2><p>Two <em>here</em>.</p><hr><h5>Small</h5><p>Three.</p>',
  },
  { name: 'words of a heading', answer: sections, from: 'Part', to: 'Part', copied: 'Part' },
  { name: 'a heading with what is below it', answer: sections, from: 'Part', to: 'here', copied: '## Part\n\nTwo *here*' },
  { name: 'formulas', answer: math, copied: math, html: '<p>Of $x_1$ <strong>and</strong> $y$.</p><p>$$<br>z<br>$$</p><p>End.</p>' },
  {
    name: 'an address',
    answer: 'See https://example.com/a_b, or www.example.org.',
    copied: 'See <https://example.com/a_b>, or [www.example.org](http://www.example.org).',
  },
  {
    name: 'a file of the workspace',
    answer: 'In [the file](src/a.ts) and `src/a.ts:10`.',
    copied: 'In [the file](src/a.ts) and `src/a.ts:10`.',
    html: '<p>In <span>the file</span> and <code>src/a.ts:10</code>.</p>',
  },
  {
    name: 'pictures',
    answer: 'A ![shot](https://example.com/a.png) and [![badge](https://example.com/b.svg)](https://example.com).',
    copied: 'A ![shot](https://example.com/a.png) and [![badge](https://example.com/b.svg)](https://example.com).',
    html: '<p>A <a href="https://example.com/a.png">shot</a> and <a href="https://example.com">badge</a>.</p>'.replace(
      '>badge<',
      '><a href="https://example.com/b.svg">badge</a><',
    ),
  },
  {
    name: 'what may lead nowhere',
    answer: 'See ![this](javascript:alert(1)) and [that](javascript:alert(2)).',
    copied: 'See ![this](<javascript:alert(1)>) and that.',
    html: '<p>See <span>this</span> and that.</p>',
  },
  {
    name: 'footnotes',
    answer: notes,
    copied: 'A claim[^1], and another[^b].\n\n[^1]: The proof.\n\n[^b]: More *proof*.\n\n    In two parts.',
  },
  {
    name: 'HTML, as it is written',
    answer: 'A <b>tag</b> and\n\n<details>\n<summary>More</summary>\n</details>',
    copied: 'A <b>tag</b> and\n\n<details>\n<summary>More</summary>\n</details>',
    html: '<p>A &lt;b&gt;tag&lt;/b&gt; and</p><p>&lt;details&gt;<br>&lt;summary&gt;More&lt;/summary&gt;<br>&lt;/details&gt;</p>',
  },
  {
    name: 'what looks like marks',
    answer: '\\# no heading, \\*no stress\\*, a_b_c, 2 \\* 3 \\* 4, C:\\dir, [x], $5 and $6, a\\`b\\`',
    copied: '\\# no heading, \\*no stress\\*, a_b_c, 2 * 3 * 4, C:\\dir, [x], $5 and $6, a\\`b\\`',
  },
  {
    name: 'lines that would begin a list',
    answer: '1\\. one\n\\- two\n\\+ three\n\\> four\n\\=\\=\\=',
    copied: '1\\. one\n\\- two\n\\+ three\n\\> four\n\\===',
  },
  {
    name: 'what was struck out',
    answer: 'Not ~~this~~ but ***that*** and __*these*__.',
    copied: 'Not ~~this~~ but ***that*** and **_these_**.',
  },
];
