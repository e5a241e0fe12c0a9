/** The Messages API through the SDK: the only door to the network. Loaded when it is first needed. */
import { BaseAnthropic } from '@anthropic-ai/sdk/client';
import { Messages } from '@anthropic-ai/sdk/resources/messages';
import { Models } from '@anthropic-ai/sdk/resources/models';
import { TurnFailure } from '../chat/failure.ts';
import type { ChatRequest, Model, ModelApi } from '../chat/ports.ts';
import type { TurnEvent } from '../chat/turnEvents.ts';
import { toChatError } from './errors.ts';
import { guardedFetch } from './guardedFetch.ts';
import { readModel } from './models.ts';
import { StreamTranslator } from './streamEvents.ts';

export interface ClientOptions {
  /** With scheme, without `/v1`. */
  readonly baseUrl: string;
  /** Null for a server that needs none. */
  readonly apiKey: string | null;
  /** Milliseconds of silence after which a stream is given up. */
  readonly stallTimeout: number;
  /** For the `user-agent`: `Parley/0.1.0`. */
  readonly userAgent: string;
  readonly now: () => number;
  /** The editor's `fetch`, which knows its proxy and its certificates. */
  readonly fetch: typeof fetch;
}

/** A client for one server and one key; make another when either changes. */
export function createModelApi(options: ClientOptions): ModelApi {
  const client = new BaseAnthropic({
    baseURL: options.baseUrl,
    // The SDK refuses to go without a key, and reads the environment for one; the real one is set by `guardedFetch`.
    apiKey: 'set-by-guarded-fetch',
    webhookKey: null,
    maxRetries: 0,
    logLevel: 'off',
    openTelemetry: false,
    fetch: guardedFetch(options),
  });
  const messages = new Messages(client);
  const models = new Models(client);
  const { host } = new URL(options.baseUrl);
  const failure = (thrown: unknown, asked: Pick<ChatRequest, 'model' | 'max_tokens'> | null) => {
    const request = { model: asked?.model ?? '', maxTokens: asked?.max_tokens ?? null };
    return new TurnFailure(toChatError(thrown, { host, ...request, apiKey: options.apiKey, now: options.now() }));
  };

  return {
    async *stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<TurnEvent> {
      const translator = new StreamTranslator(options.now);
      let understood = false;
      try {
        // The engine's request is the API's own shape, with blocks that were validated when they came: the SDK's mutable types are wider.
        const body = request as unknown as Parameters<Messages['create']>[0];
        const stream = await messages.create({ ...body, stream: true }, { signal });
        for await (const event of stream) {
          const events = translator.translate(event);
          understood ||= events.length > 0;
          yield* events;
        }
      } catch (thrown) {
        if (signal.aborted) return;
        const ending = translator.finish();
        // The API had said how the reply ended; what broke after that took nothing away.
        if (ending.length === 0) throw failure(thrown, request);
        yield* ending;
        return;
      }
      if (signal.aborted) return;
      if (!understood)
        throw new TurnFailure({ kind: 'unknown', requestId: null, detail: `${host} answered, but not as the Messages API does.` });
      yield* translator.finish();
    },

    async listModels(signal: AbortSignal): Promise<readonly Model[]> {
      try {
        const found: Model[] = [];
        for await (const raw of models.list({ limit: 1000 }, { signal })) {
          const model = readModel(raw);
          if (model) found.push(model);
        }
        return found;
      } catch (thrown) {
        if (signal.aborted) throw new TurnFailure({ kind: 'offline', host, requestId: null, detail: 'No answer came in time.' });
        throw failure(thrown, null);
      }
    },
  };
}
