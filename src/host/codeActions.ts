import * as vscode from 'vscode';

const { Empty, QuickFix } = vscode.CodeActionKind;

/** Documents in which one writes something else than code. */
const notCode = new Set(['vscode-scm', 'comment']);

/** A long selection may have hundreds. */
const mostProblems = 5;

export const codeActionKinds: readonly vscode.CodeActionKind[] = [Empty, QuickFix];

/**
 * The light bulb's: "Fix" and "Explain" for each problem, "Explain" for what is selected. The editor asks for them at every move of the
 * cursor, so this reads nothing but what it is given.
 */
export function codeActionsFor(
  document: vscode.TextDocument,
  range: vscode.Range,
  { diagnostics, only }: vscode.CodeActionContext,
): vscode.CodeAction[] {
  if (notCode.has(document.uri.scheme)) return [];
  const { uri } = document;
  const problems = !only || only.contains(QuickFix) ? diagnostics.slice(0, mostProblems) : [];
  const actions = problems.flatMap((problem) => [
    action(vscode.l10n.t('Fix with Parley'), QuickFix, 'parley.fixProblem', [uri, problem], [problem]),
    action(vscode.l10n.t('Explain with Parley'), QuickFix, 'parley.explainProblem', [uri, problem], [problem]),
  ]);
  if (range.isEmpty || (only && !only.contains(Empty))) return actions;
  const title = problems.length > 0 ? vscode.l10n.t('Explain selection with Parley') : vscode.l10n.t('Explain with Parley');
  return [...actions, action(title, Empty, 'parley.explainSelection', [])];
}

function action(
  title: string,
  kind: vscode.CodeActionKind,
  command: string,
  args: unknown[],
  diagnostics: vscode.Diagnostic[] = [],
): vscode.CodeAction {
  const made = new vscode.CodeAction(title, kind);
  made.command = { command, title, arguments: args };
  made.diagnostics = diagnostics;
  return made;
}
