/** The message box, for those who are not it. */
interface ComposerHandle {
  focus(): void;
  set(text: string): void;
}

class ComposerDoor {
  #handle: ComposerHandle | null = null;
  #waitingText: string | null = null;

  attach(handle: ComposerHandle): void {
    this.#handle = handle;
    if (this.#waitingText !== null) handle.set(this.#waitingText);
    this.#waitingText = null;
  }

  focus(): void {
    this.#handle?.focus();
  }

  /** Replaces what is in the box. */
  set(text: string): void {
    if (this.#handle) this.#handle.set(text);
    else this.#waitingText = text;
  }
}

export const composer = new ComposerDoor();
