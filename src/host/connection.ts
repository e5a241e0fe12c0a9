import * as vscode from 'vscode';
import type { ChatRequest } from '../chat/chatRequest.ts';
import { TurnFailure } from '../chat/failure.ts';
import type { ModelApi, WrittenRequest } from '../chat/modelApi.ts';
import type { ModelClient } from '../claude/client.ts';
import type { ConnectionStep } from '../shared/connectionSteps.ts';
import type { ConnectionView } from '../shared/headerView.ts';
import type { ApiKey } from './apiKey.ts';
import { type Endpoint, endpointOf } from './endpoint.ts';
import type { GatewayHeaders } from './gatewayHeaders.ts';
import type { Settings } from './settings.ts';

interface Client {
  readonly api: ModelClient;
  /** What it was made of, as a text to compare. */
  readonly made: string;
}

/** Where requests go and with which key: makes the API's client when it is first needed, and again when the key or a setting changed. */
export class Connection {
  readonly #apiKey: ApiKey;
  readonly #gatewayHeaders: GatewayHeaders;
  readonly #settings: () => Settings;
  readonly #userAgent: string;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #client: Client | undefined;
  #hasKey = false;

  constructor(apiKey: ApiKey, gatewayHeaders: GatewayHeaders, settings: () => Settings, userAgent: string) {
    this.#apiKey = apiKey;
    this.#gatewayHeaders = gatewayHeaders;
    this.#settings = settings;
    this.#userAgent = userAgent;
  }

  /** How requests can be made, as of the last `update`. */
  get view(): ConnectionView {
    const { kind, host } = endpointOf(this.#settings());
    if (kind !== 'public') return { kind: 'ready', host };
    return { kind: this.#hasKey ? 'ready' : 'noKey', host: null };
  }

  /** Looks again whether there is a key, and tells who listens. */
  async update(): Promise<void> {
    // The headers are read as well, so that they are known when a request needs them and the window is gone by then.
    const [key] = await Promise.all([this.#apiKey.read(), this.#gatewayHeaders.read(endpointOf(this.#settings()).baseUrl)]);
    this.#hasKey = key !== null;
    this.#changed.fire();
  }

  /** The API with the key as it is now. Throws `TurnFailure` where nothing can be asked: there is no key, or it is not set where. */
  async connect(): Promise<ModelApi> {
    const key = await this.#apiKey.read();
    const { kind } = this.#placeToAsk();
    if (key === null && kind === 'public') throw new TurnFailure({ kind: 'noKey', requestId: null, detail: '' });
    return this.#api(key);
  }

  /** How a request would go over the wire now. A key is not needed for that. */
  async write(request: ChatRequest): Promise<WrittenRequest> {
    return (await this.#api(await this.#apiKey.read())).write(request);
  }

  /** Tests the way to the API as it is now, step by step. Without a key, too: then that is what it says. */
  async check(model: string, signal: AbortSignal, onStep: (step: ConnectionStep) => void): Promise<readonly ConnectionStep[]> {
    this.#placeToAsk();
    return (await this.#api(await this.#apiKey.read())).check(model, signal, onStep);
  }

  #placeToAsk(): Endpoint {
    const endpoint = endpointOf(this.#settings());
    if (endpoint.kind !== 'awsUnset') return endpoint;
    throw new TurnFailure({ kind: 'aws', problem: 'unset', region: endpoint.aws?.region ?? '', requestId: null, detail: '' });
  }

  async #api(key: string | null): Promise<ModelClient> {
    const { stallTimeout } = this.#settings();
    const { baseUrl, aws } = endpointOf(this.#settings());
    const gatewayHeaders = await this.#gatewayHeaders.read(baseUrl);
    const made = JSON.stringify([baseUrl, aws, stallTimeout, key, gatewayHeaders]);
    if (this.#client?.made === made) return this.#client.api;
    // Loaded here, and in a bundle of its own: activation does not pay for the SDK.
    const { createModelApi } = await import('../claude/client.ts');
    const signer = aws && key === null ? (await import('../aws/signer.ts')).createSigner({ region: aws.region, now: Date.now }) : null;
    const api = createModelApi({
      ...{ baseUrl, apiKey: key, gatewayHeaders, stallTimeout, userAgent: this.#userAgent, now: Date.now },
      ...(aws ? { aws: { ...aws, signer } } : {}),
    });
    this.#client = { api, made };
    return api;
  }
}
