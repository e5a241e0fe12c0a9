import * as vscode from 'vscode';

const scheme = 'parley-diagram';

/** Diagrams as documents that hold their own text in their address, so that a preview of one is there after a reload, too. */
export function registerDiagrams(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: ({ query }) => fenced(query) });
}

/** Shows a Mermaid diagram in the editor's own Markdown preview. Parley's page cannot draw it: its policy lets no library write HTML. */
export async function showDiagram(text: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme, path: `/${vscode.l10n.t('Diagram')}.md`, query: text });
  await vscode.commands.executeCommand('markdown.showPreview', uri);
}

function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}mermaid\n${text}\n${fence}\n`;
}
