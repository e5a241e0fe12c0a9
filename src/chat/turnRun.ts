import type { AnswerFormat } from '../shared/answerFormat.ts';
import { type CitedSource, type FetchedPage, fetchedPage } from '../shared/citation.ts';
import type { ChatError } from '../shared/errors.ts';
import type { WaitView } from '../shared/headerView.ts';
import type { JsonObject } from '../shared/json.ts';
import type { AssistantMessage, MessageStatus } from '../shared/message.ts';
import type { ChatRequest } from './chatRequest.ts';
import type { Clock } from './clock.ts';
import { withEstimate } from './cutReply.ts';
import { failureOf } from './failure.ts';
import type { ModelApi } from './modelApi.ts';
import type { AskedOfCache } from './requests.ts';
import { planRetry } from './retry.ts';
import { OpenTurn, PendingEvents, type TurnEvent } from './turnEvents.ts';

/** Milliseconds between two checkpoints of a streaming reply: what a crash can take at most, with room for the write itself. */
const checkpointInterval = 700;

export interface TurnRunParts {
  readonly clock: Clock;
  /** Resolved anew for each attempt, so that a key set meanwhile is used. Throws `TurnFailure`. */
  readonly connect: () => Promise<ModelApi>;
  readonly buildRequest: () => Promise<ChatRequest>;
  /** With what the last request was asked of the prompt cache. */
  readonly asked: () => AskedOfCache | null;
  /** What the last request asked for the answer by; null: free text. */
  readonly format: () => AnswerFormat | null;
  /** What a citation of the reply to the last request points at; null where that is not known. @param pages that were read for it so far */
  readonly citedSource: (raw: JsonObject, pages: readonly FetchedPage[]) => CitedSource | null;
  /** What is handed the events of an attempt as they stand on the wire. */
  readonly newRecord: () => (json: string) => void;
  readonly checkpoint: (messageId: string, events: readonly TurnEvent[]) => Promise<void>;
  /** An event was applied to the turn. */
  readonly onEvent: (event: TurnEvent) => void;
  readonly onWait: (wait: WaitView) => void;
  /** The turn is over, in whatever way; called exactly once, and by `stop` before it returns. */
  readonly onEnd: (message: AssistantMessage) => void;
}

/** One reply from its request to its end: streams it, waits out what can be waited out, checkpoints it, and ends exactly once. */
export class TurnRun {
  readonly turn: OpenTurn;
  readonly #parts: TurnRunParts;
  readonly #abort = new AbortController();
  readonly #pending = new PendingEvents();
  #cancelCheckpoint: (() => void) | null = null;
  #isWriting = false;
  readonly #fetched: FetchedPage[] = [];
  #endWait: ((again: boolean) => void) | null = null;
  #ended = false;

  constructor(message: AssistantMessage, parts: TurnRunParts) {
    this.turn = new OpenTurn(message);
    this.#parts = parts;
  }

  /** Runs to the end; never rejects. */
  async run(): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const failure = await this.#attempt();
      if (this.#ended) return;
      if (failure === null) {
        this.#end('complete', null);
        return;
      }
      const plan = this.turn.hasContent ? null : planRetry(failure, attempt);
      if (plan === null) {
        this.#end('failed', failure);
        return;
      }
      const again = await this.#waitUntil(plan.delay, plan.reason);
      if (this.#ended) return;
      if (!again) {
        this.#end('failed', failure);
        return;
      }
    }
  }

  /** Ends the turn at once, keeping what has come; the request is aborted. */
  stop(): void {
    this.#end('stopped', null);
  }

  /** Gives up waiting for another attempt; the turn fails with what it was waiting for. */
  cancelWait(): void {
    this.#endWait?.(false);
  }

  /** One request; resolves to what went wrong, or null when the reply is whole. */
  async #attempt(): Promise<ChatError | null> {
    this.#parts.onWait({ kind: 'connecting', since: this.#parts.clock.now() });
    let whole = false;
    let refusal: ChatError | null = null;
    try {
      const [api, request] = await Promise.all([this.#parts.connect(), this.#parts.buildRequest()]);
      if (this.#ended) return null;
      const onEvent = (received: TurnEvent) => {
        if (this.#ended) return;
        const event = this.#completed(received);
        if (event.type === 'blockStarted' && !this.turn.hasContent) this.#parts.onWait(null);
        if (event.type === 'ended') {
          whole = true;
          if (event.stopReason === 'refusal')
            refusal = { kind: 'refused', category: event.category, requestId: null, detail: event.explanation ?? '' };
        }
        this.turn.apply(event);
        this.#remember(event);
        this.#parts.onEvent(event);
      };
      await api.stream(request, this.#abort.signal, onEvent, this.#parts.newRecord());
    } catch (error) {
      return failureOf(error);
    }
    return whole ? refusal : { kind: 'cutOff', requestId: null, detail: 'The stream ended before the reply did.' };
  }

  /** With what the API does not tell, as it is the request's. */
  #completed(event: TurnEvent): TurnEvent {
    if (event.type === 'blockStarted' && event.block.type === 'opaque') {
      const page = fetchedPage(event.block.raw);
      if (page) this.#fetched.push(page);
    }
    if (event.type === 'citation') {
      const { raw } = event.citation;
      return { ...event, citation: { raw, source: this.#parts.citedSource(raw, this.#fetched) } };
    }
    if (event.type !== 'started') return event;
    const [asked, format] = [this.#parts.asked(), this.#parts.format()];
    return { ...event, ...(asked && { cache: { ...asked, miss: event.miss ?? null } }), ...(format && { format }) };
  }

  #remember(event: TurnEvent): void {
    this.#pending.add(event);
    this.#planCheckpoint();
  }

  #planCheckpoint(): void {
    if (this.#isWriting) return;
    this.#cancelCheckpoint ??= this.#parts.clock.after(checkpointInterval, () => void this.#checkpoint());
  }

  /** One at a time: a disk that is slower than what comes has more to write each time, and never a queue. */
  async #checkpoint(): Promise<void> {
    this.#cancelCheckpoint = null;
    this.#isWriting = true;
    // A checkpoint that cannot be written is no reason to end the reply: its end is written as a whole.
    await this.#parts.checkpoint(this.turn.id, this.#pending.take()).catch(() => {});
    this.#isWriting = false;
    if (!this.#ended && !this.#pending.isEmpty) this.#planCheckpoint();
  }

  #waitUntil(delay: number, reason: 'rateLimited' | 'overloaded' | 'serverError'): Promise<boolean> {
    const { clock, onWait } = this.#parts;
    onWait({ kind: 'retrying', reason, until: clock.now() + delay });
    return new Promise((resolve) => {
      const cancel = clock.after(delay, () => this.#endWait?.(true));
      this.#endWait = (again) => {
        this.#endWait = null;
        cancel();
        resolve(again);
      };
    });
  }

  #end(status: Exclude<MessageStatus, 'streaming'>, error: ChatError | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#abort.abort();
    this.#cancelCheckpoint?.();
    this.#endWait?.(false);
    this.#parts.onEnd(withEstimate({ ...this.turn.message(), status, error, endedAt: this.#parts.clock.now() }));
  }
}
