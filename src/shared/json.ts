/** JSON values, and the guards with which everything that enters the program is read. */

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isString(value: unknown): value is string {
  return typeof value === 'string';
}

/** A whole number that is safe to count with. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

export const longestId = 100;

/** An id, as they are made here or by whoever wrote a file that was imported: no white space, and nothing that is not seen. */
export function isId(value: unknown): value is string {
  return isString(value) && value.length <= longestId && /^[!-~]+$/.test(value);
}

/** `value` if it is one of `allowed`, else undefined. */
export function oneOf<const T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((each) => each === value);
}
