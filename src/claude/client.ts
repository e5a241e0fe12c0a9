/** The Messages API: the only door to the network. Loaded when it is first needed. */
import { BaseAnthropic } from '@anthropic-ai/sdk/client';
import { Models } from '@anthropic-ai/sdk/resources/models';
import type { ChatRequest, RequestBlock } from '../chat/chatRequest.ts';
import type { Clock } from '../chat/clock.ts';
import { TurnFailure } from '../chat/failure.ts';
import type { Model } from '../chat/model.ts';
import type { ModelApi, RequestSigner } from '../chat/modelApi.ts';
import { PendingEvents } from '../chat/turnEvents.ts';
import type { ConnectionStep } from '../shared/connectionSteps.ts';
import { isObject } from '../shared/json.ts';
import { checkConnection } from './checkConnection.ts';
import { askForCount } from './countTokens.ts';
import { portOf, toChatError } from './errors.ts';
import { apiHeaders, guardedRequest, type Question } from './guardedRequest.ts';
import { readModel } from './models.ts';
import { countBody, requestBody } from './requestBody.ts';
import { StreamTranslator } from './streamEvents.ts';
import { NotTheApiError, parseIfJson, readError, readText, readWireEvents } from './wireEvents.ts';
import { type Envelope, writtenRequest } from './writtenRequest.ts';

export interface ClientOptions {
  /** With scheme, without `/v1`. */
  readonly baseUrl: string;
  /** Null for a server that needs none. */
  readonly apiKey: string | null;
  /** What a gateway wants beside, by names in lower case. Their values are secrets. */
  readonly gatewayHeaders?: Readonly<Record<string, string>>;
  /** Of Claude Platform on AWS; `signer` is null where a key says who asks. */
  readonly aws?: { readonly region: string; readonly workspaceId: string; readonly signer: RequestSigner | null };
  /** Milliseconds of silence after which a stream is given up. */
  readonly stallTimeout: number;
  /** For the `user-agent`: `Parley/0.1.0`. */
  readonly userAgent: string;
  readonly now: () => number;
  /** By which silence is measured; the real time unless said otherwise. */
  readonly clock?: Clock;
}

/** The Messages API, and a test of the way to it. */
export interface ModelClient extends ModelApi {
  /** Tries the way step by step, with a reply of one token by `model` at its end: see `checkConnection`. */
  check(model: string, signal: AbortSignal, onStep: (step: ConnectionStep) => void): Promise<readonly ConnectionStep[]>;
}

/** A client for one server and one key; make another when either changes. */
export function createModelApi(options: ClientOptions): ModelClient {
  const gatewayHeaders = options.gatewayHeaders ?? {};
  const signer = options.aws?.signer ?? null;
  const awsHeaders = options.aws ? { 'anthropic-workspace-id': options.aws.workspaceId } : {};
  const ask = guardedRequest({ ...options, otherHeaders: { ...awsHeaders, ...gatewayHeaders }, sign: signer?.sign ?? null });
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
  const known = {
    host,
    port: portOf(options.baseUrl),
    hasKey: options.apiKey !== null || 'authorization' in gatewayHeaders,
    secrets: [...(options.apiKey === null ? [] : [options.apiKey]), ...Object.values(gatewayHeaders).flatMap(valueAndRest)],
    aws: options.aws ? { region: options.aws.region, isSigned: signer !== null } : null,
  };
  const url = `${options.baseUrl}/v1/messages`;
  const who: Envelope['who'] =
    options.aws && signer ? { by: 'signature', region: options.aws.region } : { by: options.apiKey === null ? 'nothing' : 'key' };
  const failure = (thrown: unknown, asked: ChatRequest | null) => {
    const has = { pictures: blocksIn(asked, 'image'), documents: blocksIn(asked, 'document') };
    const thinking = blocksIn(asked, 'thinking') + blocksIn(asked, 'redacted_thinking');
    const hasFormat = asked?.output_config?.format !== undefined;
    const request = { model: asked?.model ?? '', maxTokens: asked?.max_tokens ?? null, ...has, hasFormat, thinking };
    const secrets = [...known.secrets, ...(signer?.secrets ?? [])];
    const error = toChatError(thrown, { ...known, ...request, secrets, now: options.now() });
    if (error.kind === 'aws') signer?.forget();
    return new TurnFailure(error);
  };

  const api: ModelApi = {
    async stream(request, signal, onEvent, onWire): Promise<void> {
      const translator = new StreamTranslator(options.now);
      // Of a burst, text that came at once is one event: all that is done for each is done once.
      const come = new PendingEvents();
      try {
        const body = requestBody(request);
        const onWireEvent = (raw: unknown, json: string) => {
          onWire?.(json);
          const events = translator.translate(raw);
          for (const event of events) come.add(event);
          return events.length > 0;
        };
        await readWireEvents(ask, { url, body, signal }, onWireEvent, () => {
          for (const event of come.take()) {
            // One event may lead to the end of the rest.
            if (signal.aborted) return;
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
      translator.finish().forEach(onEvent);
    },

    async countTokens(request, signal): Promise<number | null> {
      try {
        return await askForCount(ask, `${url}/count_tokens`, countBody(request), signal);
      } catch (thrown) {
        if (signal.aborted) return null;
        throw failure(thrown, request);
      }
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
        if (signal.aborted)
          throw new TurnFailure({ kind: 'offline', host, reason: 'unreachable', requestId: null, detail: 'No answer came in time.' });
        throw failure(thrown, null);
      }
    },

    write: (request) =>
      writtenRequest(request, { url, headers: { ...apiHeaders, ...awsHeaders }, secretHeaders: Object.keys(gatewayHeaders), who }),
  };
  const parts = {
    ...{ ask, baseUrl: options.baseUrl, now: options.now },
    stream: api.stream,
    toError: (thrown: unknown) => failure(thrown, null).error,
  };
  return { ...api, check: (model, signal, onStep) => checkConnection(parts, model, signal, onStep) };
}

/** A header's value and, as in `Bearer abcdefgh`, what stands after its first word: a server may say either again. */
function valueAndRest(value: string): readonly string[] {
  const rest = /^\S+ +(\S.{7,})$/.exec(value)?.[1];
  return rest === undefined ? [value] : [value, rest];
}

function blocksIn(asked: ChatRequest | null, type: RequestBlock['type']): number {
  return (asked?.messages ?? []).reduce((sum, { content }) => sum + content.filter((block) => block.type === type).length, 0);
}

/** What the SDK asks for, by the same rules: of what it sets, only the address. */
function fetchBy(ask: ReturnType<typeof guardedRequest>): typeof fetch {
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const question: Question = { url, body: null, signal: init?.signal ?? null };
    const answer = await ask(question);
    const { status, headers } = answer;
    const isOk = status >= 200 && status <= 299;
    const body = isOk ? await readText(answer) : await readError(answer);
    // The SDK would take a page for a list without models.
    const json = parseIfJson(body);
    if (isOk && !(isObject(json) && Array.isArray(json['data']))) throw new NotTheApiError(headers, body);
    return new Response(body, { status, headers });
  };
}
