/** The pages: a box to write in, and where the answer goes. */
import * as vscode from 'vscode';

const style = `html, body { height: 100%; margin: 0; padding: 0; }
body { display: flex; flex-direction: column; }
#reply { flex: 1; overflow: auto; min-height: 0; }
.floor { white-space: pre-wrap; }`;

export function viewHtml(name: string, webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const script = webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, `${name}.js`));
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><style>${style}</style></head>
<body data-bench="${name}">
<div id="reply" class="${name}"></div>
<textarea rows="3" aria-label="Prompt"></textarea>
${name === 'empty' ? '' : `<script src="${script}"></script>`}
</body>
</html>`;
}
