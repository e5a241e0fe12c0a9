import * as vscode from 'vscode';
import { isEmptyDraft } from '../shared/conversation.ts';
import { isObject, isString } from '../shared/json.ts';
import type { Chat } from './chat.ts';
import { ChatSurface, type SurfaceMemory } from './chatSurface.ts';
import type { EarlyMessages } from './earlyMessages.ts';
import { panelType, viewId } from './ids.ts';
import { showPage } from './pageHtml.ts';

const sidebarMemory = 'parley.sidebarConversation';

/** All webviews of this window: the view in the sidebar and the editor tabs. */
export class Surfaces implements vscode.Disposable {
  readonly #chat: Chat;
  readonly #extensionUri: vscode.Uri;
  readonly #workspaceMemory: vscode.Memento;
  readonly #panels = new Map<ChatSurface, vscode.WebviewPanel>();
  readonly #changed = new vscode.EventEmitter<void>();
  /** Another conversation is shown, or something about one. */
  readonly onDidChange = this.#changed.event;
  #sidebar: ChatSurface | undefined;
  #whenSidebar: (() => void)[] = [];

  constructor(chat: Chat, extensionUri: vscode.Uri, workspaceMemory: vscode.Memento) {
    this.#chat = chat;
    this.#extensionUri = extensionUri;
    this.#workspaceMemory = workspaceMemory;
  }

  dispose(): void {
    for (const surface of this.#panels.keys()) surface.dispose();
    this.#sidebar?.dispose();
    this.#changed.dispose();
  }

  /**
   * The surface that a command means: the tab that is active, else the view in the sidebar, opened if need be.
   * @param stay leaves the focus where it is
   */
  async current(stay = false): Promise<ChatSurface> {
    for (const [surface, panel] of this.#panels) if (panel.active) return surface;
    return this.#sidebarSurface(stay);
  }

  /** The surface that a command means, if one is there: the tab that is active, else one that is seen. */
  get visible(): ChatSurface | undefined {
    for (const [surface, panel] of this.#panels) if (panel.active) return surface;
    const all = [...(this.#sidebar ? [this.#sidebar] : []), ...this.#panels.keys()];
    return all.find(({ isLive }) => isLive) ?? all[0];
  }

  /** A page that shows a conversation. @param inTab in an editor tab, the active one if several do; else in the sidebar */
  showing(conversationId: string, inTab: boolean): ChatSurface | undefined {
    const shows = (surface: ChatSurface | undefined) => surface?.isLive && surface.session?.id === conversationId;
    if (!inTab) return shows(this.#sidebar) ? this.#sidebar : undefined;
    const all = [...this.#panels].filter(([surface]) => shows(surface));
    return (all.find(([, panel]) => panel.active) ?? all[0])?.[0];
  }

  /** The view in the sidebar has its page. */
  addView(view: vscode.WebviewView, early: EarlyMessages): void {
    const memory: SurfaceMemory = {
      read: () => this.#workspaceMemory.get<string>(sidebarMemory),
      write: (id) => this.#workspaceMemory.update(sidebarMemory, id),
    };
    const surface = new ChatSurface(this.#chat, view.webview, memory, early.take());
    this.#sidebar = surface;
    view.onDidChangeVisibility(() => {
      if (view.visible) view.badge = undefined;
      else surface.hide();
    });
    surface.onTitle(() => this.#changed.fire());
    surface.onReplyEnded(() => {
      if (!view.visible) view.badge = { value: 1, tooltip: vscode.l10n.t('Claude has answered') };
    });
    view.onDidDispose(() => {
      surface.dispose();
      if (this.#sidebar === surface) this.#sidebar = undefined;
    });
    for (const resolve of this.#whenSidebar.splice(0)) resolve();
    surface.prepare();
  }

  /** Opens a conversation in an editor tab. */
  openInEditor(conversationId: string | undefined): void {
    const panel = vscode.window.createWebviewPanel(panelType, 'Parley', vscode.ViewColumn.Active);
    this.#addPanel(panel, conversationId);
  }

  /** Fills an editor tab that an earlier window left. */
  restorePanel(panel: vscode.WebviewPanel, state: unknown): void {
    this.#addPanel(panel, isObject(state) && isString(state['conversationId']) ? state['conversationId'] : undefined);
  }

  #addPanel(panel: vscode.WebviewPanel, conversationId: string | undefined): void {
    let shown = conversationId;
    const memory: SurfaceMemory = {
      read: () => shown,
      write: (id) => {
        shown = id;
      },
    };
    showPage(panel.webview, this.#extensionUri, 'tab');
    panel.iconPath = vscode.Uri.joinPath(this.#extensionUri, 'media', 'parley.svg');
    const surface = new ChatSurface(this.#chat, panel.webview, memory);
    this.#panels.set(surface, panel);
    surface.onTitle((title) => {
      panel.title = title || 'Parley';
      this.#changed.fire();
    });
    panel.onDidChangeViewState(() => {
      if (!panel.visible) surface.hide();
      this.#changed.fire();
    });
    panel.onDidDispose(() => {
      this.#panels.delete(surface);
      surface.dispose();
      this.#changed.fire();
    });
    surface.prepare();
  }

  /** Shows a conversation in the sidebar, where nothing was begun there. */
  async offer(id: string): Promise<void> {
    const sidebar = this.#sidebar;
    const shown = sidebar?.session;
    if (!sidebar || !shown || shown.busy || shown.conversation.messageCount > 0 || !isEmptyDraft(shown.conversation.draft)) return;
    await sidebar.open(id);
  }

  async #sidebarSurface(stay: boolean): Promise<ChatSurface> {
    const resolved = this.#sidebar ? Promise.resolve() : new Promise<void>((resolve) => this.#whenSidebar.push(resolve));
    await vscode.commands.executeCommand(`${viewId}.focus`, { preserveFocus: stay });
    await resolved;
    if (!this.#sidebar) throw new Error('The view was closed.');
    return this.#sidebar;
  }
}
