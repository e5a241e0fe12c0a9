import { type ContextItem, isSameContext } from '../shared/context.ts';
import type { Draft, TypedDraft } from '../shared/conversation.ts';
import type { DocumentFile, DocumentItem } from '../shared/document.ts';
import type { Picture, PictureFiles } from '../shared/picture.ts';
import type { ConversationPatch } from './historyStore.ts';
import type { WorkingCopy } from './workingCopy.ts';

export interface PromptDraftParts {
  readonly copy: WorkingCopy;
  /** Does one thing after the other. */
  readonly inTurn: (action: () => Promise<void>) => Promise<void>;
  readonly onChange: () => void;
  readonly newId: () => string;
}

/** The prompt that is being typed in a conversation: its text, and what goes with it. */
export class PromptDraft {
  readonly #parts: PromptDraftParts;

  constructor(parts: PromptDraftParts) {
    this.#parts = parts;
  }

  /** Stores what is typed and not sent. Nothing waits for it, and nobody is told: it is called at each key. */
  save(typed: TypedDraft): Promise<void> {
    const { context, pictures, documents } = this.#draft;
    return this.#parts.copy.putDraft({ ...typed, context, pictures, documents });
  }

  /** Adds to what goes with it; what says the same as one that is there takes its place. */
  addContext(items: readonly ContextItem[]): Promise<void> {
    return this.#put(({ context }) => ({
      context: [...context.filter((each) => !items.some((item) => isSameContext(item, each))), ...items],
    }));
  }

  /** Takes a context item as it is now in the place of what it was. */
  replaceContext(id: string, item: ContextItem): Promise<void> {
    return this.#put(({ context }) => ({ context: context.map((each) => (each.id === id ? { ...item, id } : each)) }));
  }

  removeContext(id: string): Promise<void> {
    return this.#put(({ context }) => ({ context: context.filter((each) => each.id !== id) }));
  }

  /** Adds a picture. Resolves when it is stored with what is kept of it. */
  addPicture(picture: Picture, files: PictureFiles): Promise<void> {
    return this.#store(
      ({ pictures }) => ({ pictures: [...pictures, picture] }),
      { files: [files] },
      ({ pictures }) => ({ pictures: pictures.filter(({ id }) => id !== picture.id) }),
    );
  }

  /**
   * Puts a picture in the place of the one of its id. What was kept of that goes in the same transaction, where nothing else refers to it.
   * What is written of that stays: it may have been written since the picture was made. Rejects where it is not there any more, and when it
   * could not be stored: then all is as it was.
   */
  replacePicture(picture: Picture, files: PictureFiles): Promise<void> {
    let before: Picture | undefined;
    return this.#store(
      ({ pictures }) => {
        before = pictures.find(({ id }) => id === picture.id);
        if (!before) throw new Error('The picture does not go with this prompt any more.');
        return { pictures: swapped(pictures, { ...picture, description: before.description }) };
      },
      { files: [files] },
      ({ pictures }) => ({ pictures: before ? swapped(pictures, before) : pictures }),
    );
  }

  /** Says what is seen on a picture. Nothing waits for it: it is called at each key. */
  async describePicture(id: string, description: string | null): Promise<void> {
    const picture = this.#draft.pictures.find((each) => each.id === id);
    if (picture) await this.#put(({ pictures }) => ({ pictures: swapped(pictures, { ...picture, description }) }));
  }

  /** Takes a picture away; with the last that refers to them, its bytes go. */
  removePicture(id: string): Promise<void> {
    return this.#parts.inTurn(() => this.#put(({ pictures }) => ({ pictures: pictures.filter((each) => each.id !== id) })));
  }

  /** Adds a picture that is kept already. */
  addPictureAgain({ sending: _, ...picture }: Picture): Promise<void> {
    const again = { ...picture, id: this.#parts.newId() };
    return this.#parts.inTurn(() => this.#put(({ pictures }) => ({ pictures: [...pictures, again] })));
  }

  /**
   * Changes which documents go with it, or what of them. Resolves when it is stored with what is kept of them.
   * @param files those that the changed ones are the first to refer to
   */
  changeDocuments(
    change: (documents: readonly DocumentItem[]) => readonly DocumentItem[],
    files: readonly DocumentFile[] = [],
  ): Promise<void> {
    let before: readonly DocumentItem[] = [];
    return this.#store(
      ({ documents }) => {
        before = documents;
        return { documents: change(documents) };
      },
      { documentFiles: files },
      () => ({ documents: before }),
    );
  }

  get #draft(): Draft {
    return this.#parts.copy.conversation.draft;
  }

  async #put(change: (draft: Draft) => Partial<Draft>): Promise<void> {
    const stored = this.#parts.copy.putDraft({ ...this.#draft, ...change(this.#draft) });
    this.#parts.onChange();
    await stored;
  }

  /** Stores a change with a patch, in its turn. @param undo what is done when that failed, to what the draft is by then */
  #store(change: (draft: Draft) => Partial<Draft>, patch: ConversationPatch, undo: (draft: Draft) => Partial<Draft>): Promise<void> {
    const { copy, inTurn, onChange } = this.#parts;
    return inTurn(async () => {
      const changed = { ...this.#draft, ...change(this.#draft) };
      try {
        await copy.storeDraft(changed, patch);
      } catch (error) {
        await copy.putDraft({ ...this.#draft, ...undo(this.#draft) }).catch(() => {});
        throw error;
      } finally {
        onChange();
      }
    });
  }
}

/** With a picture in the place of the one of its id. */
function swapped(pictures: readonly Picture[], picture: Picture): Picture[] {
  return pictures.map((each) => (each.id === picture.id ? picture : each));
}
