/** What runs in the page of these tests: the view, driven by the test through `markdown`. */
import { copiedOf } from '../../../src/webview/copy/copySelection.ts';
import { MarkdownView } from '../../../src/webview/markdown/markdownView.ts';
import type { MarkdownOptions } from '../../../src/webview/markdown/options.ts';
import { canonical } from './canonical.ts';

const options: MarkdownOptions = {
  t: (text, ...args) => text.replace(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)])),
  onLink: () => {},
  // The specifications' examples link to anything.
  resolveLink: (href) => ({ href }),
  citations: { name: (number) => (number === 7 ? null : `Citation ${number}`), show: () => {} },
};

function render(chunks: Iterable<string>): HTMLElement {
  const host = document.createElement('div');
  const view = new MarkdownView(host, options);
  for (const chunk of chunks) view.append(chunk);
  view.finish();
  return host;
}

/** Small, fast and the same everywhere. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The text in pieces of 1 to `longest` characters. */
function* pieces(text: string, longest: number, seed: number): Generator<string> {
  const next = random(seed);
  for (let pos = 0; pos < text.length; ) {
    const length = 1 + Math.floor(next() * longest);
    yield text.slice(pos, pos + length);
    pos += length;
  }
}

/** All of it, attributes included; texts side by side are one. */
function exact(root: Element): string {
  root.normalize();
  return new XMLSerializer().serializeToString(root);
}

function copyWhole(root: Element): string {
  const range = document.createRange();
  range.selectNodeContents(root);
  return copiedOf(root, range, 0).text;
}

export interface Counts {
  /** Nodes added, removed, or whose text changed. */
  readonly nodes: number;
  readonly parsed: number;
  /** The main thread's time for the deltas. For people to read: no test depends on it. */
  readonly milliseconds: number;
}

/**
 * Streams a text in pieces of `length` characters and counts what is done for `deltas` of them from each of the `starts` on. With `layout`
 * the page is laid out after each.
 */
function count(text: string, length: number, starts: readonly number[], deltas: number, layout = false): Counts[] {
  const host = document.createElement('div');
  document.body.append(host);
  const view = new MarkdownView(host, options);
  const observer = new MutationObserver(() => {});
  observer.observe(host, { childList: true, characterData: true, subtree: true });
  let done = 0;
  const feed = (until: number): void => {
    for (; done < until; done += 1) view.append(text.slice(done * length, (done + 1) * length));
  };
  const results = starts.map((start) => {
    feed(start);
    if (layout) host.getBoundingClientRect();
    observer.takeRecords();
    let nodes = 0;
    const parsed = view.work?.parsed ?? 0;
    const begun = performance.now();
    for (let delta = 0; delta < deltas; delta += 1) {
      feed(done + 1);
      if (layout) host.getBoundingClientRect();
    }
    const milliseconds = performance.now() - begun;
    for (const record of observer.takeRecords()) {
      nodes += record.type === 'characterData' ? 1 : record.addedNodes.length + record.removedNodes.length;
    }
    return { nodes, parsed: (view.work?.parsed ?? 0) - parsed, milliseconds };
  });
  observer.disconnect();
  view.dispose();
  host.remove();
  return results;
}

type Way = readonly [longest: number, seed: number];
interface Difference {
  readonly text: string;
  readonly way: string;
  readonly whole: string;
  readonly pieces: string;
}

/** The first way to cut the text that ends in other nodes than the text as a whole; null when there is none. */
function differs(text: string, ways: readonly Way[]): Difference | null {
  const whole = exact(render([text]));
  for (const [longest, seed] of ways) {
    const cut = exact(render(pieces(text, longest, seed)));
    if (cut !== whole) return { text, way: `${longest}/${seed}`, whole, pieces: cut };
  }
  return null;
}

