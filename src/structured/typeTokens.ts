/** Words and marks of TypeScript's types, from a place in a text on. Only as much is read as is asked for. */

export interface Token {
  readonly type: 'name' | 'string' | 'number' | 'template' | 'mark' | 'end';
  /** A name, a mark, or the value of a string. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Whether a line break comes before it. */
  readonly onNewLine: boolean;
  /** What the comment right before it says, where that is of the documenting kind. */
  readonly comment: string | null;
}

const namePattern = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const numberPattern = /(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)n?/y;
const stringPattern = /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/y;
const templatePattern = /`(?:[^`\\]|\\[\s\S])*`/y;
const spacePattern = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;

export class TypeTokens {
  readonly #text: string;
  #at: number;
  #ahead: Token | null = null;
  /** Where the last one that was taken ends. */
  #end: number;

  constructor(text: string, start: number) {
    this.#text = text;
    this.#at = start;
    this.#end = start;
  }

  get end(): number {
    return this.#end;
  }

  /** The next one, which stays. */
  peek(): Token {
    this.#ahead ??= this.#read();
    return this.#ahead;
  }

  take(): Token {
    const token = this.peek();
    this.#ahead = null;
    this.#end = token.end;
    return token;
  }

  /** Takes a name or a mark, where it comes next. */
  takes(text: string): boolean {
    const is = this.is(text);
    if (is) this.take();
    return is;
  }

  is(text: string): boolean {
    const { type, text: next } = this.peek();
    return (type === 'mark' || type === 'name') && next === text;
  }

  #read(): Token {
    const space = this.#match(spacePattern) ?? '';
    const start = this.#at;
    const token = (type: Token['type'], text: string): Token => ({
      ...{ type, text, start, end: this.#at },
      ...{ onNewLine: space.includes('\n'), comment: commentOf(space) },
    });
    if (start >= this.#text.length) return token('end', '');
    const name = this.#match(namePattern);
    if (name !== null) return token('name', name);
    const number = this.#match(numberPattern);
    if (number !== null) return token('number', number);
    const string = this.#match(stringPattern);
    if (string !== null) return token('string', unescaped(string.slice(1, -1)));
    const template = this.#match(templatePattern);
    if (template !== null) return token('template', template.slice(1, -1));
    const mark = ['...', '=>', '?.'].find((each) => this.#text.startsWith(each, start)) ?? this.#text.charAt(start);
    this.#at += mark.length;
    return token('mark', mark);
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#at += found.length;
    return found;
  }
}

function commentOf(space: string): string | null {
  const found = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(space)?.[1];
  if (found === undefined) return null;
  const lines = found.split('\n').map((line) => line.replace(/^\s*\*? ?/, '').trimEnd());
  const said = lines.join('\n').trim();
  return said === '' ? null : said;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', '0': '\0' };

function unescaped(text: string): string {
  return text.replace(
    /\\(?:u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|([\s\S]))/g,
    (_, long?: string, four?: string, two?: string, one?: string) => {
      const code = long ?? four ?? two;
      if (code !== undefined) return Number.parseInt(code, 16) <= 0x10ffff ? String.fromCodePoint(Number.parseInt(code, 16)) : '';
      return one === undefined || one === '\n' ? '' : (escapes[one] ?? one);
    },
  );
}
