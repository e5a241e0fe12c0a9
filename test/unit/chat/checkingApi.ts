/** A Messages API in this process: it looks at each request as strictly as the simulator does, at the bytes that would go over the wire. */

import type { ChatRequest } from '../../../src/chat/chatRequest.ts';
import { TurnFailure } from '../../../src/chat/failure.ts';
import type { ModelApi, WrittenRequest } from '../../../src/chat/modelApi.ts';
import type { TurnEvent } from '../../../src/chat/turnEvents.ts';
import { requestBody } from '../../../src/claude/requestBody.ts';
import { StreamTranslator } from '../../../src/claude/streamEvents.ts';
import type { ChatError } from '../../../src/shared/errors.ts';
import { ApiError } from '../../sim/apiError.ts';
import { PausedReplies } from '../../sim/paused.ts';
import { buildReply } from '../../sim/reply.ts';
import type { Reply } from '../../sim/script.ts';
import { type AcceptedRequest, validateCreate, type Windows } from '../../sim/validate.ts';

/** What becomes of one request. */
export interface CheckedAnswer {
  readonly reply: Reply;
  /** Before the first event: nothing comes but this. */
  readonly fails: ChatError | null;
  /** Number of the event before which it waits for `release`; null: it does not. */
  readonly holdsAt: number | null;
  /** Number of the event in whose place the connection is cut; null: it is not. */
  readonly cutAt: number | null;
}

const uncached = { cache_creation_input_tokens: 0, cache_read_input_tokens: 0, cache_creation: null };

export class CheckingApi implements ModelApi {
  /** What was refused, and why. */
  readonly refusals: string[] = [];
  /** How many tokens models read that are to read less than they do. */
  windows: Windows = {};
  /** Told of requests that are longer than the model's window; says whether that may be. */
  mayBeTooLong: (request: ChatRequest) => boolean = () => false;
  readonly #answer: (request: AcceptedRequest) => CheckedAnswer;
  readonly #paused = new PausedReplies();
  #count = 0;
  #resume: (() => void) | null = null;

  constructor(answer: (request: AcceptedRequest) => CheckedAnswer) {
    this.#answer = answer;
  }

  /** Whether a reply waits for `release`. */
  get held(): boolean {
    return this.#resume !== null;
  }

  release(): void {
    const resume = this.#resume;
    this.#resume = null;
    resume?.();
  }

  /** A server that does not know how to count. */
  countTokens(): Promise<null> {
    return Promise.resolve(null);
  }

  async stream(request: ChatRequest, signal: AbortSignal, onEvent: (event: TurnEvent) => void): Promise<void> {
    const accepted = this.#check(request);
    const { reply, fails, holdsAt, cutAt } = this.#answer(accepted);
    if (fails) throw new TurnFailure(fails);
    const frame = {
      messageId: `msg_${++this.#count}`,
      inputUsage: { input_tokens: accepted.inputTokens, ...uncached },
      diagnostics: null,
      nextId: (prefix: string) => `${prefix}_${++this.#count}`,
    };
    const built = buildReply(reply, accepted, frame);
    if (built.message['stop_reason'] === 'pause_turn') this.#paused.add(built.content);
    const translator = new StreamTranslator(() => 1);
    for (const [at, { data }] of built.events.entries()) {
      if (at === holdsAt) await this.#hold(signal);
      if (signal.aborted) return;
      if (at === cutAt) throw new TurnFailure({ kind: 'cutOff', requestId: null, detail: '' });
      for (const event of translator.translate(data)) onEvent(event);
    }
    for (const event of translator.finish()) onEvent(event);
  }

  listModels(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  write(request: ChatRequest): WrittenRequest {
    const text = JSON.stringify(request);
    return { variables: [], forms: [], text, as: () => text };
  }

  #check(request: ChatRequest): AcceptedRequest {
    const body: unknown = JSON.parse(Buffer.concat(requestBody(request)).toString());
    try {
      return validateCreate(body, (content) => this.#paused.has(content), false, this.windows);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const [, most] = /^prompt is too long: \d+ tokens > (\d+)/.exec(error.message) ?? [];
      if (most !== undefined && this.mayBeTooLong(request)) {
        throw new TurnFailure({ kind: 'tooLarge', most: Number(most), requestId: null, detail: error.message });
      }
      this.refusals.push(`${error.message}\n${JSON.stringify(body).slice(0, 4000)}`);
      throw new TurnFailure({ kind: 'invalidRequest', requestId: null, detail: error.message });
    }
  }

  #hold(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#resume = resolve;
      signal.addEventListener('abort', () => this.release());
    });
  }
}
