/** A browser for these tests: a page under the product's policy with the view in it, and one without a policy for references. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PageMarkdown } from './page.ts';

/** The tests are run from the repository's root, and bundled: what is not part of the bundle is found from there. */
export const root = process.cwd();
const fromRoot = createRequire(join(root, 'package.json'));
const folder = join(root, 'test', 'e2e', 'markdown');
const address = 'http://parley.invalid/';
const nonce = 'bWFya2Rvd24';
const policy =
  `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; font-src 'none'; ` +
  `require-trusted-types-for 'script'; trusted-types 'none'`;

declare global {
  var markdown: PageMarkdown;
  var canonicalHtml: (html: string) => string;
}

/** As much of Playwright's page as is used here: its types are installed only where tests have been run. */
interface TestPage {
  evaluate<Result>(run: () => Result | Promise<Result>): Promise<Result>;
  evaluate<Result, Argument>(run: (argument: Argument) => Result | Promise<Result>, argument: Argument): Promise<Result>;
  goto(url: string): Promise<unknown>;
  addScriptTag(script: { readonly content: string }): Promise<unknown>;
  route(pattern: string, handle: (route: TestRoute) => Promise<void>): Promise<unknown>;
  on(event: 'pageerror', listener: (error: Error) => void): void;
  on(event: 'console', listener: (message: { type(): string; text(): string }) => void): void;
}

interface TestRoute {
  request(): { url(): string };
  fulfill(response: { contentType: string; headers: Record<string, string>; body: string }): Promise<void>;
  abort(): Promise<void>;
}

interface TestBrowser {
  newPage(options?: { viewport: { width: number; height: number } }): Promise<TestPage>;
  close(): Promise<void>;
}

export interface TestPages {
  /** Has `markdown`, under the product's policy. */
  readonly view: TestPage;
  /** Has `canonicalHtml`: parses HTML, which the policy forbids. */
  readonly reference: TestPage;
  /** What the page asked the network for, and what its policy stopped. Empty at all times. */
  readonly violations: readonly string[];
  close(): Promise<void>;
}

async function bundle(entry: string): Promise<string> {
  const { build }: typeof import('esbuild') = fromRoot('esbuild');
  const result = await build({
    ...(entry.endsWith('.ts') ? { entryPoints: [join(folder, entry)] } : { stdin: { contents: entry, resolveDir: folder, loader: 'ts' } }),
    bundle: true,
    write: false,
    format: 'iife',
    target: 'chrome128',
    charset: 'ascii',
  });
  return result.outputFiles[0]?.text ?? '';
}

async function launch(): Promise<TestBrowser> {
  // A path that the bundler does not see, since the module looks for things beside itself.
  const helper = pathToFileURL(join(root, 'test', 'host', 'browser.mjs')).href;
  const { launchBrowser }: { launchBrowser(): Promise<TestBrowser> } = await import(helper);
  return launchBrowser();
}

/** Opens both pages. Takes a second or two. */
export async function openTestPages(): Promise<TestPages> {
  const [browser, script, canonical, style] = await Promise.all([
    launch(),
    bundle('page.ts'),
    bundle(
      `import { canonical } from './canonical.ts';
      globalThis.canonicalHtml = (html) => { const root = document.createElement('div'); root.innerHTML = html; return canonical(root); };`,
    ),
    readFile(join(root, 'media', 'page', 'markdown.css'), 'utf8'),
  ]);
  const violations: string[] = [];
  const view = await browser.newPage({ viewport: { width: 400, height: 800 } });
  const html = `<!doctype html><meta charset="utf-8"><style nonce="${nonce}">${style}</style><body><script nonce="${nonce}">${script}</script>`;
  await view.route('**/*', (route) => {
    const url = route.request().url();
    if (url === address) return route.fulfill({ contentType: 'text/html', headers: { 'content-security-policy': policy }, body: html });
    violations.push(`request: ${url}`);
    return route.abort();
  });
  view.on('pageerror', (error) => violations.push(`error: ${error.message}`));
  view.on('console', (message) => {
    if (message.type() === 'error') violations.push(message.text());
  });
  await view.goto(address);
  const reference = await browser.newPage();
  await reference.addScriptTag({ content: canonical });
  return { view, reference, violations, close: () => browser.close() };
}
