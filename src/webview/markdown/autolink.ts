/** Addresses that are links by themselves: in angle brackets, and GFM's in plain text. */
import { markStart } from './citationMark.ts';
import { normalizeUri } from './uri.ts';

export interface Autolink {
  readonly start: number;
  readonly end: number;
  readonly href: string;
  /** What is shown. */
  readonly text: string;
}

const bracketedUri = /<([A-Za-z][A-Za-z0-9.+-]{1,31}:[^<>\p{Cc} ]*)>/uy;
const bracketedEmail =
  /<([a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,320}@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*)>/y;

/** The `<uri>` or `<address>` at `pos`. */
export function bracketedAutolink(text: string, pos: number): Autolink | null {
  for (const [pattern, prefix] of [
    [bracketedUri, ''],
    [bracketedEmail, 'mailto:'],
  ] as const) {
    pattern.lastIndex = pos;
    const match = pattern.exec(text);
    const inner = match?.[1];
    if (match && inner !== undefined) return { start: pos, end: pos + match[0].length, href: prefix + normalizeUri(inner), text: inner };
  }
  return null;
}

const domain = /[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*/uy;
const email = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/y;
const xmppResource = /\/[A-Za-z0-9@.]+/y;
const webSchemes: ReadonlySet<string> = new Set(['http', 'https', 'ftp']);

/** Where an address with a valid domain at `from` ends. Trailing punctuation is not part of it. */
function addressEnd(text: string, from: number, needsDot: boolean, inBrackets: boolean): number | null {
  domain.lastIndex = from;
  const host = domain.exec(text)?.[0];
  if (!host) return null;
  const parts = host.split('.');
  if ((needsDot && parts.length < 2) || parts.slice(-2).some((part) => part.includes('_'))) return null;
  let end = from + host.length;
  let unclosed = 0;
  for (; end < text.length; end += 1) {
    const char = text.charAt(end);
    if (char === '<' || char === ' ' || char === '\n' || char === '\t' || char === markStart || (inBrackets && char === ']')) break;
    if (char === '(') unclosed += 1;
    else if (char === ')') unclosed -= 1;
  }
  return trimEnd(text, from, end, unclosed);
}

function trimEnd(text: string, from: number, to: number, unclosed: number): number {
  let end = to;
  let open = unclosed;
  while (end > from) {
    const last = text.charAt(end - 1);
    if ('?!.,:*_~\'"'.includes(last)) end -= 1;
    else if (last === ')' && open < 0) {
      end -= 1;
      open += 1;
    } else if (last === ';') {
      let name = end - 2;
      while (name > from && /[A-Za-z0-9]/.test(text.charAt(name))) name -= 1;
      end = text[name] === '&' && name < end - 2 ? name : end - 1;
    } else break;
  }
  return end;
}

function link(text: string, start: number, end: number, prefix: string): Autolink {
  const shown = text.slice(start, end);
  return { start, end, href: prefix + normalizeUri(shown), text: shown };
}

/** `www.`, whose first dot is at `pos`. Nothing before `floor` is looked at, but to see whether a word ends there. */
function webLink(text: string, pos: number, floor: number, inBrackets: boolean): Autolink | null {
  const start = pos - 3;
  if (start < floor || text.slice(start, pos) !== 'www') return null;
  if (start > 0 && !' \t\n*_~(['.includes(text.charAt(start - 1))) return null;
  const end = addressEnd(text, start, true, inBrackets);
  return end === null || end <= pos + 1 ? null : link(text, start, end, 'http://');
}

/** `https://…`, `mailto:…` and the like, whose colon is at `pos`. */
function schemeLink(text: string, pos: number, floor: number, inBrackets: boolean): Autolink | null {
  let start = pos;
  while (start > floor && pos - start < 7 && /[A-Za-z]/.test(text.charAt(start - 1))) start -= 1;
  const scheme = text.slice(start, pos).toLowerCase();
  if (start > 0 && /[A-Za-z0-9]/.test(text.charAt(start - 1))) return null;
  if (webSchemes.has(scheme)) {
    if (!text.startsWith('//', pos + 1)) return null;
    const end = addressEnd(text, pos + 3, false, inBrackets);
    return end === null ? null : link(text, start, end, '');
  }
  if (scheme !== 'mailto' && scheme !== 'xmpp') return null;
  const end = emailEnd(text, pos + 1);
  if (end === null) return null;
  if (scheme === 'mailto') return link(text, start, end, '');
  xmppResource.lastIndex = end;
  return link(text, start, end + (xmppResource.exec(text)?.[0].length ?? 0), '');
}

function emailEnd(text: string, start: number): number | null {
  email.lastIndex = start;
  const match = email.exec(text)?.[0];
  return !match || /[-_]$/.test(match) ? null : start + match.length;
}

/** A bare e-mail address, whose `@` is at `pos`. */
function emailLink(text: string, pos: number, floor: number): Autolink | null {
  let start = pos;
  while (start > floor && /[\w.+-]/.test(text.charAt(start - 1))) start -= 1;
  // A user's name in a URL is no address.
  const end = start === pos || text[start - 1] === '/' ? null : emailEnd(text, start);
  return end === null ? null : link(text, start, end, 'mailto:');
}

/** The address around the character at `pos`: a dot, colon or at sign. It does not begin before `floor`. */
export function bareAutolink(text: string, pos: number, floor: number, inBrackets: boolean): Autolink | null {
  const char = text[pos];
  if (char === '.') return webLink(text, pos, floor, inBrackets);
  return char === ':' ? schemeLink(text, pos, floor, inBrackets) : emailLink(text, pos, floor);
}
