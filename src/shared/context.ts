/** What of the workspace goes with a prompt, and how it is sent. */
import type { DocumentItem } from './document.ts';
import { isCount, isObject, isString, oneOf } from './json.ts';
import type { Picture } from './picture.ts';

export const contextKinds = [
  'selection',
  'file',
  'outline',
  'folder',
  'symbol',
  'problems',
  'editor',
  'open',
  'terminal',
  'changes',
  'clipboard',
  'imports',
  'signature',
] as const;
export type ContextKind = (typeof contextKinds)[number];

/** A part of the workspace as it was when it was taken: this text is sent, whatever becomes of where it is from. */
export interface ContextItem {
  readonly id: string;
  readonly kind: ContextKind;
  /** For people: "math.ts", "3 problems". */
  readonly name: string;
  /** From its workspace folder, with `/`; the file's whole path where it is in none; null for what is of no file. */
  readonly path: string | null;
  /** Where it can be opened; null for what is nowhere. */
  readonly uri: string | null;
  /** The first and the last, counted from 1; null for what is whole or has none. */
  readonly lines: readonly [first: number, last: number] | null;
  /** The editor's id of it. */
  readonly language: string | null;
  readonly text: string;
  /** What the reader should know of it, such as that it is a part only; in the reader's language. */
  readonly note: string | null;
}

/** What is asked: in the user's words, or in those of a prompt that has a title; and what goes with it. */
export interface PromptContent {
  readonly text: string;
  /** What is shown in the place of the text; null where the text was typed. */
  readonly title: string | null;
  readonly context: readonly ContextItem[];
  readonly pictures: readonly Picture[];
  readonly documents: readonly DocumentItem[];
  /** What the answer is to begin with; absent: as Claude wants. */
  readonly begun?: string;
}

/** A prompt that was typed, with nothing else. */
export function typed(text: string): PromptContent {
  return { text, title: null, context: [], pictures: [], documents: [] };
}

/** An item in the form in which it is sent. The same item always gives the same bytes. */
export function contextText({ kind, path, lines, language, text }: ContextItem): string {
  const attributes = [
    ['kind', kind],
    ['path', path],
    ['lines', lines && `${lines[0]}-${lines[1]}`],
    ['language', language],
  ] as const;
  const head = attributes.flatMap(([name, value]) => (value === null ? [] : [`${name}="${escapeAttribute(value)}"`])).join(' ');
  // What is in it cannot end it.
  return `<context ${head}>\n${text.replaceAll('</context', '<\\/context')}\n</context>`;
}

/** "math.ts:5–8", for people. */
export function contextLabel({ name, lines }: Pick<ContextItem, 'name' | 'lines'>): string {
  if (lines === null) return name;
  return lines[0] === lines[1] ? `${name}:${lines[0]}` : `${name}:${lines[0]}–${lines[1]}`;
}

/** Whether two items say the same, whenever they were taken. */
export function isSameContext(a: ContextItem, b: ContextItem): boolean {
  return contextText(a) === contextText(b);
}

/** An item as it was stored; undefined where it is not one. */
export function readContextItem(raw: unknown): ContextItem | undefined {
  if (!isObject(raw)) return undefined;
  const { id, name, text } = raw;
  const kind = oneOf(contextKinds, raw['kind']);
  if (!isString(id) || !isString(name) || !isString(text) || kind === undefined) return undefined;
  const optional = (key: string) => (isString(raw[key]) ? raw[key] : null);
  const lines = readLines(raw['lines']);
  return {
    id,
    kind,
    name,
    path: optional('path'),
    uri: optional('uri'),
    lines,
    language: optional('language'),
    text,
    note: optional('note'),
  };
}

function readLines(raw: unknown): ContextItem['lines'] {
  if (!Array.isArray(raw)) return null;
  const [first, last]: unknown[] = raw;
  return isCount(first) && isCount(last) ? [first, last] : null;
}

/** A text as the value of an attribute. */
export function escapeAttribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('\n', '&#10;');
}
