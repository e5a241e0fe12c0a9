import { join } from 'node:path';
import * as vscode from 'vscode';
import { Sessions } from './chat/sessions.ts';
import { openHighlighter } from './highlight/client.ts';
import { openHistory } from './history/client.ts';
import { ApiKey } from './host/apiKey.ts';
import type { Chat } from './host/chat.ts';
import { registerCommands } from './host/commands.ts';
import { Connection } from './host/connection.ts';
import { registerDiagrams } from './host/diagrams.ts';
import { installedExtensions, tokenColorCustomizations } from './host/editorColors.ts';
import { createLog } from './host/log.ts';
import { MarkdownDocuments } from './host/markdownDocument.ts';
import { ModelCatalog } from './host/modelCatalog.ts';
import { SettingsReader } from './host/settings.ts';
import { Surfaces } from './host/surfaces.ts';
import { systemClock } from './host/systemClock.ts';
import { workspaceIdentity } from './host/workspaceIdentity.ts';

let closing: (() => Promise<void>) | undefined;

/** Builds the parts and registers them. Nothing is read, loaded or asked here that is not needed before the view is seen. */
export function activate(context: vscode.ExtensionContext): void {
  const log = createLog();
  const settingsReader = new SettingsReader();
  const settings = () => settingsReader.read();
  const apiKey = new ApiKey(context.secrets);
  const connection = new Connection(apiKey, settings, `Parley/${context.extension.packageJSON.version}`);
  const connect = () => connection.connect();
  const models = new ModelCatalog(context.globalState, () => settings().baseUrl, connect);
  const store = openHistory({
    file: join(context.globalStorageUri.fsPath, 'parley.db'),
    workerScript: join(context.extensionPath, 'dist', 'history.js'),
    log: (message) => log.warn(message),
  });
  const highlighter = openHighlighter({
    workerScript: join(context.extensionPath, 'dist', 'highlight.js'),
    wasmFile: join(context.extensionPath, 'dist', 'onig.wasm'),
    extensions: installedExtensions,
    customizations: tokenColorCustomizations,
    log: (message) => log.warn(message),
  });
  const newId = () => crypto.randomUUID();
  const parts = {
    store,
    clock: systemClock,
    connect,
    settings,
    model: (id: string) => models.findForTurn(id),
    newId,
    log: (line: string) => log.warn(line),
  };
  const sessions = new Sessions(parts, workspaceIdentity());
  const wake = async () => {
    await Promise.all([connection.update(), sessions.update()]);
    if (connection.view.kind === 'ready') await models.refreshIfOld();
  };
  const chat: Chat = { sessions, store, connection, apiKey, models, settings, log, highlight: (code) => highlighter.highlight(code), wake };
  const surfaces = new Surfaces(chat, context.extensionUri, context.workspaceState);
  const documents = new MarkdownDocuments(chat);

  context.subscriptions.push(
    log,
    apiKey.onDidChange(() => void connection.update()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('parley')) void chat.wake();
    }),
    vscode.extensions.onDidChange(() => highlighter.refresh()),
    surfaces.register(),
    documents.register(),
    registerDiagrams(),
    registerCommands({ chat, surfaces, documents }),
  );
  closing = async () => {
    await sessions.dispose();
    await Promise.all([store.close(), highlighter.close()]);
  };
}

/** The editor waits for this a few seconds: running replies are stopped and stored, and the database is closed. */
export async function deactivate(): Promise<void> {
  await closing?.();
}
