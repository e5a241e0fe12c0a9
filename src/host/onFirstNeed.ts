interface Closable {
  close(): Promise<void>;
}

/** Something that is made once, when it is first needed, and closed once. */
export class OnFirstNeed<Made extends Closable> {
  readonly #make: () => Promise<Made>;
  #made: Promise<Made> | undefined;
  #closing: Promise<void> | undefined;

  constructor(make: () => Promise<Made>) {
    this.#make = make;
  }

  /** The same for all who ask, those who ask while it is being made too. Rejects once it is closed. */
  get(): Promise<Made> {
    if (this.#closing) return Promise.reject(new Error('Parley is being closed.'));
    this.#made ??= this.#make();
    return this.#made;
  }

  /** Closes what was made, what is still being made too; nothing is made for it. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    // Who asked for it was told if it could not be made.
    const made = await this.#made?.catch(() => undefined);
    await made?.close();
  }
}
