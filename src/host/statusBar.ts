import * as vscode from 'vscode';
import { startOfDay } from '../chat/budgetKeeper.ts';
import { longPrompts } from '../chat/cost.ts';
import { sumGroups, type UsageSum } from '../chat/usage.ts';
import { shortModel } from '../shared/modelId.ts';
import { money } from '../shared/money.ts';
import type { Chat } from './chat.ts';
import type { CommandName } from './commandNames.ts';
import type { Surfaces } from './surfaces.ts';

const click: CommandName = 'focusInput';

/** Model and today's cost, of all windows, at the edge of the window. It is there once Parley is used; `parley.statusBar` hides it. */
export class StatusBar implements vscode.Disposable {
  readonly #chat: Chat;
  readonly #surfaces: Surfaces;
  readonly #item = vscode.window.createStatusBarItem('parley.status', vscode.StatusBarAlignment.Right, 100);
  readonly #disposables: vscode.Disposable[] = [];
  #today: UsageSum | null = null;
  #isOld = false;
  #isReading = false;
  #midnight: NodeJS.Timeout | undefined;

  constructor(chat: Chat, surfaces: Surfaces) {
    this.#chat = chat;
    this.#surfaces = surfaces;
    this.#item.name = vscode.l10n.t('Parley: model and today’s cost');
    this.#item.command = `parley.${click}`;
    this.#disposables.push(
      this.#item,
      new vscode.Disposable(chat.sessions.onSpent(() => void this.#read())),
      // In another window, too, and when something was set.
      new vscode.Disposable(chat.sessions.onDidChange(() => void this.#read())),
      surfaces.onDidChange(() => this.#show()),
      chat.models.onDidChange(() => this.#show()),
    );
  }

  dispose(): void {
    clearTimeout(this.#midnight);
    for (const each of this.#disposables) each.dispose();
  }

  /** One reading at a time; what changes meanwhile is read after it. */
  async #read(): Promise<void> {
    this.#isOld = true;
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (this.#isOld && this.#isShown) {
        this.#isOld = false;
        const { store, prices, costOf } = this.#chat;
        const since = startOfDay(Date.now());
        this.#today = sumGroups(await store.readUsage({ since }, longPrompts(prices())), costOf);
        this.#waitForMidnight(since);
      }
    } catch (error) {
      this.#chat.log.warn(`What was spent today was not read: ${String(error)}`);
    } finally {
      this.#isReading = false;
    }
    this.#show();
  }

  get #isShown(): boolean {
    return this.#chat.settings().statusBar;
  }

  #waitForMidnight(since: number): void {
    clearTimeout(this.#midnight);
    const next = new Date(since);
    next.setDate(next.getDate() + 1);
    this.#midnight = setTimeout(() => void this.#read(), next.getTime() - Date.now());
  }

  #show(): void {
    const today = this.#today;
    if (!this.#isShown || !today) {
      this.#item.hide();
      return;
    }
    const name = this.#chat.models.nameOf(this.#surfaces.visible?.session?.model ?? this.#chat.settings().model);
    const spent = today.partial ? vscode.l10n.t('at least {0}', money(today.cost)) : money(today.cost);
    const text = `$(comment-discussion) ${shortModel(name)} · ${spent}`;
    // It is told of much that does not concern it.
    if (this.#item.text !== text) {
      this.#item.text = text;
      this.#item.tooltip = vscode.l10n.t('Parley: {0} answers; today’s conversations have cost {1}', name, spent);
      this.#item.accessibilityInformation = { label: this.#item.tooltip };
    }
    this.#item.show();
  }
}
