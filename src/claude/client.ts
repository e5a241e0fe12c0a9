/** The Messages API: the only door to the network. Loaded when it is first needed. */
import { BaseAnthropic } from '@anthropic-ai/sdk/client';
import { Models } from '@anthropic-ai/sdk/resources/models';
import { TurnFailure } from '../chat/failure.ts';
import type { ChatRequest, Model, ModelApi, RequestBlock } from '../chat/ports.ts';
import { toChatError } from './errors.ts';
import { apiHeaders, guardedRequest, type Question } from './guardedRequest.ts';
import { readModel } from './models.ts';
import { requestBody } from './requestBody.ts';
import { StreamTranslator } from './streamEvents.ts';
import { readWireEvents } from './wireEvents.ts';
import { writtenRequest } from './writtenRequest.ts';

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
}

/** A client for one server and one key; make another when either changes. */
export function createModelApi(options: ClientOptions): ModelApi {
  const ask = guardedRequest(options);
  const models = new Models(
    new BaseAnthropic({
      baseURL: options.baseUrl,
      // The SDK refuses to go without a key, and reads the environment for one; the real one is set by `guardedRequest`.
      apiKey: 'set-by-guarded-request',
      webhookKey: null,
      maxRetries: 0,
      logLevel: 'off',
      openTelemetry: false,
      fetch: fetchBy(ask),
    }),
  );
  const { host } = new URL(options.baseUrl);
  const url = `${options.baseUrl}/v1/messages`;
  const failure = (thrown: unknown, asked: ChatRequest | null) => {
    const has = { pictures: blocksIn(asked, 'image'), documents: blocksIn(asked, 'document') };
    const thinking = blocksIn(asked, 'thinking') + blocksIn(asked, 'redacted_thinking');
    const request = { model: asked?.model ?? '', maxTokens: asked?.max_tokens ?? null, ...has, thinking };
    return new TurnFailure(toChatError(thrown, { host, ...request, apiKey: options.apiKey, now: options.now() }));
  };

  return {
    async stream(request, signal, onEvent, onWire): Promise<void> {
      const translator = new StreamTranslator(options.now);
      let understood = false;
      try {
        const body = requestBody(request);
        await readWireEvents(ask, { url, body, signal }, (raw, json) => {
          onWire?.(json);
          for (const event of translator.translate(raw)) {
            // One event may lead to the end of the rest.
            if (signal.aborted) return;
            understood = true;
            onEvent(event);
          }
        });
      } catch (thrown) {
        if (signal.aborted) return;
        const ending = translator.finish();
        // The API had said how the reply ended; what broke after that took nothing away.
        if (ending.length === 0) throw failure(thrown, request);
        ending.forEach(onEvent);
        return;
      }
      if (signal.aborted) return;
      if (!understood)
        throw new TurnFailure({ kind: 'unknown', requestId: null, detail: `${host} answered, but not as the Messages API does.` });
      translator.finish().forEach(onEvent);
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

    write: (request) => writtenRequest(request, { url, headers: apiHeaders, hasKey: options.apiKey !== null }),
  };
}

function blocksIn(asked: ChatRequest | null, type: RequestBlock['type']): number {
  return (asked?.messages ?? []).reduce((sum, { content }) => sum + content.filter((block) => block.type === type).length, 0);
}

/** What the SDK asks for, by the same rules: of what it sets, only the address. */
function fetchBy(ask: ReturnType<typeof guardedRequest>): typeof fetch {
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const question: Question = { url, body: null, signal: init?.signal ?? null };
    const { status, headers, read } = await ask(question);
    let body = '';
    await read((piece) => {
      body += piece;
    });
    return new Response(body, { status, headers });
  };
}
