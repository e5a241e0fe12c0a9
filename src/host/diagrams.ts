import * as vscode from 'vscode';
import { diagramScheme } from './ids.ts';

/** Shows a Mermaid diagram in the editor's own Markdown preview. Parley's page cannot draw it: its policy lets no library write HTML. */
export async function showDiagram(text: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: diagramScheme, path: `/${vscode.l10n.t('Diagram')}.md`, query: text });
  await vscode.commands.executeCommand('markdown.showPreview', uri);
}

/** The text of a diagram's document. Its address holds it, so that a preview of it is there after a reload, too. */
export function diagramText({ query: text }: vscode.Uri): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}mermaid\n${text}\n${fence}\n`;
}
