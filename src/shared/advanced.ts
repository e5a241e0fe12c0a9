/** What else can be chosen for requests, beside the model and how it answers: where a reply stops, and how the API serves it. Pure. */
import { isObject, isString, oneOf } from './json.ts';

/** In the API's words: `auto` takes priority capacity where the account has some, `standard_only` never does. */
export const serviceTiers = ['auto', 'standard_only'] as const;
export type ServiceTier = (typeof serviceTiers)[number];
export const speeds = ['standard', 'fast'] as const;
export type Speed = (typeof speeds)[number];

/** What was chosen; what is absent is as the settings say. An empty list or text says: none, whatever the settings say. */
export interface Advanced {
  /** Texts at which a reply ends. */
  readonly stopSequences?: readonly string[];
  readonly serviceTier?: ServiceTier;
  /** The region in which the model runs, in the API's words. */
  readonly inferenceGeo?: string;
  /** Tells the API's users of one key apart; says nothing of who they are. */
  readonly userId?: string;
  readonly speed?: Speed;
}

/** Some of it, to be changed; undefined: as the settings say. */
export type AdvancedChange = { readonly [Part in keyof Advanced]?: Advanced[Part] | undefined };

/** Stop sequences of one request. */
export const mostStopSequences = 16;
/** UTF-16 units. */
export const longestStopSequence = 500;
export const longestUserId = 256;

/** What is wrong with a stop sequence: the API refuses white space alone. Null: nothing. */
export function stopSequenceProblem(text: string): 'blank' | 'tooLong' | null {
  if (text.trim() === '') return 'blank';
  return text.length > longestStopSequence ? 'tooLong' : null;
}

/** Whether it can be a region's name. */
export function isRegion(text: string): boolean {
  return /^[a-z0-9][a-z0-9_-]{0,39}$/.test(text);
}

/** Whether it can be sent as a user's id. */
export function isUserId(text: string): boolean {
  return text.length <= longestUserId && /^\P{C}+$/u.test(text) && text.trim() === text;
}

/** Whether an id looks like what says who somebody is: an address, a telephone number, a name. */
export function looksPersonal(id: string): boolean {
  return /@|\s/.test(id) || /^\+?[\d().-]{7,}$/.test(id) || /^\p{Lu}?\p{Ll}+(?:[._]\p{Lu}?\p{Ll}+)*$/u.test(id);
}

/** A stop sequence on one line: what cannot be seen in it is written as in code. */
export function shownSequence(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
}

/** A stop sequence as it was written on one line. */
export function typedSequence(text: string): string {
  const meant: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\' };
  return text.replace(/\\([nrt\\])/g, (whole, letter: string) => meant[letter] ?? whole);
}

/** As it was stored; what is malformed of it is as if it had not been chosen. Undefined where nothing is left. */
export function readAdvanced(value: unknown): Advanced | undefined {
  if (!isObject(value)) return undefined;
  const { stopSequences, inferenceGeo, userId } = value;
  const serviceTier = oneOf(serviceTiers, value['serviceTier']);
  const speed = oneOf(speeds, value['speed']);
  const read: Advanced = {
    ...(isSequences(stopSequences) && { stopSequences }),
    ...(serviceTier && { serviceTier }),
    ...(isString(inferenceGeo) && (inferenceGeo === '' || isRegion(inferenceGeo)) && { inferenceGeo }),
    ...(isString(userId) && (userId === '' || isUserId(userId)) && { userId }),
    ...(speed && { speed }),
  };
  return Object.keys(read).length > 0 ? read : undefined;
}

/** Whether these can be the stop sequences of a request. */
export function isSequences(value: unknown): value is readonly string[] {
  const isOne = (each: unknown) => isString(each) && stopSequenceProblem(each) === null;
  return Array.isArray(value) && value.length <= mostStopSequences && value.every(isOne);
}
