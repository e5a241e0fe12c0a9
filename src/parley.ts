import { join } from 'node:path';
import * as vscode from 'vscode';
import { BudgetKeeper } from './chat/budgetKeeper.ts';
import { costWith } from './chat/cost.ts';
import { MovedFolders } from './chat/movedFolders.ts';
import { Sessions } from './chat/sessions.ts';
import { openPdfReader } from './documents/client.ts';
import { openHighlighter } from './highlight/client.ts';
import { openHistory } from './history/client.ts';
import { RecentFormats } from './host/answerFormats.ts';
import { ApiKey } from './host/apiKey.ts';
import { BlockActions } from './host/blockActions.ts';
import type { Chat } from './host/chat.ts';
import type { CommandName } from './host/commandNames.ts';
import { runCommand } from './host/commands.ts';
import { Connection } from './host/connection.ts';
import { diagramText } from './host/diagrams.ts';
import { Documents } from './host/documents.ts';
import { installedExtensions, tokenColorCustomizations } from './host/editorColors.ts';
import { EditorFollower } from './host/editorFollower.ts';
import { endpointOf } from './host/endpoint.ts';
import { GatewayHeaders } from './host/gatewayHeaders.ts';
import { InstructionFiles } from './host/instructionFiles.ts';
import { LastEditor } from './host/lastEditor.ts';
import { createLog } from './host/log.ts';
import { MarkdownDocuments } from './host/markdownDocument.ts';
import { Mentions } from './host/mentions.ts';
import { ModelCatalog } from './host/modelCatalog.ts';
import { PatientSecrets } from './host/patientSecrets.ts';
import { PriceSettings } from './host/priceSettings.ts';
import { PrintThread } from './host/printThread.ts';
import { RequestDocuments } from './host/requestDocuments.ts';
import { SettingsReader } from './host/settings.ts';
import { Starters } from './host/starters.ts';
import { StatusBar } from './host/statusBar.ts';
import { Surfaces } from './host/surfaces.ts';
import { surroundingsOf } from './host/surroundings.ts';
import { SymbolLinks } from './host/symbolLinks.ts';
import { systemClock } from './host/systemClock.ts';
import { projectFolder, workspaceIdentity } from './host/workspaceIdentity.ts';
import { openAnswerChecker } from './structured/client.ts';

/** What `extension.ts` hands the editor's calls to. */
export interface Parley {
  readonly surfaces: Surfaces;
  readonly documents: MarkdownDocuments;
  readonly requests: RequestDocuments;
  readonly diagramText: typeof diagramText;
  run(command: CommandName, args: readonly unknown[]): Promise<void> | void;
  /** Stops running replies, stores what has come of them, and closes the database. */
  close(): Promise<void>;
}

/** Builds the parts and joins them. Nothing is read or asked here. */
export function openParley(context: vscode.ExtensionContext): Parley {
  const log = createLog();
  const settingsReader = new SettingsReader();
  const settings = () => settingsReader.read();
  const secrets = new PatientSecrets(context.secrets);
  const apiKey = new ApiKey(secrets, () => settings().provider);
  const gatewayHeaders = new GatewayHeaders(secrets);
  const connection = new Connection(apiKey, gatewayHeaders, settings, `Parley/${context.extension.packageJSON.version}`);
  const connect = () => connection.connect();
  const models = new ModelCatalog(context.globalState, () => endpointOf(settings()).baseUrl, connect);
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
  const priceSettings = new PriceSettings();
  const prices = () => priceSettings.table;
  const costOf = costWith(prices);
  const budget = new BudgetKeeper({
    ...{ store, prices, costOf, clock: systemClock, budgets: () => settings().budgets },
    memory: {
      read: () => context.globalState.get('parley.allowedSpending'),
      write: (allowed) => void context.globalState.update('parley.allowedSpending', allowed),
    },
  });
  const instructions = new InstructionFiles(context.workspaceState);
  const parts = {
    store,
    clock: systemClock,
    connect,
    settings,
    model: (id: string) => models.findForTurn(id),
    instructionFiles: () => instructions.read(),
    newId,
    prices,
    budget,
    log: (line: string) => log.warn(line),
  };
  const workspace = workspaceIdentity();
  const sessions = new Sessions(parts, workspace);
  const surroundings = surroundingsOf(workspace.id, projectFolder(), () => void moved.look());
  const moved = new MovedFolders({
    ...{ store, workspace, newId, surroundings },
    changed: () => sessions.update(),
    foundTyped: (id) => surfaces.offer(id),
    log: (line) => log.warn(line),
  });
  const wake = async () => {
    await Promise.all([connection.update(), sessions.update(), follower.update(), instructions.update()]);
    // Git takes its time, and nothing of the page waits for it. It is asked there, and may run from then on.
    void moved.look().then(() => starters.look());
    if (connection.view.kind === 'ready') await models.refreshIfOld();
  };
  const lastEditor = new LastEditor();
  const code = new BlockActions(lastEditor);
  const mentions = new Mentions(lastEditor);
  const symbols = new SymbolLinks();
  const starters = new Starters(lastEditor);
  const pdfReader = openPdfReader({
    workerScript: join(context.extensionPath, 'dist', 'documents.js'),
    log: (message) => log.warn(message),
  });
  const attached = new Documents(store, pdfReader, (id) => models.find(id)?.maxInputTokens ?? null);
  const highlight: Chat['highlight'] = (block) => highlighter.highlight(block);
  const chat: Chat = {
    ...{
      sessions,
      store,
      connection,
      apiKey,
      gatewayHeaders,
      models,
      settings,
      log,
      highlight,
      code,
      mentions,
      symbols,
      starters,
      wake,
      instructions,
      moved,
    },
    ...{ prices, costOf },
    documents: attached,
    formats: {
      recent: new RecentFormats(context.globalState),
      lastEditor,
      checker: openAnswerChecker({
        workerScript: join(context.extensionPath, 'dist', 'structured.js'),
        log: (message) => log.warn(message),
      }),
    },
    openPrintThread: () => new PrintThread(join(context.extensionPath, 'dist', 'print.js')),
  };
  const surfaces = new Surfaces(chat, context.extensionUri, context.workspaceState);
  const documents = new MarkdownDocuments(chat);
  const requests = new RequestDocuments(chat);
  const follower = new EditorFollower(surfaces, () => settings().followEditor);

  context.subscriptions.push(
    log,
    secrets,
    surroundings,
    apiKey.onDidChange(() => void connection.update()),
    gatewayHeaders.onDidChange(() => void connection.update()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('parley.budget')) sessions.budgetsChanged();
      if (event.affectsConfiguration('parley')) void chat.wake();
    }),
    priceSettings,
    priceSettings.onDidChange(() => void sessions.sumAgain()),
    vscode.extensions.onDidChange(() => {
      highlighter.refresh();
      // Git's may be new: where the workspace has just been trusted, it comes after that is told.
      void moved.look();
    }),
    surfaces,
    new StatusBar(chat, surfaces),
    requests,
    lastEditor,
    code,
    mentions,
    symbols,
    starters,
    follower,
    instructions,
    vscode.workspace.onDidGrantWorkspaceTrust(() => void moved.look()),
  );
  const commandContext = { chat, surfaces, documents, requests };
  return {
    surfaces,
    documents,
    requests,
    diagramText,
    run: (command, args) => runCommand(command, commandContext, args),
    async close() {
      await sessions.dispose();
      await Promise.all([store.close(), highlighter.close()]);
    },
  };
}
