/** Markdown that streams, as it is read out: in whole sentences, without marks, code as "code block, TypeScript, 14 lines". */
import type { Translate } from '../shared/l10n.ts';
import { languageName } from './markdown/languages.ts';

const fence = /^\s*(`{3,}|~{3,})\s*(\S*)/;

export class SpokenText {
  readonly #t: Translate;
  #line = '';
  /** How much of the open line was handed out already. */
  #said = 0;
  #code: { readonly mark: string; readonly language: string; lines: number } | null = null;

  constructor(t: Translate) {
    this.#t = t;
  }

  /** Takes text in; hands out what can be said by now: the cost does not depend on what came before this line. */
  append(text: string): string {
    const [first = '', ...rest] = text.split('\n');
    let spoken = this.#extend(first);
    for (const next of rest) spoken += this.#endLine() + this.#extend(next);
    return spoken;
  }

  /** The text is over; another may begin. */
  end(): string {
    const spoken = this.#endLine() + this.#endCode();
    this.#code = null;
    return spoken;
  }

  #extend(text: string): string {
    this.#line += text;
    if (this.#code || text === '' || /^\s*[`~]/.test(this.#line)) return '';
    // A sentence ends before a space; the last mark may be inside of a number or an address.
    const end = Math.max(...['. ', '? ', '! '].map((mark) => this.#line.lastIndexOf(mark)));
    if (end < this.#said) return '';
    const sentence = this.#line.slice(this.#said, end + 2);
    this.#said = end + 2;
    return plain(sentence);
  }

  #endLine(): string {
    const line = this.#line;
    const rest = line.slice(this.#said);
    this.#line = '';
    this.#said = 0;
    const [, mark = '', language = ''] = fence.exec(line) ?? [];
    if (!this.#code && mark === '') return rest.trim() === '' ? '' : `${plain(rest)}\n`;
    if (!this.#code) {
      this.#code = { mark, language, lines: 0 };
      return '';
    }
    if (mark.startsWith(this.#code.mark) && language === '') return this.#endCode();
    this.#code.lines += 1;
    return '';
  }

  #endCode(): string {
    if (!this.#code) return '';
    const { language, lines } = this.#code;
    this.#code = null;
    const name = languageName(language);
    const count = lines === 1 ? this.#t('1 line') : this.#t('{0} lines', lines);
    return name ? `${this.#t('Code block, {0}, {1}.', name, count)}\n` : `${this.#t('Code block, {0}.', count)}\n`;
  }
}

/** Without the marks that would be read out one by one. */
function plain(text: string): string {
  return text.replace(/^\s*(#{1,6}|>|[-*+])\s+/, '').replace(/\]\([^)]*\)|\*\*|[*_`|[]/g, '');
}
