/**
 * Where an HTML tag, comment, instruction, declaration or CDATA section ends. Raw HTML is only ever shown as text, but what is one decides
 * what else is markup. Every scan is linear and says whether it failed for good or ran out of text.
 */

/** The text is none, whatever follows. */
export const noMatch = -1;
/** The text ended before it was decided. */
export const ranOut = -2;

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10;
}

function skipSpace(text: string, from: number): number {
  let pos = from;
  while (isSpace(text.charCodeAt(pos))) pos += 1;
  return pos;
}

function tagNameEnd(text: string, from: number): number {
  if (!isLetter(text.charCodeAt(from))) return from;
  let pos = from + 1;
  for (; ; pos += 1) {
    const code = text.charCodeAt(pos);
    if (!isLetter(code) && !isDigit(code) && code !== 45) return pos;
  }
}

function attributeNameEnd(text: string, from: number): number {
  let pos = from;
  for (; ; pos += 1) {
    const code = text.charCodeAt(pos);
    const first = isLetter(code) || code === 95 || code === 58;
    if (!first && (pos === from || !(isDigit(code) || code === 46 || code === 45))) return pos;
  }
}

/** The end of a value that begins at `from`, or one of the two failures. */
function attributeValueEnd(text: string, from: number): number {
  const quote = text[from];
  if (quote === undefined) return ranOut;
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, from + 1);
    return end < 0 ? ranOut : end + 1;
  }
  let pos = from;
  while (pos < text.length && !' \t\n"\'=<>`'.includes(text.charAt(pos))) pos += 1;
  return pos === from ? noMatch : pos;
}

/** The end of the opening or closing tag that begins at `from`, where there is a `<`; or `noMatch`, or `ranOut`. */
export function tagEnd(text: string, from: number): number {
  const closing = text[from + 1] === '/';
  const nameStart = from + (closing ? 2 : 1);
  let pos = tagNameEnd(text, nameStart);
  if (pos === nameStart) return pos === text.length ? ranOut : noMatch;
  for (;;) {
    const afterSpace = skipSpace(text, pos);
    const code = text.charCodeAt(afterSpace);
    if (afterSpace >= text.length) return ranOut;
    if (code === 62) return afterSpace + 1;
    if (closing) return noMatch;
    if (code === 47) {
      if (afterSpace + 1 >= text.length) return ranOut;
      return text[afterSpace + 1] === '>' ? afterSpace + 2 : noMatch;
    }
    const nameEnd = attributeNameEnd(text, afterSpace);
    if (afterSpace === pos || nameEnd === afterSpace) return noMatch;
    pos = nameEnd;
    const equals = skipSpace(text, pos);
    if (text[equals] === '=') {
      pos = attributeValueEnd(text, skipSpace(text, equals + 1));
      if (pos < 0) return pos;
    }
  }
}

/** Pairs of what begins something that ends at a fixed mark. */
const sections: readonly (readonly [begin: string, end: string])[] = [
  ['<!--', '-->'],
  ['<?', '?>'],
  ['<![CDATA[', ']]>'],
];

/** Finds the ends of raw HTML in one text. Remembers which end marks do not occur again, so that many beginnings stay linear. */
export class HtmlScanner {
  private readonly text: string;
  private readonly missing = new Set<string>();

  constructor(text: string) {
    this.text = text;
  }

  /** The end of the raw HTML at `from`, where there is a `<`; or `noMatch`, or `ranOut`. */
  end(from: number): number {
    const { text } = this;
    const next = text.charCodeAt(from + 1);
    if (next === 47 || isLetter(next)) return tagEnd(text, from);
    if (Number.isNaN(next)) return ranOut;
    if (next !== 33 && next !== 63) return noMatch;
    for (const [begin, end] of sections) if (text.startsWith(begin, from)) return this.sectionEnd(from, begin, end);
    if (isLetter(text.charCodeAt(from + 2))) return this.sectionEnd(from, '<!', '>');
    return '<![CDATA['.startsWith(text.slice(from, from + 9)) || '<!--'.startsWith(text.slice(from, from + 4)) ? ranOut : noMatch;
  }

  private sectionEnd(from: number, begin: string, end: string): number {
    if (this.missing.has(end)) return ranOut;
    // `<!-->` and `<!--->` are whole comments: the end may share its dashes with the beginning.
    const found = this.text.indexOf(end, from + (begin === '<!--' ? 2 : begin.length));
    if (found >= 0) return found + end.length;
    this.missing.add(end);
    return ranOut;
  }
}
