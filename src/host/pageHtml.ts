import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Boot } from '../shared/protocol.ts';
import { escapeHtml, pageBody } from './pageBody.ts';
import { pagePolicy } from './pagePolicy.ts';

/** Shows the page. */
export function showPage(webview: vscode.Webview, extensionUri: vscode.Uri, surface: 'view' | 'tab'): void {
  webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist')] };
  webview.html = pageHtml(webview, extensionUri, surface);
}

/**
 * The page of the webview, under `pagePolicy`.
 *
 * Script and style are in the page itself: as files, each would go through the editor's service worker and back to this process before
 * anything is seen. What is loaded later, the icons, what reads formulas and what writes what is copied, are files.
 */
export function pageHtml(webview: vscode.Webview, extensionUri: vscode.Uri, surface: 'view' | 'tab'): string {
  const nonce = randomBytes(16).toString('base64');
  const uri = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', file)).toString();
  const content = (file: string) => readFileSync(vscode.Uri.joinPath(extensionUri, 'dist', file).fsPath, 'utf8');
  const boot: Boot = { l10n: translations(), locale: vscode.env.language, mathScript: uri('math.js'), copyScript: uri('copy.js') };
  const icons = content('codicon.css').replace(/url\("[^"]*"\)/, () => `url(${JSON.stringify(uri('codicon.ttf'))})`);
  const boxName = vscode.l10n.t('Message Claude');
  const body = pageBody({ nonce, boot, firstPaint: content('firstPaint.js'), script: content('webview.js'), boxName });
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
${body}
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
