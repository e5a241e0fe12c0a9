import type { AdvancedChange } from '../shared/advanced.ts';
import type { NoBeginning } from '../shared/beginning.ts';
import { type ConversationOptions, withAdvanced } from '../shared/conversation.ts';
import type { Model } from './model.ts';
import { noBeginning, type RequestSettings, withChosen } from './request.ts';
import type { Chosen } from './requests.ts';
import type { ShownConversation } from './shownConversation.ts';

export interface ChoicesParts {
  /** Read at each turn; `model` is the default of those who have chosen none for the conversation. */
  readonly settings: () => RequestSettings;
  readonly model: (id: string) => Model | undefined;
  readonly shown: ShownConversation;
  /** Does one thing after the other. */
  readonly inTurn: (action: () => Promise<void>) => Promise<void>;
}

/** What is chosen for one conversation: its model and how it answers. What is not chosen is as the settings say. */
export class Choices {
  readonly #parts: ChoicesParts;

  constructor(parts: ChoicesParts) {
    this.#parts = parts;
  }

  get model(): string {
    return this.#conversation.model ?? this.#parts.settings().model;
  }

  /** What its next request is made by. */
  get chosen(): Chosen {
    return { model: this.model, options: this.#conversation.options };
  }

  /** The settings as its next request has them. */
  get settings(): RequestSettings {
    return withChosen(this.#parts.settings(), this.model, this.#conversation.options);
  }

  /** Why the next answer cannot be begun for the model; null where it can. */
  get noBeginning(): NoBeginning | null {
    return noBeginning(this.#parts.model(this.model), this.settings);
  }

  /** @param model null: the setting's */
  async chooseModel(model: string | null): Promise<void> {
    const { shown, inTurn } = this.#parts;
    await inTurn(() => shown.patch({ model }));
    shown.lookAtTurns();
  }

  /** Chooses how much the model puts into replies, what these are, and which tools it has, from the next request on. */
  chooseAnswering(chosen: Partial<Pick<ConversationOptions, 'effort' | 'thinking' | 'answerFormat' | 'serverTools'>>): Promise<void> {
    return this.#change((options) => ({ ...options, ...chosen }));
  }

  /** Chooses where replies stop and how the API serves them, from the next request on; undefined: as the settings say. */
  chooseAdvanced(chosen: AdvancedChange): Promise<void> {
    return this.#change((options) => withAdvanced(options, chosen));
  }

  /** Sets its own part of the system prompt, from the next request on; empty for none. */
  setInstructions(instructions: string): Promise<void> {
    return this.#change((options) => ({ ...options, instructions }));
  }

  get #conversation() {
    return this.#parts.shown.conversation;
  }

  #change(change: (options: ConversationOptions) => ConversationOptions): Promise<void> {
    const { shown, inTurn } = this.#parts;
    return inTurn(() => shown.patch({ options: change(this.#conversation.options) }));
  }
}
