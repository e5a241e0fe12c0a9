/**
 * Everything that can go wrong with a turn, as a closed union. How each is told to the user, and which action it offers, is in
 * `errorText.ts`; how an exception becomes one is in `claude/errors.ts`.
 */

/** A picture that the API did not take. */
export interface RefusedPicture {
  readonly hash: string;
  readonly name: string;
  /** Which of its sizes was sent. */
  readonly sent: 'whole' | 'small';
}

/** A document that the API did not take. */
export interface RefusedDocument {
  readonly hash: string;
  readonly name: string;
}

interface ErrorDetails {
  /** The API's id of the request, to quote to support. */
  readonly requestId: string | null;
  /** What the API or the network said, for the folded details. Never holds a key. */
  readonly detail: string;
}

export type ChatError =
  | ({ readonly kind: 'noKey' } & ErrorDetails)
  | ({ readonly kind: 'invalidKey'; readonly expired: boolean } & ErrorDetails)
  | ({ readonly kind: 'permission' } & ErrorDetails)
  | ({ readonly kind: 'credit' } & ErrorDetails)
  | ({ readonly kind: 'modelNotFound'; readonly model: string } & ErrorDetails)
  /** `retryAfter` in milliseconds; null where the API named none, as with a spend limit: waiting would not help. */
  | ({ readonly kind: 'rateLimited'; readonly retryAfter: number | null } & ErrorDetails)
  | ({ readonly kind: 'overloaded'; readonly retryAfter: number | null } & ErrorDetails)
  | ({ readonly kind: 'serverError'; readonly status: number | null } & ErrorDetails)
  /** `host` is whom the request went to. */
  | ({ readonly kind: 'offline'; readonly host: string } & ErrorDetails)
  /** `seconds` of silence. */
  | ({ readonly kind: 'stalled'; readonly seconds: number } & ErrorDetails)
  | ({ readonly kind: 'tooLarge' } & ErrorDetails)
  /** More tokens were `asked` for than the model writes; `allowed` is null where the API did not say how many that is. */
  | ({ readonly kind: 'maxTokens'; readonly asked: number; readonly allowed: number | null } & ErrorDetails)
  /**
   * `place` is where in the request the picture is, counted from 0; null where the API did not say. The wire knows no more: `pictures`, those
   * that are meant or may be, are filled in by who made the request.
   */
  | ({
      readonly kind: 'pictureRefused';
      readonly place: readonly [message: number, block: number] | null;
      readonly pictures: readonly RefusedPicture[];
    } & ErrorDetails)
  /** As with pictures; `documents` are filled in by who made the request. */
  | ({
      readonly kind: 'documentRefused';
      readonly place: readonly [message: number, block: number] | null;
      readonly documents: readonly RefusedDocument[];
    } & ErrorDetails)
  /** `thinking`: it was about what a reply thought that went back with it, which another request does not have. */
  | ({ readonly kind: 'invalidRequest'; readonly thinking?: true } & ErrorDetails)
  | ({ readonly kind: 'refused'; readonly category: string | null } & ErrorDetails)
  /** The stream ended before the reply did: a dropped connection, or the window closed. */
  | ({ readonly kind: 'cutOff' } & ErrorDetails)
  | ({ readonly kind: 'unknown' } & ErrorDetails);

export type ChatErrorKind = ChatError['kind'];

export const chatErrorKinds: readonly ChatErrorKind[] = [
  'noKey',
  'invalidKey',
  'permission',
  'credit',
  'modelNotFound',
  'rateLimited',
  'overloaded',
  'serverError',
  'offline',
  'stalled',
  'tooLarge',
  'maxTokens',
  'pictureRefused',
  'documentRefused',
  'invalidRequest',
  'refused',
  'cutOff',
  'unknown',
];
