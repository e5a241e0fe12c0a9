/** Answers by a JSON schema: what is asked for of a conversation's answers, and kept with each that was asked for so. */
import { isObject, isString, type JsonObject } from './json.ts';

/** A schema, as it was when it was chosen: whatever becomes of its file, it is what answers are compared with. */
export interface AnswerFormat {
  /** For people: a file's name, or a type's. */
  readonly name: string;
  /** As its author wrote it; what the API takes of it is made of it for each request. */
  readonly schema: JsonObject;
}

/** UTF-16 units of a schema's JSON. The API takes far smaller ones only. */
export const longestSchema = 100_000;
/** UTF-16 units. */
const longestName = 200;

/** As it was stored; null where it is none. */
export function readAnswerFormat(value: unknown): AnswerFormat | null {
  if (!isObject(value) || !isString(value['name']) || !isObject(value['schema'])) return null;
  const { name, schema } = value;
  return name.length <= longestName && JSON.stringify(schema).length <= longestSchema ? { name, schema } : null;
}

/** A name as it is kept. */
export function formatName(name: string): string {
  return name.slice(0, longestName).toWellFormed();
}

/** A rule of a schema that an answer does not keep. */
export interface BrokenRule {
  /** Where in the answer, as a JSON pointer; empty: the whole. */
  readonly path: string;
  /** The rule as the schema has it: `minimum: 1`. */
  readonly rule: string;
}

/** What came of comparing an answer with its schema. */
export type AnswerCheck =
  | { readonly kind: 'fits' }
  /** The first of them, and how many there are. */
  | { readonly kind: 'breaks'; readonly rules: readonly BrokenRule[]; readonly count: number }
  | { readonly kind: 'unchecked'; readonly reason: 'slow' | 'schema' | 'gone' };