const atoms = [
  ...[
    'a',
    'b ',
    'foo ',
    '\n',
    '\n',
    '\n\n',
    '- ',
    '* ',
    '1. ',
    '2) ',
    '> ',
    '>',
    '    ',
    '  ',
    '\t',
    '# ',
    '#',
    '```',
    '```\n',
    '~~~',
    '`',
    '``',
  ],
  ...[
    '*',
    '**',
    '_',
    '***',
    '~~',
    '[',
    '](/u)',
    '](',
    '[a]',
    '[a]: /x\n',
    '[b]: <y> "t"\n',
    '![',
    '[]',
    '&amp;',
    '&',
    '\\',
    '  \n',
    '\\\n',
  ],
  ...[
    '---',
    '===',
    '---\n',
    '|',
    '|-|-|\n',
    '| a | b |\n',
    '"',
    '(',
    ')',
    'é',
    '😀',
    '<',
    '>',
    '<div>',
    '<b c="',
    '<!--',
    '-->',
    '[^a]',
    '[^a]: ',
  ],
  ...['$', '$', '$$', '$$\n', '$x$', '\\(', '\\)', '\\[', '\\[\n', '\\]', '\\]\n', '\\begin{a}', '\\end{a}', 'x^2', '{', '}', '5', 'th'],
  ...['!', '.', ':', 'http://a.bc', 'www.a.bc', 'x@y.zz', '[ ] ', '[x] ', '\r\n', '\r', '\0'],
];

const markdown = {
  count,
  canonical: (text: string): string => canonical(render([text])),
  differs,
  /** What is copied of a text as a whole, what that is when it is shown again, and what is copied of it then. */
  copied(text: string): { readonly copied: string; readonly shown: string; readonly again: string } {
    const copied = copyWhole(render([text]));
    const shown = render([copied]);
    return { copied, shown: canonical(shown), again: copyWhole(shown) };
  },
  /** The first of `count` random texts that some way of cutting changes. */
  randomDiffers(count: number): Difference | null {
    const next = random(7);
    for (let index = 0; index < count; index += 1) {
      const text = Array.from({ length: 1 + Math.floor(next() * 20) }, () => atoms[Math.floor(next() * atoms.length)]).join('');
      const difference = differs(text, [
        [1, index],
        [3, index],
        [8, index],
      ]);
      if (difference) return difference;
    }
    return null;
  },
  /** A view in the page, with some options of its own. */
  open(own: Partial<MarkdownOptions>): { readonly host: HTMLElement; readonly view: MarkdownView } {
    document.body.replaceChildren();
    const host = document.createElement('div');
    document.body.append(host);
    return { host, view: new MarkdownView(host, { ...options, ...own }) };
  },
  /** Where the links of a text go, under the rules of the product. */
  links(text: string): string[] {
    const host = document.createElement('div');
    const { resolveLink: _, ...productOptions } = options;
    const view = new MarkdownView(host, productOptions);
    view.append(text);
    view.finish();
    return [...host.querySelectorAll('[href]')].map((link) => link.getAttribute('href') ?? '');
  },
  /** The names of the elements of a rendering, and its text. */
  elements(text: string): { readonly names: readonly string[]; readonly shown: string } {
    const host = render([text]);
    return { names: [...host.querySelectorAll('*')].map((element) => element.localName), shown: host.textContent ?? '' };
  },
  /** How deep the elements of a rendering are nested, and how long it took. */
  withstand(chunks: readonly string[]): { readonly depth: number; readonly milliseconds: number } {
    const begun = performance.now();
    const walker = document.createTreeWalker(render(chunks), NodeFilter.SHOW_ELEMENT);
    const milliseconds = performance.now() - begun;
    let deepest = 0;
    let depth = 0;
    for (;;) {
      deepest = Math.max(deepest, depth);
      if (walker.firstChild()) depth += 1;
      else {
        while (!walker.nextSibling()) {
          if (!walker.parentNode()) return { depth: deepest, milliseconds };
          depth -= 1;
        }
      }
    }
  },
};

export type PageMarkdown = typeof markdown;
Object.assign(globalThis, { markdown });
