/**
 * Tries the way to the API step by step, by the same requests as ever: a list of the models, and a reply of one token. So a proxy that the editor
 * puts in between is in between here, too, and what is said of a step is what was seen on the way.
 */
import { lookup } from 'node:dns/promises';
import { failureOf } from '../chat/failure.ts';
import type { ModelApi } from '../chat/modelApi.ts';
import type { ConnectionStep, StepName } from '../shared/connectionSteps.ts';
import { stepNames } from '../shared/connectionSteps.ts';
import type { ChatError } from '../shared/errors.ts';
import { isObject } from '../shared/json.ts';
import { clockAhead, portOf } from './errors.ts';
import type { Answer, guardedRequest } from './guardedRequest.ts';
import { readModel } from './models.ts';
import { plain, Way } from './way.ts';
import { connectionError, NotTheApiError, parseIfJson, readText, statusError, unknownThere } from './wireEvents.ts';

export interface CheckParts {
  readonly ask: ReturnType<typeof guardedRequest>;
  readonly stream: ModelApi['stream'];
  readonly baseUrl: string;
  readonly toError: (thrown: unknown) => ChatError;
  readonly now: () => number;
}

/** Milliseconds by which two clocks may differ without harm. */
const clockTolerance = 5 * 60 * 1000;

/**
 * Tries each step, and hands it over when it is known, in the order of `stepNames`. Never rejects: what goes wrong is a step that failed, and what
 * comes after that is not tried, but for the clock.
 * @param model the id of the model that is to reply
 */
export async function checkConnection(
  parts: CheckParts,
  model: string,
  signal: AbortSignal,
  onStep: (step: ConnectionStep) => void,
): Promise<readonly ConnectionStep[]> {
  const steps = new Steps(onStep);
  const listed = await tryAnswer(parts, steps, signal);
  if (listed !== null && !steps.failed && !signal.aborted) {
    if (listed.models !== null) tryModel(listed.models, model, steps);
    if (!steps.failed) await tryReply(parts, model, steps, signal);
  }
  steps.skipTo('clock');
  const ahead = listed?.ahead ?? null;
  if (ahead === null) steps.skip('clock');
  else if (Math.abs(ahead) <= clockTolerance) steps.pass('clock', null);
  else steps.fail('clock', { kind: 'clockOff', ahead, requestId: null, detail: '' });
  return steps.all;
}

/** The steps so far; each is told of once. */
class Steps {
  readonly all: ConnectionStep[] = [];
  readonly #onStep: (step: ConnectionStep) => void;

  constructor(onStep: (step: ConnectionStep) => void) {
    this.#onStep = onStep;
  }

  get failed(): boolean {
    return this.all.some(({ state }) => state === 'failed');
  }

  has(name: StepName): boolean {
    return this.all.some((step) => step.name === name);
  }

  pass(name: StepName, fact: string | null, ms: number | null = null): void {
    this.#tell({ name, ms, state: 'passed', fact });
  }

  fail(name: StepName, error: ChatError, ms: number | null = null): void {
    this.#tell({ name, ms, state: 'failed', error });
  }

  skip(name: StepName, fact: 'viaProxy' | 'plain' | null = null): void {
    this.#tell({ name, ms: null, state: 'skipped', fact });
  }

  /** Tells of all before `name` that are not told of as not tried. */
  skipTo(name: StepName): void {
    for (const each of stepNames.slice(0, stepNames.indexOf(name))) if (!this.has(each)) this.skip(each);
  }

  #tell(step: ConnectionStep): void {
    if (this.has(step.name)) return;
    this.all.push(step);
    this.#onStep(step);
  }
}

/** What is known of a server that answered. */
interface Listed {
  /** Null where the server has no list. */
  readonly models: ReadonlyMap<string, string> | null;
  /** Milliseconds by which this computer's clock is ahead of the server's; null where the server does not tell. */
  readonly ahead: number | null;
}

/** From the name to the key. Null where nothing answered. */
async function tryAnswer({ ask, baseUrl, toError, now }: CheckParts, steps: Steps, signal: AbortSignal): Promise<Listed | null> {
  const { hostname, protocol } = new URL(baseUrl);
  const began = performance.now();
  const addresses = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true }).then(
    (all) => all.map(({ address }) => address),
    () => null,
  );
  const named = performance.now();
  if (addresses) steps.pass('name', addresses.slice(0, 3).join(', '), named - began);
  const way = new Way();
  let answer: Answer;
  try {
    answer = await ask({ url: `${baseUrl}/v1/models?limit=1000`, body: null, signal, onSocket: (socket) => way.follow(socket) });
  } catch (thrown) {
    const error = toError(connectionError(thrown));
    const step = failedStep(error, way, protocol);
    // Another name: a proxy's.
    const failed = step === 'name' && addresses !== null ? 'proxy' : step;
    if (failed !== 'name' && addresses === null) steps.skip('name', 'viaProxy');
    if (failed === 'key') steps.skipTo('key');
    else tellWay(steps, way, { protocol, addresses, port: portOf(baseUrl), upTo: failed });
    steps.fail(failed, error, performance.now() - named);
    return null;
  }
  if (addresses === null) steps.skip('name', 'viaProxy');
  const answered = performance.now() - way.ready;
  const list = await readList(answer).catch((thrown: unknown) => toError(thrown));
  const failed = list === null || list instanceof Map ? null : refusedStep(list);
  tellWay(steps, way, { protocol, addresses, port: portOf(baseUrl), upTo: failed });
  const ahead = clockAhead(answer.headers, now());
  if (list === null) return { models: null, ahead };
  if (list instanceof Map || failed === 'key') steps.pass('answer', `HTTP ${answer.status}`, answered);
  if (list instanceof Map) {
    steps.pass('key', null);
    return { models: list, ahead };
  }
  steps.fail(failed ?? 'answer', list);
  return { models: null, ahead };
}

