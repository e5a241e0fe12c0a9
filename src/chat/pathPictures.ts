import { type Message, picturesOf, withChangedPictures } from '../shared/message.ts';
import type { Picture, PictureChange, PictureFate } from '../shared/picture.ts';
import type { HistoryStore, Model } from './ports.ts';
import { pictureFates, planPictures } from './requestPictures.ts';

/**
 * The pictures of all of a conversation's path, most of which is not in memory: so that one sees before sending what the next request will
 * leave out. Read beside everything else; nothing waits for it.
 */
export class PathPictures {
  readonly #store: HistoryStore;
  readonly #onChange: () => void;
  #messages: readonly Message[] = [];
  #reads = 0;

  /** @param onChange is called when they have been read */
  constructor(store: HistoryStore, onChange: () => void) {
    this.#store = store;
    this.#onChange = onChange;
  }

  /** Reads those of the path to a leaf; of several that are asked for, the last one holds. */
  async read(leafId: string | null): Promise<void> {
    const read = ++this.#reads;
    const messages = leafId === null ? [] : await this.#store.readPathPictures(leafId);
    if (read !== this.#reads) return;
    const isNews = messages.length > 0 || this.#messages.length > 0;
    this.#messages = messages;
    if (isNews) this.#onChange();
  }

  /** A prompt is new at the end of the path. */
  add(prompt: Message): void {
    if (picturesOf(prompt).length > 0) this.#messages = [...this.#messages, prompt];
  }

  change(change: PictureChange): void {
    this.#messages = this.#messages.map((message) => withChangedPictures(message, change));
  }

  find(id: string): Picture | undefined {
    return this.#messages.flatMap(picturesOf).find((picture) => picture.id === id);
  }

  /** What becomes of each in the next request. @param typed those that go with the prompt that is being typed */
  fates(typed: readonly Picture[], model: Model | undefined): Readonly<Record<string, PictureFate>> {
    if (this.#messages.length === 0 && typed.length === 0) return {};
    const path = [...this.#messages, { blocks: typed.map((picture) => ({ type: 'picture', picture }) as const) }];
    return pictureFates(path, planPictures(path, model));
  }
}
