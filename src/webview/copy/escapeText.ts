/** Text as Markdown that shows it as it is. Escaped is only what would be read as something else here: what is copied is also read as it is. */
import { bareAutolink, bracketedAutolink } from '../markdown/autolink.ts';
import { fenceStart, footnoteStart, headingStart, htmlStart, listStart, thematicBreak, underline } from '../markdown/blockStarts.ts';
import { flanks } from '../markdown/emphasis.ts';
import { entityAt, isPunctuation } from '../markdown/entities.ts';
import { definition } from '../markdown/linkSyntax.ts';
import { mathEnd } from '../markdown/mathSyntax.ts';
import { delimiterCells } from '../markdown/tableSyntax.ts';
import { HtmlScanner, noMatch } from '../markdown/tagScanner.ts';
import { webLink } from '../markdown/uri.ts';

/** Where a text stands. */
export interface TextPlace {
  /** The characters before and after it; empty at the ends of a block. */
  readonly before: string;
  readonly after: string;
  readonly inLink: boolean;
  /** Of the marks that come in pairs, those that the block has more than one of. */
  readonly paired: ReadonlySet<string>;
}

const special = /[\\`*_~[\]!<&$:.@]/g;
const footnote = /\[\^[^\s[\]]+\]/y;

/** A text within a line, or over several. */
export function escapeText(text: string, place: TextPlace): string {
  const html = new HtmlScanner(text);
  let escaped = '';
  let from = 0;
  for (let pos = nextSpecial(text, 0); pos < text.length; pos = nextSpecial(text, pos)) {
    const char = text.charAt(pos);
    let end = pos + 1;
    if ('*_~'.includes(char)) while (text[end] === char) end += 1;
    const tag = char === '<' ? html.end(pos) : noMatch;
    // A tag is shown as it is written, as all HTML is.
    if (tag > 0 && !bracketedAutolink(text, pos)) end = tag;
    else if (tag !== noMatch || means(text, pos, end, place)) {
      const run = text.slice(pos, end);
      escaped += text.slice(from, pos) + run.replace(/[\s\S]/g, (each) => escapeOne(each, place));
      from = end;
    }
    pos = end;
  }
  return escaped + text.slice(from);
}

/** Brackets with backslashes are a formula's marks; where a pair of them is escaped, it is by their numbers. */
function escapeOne(char: string, { inLink }: TextPlace): string {
  return inLink && (char === '[' || char === ']') ? `&#${char.charCodeAt(0)};` : `\\${char}`;
}

/** Whether brackets in a link's text are not pairs that mean nothing. */
function hasLooseBrackets(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/\][[(]?|\[/g)) {
    depth += bracket === '[' ? 1 : -1;
    if (depth < 0 || bracket.length > 1) return true;
  }
  return depth !== 0;
}

function nextSpecial(text: string, from: number): number {
  special.lastIndex = from;
  return special.exec(text)?.index ?? text.length;
}

/** Whether the mark from `pos` to `end` would be read as more than a character. */
function means(text: string, pos: number, end: number, { before, after, inLink, paired }: TextPlace): boolean {
  const char = text.charAt(pos);
  const next = text[end] ?? after;
  switch (char) {
    case '\\':
      return next === '\n' || (next !== '' && isPunctuation(next.charCodeAt(0)));
    case '`':
      return paired.has(char);
    case '*':
    case '_':
    case '~': {
      if (!paired.has(char) || (char === '~' && end - pos > 2)) return false;
      const isPart = next === char || (pos === 0 && before === char);
      const { opens, closes } = flanks(before + text + after, before.length + pos, before.length + end);
      return isPart || opens || closes;
    }
    case '[':
      footnote.lastIndex = pos;
      return inLink ? hasLooseBrackets(text) : footnote.test(text);
    case ']':
      return inLink ? hasLooseBrackets(text) : next === '(' || next === '[';
    case '!':
      return end === text.length && next === '[';
    case '<':
      return bracketedAutolink(text, pos) !== null;
    case '&':
      return entityAt(text, pos) !== null;
    case '$':
      return paired.has(char) && mathEnd(text, pos) !== noMatch;
    default: {
      const link = inLink ? null : bareAutolink(text, pos, 0, false);
      return link !== null && webLink(link.href) !== null;
    }
  }
}

/** A paragraph whose lines begin nothing else, but for what is written in them. */
export function escapeLineStarts(paragraph: string): string {
  const lines = paragraph.split('\n').map((line, index) => {
    const list = listStart(line, true);
    if (list && list !== 'undecided') return insertBackslash(line, list.start === null ? 0 : list.length - 1);
    return beginsBlock(line, index === 0) ? `\\${line}` : line;
  });
  const whole = lines.join('\n');
  return definition(whole, true) || /^\[[ xX]\]\s/.test(whole) ? `\\${whole}` : whole;
}

function insertBackslash(line: string, at: number): string {
  return `${line.slice(0, at)}\\${line.slice(at)}`;
}

function beginsBlock(line: string, isFirst: boolean): boolean {
  if (line.startsWith('>') || headingStart(line, true) || thematicBreak(line, true)) return true;
  if (fenceStart(line, true) || footnoteStart(line, true) || htmlStart(line, true, isFirst)) return true;
  return !isFirst && (underline(line, true) !== null || delimiterCells(line) !== null);
}
