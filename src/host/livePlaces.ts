import type { PathMessage } from '../chat/historyStore.ts';
import { between, joinedBlocks, turnsOf } from '../shared/continuing.ts';
import { repliesOf } from './turnViews.ts';

interface Place {
  /** The turn that shows it, and the number of the block there. */
  readonly turnId: string;
  readonly block: number;
  /** What it goes on with, as long as nothing of it has come. */
  after: string | null;
}

/** Where the text goes that streams for a reply which goes on with another: that is shown as one. Looked up for each piece, so it costs nothing. */
export class LivePlaces {
  #places: ReadonlyMap<string, Place> = new Map();

  /** The path has changed, or a block of the reply that streams is new. */
  look(path: readonly PathMessage[]): void {
    const turn = turnsOf(path, ({ message }) => message).at(-1);
    const parts = turn?.type === 'reply' ? repliesOf(turn.parts) : [];
    const turnId = parts[0]?.id;
    this.#places =
      parts.length < 2 || turnId === undefined
        ? new Map()
        : new Map(joinedBlocks(parts).map(({ messageId, index, after }, block) => [`${messageId}/${index}`, { turnId, block, after }]));
  }

  /** A piece of text as it is shown. */
  place(messageId: string, block: number, text: string): { readonly turnId: string; readonly block: number; readonly text: string } {
    const place = this.#places.get(`${messageId}/${block}`);
    if (!place) return { turnId: messageId, block, text };
    const seam = place.after === null ? '' : between(place.after, text);
    if (text !== '') place.after = null;
    return { turnId: place.turnId, block: place.block, text: seam + text };
  }
}
