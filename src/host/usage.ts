import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { longPrompts } from '../chat/cost.ts';
import { lastDays, usageCsv, usageReport } from '../chat/usageReport.ts';
import type { UsageReportView } from '../shared/usageView.ts';
import type { Chat } from './chat.ts';

/** What was used in the last so many days of the user's calendar, over all conversations of all workspaces. */
export async function readUsageReport(chat: Chat, count: number): Promise<UsageReportView> {
  const days = lastDays(Date.now(), count);
  return usageReport(await chat.store.readUsageByDay(days, longPrompts(chat.prices())), days, chat.costOf, (id) => chat.models.nameOf(id));
}

/** Writes it for spreadsheets to a file that the user names; nothing where they name none. */
export async function saveUsage(chat: Chat, count: number): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, 'parley-usage.csv'),
    filters: { CSV: ['csv'] },
    title: vscode.l10n.t('Save Usage'),
  });
  if (!target) return;
  const groups = await chat.store.readUsageByDay(lastDays(Date.now(), count), longPrompts(chat.prices()));
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(usageCsv(groups, chat.costOf)));
}
