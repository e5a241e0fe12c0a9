/** What a server sends as an event: its name, empty where it has none, and its data. */
export interface ServerEvent {
  readonly name: string;
  readonly data: string;
}

/** Reads server-sent events from a text that comes in pieces, cut anywhere. What is neither name nor data of an event is passed over. */
export class ServerEventReader {
  /** The begin of a line whose end has not come. */
  #rest = '';
  /** The last piece ended with a carriage return: a line feed that comes first in the next one belongs to it. */
  #afterReturn = false;
  #atStart = true;
  #name = '';
  #data: string[] = [];
  #dataLength = 0;

  /** UTF-16 units of an event whose end has not come. */
  get held(): number {
    return this.#rest.length + this.#dataLength;
  }

  /** The events that end in this piece of the text. */
  read(piece: string): ServerEvent[] {
    const from = (this.#atStart && piece.startsWith('\ufeff')) || (this.#afterReturn && piece.startsWith('\n')) ? 1 : 0;
    const text = piece.slice(from);
    this.#atStart = false;
    this.#afterReturn = text.endsWith('\r');
    const hasReturn = text.includes('\r');
    // The rest is searched once, when the end of its line has come.
    if (!hasReturn && !text.includes('\n')) {
      this.#rest += text;
      return [];
    }
    const lines = (this.#rest + text).split(hasReturn ? /\r\n?|\n/ : '\n');
    this.#rest = lines.pop() ?? '';
    const events: ServerEvent[] = [];
    for (const line of lines) {
      const event = this.#readLine(line);
      if (event) events.push(event);
    }
    return events;
  }

  /** @returns the event that this line ends */
  #readLine(line: string): ServerEvent | undefined {
    if (line !== '') {
      if (line.startsWith('data:')) {
        this.#data.push(valueFrom(line, 5));
        this.#dataLength += line.length;
      } else if (line.startsWith('event:')) this.#name = valueFrom(line, 6);
      return undefined;
    }
    const event = { name: this.#name, data: this.#data.join('\n') };
    this.#name = '';
    this.#data = [];
    this.#dataLength = 0;
    return event.data === '' ? undefined : event;
  }
}

/** One space after the colon is not of the value. */
function valueFrom(line: string, start: number): string {
  return line.slice(line.startsWith(' ', start) ? start + 1 : start);
}
