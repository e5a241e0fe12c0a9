/** Errors in the API's shape: what a refusal carries, and how it is written. */
import type { JsonObject } from '../../src/shared/json.ts';

/** The error type that the API gives with a status. */
const typeByStatus: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  405: 'invalid_request_error',
  408: 'timeout_error',
  409: 'conflict_error',
  413: 'request_too_large',
  422: 'invalid_request_error',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

const messageByStatus: Readonly<Record<number, string>> = {
  400: 'The request is not valid.',
  401: 'invalid x-api-key',
  402: 'Your credit balance is too low to access the API. Please go to Plans & Billing to upgrade or purchase credits.',
  403: 'Your API key does not have permission to use the specified resource.',
  404: 'Not found',
  405: 'Method Not Allowed',
  408: 'Request timed out',
  409: 'The request conflicts with another one.',
  413: 'Request exceeds the maximum size',
  429: "This request would exceed your organization's rate limit of 50 requests per minute.",
  500: 'Internal server error',
  504: 'Gateway timeout',
  529: 'Overloaded',
};

export function errorTypeOf(status: number): string {
  return typeByStatus[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error');
}

/** A refusal, thrown anywhere while a request is read and checked; the server answers it in the API's shape. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly type: string;
  readonly details: JsonObject | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message?: string,
    {
      type,
      details,
      headers,
    }: { readonly type?: string; readonly details?: JsonObject; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message ?? messageByStatus[status] ?? `Status ${status}`);
    this.status = status;
    this.type = type ?? errorTypeOf(status);
    this.details = details;
    this.headers = headers ?? {};
  }
}

/** The body of an error, whole or as the data of an `error` event. */
export function errorBody(error: { type: string; message: string; details?: JsonObject | undefined }, requestId: string): JsonObject {
  const { type, message, details } = error;
  return { type: 'error', error: details === undefined ? { type, message } : { details, type, message }, request_id: requestId };
}

/** Refuses with status 400 and the place of the trouble in front, as the API does: `messages.0.content.1.text: …`. */
export function refuse(path: string, problem: string): never {
  throw new ApiError(400, path === '' ? problem : `${path}: ${problem}`);
}
