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

function policyOf(html: string): string {
  const content = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
  return content.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

describe('the page’s policy', () => {
  it('is these lines and no others: everything is forbidden that is not listed', () => {
    const panel = vscode.window.createWebviewPanel('parley.policy', 'Policy', vscode.ViewColumn.Active);
    const { cspSource } = panel.webview;
    panel.dispose();
    const lines = policyOf(page()).split('; ');
    assert.deepEqual(
      lines.map((line) => line.replace(/'nonce-[\w+/=]{24}'/, "'nonce'")),
      [
        "default-src 'none'",
        "script-src 'nonce'",
        "style-src 'nonce'",
        `font-src ${cspSource}`,
        'img-src data: blob:',
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
        "base-uri 'none'",
        "form-action 'none'",
      ],
    );
  });

  it('comes before all that it is for', () => {
    const html = page();
    const policy = html.indexOf('<meta http-equiv="Content-Security-Policy"');
    assert.ok(policy > 0);
    for (const each of ['<style', '<script', '<link', '<img', 'url(']) {
      const at = html.indexOf(each);
      assert.ok(at === -1 || at > policy, each);
    }
  });

  it('names the nonce that script and style have, and nothing else has one', () => {
    const html = page();
    const nonces = [...html.matchAll(/<(\w+) nonce="([^"]+)"/g)].map(([, tag, nonce]) => ({ tag, nonce }));
    const [, named] = /script-src 'nonce-([^']+)'/.exec(policyOf(html)) ?? [];
    assert.deepEqual(nonces, [
      { tag: 'style', nonce: named },
      { tag: 'script', nonce: named },
    ]);
  });

  it('names no further source for what shows formulas and what copies: they are imported by the page’s script, under its nonce', async () => {
    const html = page();
    const scripts = [...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
    assert.equal(scripts.length, 1);
    const extension = vscode.extensions.getExtension('parley.parley');
    assert.ok(extension);
    for (const name of ['math.js', 'copy.js']) {
      const file = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension.extensionUri, 'dist', name));
      const source = new TextDecoder().decode(file);
      assert.match(source, /export\s*\{/);
      for (const sink of ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'document.write', 'eval(', 'new Function'])
        assert.ok(!source.includes(sink), `${name}: ${sink}`);
    }
  });

  it('has a nonce of its own each time', () => {
    const nonce = () => /nonce="([^"]+)"/.exec(page())?.[1];
    assert.notEqual(nonce(), nonce());
  });
});
