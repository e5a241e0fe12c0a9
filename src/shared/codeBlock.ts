/** What an answer says of a code block: its language, and the file that it belongs to. */
import { readFileLink } from './fileLink.ts';
import { readFileMention } from './fileMention.ts';

/** A code block of an answer, for what can be done with it. */
export interface CodeBlock {
  /** Exactly what is shown; no line break at its end. */
  readonly text: string;
  /** The fence's word for the language, in lower case; empty where there is none. */
  readonly language: string;
  /** Files that the block itself says it is of: in its fence, in its first line, in the heads of a diff. As they are written. */
  readonly named: readonly string[];
  /** Files that the text right before it mentions, the nearest first. */
  readonly mentioned: readonly string[];
}

/** What is read of a block, and how much of it. */
export const mostPaths = 20;
/** UTF-16 units. */
export const longestPath = 300;
const longestFirstLine = 400;
/** UTF-16 units. Longer is no language's name. */
const longestLanguage = 100;

const shells: ReadonlySet<string> = new Set(
  'bash sh shell shellscript zsh fish ksh console terminal shell-session shellsession sh-session powershell pwsh ps1 bat batch cmd'.split(
    ' ',
  ),
);

/** Whether what a block holds is for a terminal. */
export function isShell(language: string): boolean {
  return shells.has(language.toLowerCase());
}

/** @param info the fence's whole info string  @param before the text of the paragraph right before the block */
export function readCodeBlock(text: string, info: string, before: string): CodeBlock {
  const language = languageOf(info);
  const inside = hasDiffHeads(text, language) ? pathsOfDiff(text) : [fileOfFirstLine(text, language)];
  const named = [fileOfInfo(info), ...inside].filter((path) => path !== null);
  return { text, language, named: unique(named), mentioned: filesIn(before) };
}

/** The first word of an info string without what some add to it: `rust,ignore`, `ts{1,3}`, `{.python}`, `ts:src/a.ts`; of a file's name the end. */
export function languageOf(info: string): string {
  const [first = ''] = info.trim().split(/\s/);
  const file = readFileMention(first);
  const word = file ? (/\.(\w+)$/.exec(file.path)?.[1] ?? '') : (/[\w#+-][\w#+.-]*/.exec(first)?.[0] ?? '');
  return word.length <= longestLanguage ? word.toLowerCase() : '';
}

/** The file that a fence names: ```` ```ts src/a.ts ````, `ts:src/a.ts`, `ts title="src/a.ts"`, `10:20:src/a.ts`. */
function fileOfInfo(info: string): string | null {
  const [, quoted, single, bare] =
    /\b(?:title|file|filename|filepath|path|name)\s*[=:]\s*(?:"([^"]*)"|'([^']*)'|([^\s,}]+))/i.exec(info) ?? [];
  const given = quoted ?? single ?? bare;
  if (given !== undefined && given.length <= longestPath && /[/\\]|\.\w+$/.test(given)) {
    const link = readFileLink(given);
    if (link) return link.path;
  }
  for (const word of info.trim().split(/\s+/)) {
    const path = wordAsFile(word.replace(/^(?:\d+:\d+:|[\w#+-]{2,}:)(?=.*[./])/, ''));
    if (path !== null) return path;
  }
  return null;
}

/** The file that a comment in the first line names, and nothing beside it. */
function fileOfFirstLine(text: string, language: string): string | null {
  const end = text.indexOf('\n');
  const line = text.slice(0, Math.min(end < 0 ? text.length : end, longestFirstLine));
  const isMarkdown = /^(?:md|mdx|markdown)$/.test(language);
  const mark = isMarkdown ? /^\s*<!--/ : /^\s*(?:\/\/+|#+(?!!)|--+|;+|%+|<!--|\/\*+|\(\*|"""?|REM\b)/i;
  const [found] = mark.exec(line) ?? [];
  if (found === undefined) return null;
  const said = line
    .slice(found.length)
    .replace(/(?:-->|\*\/|\*\))\s*$/, '')
    .replace(/\s\([^()]*\)\s*$/, '')
    .replace(/^\s*(?:file(?:name|path)?|path)\s*:/i, '')
    .trim();
  return wordAsFile(said);
}

/** Whether its files are named by the heads of a diff. Whether it is one to apply is judged where that is done, with more care. */
function hasDiffHeads(text: string, language: string): boolean {
  return language === 'diff' || language === 'patch' || /^(?:diff --git |--- \S)/.test(text);
}

/** The files of a unified diff, as they are after it; those that it deletes as they were. */
function pathsOfDiff(text: string): string[] {
  const paths: string[] = [];
  for (const [, before = '', after = ''] of text.matchAll(/^--- ([^\t\n]+).*\n\+\+\+ ([^\t\n]+)/gm)) {
    const path = (after.trim() === '/dev/null' ? before : after).trim().replace(/^[ab]\//, '');
    if (path.length <= longestPath && readFileLink(path)) paths.push(path);
    if (paths.length === mostPaths) break;
  }
  return paths;
}

/** The files that a text mentions, the last first. */
function filesIn(text: string): string[] {
  const words = text.slice(-4 * longestPath).split(/[\s"'`“”‘’«»<>,;]+/);
  return unique(words.map((word) => wordAsFile(word.replace(/^[([{]+|[)\]}.:!?…]+$/g, ''))).filter((path) => path !== null)).reverse();
}

function wordAsFile(word: string): string | null {
  return readFileMention(word.replace(/(:\d+)-\d+$/, '$1'))?.path ?? null;
}

/** Of several that are the same the last stays. */
function unique(paths: readonly string[]): string[] {
  return paths.filter((path, at) => paths.lastIndexOf(path) === at).slice(-mostPaths);
}
