import type * as vscode from 'vscode';
import { promptPrices } from '../chat/nextPrompt.ts';
import type { Session } from '../chat/session.ts';
import { type CountedRequest, TokenCount } from '../chat/tokenCount.ts';
import { pictureTokens, sightOf } from '../pictures/limits.ts';
import { documentTokens } from '../shared/document.ts';
import type { NextView } from '../shared/headerView.ts';
import { secretByText } from '../shared/secrets.ts';
import { estimateTokens } from '../shared/tokens.ts';
import type { Chat } from './chat.ts';
import { systemClock } from './systemClock.ts';

/** What the next request of the conversation that is shown has and costs, as its page is told. */
export class NextEstimate implements vscode.Disposable {
  readonly #chat: Chat;
  readonly #session: () => Session | undefined;
  readonly #count: TokenCount;
  /** What the count was made for, but for what is typed. */
  #countedFor = '';

  /** @param onCount is called when the API has counted */
  constructor(chat: Chat, session: () => Session | undefined, onCount: () => void) {
    this.#chat = chat;
    this.#session = session;
    const connect = () => chat.connection.connect();
    this.#count = new TokenCount({ clock: systemClock, connect, next: () => this.#nextRequest(), onCount });
  }

  /** To be called at each key: costs the same, whatever is typed. */
  typed(): void {
    this.#count.touch();
  }

  rest(): void {
    this.#count.rest();
  }

  view(session: Session): NextView {
    const { model, busy } = session;
    const isFor = JSON.stringify([session.id, session.conversation.leafId, model, session.conversation.options, attachments(session)]);
    if (isFor !== this.#countedFor) {
      this.#countedFor = isFor;
      this.#count.forget();
      if (!busy && hasPrompt(session)) this.#count.touch();
    }
    if (busy) this.#count.rest();
    const { tokens, sent } = session.next.pathTokens;
    const above = this.#count.above ?? tokens;
    return {
      above,
      counted: this.#count.above !== null,
      sent: Math.min(sent, above),
      window: this.#chat.models.find(model)?.maxInputTokens ?? null,
      perToken: promptPrices(above, session.choices.settings, this.#chat.costOf),
    };
  }

  dispose(): void {
    this.#count.rest();
  }

  async #nextRequest(): Promise<CountedRequest | null> {
    const session = this.#session();
    if (!session || session.busy || !hasPrompt(session) || !this.#chat.settings().countTokens) return null;
    // It has been said that it looks like one, and not yet that it may be sent.
    const { text, begun = '' } = session.conversation.draft;
    if (secretByText(text) !== null || secretByText(begun) !== null) return null;
    const typed = typedTokens(session);
    return { request: await session.next.request(), typed };
  }
}

function hasPrompt({ conversation: { draft } }: Session): boolean {
  return draft.text.trim() !== '' || draft.pictures.length + draft.documents.length > 0;
}

function attachments({ conversation: { draft } }: Session): readonly string[] {
  return [...draft.context, ...draft.pictures, ...draft.documents].map(({ id }) => id);
}

/** What the page adds to what is above, by the same estimates. */
function typedTokens({ model, conversation: { draft } }: Session): number {
  const { text, context, pictures, documents } = draft;
  const sum = (tokens: readonly number[]) => tokens.reduce((a, b) => a + b, 0);
  return (
    estimateTokens(text) +
    sum(context.map((item) => estimateTokens(item.text))) +
    sum(pictures.map((picture) => pictureTokens(picture, sightOf(model)))) +
    sum(documents.map((document) => documentTokens(document)))
  );
}
