/** Prompts that stand in a Markdown file, with a head that says what they are. */
import { isString } from '../shared/json.ts';
import { readFrontMatter } from './frontMatter.ts';

/** Something that the user is asked for before the prompt is sent. */
export interface PromptArgument {
  readonly name: string;
  /** What is asked; null: the name alone. */
  readonly description: string | null;
}

export interface PromptFile {
  /** What is typed after the `/`: letters, digits, `-`, `_` and `.`. */
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  /** An id of a model; null: whichever is chosen. */
  readonly model: string | null;
  /** Those of the head, then those that only the text has. */
  readonly arguments: readonly PromptArgument[];
  /** With placeholders: `${input:name}`, `${input:name:what is asked}` or `{{name}}`. */
  readonly text: string;
}

/** What is wrong in a prompt file. `line` counts from 1; null: the file as a whole. */
export interface PromptProblem {
  readonly kind: 'notClosed' | 'notRead' | 'wrongType' | 'twice' | 'empty' | 'tooLong';
  readonly line: number | null;
  /** The field or the text that it is about; may be empty. */
  readonly about: string;
}

/** Characters. */
export const longestPrompt = 100_000;
const mostArguments = 20;

const placeholder = /\$\{input:([\w-]{1,60})(?::([^}\n]{1,300}))?\}|\{\{\s*([\w-]{1,60})\s*\}\}/g;

/** @param fileName such as `review.prompt.md`. Fields of the head that are not known belong to somebody else and are passed over. */
export function readPromptFile(fileName: string, source: string): PromptFile | PromptProblem {
  if (source.length > longestPrompt) return { kind: 'tooLong', line: null, about: '' };
  const head = readFrontMatter(source);
  if ('kind' in head) return head;
  const { fields, body } = head;
  for (const name of ['title', 'name', 'description', 'model'] as const) {
    const field = fields.get(name);
    if (field && !isString(field.value)) return { kind: 'wrongType', line: field.line, about: name };
  }
  const textOf = (name: string): string | null => {
    const value = fields.get(name)?.value;
    return isString(value) && value.trim() !== '' ? value.trim() : null;
  };
  const text = body.trim();
  if (text === '') return { kind: 'empty', line: null, about: '' };
  const name = nameOf(fileName);
  return {
    name,
    title: textOf('title') ?? textOf('name') ?? name,
    description: textOf('description'),
    model: textOf('model'),
    arguments: argumentsOf(fields.get('arguments')?.value, text),
    text,
  };
}

export function isProblem(read: PromptFile | PromptProblem): read is PromptProblem {
  return 'kind' in read;
}

function nameOf(fileName: string): string {
  return fileName.replace(/(?:\.prompt)?\.md$/i, '').replace(/[^\p{L}\p{N}._-]+/gu, '-');
}

function argumentsOf(declared: string | readonly string[] | undefined, text: string): readonly PromptArgument[] {
  const found = new Map<string, string | null>();
  for (const each of isString(declared) ? declared.split(',') : (declared ?? [])) {
    const [, name = '', description = ''] = /^\s*([\w-]{1,60})\s*(?::\s*(.*))?$/.exec(each) ?? [];
    if (name !== '') found.set(name, description.trim() || null);
  }
  for (const [, name, description, braced] of text.matchAll(placeholder)) {
    const key = name ?? braced ?? '';
    found.set(key, found.get(key) ?? description?.trim() ?? null);
  }
  return [...found].slice(0, mostArguments).map(([name, description]) => ({ name, description }));
}

/** The text with what was given for its placeholders. What was not given stays as it is; what is given is not looked at for others. */
export function fillPrompt(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(
    placeholder,
    (whole: string, name: string | undefined, _description: string | undefined, braced: string | undefined) => {
      return values.get(name ?? braced ?? '') ?? whole;
    },
  );
}
