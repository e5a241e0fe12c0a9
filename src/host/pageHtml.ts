import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Boot } from '../shared/protocol.ts';
import { pagePolicy } from './pagePolicy.ts';

/**
 * Shows the page. The editor can begin with it while the rest of Parley is being loaded: settles when it was told, and before the page can have
 * sent anything.
 */
export async function showPage(webview: vscode.Webview, extensionUri: vscode.Uri, surface: 'view' | 'tab'): Promise<void> {
  webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist')] };
  webview.html = pageHtml(webview, extensionUri, surface);
  // The editor's own messages leave with the next turn of the loop.
  await new Promise((resolve) => setTimeout(resolve, 1));
}

/**
 * The page of the webview, under `pagePolicy`.
 *
 * Script and style are in the page itself: as files, each would go through the editor's service worker and back to this process before
 * anything is seen. What is loaded later, the icons and what reads formulas, are files.
 */
export function pageHtml(webview: vscode.Webview, extensionUri: vscode.Uri, surface: 'view' | 'tab'): string {
  const nonce = randomBytes(16).toString('base64');
  const uri = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', file)).toString();
  const content = (file: string) => readFileSync(vscode.Uri.joinPath(extensionUri, 'dist', file).fsPath, 'utf8');
  const boot: Boot = { l10n: translations(), locale: vscode.env.language, mathScript: uri('math.js') };
  const icons = content('codicon.css').replace(/url\("[^"]*"\)/, () => `url(${JSON.stringify(uri('codicon.ttf'))})`);
  return `<!DOCTYPE html>
<html lang="${escapeHtml(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(pagePolicy(nonce, webview.cspSource))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley</title>
<style nonce="${nonce}">${icons}${content('webview-style.css')}</style>
</head>
<body data-surface="${surface}">
<div id="parley-root" data-testid="parley" data-boot="${escapeHtml(JSON.stringify(boot))}"></div>
<script nonce="${nonce}">${content('webview.js')}</script>
</body>
</html>`;
}

/** The editor has them as plain texts, or, where a translator left a comment, as objects. */
function translations(): Record<string, string> {
  const bundle: Record<string, unknown> = vscode.l10n.bundle ?? {};
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(bundle)) if (typeof value === 'string') texts[key] = value;
  return texts;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
