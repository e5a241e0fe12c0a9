import * as vscode from 'vscode';
import type { ChatRequest } from '../chat/chatRequest.ts';
import type { RequestForm } from '../chat/modelApi.ts';
import type { Session } from '../chat/session.ts';
import type { WireRecord } from '../chat/wireRecord.ts';
import type { Chat } from './chat.ts';
import { requestScheme } from './ids.ts';

/** What a document shows: how it was when it was asked for. */
type Shown = { readonly kind: 'request'; readonly request: ChatRequest } | { readonly kind: 'events'; readonly record: WireRecord };

/** Requests, and the events that came for them, as read-only documents; and ways to run requests elsewhere. */
export class RequestDocuments implements vscode.Disposable {
  readonly #chat: Chat;
  /** By the address of their documents, as long as these are open: a request may have pictures of many megabytes. */
  readonly #shown = new Map<string, Shown>();
  readonly #closing: vscode.Disposable;

  constructor(chat: Chat) {
    this.#chat = chat;
    this.#closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#shown.delete(uri.toString()));
  }

  /** Lets the user choose between what would be sent now, what was sent last, and what came for it, and shows it. */
  async show(session: Session): Promise<void> {
    const last = await session.lastRequest();
    const record = session.lastEvents;
    const choices = [
      {
        label: vscode.l10n.t('Next request'),
        detail: vscode.l10n.t('What would be sent with what is in the box now'),
        read: async (): Promise<Shown> => ({ kind: 'request', request: await session.next.request() }),
      },
      ...(last
        ? [
            {
              label: vscode.l10n.t('Last request'),
              detail: vscode.l10n.t('What was sent for the last reply'),
              read: async (): Promise<Shown> => ({ kind: 'request', request: last }),
            },
          ]
        : []),
      ...(record
        ? [
            {
              label: vscode.l10n.t('Last reply'),
              detail: vscode.l10n.t('Its events, as they came'),
              read: async (): Promise<Shown> => ({ kind: 'events', record }),
            },
          ]
        : []),
    ];
    const [only] = choices;
    const chosen = choices.length === 1 ? only : await vscode.window.showQuickPick(choices, { title: vscode.l10n.t('Show request') });
    if (chosen) await this.#open(chosen.label, await chosen.read());
  }

  /** The text of a document that `show` made. */
  async textOf(uri: vscode.Uri): Promise<string> {
    const shown = this.#shown.get(uri.toString());
    switch (shown?.kind) {
      case 'request':
        return (await this.#chat.connection.write(shown.request)).text;
      case 'events':
        return shown.record.text((dropped) => `// ${vscode.l10n.t('{0} more events were too much to keep.', dropped)}`);
      case undefined:
        return `// ${vscode.l10n.t('This was shown before the window was opened. Show it again with the command “Parley: Show Request”.')}\n`;
    }
  }

  /** Copies the request of a document in a form that the user chooses. @param raw the document's address; anything else: that of the active editor */
  async copy(raw: unknown): Promise<void> {
    const uri = raw instanceof vscode.Uri ? raw : vscode.window.activeTextEditor?.document.uri;
    const shown = uri && this.#shown.get(uri.toString());
    if (shown?.kind !== 'request') {
      void vscode.window.showInformationMessage(vscode.l10n.t('There is no request to copy. Show one first.'));
      return;
    }
    const forms: readonly (vscode.QuickPickItem & { readonly form: RequestForm })[] = [
      { form: 'curl', label: 'curl', detail: vscode.l10n.t('For a shell') },
      { form: 'typescript', label: 'TypeScript', detail: vscode.l10n.t('With the package @anthropic-ai/sdk') },
      { form: 'python', label: 'Python', detail: vscode.l10n.t('With nothing but Python') },
    ];
    const written = await this.#chat.connection.write(shown.request);
    const there = forms.filter(({ form }) => written.forms.includes(form));
    const chosen = await vscode.window.showQuickPick(there, { title: vscode.l10n.t('Copy request as') });
    if (!chosen) return;
    await vscode.env.clipboard.writeText(written.as(chosen.form));
    const words =
      written.variables.length === 0
        ? vscode.l10n.t('Copied.')
        : vscode.l10n.t('Copied. It takes what is secret from the environment: {0}.', written.variables.join(', '));
    vscode.window.setStatusBarMessage(words, 5000);
  }

  dispose(): void {
    this.#closing.dispose();
    this.#shown.clear();
  }

  async #open(name: string, shown: Shown): Promise<void> {
    const path = `/${name}.${shown.kind === 'request' ? 'jsonc' : 'jsonl'}`;
    const uri = vscode.Uri.from({ scheme: requestScheme, path, query: String(Date.now()) });
    this.#shown.set(uri.toString(), shown);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
  }
}
