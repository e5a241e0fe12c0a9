/** The message box, for those who are not it. */
interface ComposerHandle {
  focus(): void;
  set(text: string): void;
  /** The draft of the conversation that is shown first: what was typed meanwhile stays, below it. */
  begin(draft: string): void;
}

class ComposerDoor {
  #handle: ComposerHandle | null = null;

  attach(handle: ComposerHandle): void {
    this.#handle = handle;
  }

  focus(): void {
    this.#handle?.focus();
  }

  /** Replaces what is in the box. */
  set(text: string): void {
    this.#handle?.set(text);
  }

  begin(draft: string): void {
    this.#handle?.begin(draft);
  }
}

export const composer = new ComposerDoor();
