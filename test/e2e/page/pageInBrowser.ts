/**
 * The page in a browser without an editor around it: under the product's policy, in the editor's own colours, with a host that the test
 * plays. Fast, and the place for what depends on frames, seqs and keys.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page, Route } from 'playwright-core';
import { pageBody } from '../../../src/host/pageBody.ts';
import { pagePolicy } from '../../../src/host/pagePolicy.ts';
import type { Boot, HostMessage, PageMessage, Snapshot, Update } from '../../../src/shared/protocol.ts';
import { sharedBrowser } from '../driver/editorWindow.ts';
import { type ThemeKind, themeKinds } from '../driver/themes.ts';
import { until } from '../driver/until.ts';
import themeVariables from './themeVariables.json';

/** The tests are run from the repository's root, and bundled: what is not part of the bundle is found from there. */
const root = process.cwd();
const require = createRequire(join(root, 'package.json'));
/** Where the page is. */
export const address = 'https://parley.invalid/';
const nonce = 'cGFybGV5';

/** The policy under which the page is, as the editor gets it. */
export const productPolicy = pagePolicy(nonce, address);

const bodyClasses: Readonly<Record<ThemeKind, string>> = {
  light: 'vscode-light',
  dark: 'vscode-dark',
  highContrast: 'vscode-high-contrast',
  highContrastLight: 'vscode-high-contrast-light vscode-high-contrast',
};

declare global {
  /** All that the page has posted, and when (`performance.now()`). */
  var parleyPosted: { readonly message: PageMessage; readonly at: number }[];
  /** What the host answers by a request's name; a function is called with the parameters and may promise its answer; `undefined` leaves the request waiting. */
  var parleyAnswers: Record<string, unknown>;
  /** Lets the page's script begin that was held back. */
  var parleyRelease: () => void;
}

export interface PageOptions {
  readonly theme?: ThemeKind;
  /** CSS pixels; 300 × 700 unless said otherwise. */
  readonly width?: number;
  readonly height?: number;
  /** What `ready` is answered with; null: it is not answered. */
  readonly snapshot: Snapshot | null;
  readonly boot?: Boot;
  /** The file that shows formulas is missing. */
  readonly withoutMath?: boolean;
  /** The browser has no idle time to give, as older ones of web editors. */
  readonly withoutIdleTime?: boolean;
  /** Runs in the page before anything else of it. */
  readonly before?: string;
  /** In the place of the product's policy. */
  readonly policy?: string;
  /** What is done while the page is seen and its script is held back. */
  readonly beforeScript?: (page: Page) => Promise<void>;
}

/** The page of one test. */
export class PageInBrowser {
  readonly page: Page;
  /** What the page asked the network for, what its policy stopped, what was thrown. Empty at all times. */
  readonly violations: readonly string[];
  /** The files that the page has loaded. */
  readonly asked: readonly string[];
  #seq = 0;

  constructor(page: Page, violations: readonly string[], asked: readonly string[]) {
    this.page = page;
    this.violations = violations;
    this.asked = asked;
  }

  /** The seq of the last update that was posted. */
  get seq(): number {
    return this.#seq;
  }

  async post(message: HostMessage): Promise<void> {
    await this.page.evaluate((data) => postMessage(data), message);
  }

