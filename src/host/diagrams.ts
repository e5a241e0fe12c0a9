import * as vscode from 'vscode';
import { mayNameAddress } from '../shared/diagramAddresses.ts';
import { diagramScheme } from './ids.ts';

/**
 * Shows a Mermaid diagram in the editor's own Markdown preview. Parley's page cannot draw it: its policy lets no library write HTML. The preview
 * loads what a diagram names, so that of one that may name something the user is asked.
 */
export async function showDiagram(text: string): Promise<void> {
  if (mayNameAddress(text) && !(await mayLoad())) return;
  const uri = vscode.Uri.from({ scheme: diagramScheme, path: `/${vscode.l10n.t('Diagram')}.md`, query: text });
  await vscode.commands.executeCommand('markdown.showPreview', uri);
}

async function mayLoad(): Promise<boolean> {
  const { t } = vscode.l10n;
  const anyway = t('Show anyway');
  const detail = t('It seems to name addresses, and the editor’s preview loads pictures and styles from where a diagram says.');
  const answer = await vscode.window.showWarningMessage(
    t('This diagram may load something from the web.'),
    { modal: true, detail },
    anyway,
  );
  return answer === anyway;
}

/** The text of a diagram's document. Its address holds it, so that a preview of it is there after a reload, too. */
export function diagramText({ query: text }: vscode.Uri): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}mermaid\n${text}\n${fence}\n`;
}
