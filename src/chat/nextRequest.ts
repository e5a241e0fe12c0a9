import type { PictureFate } from '../shared/picture.ts';
import { cachedUntil } from './cacheLife.ts';
import type { ChatRequest } from './chatRequest.ts';
import type { Choices } from './choices.ts';
import type { ConversationReader } from './conversationReader.ts';
import type { Model } from './model.ts';
import { type PathTokens, pathTokens } from './nextPrompt.ts';
import type { RequestSettings } from './request.ts';
import type { Requests } from './requests.ts';
import type { SentTurns } from './sentTurns.ts';
import type { ShownConversation } from './shownConversation.ts';

export interface NextRequestParts {
  readonly settings: () => RequestSettings;
  readonly shown: ShownConversation;
  readonly choices: Choices;
  readonly reader: ConversationReader;
  readonly requests: Requests;
}

/** The request that a conversation would send with what is typed and added just now: as it is, and what is known of it without making it. */
export class NextRequest {
  readonly #parts: NextRequestParts;

  constructor(parts: NextRequestParts) {
    this.#parts = parts;
  }

  async request(): Promise<ChatRequest> {
    const { shown, choices, reader, requests } = this.#parts;
    const { begun = '' } = shown.conversation.draft;
    const beginning = choices.noBeginning === null ? begun.trimEnd() : '';
    const above = await reader.wholePath();
    return requests.toLookAt([...above, shown.typedPrompt(above.at(-1))], choices.chosen, beginning);
  }

  /** Which turns it has. Waits for nothing that is being changed. */
  async turns(): Promise<SentTurns> {
    const { shown, choices, reader, requests } = this.#parts;
    const above = await reader.storedPath();
    return requests.turnsFor([...above, shown.typedPrompt(above.at(-1))], choices.chosen);
  }

  /** Tokens of the path as it stands: at once, by the API's last count and by estimate. */
  get pathTokens(): PathTokens {
    const { settings, shown, choices, reader } = this.#parts;
    const { unsent } = shown.turns;
    if (unsent?.isNew && unsent.tokens !== null) return { tokens: unsent.tokens, sent: 0 };
    const end = reader.end.map(({ message }) => message);
    return pathTokens(end, choices.model, `${settings().instructions}\n${shown.conversation.options.instructions}`.trim());
  }

  /** What becomes of the path's pictures, and of those that are typed with; by id. @param model what is known of the model */
  pictureFates(model: (id: string) => Model | undefined): Readonly<Record<string, PictureFate>> {
    const { shown, choices } = this.#parts;
    return shown.pictures.fates(shown.conversation.draft, model(choices.model), shown.turns.unsent?.depth ?? 0);
  }

  /** Until when the API keeps what was said, in milliseconds since the epoch; null where it keeps nothing of it. */
  get cachedUntil(): number | null {
    const { shown, choices } = this.#parts;
    return cachedUntil(shown.leaf, choices.model);
  }
}
