/** Milliseconds: as long as the editor waits, unless its settings say otherwise; and for the way from what is hovered to what it shows. */
const before = 500;
const after = 200;

/** Shows something a moment after the pointer has come to it, and takes it away a moment after it has left. */
export class Hovering<Shown> {
  readonly #show: (shown: Shown | null) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param show null: nothing */
  constructor(show: (shown: Shown | null) => void) {
    this.#show = show;
  }

  soon(shown: Shown | null): void {
    this.keep();
    this.#timer = setTimeout(() => this.#show(shown), shown === null ? after : before);
  }

  now(shown: Shown | null): void {
    this.keep();
    this.#show(shown);
  }

  /** What is shown stays, as what is to come does not. */
  keep(): void {
    clearTimeout(this.#timer);
  }
}
