/** What is said of documents. */
import * as vscode from 'vscode';
import type { DocumentRefusal } from '../documents/calls.ts';
import type { DocumentItem } from '../shared/document.ts';
import { type PagesProblem, pagesLabel } from '../shared/pages.ts';

/** Why a document is not added. */
export function refusalSentence(reason: DocumentRefusal, name: string): string {
  const { t } = vscode.l10n;
  switch (reason) {
    case 'encrypted':
      return t('“{0}” is encrypted, and cannot be sent. Save it without a password first.', name);
    case 'truncated':
      return t('“{0}” is not complete: its end is missing.', name);
    case 'damaged':
      return t('“{0}” is damaged and cannot be read.', name);
    case 'noPages':
      return t('“{0}” has no pages.', name);
    case 'slow':
      return t('“{0}” takes too long to read.', name);
  }
}

/** What is wrong with pages that were typed. @param count how many there are */
export function pagesProblem(problem: PagesProblem, count: number): string {
  const { t } = vscode.l10n;
  switch (problem.reason) {
    case 'empty':
      return t('Type page numbers, such as 1-5, 8.');
    case 'unreadable':
      return t('“{0}” is no page number. Type pages such as 1-5, 8.', problem.text);
    case 'backwards':
      return t('“{0}” ends before it begins.', problem.text);
    case 'beyond':
      return t('There is no page {0}: the pages are 1 to {1}.', problem.page, count);
  }
}

/** "report.pdf, pages 1–5 of 12" */
export function documentLabel({ name, pages, part }: DocumentItem): string {
  if (part) return vscode.l10n.t('{0}, pages {1} of {2}', name, pagesLabel(part.ranges), pages);
  return pages === 1 ? vscode.l10n.t('{0}, 1 page', name) : vscode.l10n.t('{0}, {1} pages', name, pages);
}
