/** The message box, for those who are not it. */
interface ComposerHandle {
  focus(): void;
  readonly box: HTMLTextAreaElement | null;
  set(text: string): void;
  /** The draft of the conversation that is shown first: what was typed meanwhile stays, below it. */
  begin(draft: string): void;
  /** Puts a text before what is typed, and the caret at the end. */
  prepend(text: string): void;
  /** Sends what is in the box, as Enter does. */
  submit(): void;
}

class ComposerDoor {
  #handle: ComposerHandle | null = null;
  #focusBeginning: (() => void) | null = null;
  #wantsBeginning = false;

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

  /** Where the beginning of an answer is written; the result takes it back. @param focus gives it the focus */
  attachBeginning(focus: () => void): () => void {
    this.#focusBeginning = focus;
    if (this.#wantsBeginning) focus();
    this.#wantsBeginning = false;
    return () => {
      this.#focusBeginning = null;
    };
  }

  /** Gives the focus to what the answer is to begin with, as soon as that is there. */
  focusBeginning(): void {
    this.#wantsBeginning = this.#focusBeginning === null;
    this.#focusBeginning?.();
  }

  begin(draft: string): void {
    this.#handle?.begin(draft);
  }

  prepend(text: string): void {
    this.#handle?.prepend(text);
  }

  submit(): void {
    this.#handle?.submit();
  }
}

export const composer = new ComposerDoor();
