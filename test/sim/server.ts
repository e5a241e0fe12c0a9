/** The simulator: a real HTTP server on loopback that answers as the Messages API does, and as strictly. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ApiError, errorBody } from './apiError.ts';
import { createDemo } from './demo.ts';
import { answerModel, answerModels } from './modelsEndpoint.ts';
import { PausedReplies } from './paused.ts';
import { beforeHeaders, playStream } from './play.ts';
import { PromptCache } from './promptCache.ts';
import { bodyOf, checkKey, checkVersion, endpointOf, parseJson } from './receive.ts';
import { buildReply } from './reply.ts';
import type { ErrorAnswer, Script } from './script.ts';
import { ScriptQueue } from './scriptQueue.ts';
import { now, SimRequest } from './simRequest.ts';
import { type AcceptedRequest, validateCount, validateCreate, type Windows } from './validate.ts';

export interface SimulatorOptions {
  /** 0, the default: any free one. */
  readonly port?: number;
  /** `127.0.0.1` unless said otherwise. */
  readonly host?: string;
  /** Keys that are accepted; without it, whatever begins with `sk-ant-`. */
  readonly keys?: readonly string[];
  /** Whether a request without a key is refused; false unless said otherwise. A wrong key always is. */
  readonly requireKey?: boolean;
  /** Answers what no script answers; the demo unless said otherwise. */
  readonly answer?: (request: AcceptedRequest, received: SimRequest) => Script;
  /** Deltas a second of what no script answers: the demo's own pace unless said otherwise, `Infinity` for everything at once. */
  readonly deltasPerSecond?: number;
  /** What stands before `/v1` in every path, as behind a gateway; nothing unless said otherwise. */
  readonly prefix?: string;
  /** Whether a request may be signed for AWS in the place of a key; the signature is not checked. */
  readonly signed?: boolean;
  /** Whether bodies, prompts and replies may be longer than any model's: for what is to hold at any length. */
  readonly unlimited?: boolean;
  /** How many tokens models read that are to read less than they do, by their ids. */
  readonly windows?: Windows;
  /** For the lifetime of cache entries; milliseconds since the epoch. */
  readonly now?: () => number;
}

export interface Simulator {
  /** What goes into `parley.baseUrl`. */
  readonly url: string;
  readonly port: number;
  /** Every request so far, in order of arrival. */
  readonly requests: readonly SimRequest[];
  /** Says what happens to the next requests, one after the other. */
  script(...scripts: readonly Script[]): void;
  /** The next request to `/v1/messages` (or another path) that was not handed out yet; waits for it if there is none. */
  nextRequest(path?: string): Promise<SimRequest>;
  /** Forgets scripts, requests and caches, and cuts what is still open. */
  reset(): void;
  close(): Promise<void>;
}

