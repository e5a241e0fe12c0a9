import { homedir } from 'node:os';
import { extname } from 'node:path';
import * as vscode from 'vscode';
import { type ExportKind, type FoundSecret, largestImport } from '../shared/transfer.ts';
import type { Chat } from './chat.ts';
import { pickConversation } from './conversationPicker.ts';
import { PartFile } from './partFile.ts';
import type { Surfaces } from './surfaces.ts';
import { exportWords, secretLabel, writeProblem } from './transferWords.ts';
import { type ExportTarget, writeExport } from './writeExport.ts';

/** What is exported, and what it is called. */
interface Chosen {
  readonly ids: readonly string[];
  readonly title: string;
}

/** A secret and where it is. */
interface FoundIn {
  readonly conversationId: string;
  readonly secret: FoundSecret;
}

/** Kinds by how a file's name ends. */
const endings: Readonly<Record<string, ExportKind>> = { '.html': 'html', '.htm': 'html', '.md': 'markdown', '.markdown': 'markdown' };
/** Secrets that are named; more are counted. */
const mostNamed = 8;

/** Writes conversations to a file that the user names: to be imported again, or for people. */
export async function exportConversation(chat: Chat, surfaces: Surfaces): Promise<void> {
  const chosen = await choose(chat, surfaces);
  if (!chosen) return;
  const found = await findSecrets(chat, chosen.ids);
  if (!found || !(await mayExport(found, surfaces))) return;
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(
      vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir()),
      `${fileName(chosen.title)}.json`,
    ),
    filters: {
      [vscode.l10n.t('JSON, to be imported again')]: ['json'],
      [vscode.l10n.t('Markdown')]: ['md'],
      [vscode.l10n.t('HTML, with pictures')]: ['html'],
    },
    title: vscode.l10n.t('Export Conversation'),
    saveLabel: vscode.l10n.t('Export'),
  });
  if (target) await write(chat, chosen, target);
}

/** The conversation that is shown, or all of the workspace; undefined where nothing is chosen. */
async function choose(chat: Chat, surfaces: Surfaces): Promise<Chosen | undefined> {
  const { t } = vscode.l10n;
  const session = surfaces.visible?.session;
  const shown = session && session.summary().messageCount > 0 ? session.summary() : undefined;
  const all = await chat.store.exportedConversations(chat.sessions.workspaceId);
  if (all.length === 0 && !shown) {
    void vscode.window.showInformationMessage(t('There are no conversations in this workspace yet.'));
    return undefined;
  }
  const items = [
    ...(shown ? [{ label: t('This conversation'), description: shown.title, what: 'shown' as const }] : []),
    ...(all.length > 0 ? [{ label: t('All conversations of this workspace'), description: String(all.length), what: 'all' as const }] : []),
    ...(all.length > 0 ? [{ label: t('Another conversation…'), what: 'other' as const }] : []),
  ];
  const picked = await vscode.window.showQuickPick(items, { title: t('Export Conversation') });
  switch (picked?.what) {
    case undefined:
      return undefined;
    case 'shown':
      return shown && { ids: [shown.id], title: shown.title };
    case 'all':
      return { ids: all, title: t('Conversations of {0}', vscode.workspace.name ?? t('No folder')) };
    case 'other': {
      const id = await pickConversation(chat, t('Export Conversation'));
      const conversation = id === undefined ? undefined : await chat.store.readConversation(id);
      return conversation && { ids: [conversation.id], title: conversation.title };
    }
  }
}

/** Undefined where the user did not wait for it. */
async function findSecrets(chat: Chat, ids: readonly string[]): Promise<readonly FoundIn[] | undefined> {
  const found: FoundIn[] = [];
  const isDone = await withProgress(vscode.l10n.t('Looking for secrets'), ids.length, async (next) => {
    for (const [done, conversationId] of ids.entries()) {
      next(done);
      for (const secret of await chat.store.findSecrets(conversationId)) found.push({ conversationId, secret });
    }
  });
  return isDone ? found : undefined;
}

