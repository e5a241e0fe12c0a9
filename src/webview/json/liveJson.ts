/** An answer in JSON while it comes and after: its text, as it came, and the tree that is made of it. */
import { JsonReader, type JsonState } from '../../structured/jsonReader.ts';
import { JsonTree } from './jsonTree.ts';

export class LiveJson {
  readonly #tree = new JsonTree();
  readonly #reader = new JsonReader(this.#tree);
  /** Of each part, in their order. */
  readonly #parts: { pieces: string[]; length: number }[] = [];
  /** Shows the text as it came, while that is asked for. */
  #raw: Text | null = null;
  #finished = false;

  get tree(): HTMLElement {
    return this.#tree.element;
  }

  get state(): JsonState {
    return this.#reader.state;
  }

  get text(): string {
    return this.#parts.map(({ pieces }) => pieces.join('')).join('');
  }

  /** The text in an element of its own, which grows with it; null: it is not shown any more. */
  showRaw(text: Text | null): void {
    this.#raw = text;
    if (text) text.data = this.text;
  }

  lengthOf(part: number): number {
    return this.#parts[part]?.length ?? 0;
  }

  /**
   * Takes more of a part's text.
   * @returns false where it does not come at the end of all that is here: then it has to be begun anew
   */
  append(part: number, text: string): boolean {
    if (text === '') return true;
    if (part < this.#parts.length - 1) return false;
    while (this.#parts.length <= part) this.#parts.push({ pieces: [], length: 0 });
    const last = this.#parts[part];
    last?.pieces.push(text);
    if (last) last.length += text.length;
    this.#raw?.appendData(text);
    this.#reader.push(text);
    return true;
  }

  /** Whether its end was taken for the end. */
  get finished(): boolean {
    return this.#finished;
  }

  /** Nothing comes any more. */
  finish(): JsonState {
    this.#finished = true;
    return this.#reader.finish();
  }
}
