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

/**
 * Why nothing was heard of a server. `name`: its name is not known; `refused`: nothing listens there; `closed`: the connection was closed without
 * an answer; `certificate`: it is not trusted; `notSecure`: what listens there does not speak TLS; `proxy`: what stands between did not let it through.
 */
export const offlineReasons = ['unreachable', 'name', 'refused', 'closed', 'certificate', 'notSecure', 'proxy'] as const;
export type OfflineReason = (typeof offlineReasons)[number];

/**
 * What is wrong about who asks at Claude Platform on AWS. `unset`: region or workspace is not said; `missing`: there are no credentials;
 * `rejected`: AWS does not know them; `region`: they are for another one; `notAllowed`: they may not use the workspace.
 */
export const awsProblems = ['unset', 'missing', 'expired', 'rejected', 'region', 'notAllowed'] as const;
export type AwsProblem = (typeof awsProblems)[number];

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
  | ({ readonly kind: 'offline'; readonly host: string; readonly reason: OfflineReason } & ErrorDetails)
  /** `to` is the scheme, name and port that the answer sends on to, where the key does not go; null where it names none. */
  | ({ readonly kind: 'redirected'; readonly host: string; readonly to: string | null } & ErrorDetails)
  /** What answers does not speak the Messages API, or no more (`rest`); a `page` is one for people, as of a sign-in or of a proxy. */
  | ({ readonly kind: 'notTheApi'; readonly host: string; readonly found: 'page' | 'rest' | 'other' } & ErrorDetails)
  | ({ readonly kind: 'aws'; readonly problem: AwsProblem; readonly region: string } & ErrorDetails)
  /** `ahead` is by how many milliseconds this computer's clock is ahead of the server's; null where the server does not tell its time. */
  | ({ readonly kind: 'clockOff'; readonly ahead: number | null } & ErrorDetails)
  /** `seconds` of silence. */
  | ({ readonly kind: 'stalled'; readonly seconds: number } & ErrorDetails)
  /** `most` is how many tokens the model reads, where the API says so. */
  | ({ readonly kind: 'tooLarge'; readonly most?: number } & ErrorDetails)
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
  /** The API did not take the schema that the answer was to be by. */
  | ({ readonly kind: 'formatRefused' } & ErrorDetails)
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
  'redirected',
  'notTheApi',
  'aws',
  'clockOff',
  'stalled',
  'tooLarge',
  'maxTokens',
  'pictureRefused',
  'documentRefused',
  'formatRefused',
  'invalidRequest',
  'refused',
  'cutOff',
  'unknown',
];
