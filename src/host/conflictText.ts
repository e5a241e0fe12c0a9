import * as vscode from 'vscode';
import type { ConflictReason } from '../chat/conflict.ts';

/** Why what was asked for was not done, and what one can do. */
export function conflictText(reason: ConflictReason): string {
  const { t } = vscode.l10n;
  switch (reason) {
    case 'replyRuns':
      return t('A reply is coming in this conversation. Your text is kept: try again when it is over.');
    case 'promptIsGone':
      return t('That message is not there any more: another window has removed it. Your text is kept.');
    case 'promptIsNotQueued':
      return t('That message is not queued any more: it was sent or removed. Your text is kept.');
  }
}
