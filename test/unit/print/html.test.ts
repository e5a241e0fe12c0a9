/** Conversations as HTML for people: all that was said is there, and nothing in it can do anything. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { htmlStyle } from '../../../src/chat/htmlPage.ts';
import type { Store } from '../../../src/history/store.ts';
import { PrintThread } from '../../../src/host/printThread.ts';
import type { ContentBlock } from '../../../src/shared/message.ts';
import { png } from '../../pictures/build.ts';
import { assistantMessage, userMessage } from '../chat/messages.ts';
import { exported, source } from '../history/exported.ts';
import { LocalStores } from '../history/localStore.ts';
import { RandomConversations, sha256 } from '../history/randomConversations.ts';
import { bundle } from '../history/temporaryHistory.ts';

describe('conversations as HTML', () => {
  let stores: LocalStores;
  let script: string;

  before(async () => {
    script = await bundle(resolve('src/print/worker.ts'), resolve('out/print/worker.js'));
  });

  beforeEach(() => {
    stores = new LocalStores();
  });

  afterEach(() => stores.dispose());

  const html = async (store: Store) => {
    const from = source(store, () => new PrintThread(script));
    return (await exported(store, { kind: 'html', from })).text;
  };

  /** The HTML of a reply alone. */
  async function replyHtml(...blocks: readonly ContentBlock[]): Promise<string> {
    const store = stores.open();
    store.createConversation({ id: 'c1', workspaceId: 'w1', workspaceName: '', createdAt: 1 });
    store.addMessages([userMessage(), assistantMessage({ status: 'complete', blocks })], { leafId: 'a1' });
    const text = await html(store);
    const start = text.indexOf('<div>\n', text.lastIndexOf('<article')) + 6;
    return text.slice(start, text.lastIndexOf('\n</div>\n</article>')).trim();
  }

  const text = (said: string): ContentBlock => ({ type: 'text', text: said });
  /** What lays out and names, and is not what is looked at. */
  const plain = (given: string) => given.replaceAll(/ (?:class|dir|tabindex|role|aria-label)="[^"]*"|<\/?div[^>]*>|<\/?span[^>]*>/g, '');

  it('answers are what they are in the page', async () => {
    const rows: readonly (readonly [markdown: string, expected: string])[] = [
      [
        '# One\n\nTwo *three* **four** ~~five~~ `six`',
        '<h4>One</h4><p>Two <em>three</em> <strong>four</strong> <del>five</del> <code>six</code></p>',
      ],
      ['- a\n- b\n  1. c\n\n> d', '<ul><li><p>a</p></li><li><p>b</p><ol><li><p>c</p></li></ol></li></ul><blockquote><p>d</p></blockquote>'],
      [
        '- [x] done\n- [ ] not',
        '<ul><li><p><input type="checkbox" checked="" disabled=""> done</p></li><li><p><input type="checkbox" disabled=""> not</p></li></ul>',
      ],
      [
        '| a | b |\n|--:|---|\n| 1 | 2 |',
        '<table><thead><tr><th data-align="right">a</th><th>b</th></tr></thead><tbody><tr><td data-align="right">1</td><td>2</td></tr></tbody></table>',
      ],
      ['```ts\nif (a < b) {}\n```', 'TypeScript<pre><code>if (a &lt; b) {}\n</code></pre>'],
      ['[link](https://example.com "Title")', '<p><a title="Title" href="https://example.com" rel="noopener noreferrer">link</a></p>'],
      ['![a cat](https://example.com/cat.png)', '<p><a href="https://example.com/cat.png" rel="noopener noreferrer">a cat</a></p>'],
      ['$x^2$ and \\[y\\]', '<p>$x^2$ and \\[y\\]</p>'],
      ['a[^1]\n\n[^1]: note', '<p>a<sup><a>1</a></sup></p><section><ol><li><p>note</p><a>↩</a></li></ol></section>'],
    ];
    for (const [markdown, expected] of rows) {
      stores.dispose();
      stores = new LocalStores();
      assert.equal(
        plain(await replyHtml(text(markdown))).replaceAll(/ (?:checked|disabled|type)="[^"]*"/g, (each) => each),
        expected,
        markdown,
      );
    }
  });

  it('a text that cites goes on within its sentence, and its sources are listed', async () => {
    const cites = (quote: string) => [{ raw: { cited_text: quote }, source: null }];
    const made = await replyHtml(text('It is '), { type: 'text', text: 'blue', citations: cites('the blue one') }, text(', she said.'));
    assert.match(made, /<p dir="auto">It is blue<sup class="citation">\[1\]<\/sup>, she said\.<\/p>/);
    assert.match(made, /<ol class="citations"><li dir="auto">the blue one<\/li><\/ol>/);
  });

  it('what goes with a prompt is there: pictures in the file, context folded, names of documents', async () => {
    const store = stores.open();
    const bytes = new Uint8Array(png({ width: 3, height: 2 }));
    const hash = sha256(bytes);
    const encoded = { type: 'image/png', bytes } as const;
    const picture = {
      id: 'p',
      hash,
      type: 'image/png',
      width: 3,
      height: 2,
      size: bytes.length,
      smallSize: null,
      name: 'a"b.png',
      note: null,
    } as const;
    const item = {
      id: 'i',
      kind: 'file',
      name: 'a.ts',
      path: 'a.ts',
      uri: null,
      lines: [1, 2],
      language: 'ts',
      text: '</pre><b>',
      note: null,
    } as const;
    const document = {
      id: 'd',
      type: 'application/pdf',
      hash: '1'.repeat(64),
      name: 'a.pdf',
      size: 1,
      pages: 2,
      part: null,
      citations: false,
      uri: null,
    } as const;
    const blocks: ContentBlock[] = [
      { type: 'picture', picture: { ...picture, description: 'A <grey> one' } },
      { type: 'picture', picture: { ...picture, id: 'p2', hash: '0'.repeat(64), description: null } },
      { type: 'document', document },
      { type: 'context', item },
      { type: 'instruction', title: 'Explain', text: 'Explain this' },
    ];
    store.createConversation({ id: 'c1', workspaceId: 'w1', workspaceName: '', createdAt: 1 });
    store.addMessages([userMessage({ blocks })], { leafId: 'u1', files: [{ hash, whole: encoded, small: null, thumbnail: encoded }] });
    const made = await html(store);
    const data = Buffer.from(bytes).toString('base64');
    assert.ok(made.includes(`<img width="3" height="2" alt="A &lt;grey&gt; one" src="data:image/png;base64,${data}">`));
    assert.ok(made.includes('<p class="note">a&quot;b.png, 3 × 2: not kept</p>'));
    assert.ok(made.includes('<p class="note">a.pdf, 2 pages</p>'));
    assert.ok(made.includes('<summary>a.ts:1–2</summary><pre tabindex="0"><code dir="auto">&lt;/pre&gt;&lt;b&gt;</code></pre>'));
    assert.ok(made.includes('<summary>Explain</summary>'));
  });

  it('has a policy that lets in its own style and pictures that are in it, and nothing else', async () => {
    const made = await html(stores.open());
    const hash = createHash('sha256').update(htmlStyle).digest('base64');
    assert.match(made, /^<!DOCTYPE html>\n<html lang="en">/);
    assert.ok(
      made.includes(`content="default-src 'none'; img-src data:; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`),
    );
    assert.ok(made.includes(`<style>${htmlStyle}</style>`));
    assert.doesNotMatch(htmlStyle, /url\(|@import|expression|</);
  });

  it('has no tag and no attribute that does anything, whatever was said', async () => {
    const store = stores.open();
    for (let seed = 1; seed <= 12; seed++) new RandomConversations(seed).store(store, 4);
    const hostile = [
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '[a](javascript:alert(1)) [b](command:x) [c](data:text/html,x) [d](vscode://x) [e](JaVaScRiPt:alert(1))',
      '<javascript:alert(1)> <https://ok.example>',
      '[f](https://x.example/"onmouseover="alert(1)) [g](https://x.example "t\\" onclick=\\"x")',
      '```"><script>\nx\n```',
      '# a <svg onload=x>',
      `${'>'.repeat(3000)} deep`,
      `${'['.repeat(2000)}`,
      `${'*a '.repeat(3000)}`,
      '&lt;script&gt; &#60;script&#62;',
    ];
    store.createConversation({ id: 'c1', workspaceId: 'w1', workspaceName: '"><script>x', createdAt: 1 });
    const blocks = hostile.map((each) => text(`${each}\n\n`));
    store.addMessages([userMessage({ text: hostile.join('\n') }), assistantMessage({ status: 'complete', blocks, model: '<script>' })], {
      leafId: 'a1',
      title: '</title><script>alert(1)</script>',
    });
    const made = await html(store);
    const body = made.slice(made.indexOf('<body>'));
    const allowed =
      /^(?:article|h[1-6]|time|div|p|figure|img|figcaption|details|summary|pre|code|ol|ul|li|sup|sub|em|strong|del|a|br|hr|input|blockquote|section|span|table|thead|tbody|tr|th|td|body|html)$/;
    const attribute =
      /^(?:class|title|start|role|aria-label|data-language|data-align|type|checked|disabled|tabindex|dir|datetime|href|rel|width|height|alt|src)$/;
    const pieces = [...body.matchAll(/<\/?([^\s>]*)((?:\s[^\s=>]+="[^"]*")*)\s*>/g)];
    // Each of these begins a tag that was read whole: none is left that a browser may read otherwise.
    assert.equal(pieces.length, body.split('<').length - 1);
    const links: string[] = [];
    for (const [, name = '', attributes = ''] of pieces) {
      assert.match(name, allowed);
      for (const [, key = '', value = ''] of attributes.matchAll(/\s([^\s=>]+)="([^"]*)"/g)) {
        assert.match(key, attribute);
        if (key === 'href') links.push(value);
        if (key === 'src') assert.match(value, /^data:image\/png;base64,[A-Za-z0-9+/=]*$/);
      }
    }
    assert.ok(links.length > 0);
    for (const link of links) assert.match(link, /^(?:https?:\/\/|mailto:)/);
    assert.ok(body.includes('deep'));
  });

  it('says of a reply that did not end as it should how it ended', async () => {
    const store = stores.open();
    store.createConversation({ id: 'c1', workspaceId: 'w1', workspaceName: '', createdAt: 1 });
    store.addMessages([userMessage(), assistantMessage({ status: 'stopped', text: 'So' })], { leafId: 'a1' });
    assert.match(await html(store), /<p class="note">stopped<\/p>/);
  });
});
