/** The port to the Messages API. */
import type { ChatRequest } from './chatRequest.ts';
import type { Model } from './model.ts';
import type { TurnEvent } from './turnEvents.ts';

/** The Messages API. Every failure is a `TurnFailure`. */
export interface ModelApi {
  /**
   * Streams a reply: each event is handed over as it comes, in its order, by a call; an iterator's promises would cost more than all that is
   * done with it. Resolves after `ended`, and at once when `signal` is aborted; rejects with `TurnFailure` on anything else.
   * @param onWire is handed the JSON of each event, those included of which the engine knows nothing
   */
  stream(request: ChatRequest, signal: AbortSignal, onEvent: (event: TurnEvent) => void, onWire?: (json: string) => void): Promise<void>;
  /** How many tokens the API reads of a request; null where the server does not know how to count. Resolves to null when it is aborted, too. */
  countTokens(request: ChatRequest, signal: AbortSignal): Promise<number | null>;
  /** All models the key can see, newest first. */
  listModels(signal: AbortSignal): Promise<readonly Model[]>;
  /** How a request goes over the wire. Nothing is sent. */
  write(request: ChatRequest): WrittenRequest;
}

/** A request before it is sent. */
export interface RequestToSign {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: readonly Uint8Array[];
}

/** Says who asks by a signature, where no key does. */
export interface RequestSigner {
  /** The headers to send beside the request's own. Rejects with `TurnFailure` where there is nothing to sign with. */
  sign(request: RequestToSign): Promise<Readonly<Record<string, string>>>;
  /** What it signed with was not accepted: it is looked for anew. */
  forget(): void;
  /** What it signed with last: a server may say it again, and no text may. */
  readonly secrets: readonly string[];
}

/** Ways to write a request down so that it runs as it is. */
export const requestForms = ['curl', 'typescript', 'python'] as const;
export type RequestForm = (typeof requestForms)[number];

/** A request for people. No secret is in any of it: who runs it has theirs in `variables` of the environment. */
export interface WrittenRequest {
  readonly variables: readonly string[];
  /** The forms that there are of it. */
  readonly forms: readonly RequestForm[];
  /** JSON with the address and the headers as comments; base64 is folded. */
  readonly text: string;
  /** All of it, in a form that runs and prints the reply. */
  as(form: RequestForm): string;
}
