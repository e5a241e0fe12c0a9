import { bareAutolink, bracketedAutolink } from './autolink.ts';
import { markAt, markLength, markStart, withoutMarks } from './citationMark.ts';
import { type Delimiter, EmphasisPairs, flanks } from './emphasis.ts';
import { entityAt, isPunctuation } from './entities.ts';
import type { BracketToken, InlineReferences, InlineResult, InlineToken, RunToken, TokenPlace } from './inlineTokens.ts';
import { inlineDestination, type LinkDestination, labelEnd, normalizeLabel } from './linkSyntax.ts';
import { formula, mathEnd } from './mathSyntax.ts';
import { HtmlScanner, noMatch, ranOut } from './tagScanner.ts';
import { TickRuns } from './tickRuns.ts';

/** An open `[` that a `]` may still close. */
interface OpenBracket {
  readonly token: BracketToken;
  /** Where the token is in the list. */
  readonly index: number;
  /** After the bracket. */
  readonly pos: number;
  /** The last delimiter before it. */
  readonly bottom: Delimiter | null;
  /** A bracket inside makes its text no label. */
  inner: boolean;
}

const special = /[\n\\`*_~[\]!<&:@.$\ufdef]/g;
const footnoteLabel = /^\^[^\s[\]]{1,999}$/;

function isWordSpace(char: string | undefined): boolean {
  return char === ' ' || char === '\n' || char === '\t';
}

/**
 * Parses the text of one paragraph, heading or cell into tokens, in time linear in its length. Text that is still arriving is parsed as if it
 * ended here, and the result says from where on it may change.
 */
export class InlineParser {
  private readonly text: string;
  private readonly references: InlineReferences;
  private readonly tokens: InlineToken[] = [];
  private readonly pairs = new EmphasisPairs();
  private readonly brackets: OpenBracket[] = [];
  /** Brackets below this depth cannot become links: one was made inside them. */
  private linkFloor = 0;
  private readonly html: HtmlScanner;
  /** Made at the first backtick. */
  private ticks: TickRuns | null = null;
  private pos = 0;
  /** Where the text that is not in a token yet begins. */
  private textStart = 0;
  /** Something ran out of text: all after it depends on what follows. */
  private unsettled = false;
  private settled: TokenPlace | null = null;

  constructor(text: string, references: InlineReferences) {
    this.text = text;
    this.references = references;
    this.html = new HtmlScanner(text);
  }

  parse(): InlineResult {
    const { text } = this;
    while (this.pos < text.length) {
      special.lastIndex = this.pos;
      const found = special.exec(text);
      if (!found) break;
      this.pos = found.index;
      this.dispatch(found[0]);
    }
    this.flush(text.length);
    this.pairs.pairAll();
    return { tokens: this.tokens, settled: this.settled };
  }

  /** Handles the special character at `pos`, and moves on. More syntax gets its case here and its character in `special`. */
  private dispatch(char: string): void {
    switch (char) {
      case '\n':
        this.lineEnd();
        return;
      case '\\':
        if (!this.math()) this.escape();
        return;
      case '$':
        if (!this.math()) this.pos += 1;
        return;
      case '`':
        this.codeSpan();
        return;
      case '*':
      case '_':
      case '~':
        this.delimiterRun(char);
        return;
      case '[':
        this.openBracket(false);
        return;
      case '!':
        if (this.text[this.pos + 1] === '[') this.openBracket(true);
        else this.pos += 1;
        return;
      case ']':
        this.closeBracket();
        return;
      case '<':
        this.angle();
        return;
      case '&':
        this.entity();
        return;
      case markStart:
        this.citation();
        return;
      default:
        this.autolink();
        return;
    }
  }

  private noteSettled(index: number, offset: number, pos: number): void {
    if (pos > 0 && !this.unsettled && this.brackets.length === 0 && this.pairs.empty) this.settled = { index, offset, pos };
  }

  /** From `pos` on nothing is settled, since what is there may yet become something else. */
  private unsettle(): void {
    this.flush(this.pos);
    if (isWordSpace(this.text[this.pos - 1])) this.noteSettled(this.tokens.length, 0, this.pos);
    this.unsettled = true;
  }

  /** Makes a token of the text before `end`. */
  private flush(end: number): void {
    const { text, textStart } = this;
    if (end > textStart) {
      let word = end - 1;
      while (word > textStart && !(isWordSpace(text[word - 1]) && !isWordSpace(text[word]))) word -= 1;
      const startsWord = word > textStart || (isWordSpace(text[word - 1]) && !isWordSpace(text[word]));
      if (startsWord) this.noteSettled(this.tokens.length, word - textStart, word);
      this.tokens.push({ kind: 'text', text: text.slice(textStart, end) });
    }
    this.textStart = end;
  }

  /** Ends the text before `pos` and adds a token for what is from there to `end`. */
  private add(token: InlineToken, end: number): void {
    this.flush(this.pos);
    if (isWordSpace(this.text[this.pos - 1])) this.noteSettled(this.tokens.length, 0, this.pos);
    this.tokens.push(token);
    this.pos = this.textStart = end;
  }

  private lineEnd(): void {
    const { text, pos } = this;
    let end = pos;
    while (end > this.textStart && text[end - 1] === ' ') end -= 1;
    this.flush(end);
    let next = pos + 1;
    while (text[next] === ' ') next += 1;
    this.tokens.push(pos - end >= 2 ? { kind: 'break' } : { kind: 'text', text: '\n' });
    this.pos = this.textStart = next;
  }

  private escape(): void {
    const { text, pos } = this;
    const next = text.charCodeAt(pos + 1);
    if (next === 10) {
      let end = pos + 2;
      while (text[end] === ' ') end += 1;
      this.add({ kind: 'break' }, end);
    } else if (isPunctuation(next)) this.add({ kind: 'text', text: text.charAt(pos + 1) }, pos + 2);
    else this.pos += 1;
  }

  private entity(): void {
    const entity = entityAt(this.text, this.pos);
    if (entity) this.add({ kind: 'text', text: entity.value }, entity.end);
    else this.pos += 1;
  }

  private citation(): void {
    const { text, pos } = this;
    const number = markAt(text, pos);
    if (number !== null) this.add({ kind: 'citation', number }, pos + markLength);
    else this.pos += 1;
  }

  /** A formula, if one begins at `pos`. */
  private math(): boolean {
    const { text, pos } = this;
    const end = mathEnd(text, pos);
    // One that ends with the text may yet go on, as two or three more characters can tell.
    if (end === ranOut || (end > 0 && end + 2 >= text.length)) this.unsettle();
    const found = end > 0 ? formula(text.slice(pos, end)) : null;
    if (found) this.add({ kind: 'math', formula: found }, end);
    return found !== null;
  }

  private codeSpan(): void {
    const { text, pos } = this;
    let start = pos;
    while (text[start] === '`') start += 1;
    this.ticks ??= new TickRuns(text);
    const close = this.ticks.next(start - pos, start);
    if (close === null) {
      this.unsettle();
      this.pos = start;
      return;
    }
    let code = withoutMarks(text.slice(start, close)).replaceAll('\n', ' ');
    if (code.startsWith(' ') && code.endsWith(' ') && /[^ ]/.test(code)) code = code.slice(1, -1);
    this.add({ kind: 'code', text: code }, close + (start - pos));
  }

  private delimiterRun(char: string): void {
    const { text, pos } = this;
    let end = pos + 1;
    while (text[end] === char) end += 1;
    const length = end - pos;
    const { opens, closes } = flanks(text, pos, end);
    if ((!opens && !closes) || (char === '~' && length > 2)) {
      this.pos = end;
      return;
    }
    const token: RunToken = { kind: 'run', char, length, left: length, ends: [], begins: [] };
    this.add(token, end);
    this.pairs.push({ token, pos, length, opens, closes });
    if (this.brackets.length === 0) this.pairs.pairAll();
  }

  private openBracket(image: boolean): void {
    const outer = this.brackets.at(-1);
    if (outer) outer.inner = true;
    const token: BracketToken = { kind: 'bracket', image, destination: null };
    this.add(token, this.pos + (image ? 2 : 1));
    this.brackets.push({ token, index: this.tokens.length - 1, pos: this.pos, bottom: this.pairs.tail, inner: false });
  }

  private closeBracket(): void {
    // Before the bracket is gone: text inside of it is not settled.
    this.flush(this.pos);
    const opener = this.brackets.pop();
    const depth = this.brackets.length;
    const dead = opener && !opener.token.image && depth < this.linkFloor;
    if (this.linkFloor > depth) this.linkFloor = depth;
    if (!opener || dead) this.pos += 1;
    else {
      const target = this.target(opener);
      if (target) this.closeLink(opener, target.value, target.end);
      else if (!this.closeFootnote(opener)) this.pos += 1;
    }
    if (depth === 0) this.pairs.pairAll();
  }

  private closeLink(opener: OpenBracket, destination: LinkDestination, end: number): void {
    opener.token.destination = destination;
    this.tokens.push({ kind: 'bracketEnd' });
    this.pos = this.textStart = end;
    this.pairs.pairWithin(opener.bottom);
    if (!opener.token.image) this.linkFloor = this.brackets.length;
  }

  private closeFootnote(opener: OpenBracket): boolean {
    const label = this.text.slice(opener.pos, this.pos);
    if (opener.token.image || opener.inner || !footnoteLabel.test(label)) return false;
    const key = normalizeLabel(label.slice(1));
    if (!this.references.footnote(key)) return false;
    this.tokens.length = opener.index;
    this.pairs.dropAfter(opener.bottom);
    this.tokens.push({ kind: 'footnote', label: key });
    this.pos = this.textStart = this.pos + 1;
    return true;
  }

  /** What the bracket that ends at `pos` links to, and where all of it ends. */
  private target(opener: OpenBracket): { readonly value: LinkDestination; readonly end: number } | null {
    const { text, pos } = this;
    const after = pos + 1;
    if (after >= text.length) this.unsettled = true;
    if (text[after] === '(') {
      const inline = inlineDestination(text, after);
      if (typeof inline === 'object') return inline;
      if (inline === ranOut) this.unsettled = true;
    }
    const labelled = text[after] === '[' ? this.label(after) : noMatch;
    if (labelled > 0) return this.reference(text.slice(after + 1, labelled - 1), labelled);
    const own = text.slice(opener.pos, pos);
    if (opener.inner || own.length > 999) return null;
    return this.reference(own, text.startsWith('[]', after) ? after + 2 : after);
  }

  private label(from: number): number {
    const end = labelEnd(this.text, from);
    if (end === ranOut) this.unsettled = true;
    return end;
  }

  private reference(label: string, end: number): { readonly value: LinkDestination; readonly end: number } | null {
    const key = normalizeLabel(label);
    const value = key ? this.references.link(key) : undefined;
    return value ? { value, end } : null;
  }

  private angle(): void {
    const { text, pos } = this;
    const link = bracketedAutolink(text, pos);
    if (link) {
      this.add({ kind: 'autolink', text: link.text, href: link.href }, link.end);
      return;
    }
    const end = this.html.end(pos);
    if (end === ranOut) this.unsettle();
    if (end > 0) this.add({ kind: 'text', text: text.slice(pos, end) }, end);
    else this.pos += 1;
  }

  private autolink(): void {
    const link = bareAutolink(this.text, this.pos, this.textStart, this.brackets.length > 0);
    if (!link) {
      this.pos += 1;
      return;
    }
    this.pos = link.start;
    this.add({ kind: 'autolink', text: link.text, href: link.href }, link.end);
  }
}
