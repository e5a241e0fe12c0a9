import type { Draft } from '../shared/conversation.ts';
import { documentsOf, type Message, picturesOf, withChangedPictures } from '../shared/message.ts';
import type { Picture, PictureChange, PictureFate } from '../shared/picture.ts';
import type { HistoryStore } from './historyStore.ts';
import type { Model } from './model.ts';
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
    if (picturesOf(prompt).length + documentsOf(prompt).length > 0) this.#messages = [...this.#messages, prompt];
  }

  change(change: PictureChange): void {
    this.#messages = this.#messages.map((message) => withChangedPictures(message, change));
  }

  find(id: string): Picture | undefined {
    return this.#messages.flatMap(picturesOf).find((picture) => picture.id === id);
  }

  /**
   * What becomes of each in the next request.
   * @param typed what goes with the prompt that is being typed: documents take room, too
   * @param depth of the first message that is sent: those above are told of by what is said of their turns
   */
  fates(typed: Pick<Draft, 'pictures' | 'documents'>, model: Model | undefined, depth = 0): Readonly<Record<string, PictureFate>> {
    const messages = this.#messages.filter((message) => message.depth >= depth);
    if (messages.length === 0 && typed.pictures.length === 0) return {};
    const blocks = [
      ...typed.pictures.map((picture) => ({ type: 'picture', picture }) as const),
      ...typed.documents.map((document) => ({ type: 'document', document }) as const),
    ];
    const path = [...messages, { blocks }];
    return pictureFates(path, planPictures(path, model));
  }
}