/** Starts a simulator; it listens when the promise settles. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const host = options.host ?? '127.0.0.1';
  const simulation = new Simulation(options);
  const server = createServer((request, response) => void simulation.serve(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    requests: simulation.requests,
    script: (...scripts) => simulation.scripts.add(scripts),
    nextRequest: (path) => simulation.nextRequest(path ?? '/v1/messages'),
    reset: () => simulation.reset(),
    close: () => {
      simulation.reset();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

interface Waiter {
  readonly path: string;
  readonly resolve: (request: SimRequest) => void;
  readonly reject: (error: Error) => void;
}

class Simulation {
  readonly requests: SimRequest[] = [];
  readonly scripts = new ScriptQueue();
  readonly #options: SimulatorOptions;
  readonly #cache: PromptCache;
  readonly #answer: NonNullable<SimulatorOptions['answer']>;
  readonly #paused = new PausedReplies();
  readonly #handedOut = new WeakSet<SimRequest>();
  #waiters: Waiter[] = [];
  /** Part of every id, so that the ids of two runs differ. */
  readonly #run = Date.now().toString(36);
  #count = 0;

  constructor(options: SimulatorOptions) {
    this.#options = options;
    this.#answer = options.answer ?? createDemo();
    this.#cache = new PromptCache(options.now ?? Date.now);
  }

  async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = this.#nextId('req');
    response.setHeader('request-id', requestId);
    response.setHeader('anthropic-organization-id', '00000000-0000-4000-8000-000000000000');
    const body = await bodyOf(incoming, this.#options.unlimited ? Infinity : undefined).catch(() => null);
    // The client left before it had sent everything.
    if (body === null) return;
    const url = new URL(incoming.url ?? '/', 'http://simulator');
    const { prefix = '' } = this.#options;
    const endpoint = url.pathname.startsWith(prefix) ? endpointOf(url.pathname.slice(prefix.length)) : null;
    const { method = 'GET', headers } = incoming;
    const request = new SimRequest(
      { method, path: url.pathname, query: url.searchParams, headers, rawBody: body.text, endpoint },
      requestId,
      response,
    );
    this.requests.push(request);
    this.#tellWaiters(request);
    try {
      checkKey(headers, this.#options);
      checkVersion(headers);
      if (endpoint === null) throw new ApiError(404);
      if (method !== (endpoint === 'messages' || endpoint === 'countTokens' ? 'POST' : 'GET')) throw new ApiError(405);
      if (body.tooLarge) throw new ApiError(413);
      const script = this.scripts.find(request);
      const answer = this.#prepare(request, script);
      this.scripts.use(script);
      await answer(response);
    } catch (error) {
      // A mistake in a script or in the simulator: the test shall see it, not the whole run fall.
      const refusal = error instanceof ApiError ? error : new ApiError(500, error instanceof Error ? `${error.stack}` : String(error));
      if (response.headersSent) request.cut();
      else this.#refuse(request, response, refusal);
    }
  }

  async nextRequest(path: string): Promise<SimRequest> {
    const waiting = this.requests.find((request) => request.path === path && !this.#handedOut.has(request));
    if (waiting) {
      this.#handedOut.add(waiting);
      return waiting;
    }
    return new Promise((resolve, reject) => this.#waiters.push({ path, resolve, reject }));
  }

  reset(): void {
    for (const request of this.requests) if (request.endedAt === null) request.cut();
    for (const waiter of this.#waiters.splice(0)) waiter.reject(new Error('The simulator was reset while a test waited for a request.'));
    this.requests.length = 0;
    this.scripts.clear();
    this.#cache.clear();
    this.#paused.clear();
  }

  #tellWaiters(request: SimRequest): void {
    const waiter = this.#waiters.find(({ path }) => path === request.path);
    if (waiter === undefined) return;
    this.#waiters = this.#waiters.filter((each) => each !== waiter);
    this.#handedOut.add(request);
    waiter.resolve(request);
  }

  /** Checks the request and gives what answers it. Throws what the API would refuse, before a script is used up. */
  #prepare(request: SimRequest, script: Script | undefined): (response: ServerResponse) => Promise<void> {
    const plain = script ?? {};
    switch (request.endpoint) {
      case 'models':
        return this.#json(request, plain, () => answerModels(request.query, this.#options.windows));
      case 'model':
        return this.#json(request, plain, () => answerModel(request.path, this.#options.windows));
      case 'countTokens': {
        const { inputTokens } = validateCount(parseJson(request.rawBody), this.#options.windows);
        return this.#json(request, plain, () => ({ input_tokens: inputTokens }));
      }
      default:
        return this.#prepareMessage(request, script);
    }
  }

  #prepareMessage(request: SimRequest, script: Script | undefined): (response: ServerResponse) => Promise<void> {
    if (script?.unchecked && (script.error || script.answer)) return this.#json(request, script, () => ({}));
    const isPaused = (content: unknown) => this.#paused.has(content);
    const accepted = validateCreate(parseJson(request.rawBody), isPaused, this.#options.unlimited, this.#options.windows);
    if (script?.play) {
      const { play } = script;
      return (response) => play(request, response);
    }
    const plan = this.#planFor(request, script, accepted);
    if (plan.error || plan.answer) return this.#json(request, plan, () => ({}));
    const messageId = this.#nextId('msg');
    const frame = {
      messageId,
      inputUsage: this.#cache.use(accepted),
      diagnostics: this.#cache.diagnose(accepted, messageId),
      nextId: (prefix: string) => this.#nextId(prefix),
    };
    const reply = buildReply(plan.reply ?? {}, accepted, frame);
    if (reply.message['stop_reason'] === 'pause_turn') this.#paused.add(reply.content);
    if (!accepted.body.stream) return this.#json(request, plan, () => reply.message);
    return async (response) => {
      await beforeHeaders(request, plan);
      if (!request.closing.aborted) await playStream(request, response, reply, plan);
    };
  }

  /** The script, with the default answer in it where it has none of its own. */
  #planFor(request: SimRequest, script: Script | undefined, accepted: AcceptedRequest): Script {
    if (script?.reply || script?.error || script?.answer) return script;
    const own = this.#answer(accepted, request);
    const { deltasPerSecond } = this.#options;
    const reply = own.reply && deltasPerSecond !== undefined ? { reply: { ...own.reply, deltasPerSecond } } : {};
    return { ...own, ...reply, ...script };
  }

  #json(request: SimRequest, script: Script, answer: () => unknown): (response: ServerResponse) => Promise<void> {
    return async (response) => {
      await beforeHeaders(request, script);
      if (request.closing.aborted) return;
      if (script.error) throw scriptedError(script.error);
      const { status, headers, body } = script.answer ?? {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(answer()),
      };
      request.answeredAt = now();
      request.status = status;
      response.writeHead(status, { ...headers }).end(body ?? '');
    };
  }

  #refuse(request: SimRequest, response: ServerResponse, error: ApiError): void {
    request.status = error.status;
    request.refusal = error.message;
    request.answeredAt = now();
    response.writeHead(error.status, { 'content-type': 'application/json', ...error.headers });
    response.end(JSON.stringify(errorBody(error, request.id)));
  }

  #nextId(prefix: string): string {
    this.#count += 1;
    return `${prefix}_01${this.#run}${this.#count.toString(36).padStart(8, '0')}`;
  }
}

function scriptedError({ status, message, type, errorCode, retryAfter, headers }: ErrorAnswer): ApiError {
  return new ApiError(status, message, {
    ...(type === undefined ? {} : { type }),
    ...(errorCode === undefined ? {} : { details: { error_code: errorCode } }),
    headers: { ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }), ...headers },
  });
}
