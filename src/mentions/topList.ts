/** The best so many of many, kept as a heap whose root is the worst of them: most of what is offered costs one comparison. */
export class TopList {
  readonly #limit: number;
  readonly #indices: number[] = [];
  readonly #scores: number[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.#indices.length === this.#limit;
  }

  /** The score of the worst in it. */
  get least(): number {
    return this.#scores[0] ?? 0;
  }

  offer(index: number, score: number): void {
    const { length } = this.#indices;
    if (length < this.#limit) {
      this.#indices.push(index);
      this.#scores.push(score);
      this.#rise(length);
    } else if (length > 0 && score > (this.#scores[0] ?? 0)) {
      this.#indices[0] = index;
      this.#scores[0] = score;
      this.#sink(0);
    }
  }

  /** Best first; of equals the one that came first. */
  sorted(): readonly number[] {
    const scoreAt = (place: number) => this.#scores[place] ?? 0;
    const indexAt = (place: number) => this.#indices[place] ?? 0;
    return this.#indices
      .map((_, place) => place)
      .sort((one, other) => scoreAt(other) - scoreAt(one) || indexAt(one) - indexAt(other))
      .map(indexAt);
  }

  #worse(one: number, other: number): boolean {
    const difference = (this.#scores[one] ?? 0) - (this.#scores[other] ?? 0);
    return difference < 0 || (difference === 0 && (this.#indices[one] ?? 0) > (this.#indices[other] ?? 0));
  }

  #swap(one: number, other: number): void {
    [this.#indices[one], this.#indices[other]] = [this.#indices[other] ?? 0, this.#indices[one] ?? 0];
    [this.#scores[one], this.#scores[other]] = [this.#scores[other] ?? 0, this.#scores[one] ?? 0];
  }

  #rise(from: number): void {
    for (let place = from; place > 0; ) {
      const parent = (place - 1) >> 1;
      if (!this.#worse(place, parent)) return;
      this.#swap(place, parent);
      place = parent;
    }
  }

  #sink(from: number): void {
    for (let place = from; ; ) {
      let worst = place;
      for (const child of [2 * place + 1, 2 * place + 2]) if (child < this.#indices.length && this.#worse(child, worst)) worst = child;
      if (worst === place) return;
      this.#swap(place, worst);
      place = worst;
    }
  }
}