  /** Posts updates one after the other, as one burst. @param gap updates that get lost on the way before these */
  async update(updates: readonly Update[], gap = 0): Promise<void> {
    this.#seq += gap;
    const messages = updates.map((update): HostMessage => ({ type: 'update', seq: ++this.#seq, update, ack: true }));
    // As JSON: halves of characters do not come through otherwise.
    await this.page.evaluate((all) => {
      for (const each of JSON.parse(all)) postMessage(each);
    }, JSON.stringify(messages));
  }

  posted(): Promise<readonly PageMessage[]> {
    return this.page.evaluate(() => parleyPosted.map(({ message }) => message));
  }

  /** The requests of a name, in order. */
  async requests(name: string): Promise<readonly Extract<PageMessage, { type: 'request' }>[]> {
    return (await this.posted()).filter((message) => message.type === 'request').filter((request) => request.name === name);
  }

  /** Settles when the page has painted everything that was posted. */
  async painted(): Promise<void> {
    await until(
      `seq ${this.#seq} to be acknowledged`,
      async () => (await this.posted()).some((message) => message.type === 'ack' && message.seq === this.#seq),
      60_000,
    );
  }

  /** Changes what the host answers; `'wait'` leaves requests of that name waiting. */
  async answer(name: string, value: unknown): Promise<void> {
    await this.page.evaluate((change) => void Object.assign(parleyAnswers, change), { [name]: value });
  }
}

let built: Promise<{ firstPaint: string; script: string; math: string; copy: string; style: string; font: Buffer }> | undefined;

async function buildPage() {
  const { build }: typeof import('esbuild') = require('esbuild');
  const { readFile }: typeof import('node:fs/promises') = require('node:fs/promises');
  const codicons = join(root, 'node_modules', '@vscode', 'codicons', 'dist');
  const [firstPaint, page, whenNeeded, iconStyle, font] = await Promise.all([
    build({
      absWorkingDir: root,
      entryPoints: ['src/webview/firstPaint.ts'],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'firstPaint',
      target: 'chrome128',
    }),
    build({
      absWorkingDir: root,
      entryPoints: { webview: 'src/webview/main.tsx', style: 'media/webview.css' },
      outdir: 'out',
      bundle: true,
      write: false,
      format: 'iife',
      target: 'chrome128',
      jsx: 'automatic',
      jsxImportSource: 'preact',
    }),
    build({
      absWorkingDir: root,
      entryPoints: { math: 'src/webview/math/tex.ts', copy: 'src/webview/copy/copySelection.ts' },
      outdir: 'out',
      bundle: true,
      write: false,
      format: 'esm',
      target: 'chrome128',
    }),
    // As it is packed: only the icons that the page names.
    readFile(join(root, 'dist', 'codicon.css'), 'utf8'),
    readFile(join(codicons, 'codicon.ttf')),
  ]);
  const text = (extension: string) => page.outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? '';
  const [math = '', copy = ''] = ['math.js', 'copy.js'].map((name) => whenNeeded.outputFiles.find(({ path }) => path.endsWith(name))?.text);
  const style = `${iconStyle}\n${text('.css')}`;
  return { firstPaint: firstPaint.outputFiles[0]?.text ?? '', script: text('.js'), math, copy, style, font };
}

/** Opens the page and settles when the snapshot is painted. The page closes with the suite. */
export async function openPage(options: PageOptions): Promise<PageInBrowser> {
  built ??= buildPage();
  const [browser, { firstPaint, script, math, copy, style, font }] = await Promise.all([sharedBrowser(), built]);
  const { theme = 'light', width = 300, height = 700, policy = productPolicy } = options;
  const page = await browser.newPage({ viewport: { width, height } });
  const violations: string[] = [];
  const asked: string[] = [];
  page.on('pageerror', (error) => violations.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') violations.push(message.text());
  });
  const boot = options.boot ?? { l10n: {}, locale: 'en', mathScript: `${address}math.js`, copyScript: `${address}copy.js` };
  const body = pageBody({ nonce, boot, firstPaint, script, boxName: 'Message Claude' });
  const files: Readonly<Record<string, { contentType: string; body: string | Buffer }>> = {
    '': { contentType: 'text/html', body: html(theme, body) },
    'theme.css': { contentType: 'text/css', body: themeStyle(theme) },
    'style.css': { contentType: 'text/css', body: style },
    ...(options.withoutMath ? {} : { 'math.js': { contentType: 'text/javascript', body: math } }),
    'copy.js': { contentType: 'text/javascript', body: copy },
    'codicon.ttf': { contentType: 'font/ttf', body: font },
  };
  await page.route('**/*', async (route: Route) => {
    asked.push(route.request().url().slice(address.length));
    const file = files[route.request().url().slice(address.length).replace(/\?.*/, '')];
    if (file)
      return route.fulfill({ ...file, ...(file.contentType === 'text/html' ? { headers: { 'content-security-policy': policy } } : {}) });
    violations.push(`request: ${route.request().url()}`);
    return route.abort();
  });
  await page.addInitScript(stubEditor);
  if (options.before) await page.addInitScript(options.before);
  if (options.withoutIdleTime) await page.addInitScript(takeIdleTime);
  if (options.beforeScript) await page.addInitScript(holdScript);
  await page.goto(address);
  if (options.beforeScript) {
    await options.beforeScript(page);
    await page.evaluate(() => parleyRelease());
  }
  const parley = new PageInBrowser(page, violations, asked);
  await until('the page to be ready', async () => (await parley.posted()).some(({ type }) => type === 'ready'));
  if (options.snapshot) {
    await parley.update([{ type: 'snapshot', snapshot: options.snapshot }]);
    await parley.painted();
  }
  return parley;
}

/** Runs in the page. */
function takeIdleTime(): void {
  Reflect.deleteProperty(globalThis, 'requestIdleCallback');
  Reflect.deleteProperty(globalThis, 'cancelIdleCallback');
}

/** No frame is painted and no time passes for the page until it is released. Runs in the page. */
function holdScript(): void {
  const { requestAnimationFrame, setTimeout } = globalThis;
  const held: (() => void)[] = [];
  Object.assign(globalThis, {
    requestAnimationFrame: (callback: FrameRequestCallback) => held.push(() => requestAnimationFrame(callback)),
    setTimeout: (callback: () => void, delay: number) => held.push(() => setTimeout(callback, delay)),
    parleyRelease: () => {
      Object.assign(globalThis, { requestAnimationFrame, setTimeout });
      for (const each of held) each();
    },
  });
}

/** Plays the editor's part in the page. Runs there. */
function stubEditor(): void {
  globalThis.parleyPosted = [];
  globalThis.parleyAnswers = {
    send: { queued: false },
    listConversations: [],
    searchHistory: [],
    knownSymbols: [],
    listOffers: [],
    loadEarlier: { turns: [], hasEarlier: false, hasLater: false },
    loadLater: { turns: [], hasEarlier: false, hasLater: false },
  };
  Object.assign(globalThis, {
    acquireVsCodeApi: () => ({
      // As the editor does, it outlives the page.
      getState: (): unknown => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
      setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
      postMessage: (message: PageMessage) => {
        parleyPosted.push({ message: structuredClone(message), at: performance.now() });
        if (message.type !== 'request') return;
        const fixed = parleyAnswers[message.name] ?? null;
        const answer: unknown = typeof fixed === 'function' ? fixed(message.params) : fixed;
        if (answer === 'wait') return;
        setTimeout(async () => {
          const value = await answer;
          const failed = typeof value === 'object' && value !== null && 'sentence' in value;
          postMessage(failed ? { type: 'failure', id: message.id, ...value } : { type: 'result', id: message.id, value });
        });
      },
    }),
  });
}

function html(theme: ThemeKind, body: string): string {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Parley</title>
<link rel="stylesheet" nonce="${nonce}" href="theme.css"><link rel="stylesheet" nonce="${nonce}" href="style.css"></head>
<body class="${bodyClasses[theme]}" data-vscode-theme-kind="${bodyClasses[theme]}">
${body}</body></html>`;
}

/** The variables that the editor's default themes give a webview, read from an editor 1.139, and what it puts behind a view of the side bar. */
function themeStyle(theme: ThemeKind): string {
  const column = themeKinds.indexOf(theme);
  const variables = Object.entries(themeVariables as Record<string, (string | null)[]>)
    .map(([name, values]) => [name, values[column]] as const)
    .filter(([, value]) => typeof value === 'string')
    .map(([name, value]) => `--${name}: ${value};`);
  return `:root { ${variables.join(' ')} background: var(--vscode-sideBar-background); }
@layer vscode-default {
  html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
  body { margin: 0; padding: 0 20px; color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size); font-weight: var(--vscode-font-weight); }
  img, video { max-width: 100%; max-height: 100%; }
  a, a code { color: var(--vscode-textLink-foreground); }
  code { padding: 1px 3px; border-radius: 4px; color: var(--vscode-textPreformat-foreground); background-color: var(--vscode-textPreformat-background); }
  blockquote { background: var(--vscode-textBlockQuote-background); border-color: var(--vscode-textBlockQuote-border); }
  ::-webkit-scrollbar { width: 10px; height: 10px; }
  ::-webkit-scrollbar-thumb { background-color: var(--vscode-scrollbarSlider-background); }
}`;
}