/** Points out what looks like a secret. True where nothing does, or where it is exported all the same. */
async function mayExport(found: readonly FoundIn[], surfaces: Surfaces): Promise<boolean> {
  const [first] = found;
  if (!first) return true;
  const { t } = vscode.l10n;
  const [anyway, show] = [t('Export anyway'), t('Show')];
  const message =
    found.length === 1
      ? t('What is to be exported looks like it holds a secret.')
      : t('What is to be exported looks like it holds {0} secrets.', found.length);
  const named = found.slice(0, mostNamed).map(({ secret }) => `• ${secretLabel(secret)}`);
  const more = found.length > mostNamed ? [t('and {0} more', found.length - mostNamed)] : [];
  const detail = [...named, ...more].join('\n');
  const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, anyway, show);
  if (answer === show) {
    const surface = await surfaces.current();
    await surface.open(first.conversationId);
    surface.show('conversation');
  }
  return answer === anyway;
}

async function write(chat: Chat, { ids, title }: Chosen, uri: vscode.Uri): Promise<void> {
  const { t } = vscode.l10n;
  const kind = endings[extname(uri.path).toLowerCase()] ?? 'json';
  const { store, openPrintThread } = chat;
  const source = { store, words: exportWords((id) => chat.models.nameOf(id)), openPrintThread };
  let file: PartFile | undefined;
  let missing = 0;
  try {
    const part = await PartFile.create(uri);
    file = part;
    const isDone = await withProgress(t('Exporting'), ids.length, async (next) => {
      const target: ExportTarget = { write: (piece) => part.write(piece), next };
      missing = await writeExport(kind, ids, title, source, target);
      await part.finish();
    });
    if (!isDone) {
      await part.giveUp();
      return;
    }
  } catch (error) {
    await file?.giveUp();
    chat.log.warn(`export: ${error instanceof Error ? error.name : 'failed'}`);
    void vscode.window.showErrorMessage(writeProblem(error, uri.path));
    return;
  }
  const open = t('Open');
  const sentences = [
    ids.length === 1 ? t('The conversation was exported.') : t('{0} conversations were exported.', ids.length),
    ...(missing > 0 ? [t('Of {0} pictures or documents nothing is kept any more.', missing)] : []),
    ...(kind === 'json' && file.size > largestImport
      ? [t('The file is too large to be imported again in one piece: export fewer at once.')]
      : []),
  ];
  const answer = await vscode.window.showInformationMessage(sentences.join(' '), open);
  if (answer === open) await (kind === 'html' ? vscode.env.openExternal(uri) : vscode.commands.executeCommand('vscode.open', uri));
}

/** A name that every file system takes; of what has none, a word. */
function fileName(title: string): string {
  const plain = title
    .replace(/[\\/:*?"<>|#\p{Cc}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return (
    plain
      .slice(0, 80)
      .replace(/^\.+|[. ]+$/g, '')
      .toWellFormed() || vscode.l10n.t('Conversation')
  );
}

class CanceledError extends Error {}

/**
 * Shows how far something is that is done conversation by conversation, and lets it be given up.
 * @param action is told how many are done by calling `next`, which throws where it was given up
 * @returns whether it was done to its end
 */
async function withProgress(title: string, count: number, action: (next: (done: number) => void) => Promise<void>): Promise<boolean> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  try {
    await vscode.window.withProgress(options, async (progress, token) => {
      let shown = 0;
      await action((done) => {
        if (token.isCancellationRequested) throw new CanceledError();
        if (done === shown) return;
        progress.report({ increment: ((done - shown) * 100) / count, message: vscode.l10n.t('{0} of {1}', done, count) });
        shown = done;
      });
    });
    return true;
  } catch (error) {
    if (error instanceof CanceledError) return false;
    throw error;
  }
}