/** Which step an answer belongs to that is an error. */
function refusedStep(error: ChatError): StepName {
  if (keyErrors.has(error.kind)) return 'key';
  return error.kind === 'offline' && error.reason === 'proxy' ? 'proxy' : 'answer';
}

/** Kinds of errors that only what speaks the API's language gives, about who asks. */
const keyErrors: ReadonlySet<ChatError['kind']> = new Set(['noKey', 'invalidKey', 'permission', 'credit', 'aws', 'clockOff']);

/** The ids of the models with their names; null where the server has no list. Rejects with what else it answers. */
async function readList(answer: Answer): Promise<Map<string, string> | null> {
  if (unknownThere.includes(answer.status)) {
    await readText(answer);
    return null;
  }
  if (answer.status < 200 || answer.status > 299) throw await statusError(answer);
  const text = await readText(answer);
  const body = parseIfJson(text);
  const data = isObject(body) ? body['data'] : undefined;
  if (!Array.isArray(data)) throw new NotTheApiError(answer.headers, text);
  return new Map(data.flatMap((raw: unknown) => readModel(raw) ?? []).map(({ id, name }) => [id, name]));
}

function tryModel(models: ReadonlyMap<string, string>, model: string, steps: Steps): void {
  const name = models.get(model);
  if (name !== undefined) steps.pass('model', name);
  else if (models.size > 0) steps.fail('model', { kind: 'modelNotFound', model, requestId: null, detail: '' });
}

async function tryReply({ stream }: CheckParts, model: string, steps: Steps, signal: AbortSignal): Promise<void> {
  const began = performance.now();
  try {
    await stream({ model, max_tokens: 1, messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }] }, signal, () => {});
  } catch (thrown) {
    const error = failureOf(thrown);
    const blamed = keyErrors.has(error.kind)
      ? 'key'
      : error.kind === 'modelNotFound'
        ? 'model'
        : error.kind === 'notTheApi'
          ? 'answer'
          : 'reply';
    const failed = steps.has(blamed) ? 'reply' : blamed;
    for (const each of ['answer', 'key', 'model'] as const) {
      if (each === failed) break;
      steps.pass(each, null);
    }
    steps.fail(failed, error, performance.now() - began);
    return;
  }
  if (signal.aborted) return;
  for (const each of ['answer', 'key'] as const) steps.pass(each, null);
  steps.pass('model', model);
  steps.pass('reply', null, performance.now() - began);
}

interface WayToTell {
  readonly protocol: string;
  /** Of the server; null where its name is not known here. */
  readonly addresses: readonly string[] | null;
  readonly port: number;
  /** The step that failed; null: none. */
  readonly upTo: StepName | null;
}

function tellWay(steps: Steps, way: Way, { protocol, addresses, port, upTo }: WayToTell): void {
  const last = upTo === null ? stepNames.length : stepNames.indexOf(upTo);
  const reached = (name: StepName) => stepNames.indexOf(name) < last;
  if (reached('proxy') && way.at === null) steps.skip('proxy');
  else if (reached('proxy')) steps.pass('proxy', addresses?.some((address) => way.at === `${plain(address)}:${port}`) ? null : way.at);
  if (reached('connection')) steps.pass('connection', null, way.connected === null ? null : way.connected - way.began);
  if (!reached('encryption')) return;
  if (protocol === 'http:') steps.skip('encryption', 'plain');
  else steps.pass('encryption', way.encryption, way.secured === null ? null : way.secured - (way.connected ?? way.began));
}

/** Which step an error without an answer belongs to. */
function failedStep(error: ChatError, way: Way, protocol: string): StepName {
  // Nothing was sent: there is nothing to say who asks.
  if (error.kind === 'aws') return 'key';
  if (error.kind !== 'offline') return way.connected === null ? 'connection' : 'answer';
  switch (error.reason) {
    case 'name':
      return 'name';
    case 'proxy':
      return 'proxy';
    case 'certificate':
    case 'notSecure':
      return 'encryption';
    case 'unreachable':
    case 'refused':
    case 'closed':
      if (way.connected === null) return 'connection';
      return protocol === 'https:' && way.secured === null ? 'encryption' : 'answer';
  }
}
