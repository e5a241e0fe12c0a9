/** UTF-16 units of a reply's events that are kept: a hundred times what is usual. */
const most = 8_388_608;

/** The events of one reply as they stood on the wire, to be looked at. Costs a call for each, and keeps no more than it has room for. */
export class WireRecord {
  readonly #events: string[] = [];
  #length = 0;
  #dropped = 0;

  /** @param event its JSON */
  add(event: string): void {
    this.#length += event.length;
    if (this.#length <= most) this.#events.push(event);
    else this.#dropped++;
  }

  /** A line for each event. @param end what is said of those that were not kept, by their number */
  text(end: (dropped: number) => string): string {
    const lines = this.#dropped > 0 ? [...this.#events, end(this.#dropped)] : this.#events;
    return lines.map((line) => `${line}\n`).join('');
  }
}
