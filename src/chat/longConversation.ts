import { typed } from '../shared/context.ts';
import { type LeaveOut, summaryPromptOf } from '../shared/longConversation.ts';
import type { AssistantMessage } from '../shared/message.ts';
import { Conflict } from './conflict.ts';
import type { ConversationPatch, HistoryStore, PathMessage } from './historyStore.ts';
import { newReply } from './newMessages.ts';
import type { OtherWindows } from './otherWindows.ts';
import type { UnsentTurns } from './pathTurns.ts';
import type { RunningTurn } from './runningTurn.ts';
import type { ShownConversation } from './shownConversation.ts';
import { askingForSummary, contentOf, planSummary } from './summaries.ts';
import type { TurnHold } from './turnHold.ts';

export interface LongConversationParts {
  readonly store: HistoryStore;
  readonly newId: () => string;
  readonly shown: ShownConversation;
  readonly turn: RunningTurn;
  readonly windows: OtherWindows;
  readonly hold: TurnHold;
  /** Does one thing after the other. */
  readonly inTurn: <T>(action: () => Promise<T>) => Promise<T>;
}

/** What can be done about a conversation that outgrows its model: its oldest turns are left out, or a summary stands for them. */
export class LongConversation {
  readonly #parts: LongConversationParts;

  constructor(parts: LongConversationParts) {
    this.#parts = parts;
  }

  /** What of the path the next request does not have; null where it has all of it. */
  get unsent(): UnsentTurns | null {
    return this.#parts.shown.turns.unsent;
  }

  /** Says what becomes of the oldest turns where they do not fit, from the next request on; null: all are kept. */
  async leaveOut(chosen: LeaveOut | null): Promise<void> {
    const { shown, inTurn } = this.#parts;
    await inTurn(() => {
      const { leaveOut: _, ...options } = shown.conversation.options;
      return shown.patch({ options: chosen ? { ...options, leaveOut: chosen } : options });
    });
    shown.lookAtTurns();
  }

  /**
   * Asks for a summary that stands for all that was said from then on. A prompt that had no room is asked again after it.
   * @param title of what is asked, for people
   * @returns whether there was something to summarise
   */
  summarise(title: string): Promise<boolean> {
    const { store, newId, shown, turn, windows, hold, inTurn } = this.#parts;
    return inTurn(async () => {
      const busy = await windows.isBusyNow();
      const { leafId } = shown.conversation;
      const plan = leafId === null || busy ? null : planSummary(await store.readPath(leafId, Number.MAX_SAFE_INTEGER));
      if (!plan) return false;
      const { above, again, siblings, turns } = plan;
      const prompt = askingForSummary(shown.prompt(newId(), typed(''), 'typed', above.at(-1)?.message), title, turns);
      const patch: ConversationPatch = again ? { queue: { type: 'add', prompt: { id: newId(), ...contentOf(again) } } } : {};
      await hold.throwIfHeld();
      await turn.start({ above, prompt, siblings, patch });
      return true;
    });
  }

  /**
   * Goes back to what was shown before a summary was asked for: what it stands for is sent again.
   * @param messageId the summary's
   */
  undoSummary(messageId: string): Promise<void> {
    const { store, shown, turn, windows, inTurn } = this.#parts;
    return inTurn(async () => {
      turn.stop();
      const busy = await windows.isBusyNow();
      const prompt = (await shown.upTo(messageId)).at(-2);
      if (!prompt || !summaryPromptOf(prompt.message) || busy) return;
      const { id, parentId } = prompt.message;
      const before = prompt.siblings.slice(0, prompt.siblings.indexOf(id));
      const others = await Promise.all(before.map((each) => store.readMessage(each)));
      const other = others.findLast((each) => each && !summaryPromptOf(each));
      // It waits to be asked again after the summary, and stands where it was asked first.
      const waits = other?.role === 'user' ? contentOf(other) : null;
      const waiting = waits && shown.conversation.queue.find(({ text, title }) => text === waits.text && title === waits.title);
      if (waiting) await shown.copy.patch({ queue: { type: 'remove', id: waiting.id } });
      if (other) await shown.showBranch(other.id);
      else if (parentId !== null) await shown.showLeaf(parentId, prompt.siblings);
    });
  }

  /** Puts a summary in other words: a sibling of it. To be called in its turn. @param path the path down to it */
  async editSummary(path: readonly PathMessage[], id: string, text: string): Promise<void> {
    const { store, shown, windows } = this.#parts;
    const [edited, prompt] = [path.at(-1)?.message, path.at(-2)?.message];
    if (edited?.role !== 'assistant' || prompt?.role !== 'user' || !summaryPromptOf(prompt) || text.trim() === '') return;
    // Who asked still has the text.
    if (windows.busy) throw new Conflict('replyRuns');
    const base = shown.base(id);
    const begun = newReply(base, prompt, edited.model);
    const summary: AssistantMessage = {
      ...begun,
      blocks: [{ type: 'text', text }],
      status: 'complete',
      stopReason: 'end_turn',
      endedAt: base.createdAt,
    };
    const { copy } = shown;
    copy.dropDraft();
    const patch: ConversationPatch = { leafId: id, draft: { ...copy.conversation.draft, edit: null } };
    await copy.write(store.addMessages([summary], patch));
    copy.apply(patch);
    copy.noteMessages(1);
    await shown.showLeaf(id);
  }
}
