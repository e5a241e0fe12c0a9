/** The message box, for those who are not it. */
interface ComposerHandle {
  focus(): void;
  readonly box: HTMLTextAreaElement | null;
  set(text: string): void;
  /** The draft of the conversation that is shown first: what was typed meanwhile stays, below it. */
  begin(draft: string): void;
  /** Sends what is in the box, as Enter does. */
  submit(): void;
}

class ComposerDoor {
  #handle: ComposerHandle | null = null;

  attach(handle: ComposerHandle): void {
    this.#handle = handle;
  }

  focus(): void {
    this.#handle?.focus();
  }

  text(): string {
    return this.#handle?.box?.value ?? '';
  }

  /** UTF-16 units; cheaper than the text. */
  length(): number {
    return this.#handle?.box?.textLength ?? 0;
  }

  /** Replaces what is in the box. */
  set(text: string): void {
    this.#handle?.set(text);
  }

  begin(draft: string): void {
    this.#handle?.begin(draft);
  }

  submit(): void {
    this.#handle?.submit();
  }
}

export const composer = new ComposerDoor();
