import * as vscode from 'vscode';
import { codeActionKinds, codeActionsFor } from './host/codeActions.ts';
import { commandNames } from './host/commandNames.ts';
import { EarlyMessages } from './host/earlyMessages.ts';
import { conversationScheme, diagramScheme, panelType, requestScheme, viewId } from './host/ids.ts';
import { OnFirstNeed } from './host/onFirstNeed.ts';
import { showPage } from './host/pageHtml.ts';
import type { Parley } from './parley.ts';

let parley: OnFirstNeed<Parley> | undefined;

/** Tells the editor what there is. All that does it is a bundle of its own, loaded when the first of it is used. */
export function activate(context: vscode.ExtensionContext): void {
  const loaded = new OnFirstNeed<Parley>(async () => (await import('./parley.ts')).openParley(context));
  parley = loaded;
  context.subscriptions.push(
    ...commandNames.map((name) =>
      vscode.commands.registerCommand(`parley.${name}`, async (...args: unknown[]) => (await loaded.get()).run(name, args)),
    ),
    vscode.languages.registerCodeActionsProvider('*', { provideCodeActions: codeActionsFor }, { providedCodeActionKinds: codeActionKinds }),
    vscode.window.registerWebviewViewProvider(viewId, {
      resolveWebviewView: async (view) => {
        let isGone = false;
        view.onDidDispose(() => {
          isGone = true;
        });
        const early = new EarlyMessages(view.webview);
        showPage(view.webview, context.extensionUri, 'view');
        // To load what the page will ask for at the same time would make both slower, and the page is what one waits for.
        await early.painted;
        const { surfaces } = await loaded.get();
        if (!isGone) surfaces.addView(view, early);
      },
    }),
    vscode.window.registerWebviewPanelSerializer(panelType, {
      deserializeWebviewPanel: async (panel, state: unknown) => (await loaded.get()).surfaces.restorePanel(panel, state),
    }),
    vscode.workspace.registerTextDocumentContentProvider(conversationScheme, {
      provideTextDocumentContent: async (uri) => (await loaded.get()).documents.textOf(uri),
    }),
    vscode.workspace.registerTextDocumentContentProvider(requestScheme, {
      provideTextDocumentContent: async (uri) => (await loaded.get()).requests.textOf(uri),
    }),
    vscode.workspace.registerTextDocumentContentProvider(diagramScheme, {
      provideTextDocumentContent: async (uri) => (await loaded.get()).diagramText(uri),
    }),
  );
}

/** The editor waits for this a few seconds: running replies are stopped and stored, and the database is closed. */
export async function deactivate(): Promise<void> {
  await parley?.close();
}
