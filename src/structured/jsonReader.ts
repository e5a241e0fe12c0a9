/** Reads JSON as it comes, in pieces of any size. Each character is looked at once, so that a piece costs the same at any length of what came before. */

/** What is told of it, in its order. */
export interface JsonSink {
  begin(kind: 'object' | 'array'): void;
  /** Of the innermost that was begun. */
  end(): void;
  /** The name of the property that comes next. */
  key(name: string): void;
  beginString(): void;
  /** More of a string, without its escapes; it may end between the halves of a character. */
  string(text: string): void;
  endString(): void;
  /** A number, `true`, `false` or `null`, as it is written. */
  literal(text: string): void;
}

/** `broken`: what came is no JSON; nothing is read any more. */
export type JsonState = 'open' | 'whole' | 'broken';

type Place = 'value' | 'valueOrEnd' | 'keyOrEnd' | 'key' | 'colon' | 'after' | 'string' | 'escape' | 'unicode' | 'literal' | 'over';

const deepest = 200;
/** UTF-16 units of a number. */
const longestLiteral = 1000;
const literalPattern = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const escapes: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

export class JsonReader {
  readonly #sink: JsonSink;
  readonly #open: ('object' | 'array')[] = [];
  #place: Place = 'value';
  #isKey = false;
  /** Pieces of a name, an escape or a literal. */
  #pieces: string[] = [];
  #hex = '';
  #state: JsonState = 'open';
  #read = 0;

  constructor(sink: JsonSink) {
    this.#sink = sink;
  }

  get state(): JsonState {
    return this.#state;
  }

  /** How many characters have been looked at. */
  get read(): number {
    return this.#read;
  }

  push(text: string): void {
    let at = 0;
    while (at < text.length && this.#state !== 'broken') {
      const end =
        this.#place === 'string' ? this.#inString(text, at) : this.#place === 'literal' ? this.#inLiteral(text, at) : this.#one(text, at);
      this.#read += end - at;
      at = end;
    }
  }

  /** Nothing comes any more. A number at the very end is whole only now. */
  finish(): JsonState {
    if (this.#place === 'literal') this.#endLiteral();
    return this.#state;
  }

  /** What is plain of a string, up to the character that ends it. */
  #inString(text: string, from: number): number {
    let at = from;
    while (at < text.length && text[at] !== '"' && text[at] !== '\\' && text.charCodeAt(at) >= 0x20) at++;
    if (at > from) this.#said(text.slice(from, at));
    if (at === text.length) return at;
    if (text[at] === '\\') this.#place = 'escape';
    else if (text[at] === '"') this.#endString();
    else this.#break();
    return at + 1;
  }

  #inLiteral(text: string, from: number): number {
    let at = from;
    while (at < text.length && /[\w.+-]/.test(text.charAt(at))) at++;
    this.#pieces.push(text.slice(from, at));
    if (at === text.length) {
      if (this.#pieces.length > longestLiteral) this.#break();
    } else this.#endLiteral();
    return at;
  }

  #one(text: string, at: number): number {
    const character = text.charAt(at);
    if (this.#place === 'escape') this.#escaped(character);
    else if (this.#place === 'unicode') this.#unicode(character);
    else if (character === ' ' || character === '\n' || character === '\t' || character === '\r') return at + 1;
    else if (this.#startsLiteral(character)) {
      this.#place = 'literal';
      // It is looked at once, as part of the literal.
      return at;
    } else this.#mark(character);
    return at + 1;
  }

  #startsLiteral(character: string): boolean {
    return (this.#place === 'value' || this.#place === 'valueOrEnd') && /[-\dtfn]/.test(character);
  }

  #mark(character: string): void {
    switch (this.#place) {
      case 'value':
      case 'valueOrEnd':
        if (character === '"') this.#beginString(false);
        else if (character === '{') this.#begin('object');
        else if (character === '[') this.#begin('array');
        else if (character === ']' && this.#place === 'valueOrEnd') this.#end();
        else this.#break();
        return;
      case 'keyOrEnd':
      case 'key':
        if (character === '"') this.#beginString(true);
        else if (character === '}' && this.#place === 'keyOrEnd') this.#end();
        else this.#break();
        return;
      case 'colon':
        if (character === ':') this.#place = 'value';
        else this.#break();
        return;
      case 'after': {
        const inner = this.#open.at(-1);
        if (character === ',') this.#place = inner === 'object' ? 'key' : 'value';
        else if (character === (inner === 'object' ? '}' : ']')) this.#end();
        else this.#break();
        return;
      }
      default:
        this.#break();
    }
  }

  #begin(kind: 'object' | 'array'): void {
    if (this.#open.length >= deepest) {
      this.#break();
      return;
    }
    this.#open.push(kind);
    this.#place = kind === 'object' ? 'keyOrEnd' : 'valueOrEnd';
    this.#sink.begin(kind);
  }

  #end(): void {
    this.#open.pop();
    this.#sink.end();
    this.#ended();
  }

  #ended(): void {
    this.#place = this.#open.length > 0 ? 'after' : 'over';
    if (this.#open.length === 0) this.#state = 'whole';
  }

  #beginString(isKey: boolean): void {
    this.#isKey = isKey;
    this.#place = 'string';
    this.#pieces = [];
    if (!isKey) this.#sink.beginString();
  }

  #said(text: string): void {
    if (this.#isKey) this.#pieces.push(text);
    else this.#sink.string(text);
  }

  #endString(): void {
    if (this.#isKey) {
      this.#place = 'colon';
      this.#sink.key(this.#pieces.join(''));
      this.#pieces = [];
      return;
    }
    this.#sink.endString();
    this.#ended();
  }

  #escaped(character: string): void {
    const plain = Object.hasOwn(escapes, character) ? escapes[character] : undefined;
    if (plain !== undefined) {
      this.#said(plain);
      this.#place = 'string';
    } else if (character === 'u') {
      this.#hex = '';
      this.#place = 'unicode';
    } else this.#break();
  }

  #unicode(character: string): void {
    if (!/[\da-fA-F]/.test(character)) {
      this.#break();
      return;
    }
    this.#hex += character;
    if (this.#hex.length < 4) return;
    this.#said(String.fromCharCode(Number.parseInt(this.#hex, 16)));
    this.#place = 'string';
  }

  #endLiteral(): void {
    const text = this.#pieces.join('');
    this.#pieces = [];
    if (text.length > longestLiteral || !literalPattern.test(text)) {
      this.#break();
      return;
    }
    this.#sink.literal(text);
    this.#ended();
  }

  #break(): void {
    this.#state = 'broken';
  }
}
