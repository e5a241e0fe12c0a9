/**
 * The head of a Markdown file between two lines of `---`. Of YAML this is what such heads are made of: `name: text`, quoted or not,
 * `name: [one, two]`, lists of `- text` below a name, `|` and `>` for texts of several lines, comments. Anything else is told, not guessed.
 */
import type { PromptProblem } from './promptFiles.ts';

export interface Field {
  readonly value: string | readonly string[];
  /** From 1. */
  readonly line: number;
}

export interface FrontMatter {
  readonly fields: ReadonlyMap<string, Field>;
  readonly body: string;
}

interface Line {
  readonly text: string;
  readonly number: number;
}

export function readFrontMatter(source: string): FrontMatter | PromptProblem {
  const lines = source.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines[0]?.trimEnd() !== '---') return { fields: new Map(), body: lines.join('\n') };
  const end = lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line));
  if (end < 0) return { kind: 'notClosed', line: 1, about: '' };
  const fields = new Map<string, Field>();
  const head = lines.slice(1, end).map((text, index): Line => ({ text, number: index + 2 }));
  for (let at = 0; at < head.length; ) {
    const { text = '', number = 0 } = head[at] ?? {};
    at += 1;
    if (isBlank(text)) continue;
    const [, name, written = ''] = /^([A-Za-z][\w-]*)\s*:(?:\s+(.*))?$/.exec(text) ?? [];
    if (name === undefined) return { kind: 'notRead', line: number, about: text.trim().slice(0, 80) };
    if (fields.has(name)) return { kind: 'twice', line: number, about: name };
    const below: Line[] = [];
    for (let line = head[at]; line && (isBlank(line.text) || /^(?:\s|- )/.test(line.text)); line = head[at]) {
      below.push(line);
      at += 1;
    }
    const value = readValue(written.trim(), below);
    if (value === undefined) {
      // What does not belong to a prompt may be written in any way.
      if (known.has(name)) return { kind: 'notRead', line: number, about: name };
      continue;
    }
    fields.set(name, { value, line: number });
  }
  return { fields, body: lines.slice(end + 1).join('\n') };
}

const known: ReadonlySet<string> = new Set(['title', 'name', 'description', 'model', 'arguments']);

function isBlank(text: string): boolean {
  return /^\s*(?:#.*)?$/.test(text);
}

function readValue(written: string, below: readonly Line[]): Field['value'] | undefined {
  const rest = below.filter(({ text }) => !isBlank(text));
  if (/^[|>][+-]?\d?$/.test(written)) return readBlock(below, written.startsWith('>'));
  if (written === '' || written.startsWith('#')) return rest.length === 0 ? '' : readList(rest);
  if (rest.length > 0) return undefined;
  return written.startsWith('[') ? readInlineList(written) : readScalar(written);
}

function readBlock(below: readonly Line[], folded: boolean): string {
  const texts = below.map(({ text }) => text);
  const indent = Math.min(...texts.filter((text) => text.trim() !== '').map((text) => text.length - text.trimStart().length));
  const lines = texts.map((text) => text.slice(Number.isFinite(indent) ? indent : 0));
  return (folded ? lines.join(' ').replace(/ {2,}/g, ' ') : lines.join('\n')).trimEnd();
}

function readList(lines: readonly Line[]): readonly string[] | undefined {
  return all(
    lines.map(({ text }) => {
      const [, item] = /^\s*-\s+(.*)$/.exec(text) ?? [];
      return item === undefined ? undefined : readScalar(item.trim());
    }),
  );
}

function readInlineList(written: string): readonly string[] | undefined {
  const [, inner] = /^\[(.*)\]\s*(?:#.*)?$/.exec(written) ?? [];
  if (inner === undefined) return undefined;
  if (inner.trim() === '') return [];
  const items = inner.match(/\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,"'[\]{}]+)\s*(?:,|$)/g) ?? [];
  return items.join('') === inner ? all(items.map((item) => readScalar(item.replace(/,$/, '').trim()))) : undefined;
}

function readScalar(written: string): string | undefined {
  const [, double] = /^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/.exec(written) ?? [];
  if (double !== undefined)
    return double.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped));
  const [, single] = /^'((?:[^']|'')*)'\s*(?:#.*)?$/.exec(written) ?? [];
  if (single !== undefined) return single.replaceAll("''", "'");
  // Characters that begin something else in YAML.
  if (/^["'{}[\]&*!|>%@`]/.test(written)) return undefined;
  return written.replace(/\s+#.*$/, '').trim();
}

function all(values: readonly (string | undefined)[]): readonly string[] | undefined {
  const read = values.filter((value) => value !== undefined);
  return read.length < values.length ? undefined : read;
}
