import * as vscode from 'vscode';
import type { ApplyPlan, LineRange } from '../apply/plan.ts';
import { planApply } from '../apply/planApply.ts';
import type { CodeBlock } from '../shared/codeBlock.ts';
import { applyTarget } from './applyTarget.ts';
import type { Dialogs } from './dialogs.ts';
import { nameOf, openEditable } from './editable.ts';
import type { LastEditor } from './lastEditor.ts';
import type { Proposals, WantedChange } from './proposals.ts';
import { linesText, refusalText } from './refusalText.ts';

export interface ApplyParts {
  readonly dialogs: Dialogs;
  readonly lastEditor: LastEditor;
  readonly proposals: Proposals;
  /** Says why it was not applied, and offers what else can be done with the block. */
  readonly refuse: (sentence: string, block: CodeBlock) => void;
}

/** Shows how a file would be with the code of a block in it. Nothing is written. */
export async function applyCode(block: CodeBlock, parts: ApplyParts): Promise<void> {
  const { dialogs, lastEditor, proposals, refuse } = parts;
  const last = lastEditor.get();
  const target = await applyTarget(block, last?.document.uri, dialogs);
  if (target.kind === 'none') return;
  if (target.kind === 'missing') return refuse(vscode.l10n.t('There is no file “{0}” in this workspace.', target.path), block);
  const document = await openEditable(target.uri);
  if (typeof document === 'string') return refuse(document, block);
  const near = last?.document === document ? cursorOf(last) : undefined;
  const wanted: WantedChange = { target: document.uri, code: block.text, language: block.language, near };
  const text = document.getText();
  const plan = await planned(document, wanted, dialogs);
  if (plan === null) return;
  switch (plan.kind) {
    case 'edits':
      return proposals.show(plan.wanted, text, plan.edits);
    case 'unchanged':
      return refuse(vscode.l10n.t('“{0}” already is as this code wants it.', nameOf(document.uri)), block);
    case 'refused':
      return refuse(refusalText(plan, nameOf(document.uri)), block);
  }
}

/** The plan; of several places that fit equally well the one that the user chooses. Null: none of them. */
async function planned(
  document: vscode.TextDocument,
  wanted: WantedChange,
  dialogs: Dialogs,
): Promise<(ApplyPlan & { readonly wanted: WantedChange }) | null> {
  const text = document.getText();
  const options = { path: nameOf(document.uri), language: wanted.language };
  const plan = planApply(text, wanted.code, { ...options, near: wanted.near });
  if (plan.kind !== 'refused' || plan.reason !== 'ambiguous') return { ...plan, wanted };
  const choice = await dialogs.pick(
    plan.places.map((place) => placeItem(document, place)),
    vscode.l10n.t('This code fits in several places. Which one?'),
  );
  if (!choice) return null;
  const near = document.offsetAt(new vscode.Position(choice.place.first - 1, 0));
  return { ...planApply(text, wanted.code, { ...options, near }), wanted: { ...wanted, near } };
}

/** Undefined where the cursor is where it is in a document that was just opened: that says nothing. */
function cursorOf({ document, selection }: vscode.TextEditor): number | undefined {
  return document.offsetAt(selection.active) || undefined;
}

function placeItem(document: vscode.TextDocument, place: LineRange): vscode.QuickPickItem & { readonly place: LineRange } {
  const first = document.lineAt(Math.min(place.first, document.lineCount) - 1).text.trim();
  return { label: linesText(place), description: first, place };
}
