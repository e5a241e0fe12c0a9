/** The page's policy, read from the HTML that the editor is given. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { pageHtml } from '../../src/host/pageHtml.ts';

function page(): string {
  const extension = vscode.extensions.getExtension('parley.parley');
  assert.ok(extension);
  const panel = vscode.window.createWebviewPanel('parley.policy', 'Policy', vscode.ViewColumn.Active);
  try {
    return pageHtml(panel.webview, extension.extensionUri, 'tab');
  } finally {
    panel.dispose();
  }
}

function directives(html: string): Map<string, string> {
  const content = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
  const policy = content.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  return new Map(
    policy.split('; ').map((line) => {
      const [name = '', ...values] = line.split(' ');
      return [name, values.join(' ')];
    }),
  );
}

describe('the page’s policy', () => {
  it('forbids everything that is not listed', () => {
    const policy = directives(page());
    assert.equal(policy.get('default-src'), "'none'");
    assert.equal(policy.get('connect-src'), undefined);
    assert.equal(policy.get('frame-src'), undefined);
    assert.equal(policy.get('base-uri'), "'none'");
    assert.equal(policy.get('form-action'), "'none'");
  });

  it('runs our script only, and makes no script or markup of text', () => {
    const policy = directives(page());
    assert.match(policy.get('script-src') ?? '', /^'nonce-[\w+/=]{20,}'$/);
    assert.equal(policy.get('require-trusted-types-for'), "'script'");
    assert.equal(policy.get('trusted-types'), "'none'");
    assert.match(policy.get('style-src') ?? '', /^'nonce-[\w+/=]{20,}'$/);
  });

  it('names no further source for what shows formulas: it is imported by the page’s script, under its nonce', async () => {
    const html = page();
    const scripts = [...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
    assert.equal(scripts.length, 1);
    assert.doesNotMatch(directives(html).get('script-src') ?? '', /strict-dynamic|unsafe|https?:|'self'/);
    const extension = vscode.extensions.getExtension('parley.parley');
    assert.ok(extension);
    const file = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension.extensionUri, 'dist', 'math.js'));
    const source = new TextDecoder().decode(file);
    assert.match(source, /export\s*\{/);
    for (const sink of ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'document.write', 'eval(', 'new Function'])
      assert.ok(!source.includes(sink), sink);
  });

  it('loads no picture from elsewhere', () => {
    const sources = (directives(page()).get('img-src') ?? '').split(' ');
    const resources = directives(page()).get('font-src')?.split(' ') ?? [];
    assert.deepEqual(
      sources.filter((source) => !resources.includes(source)),
      ['data:', 'blob:'],
    );
  });

  it('has a nonce of its own each time', () => {
    const nonce = () => /nonce="([^"]+)"/.exec(page())?.[1];
    assert.notEqual(nonce(), nonce());
  });
});
