import type { ConversationSummary } from '../shared/conversation.ts';
import type { MovedNotice, OfferReason, OfferView, Project } from '../shared/project.ts';
import type { Elsewhere, HistoryPlaces } from './historyPlaces.ts';
import { judge, kinship, type Sighting } from './places.ts';

/** What else is named in the history at once: those with the most conversations. */
const mostOffers = 5;

/** What can be seen of a workspace and of other folders. */
export interface Surroundings {
  /** Whether the user trusts the workspace: else nothing that its folder says of itself is believed. */
  readonly trusted: boolean;
  /** Null where that is not known, or not yet. */
  findProject(): Promise<Project | null>;
  /** Whether another workspace's folder is there. */
  folder(workspaceId: string): Promise<Sighting['folder']>;
  /** Where conversations were, for people. */
  nameOf(elsewhere: Elsewhere): string;
}

export interface MovedFoldersParts {
  readonly store: HistoryPlaces;
  readonly workspace: { readonly id: string; readonly name: string };
  readonly surroundings: Surroundings;
  readonly newId: () => string;
  /** Lists and notices have changed. */
  readonly changed: () => Promise<void>;
  /** Something is typed in a conversation that was brought over, and that is in no list. */
  readonly foundTyped: (id: string) => Promise<void>;
  readonly log: (line: string) => void;
}

interface Found {
  readonly elsewhere: Elsewhere;
  readonly act: 'take' | 'propose' | 'offer';
  readonly why: OfferReason;
}

/**
 * Conversations of a folder that was renamed, moved or cloned again. What was surely this folder is brought over by itself, and said; what may
 * belong to it is offered. Nothing waits for it.
 */
export class MovedFolders {
  readonly #parts: MovedFoldersParts;
  #project: Project | null = null;
  #looking: Promise<readonly Found[]> | null = null;
  /** What was offered to the page, which names it by its key. */
  readonly #offered = new Map<string, Elsewhere>();
  /** What was proposed: once in a window. */
  readonly #proposed = new Set<string>();
  /** What was brought over from this window. */
  readonly #moves = new Set<string>();
  #notices: readonly MovedNotice[] = [];

  constructor(parts: MovedFoldersParts) {
    this.#parts = parts;
  }

  /** What the user is told of it and has not dismissed. */
  get notices(): readonly MovedNotice[] {
    return this.#notices;
  }

  async dismiss(): Promise<void> {
    this.#notices = [];
    await this.#parts.changed();
  }

  /** Looks once, and again until it is known which project this is. Never rejects. */
  async look(): Promise<void> {
    // One that is under way may have asked too early.
    await this.#looking?.catch(() => {});
    if (this.#project !== null) return;
    try {
      await this.#look();
    } catch (error) {
      this.#parts.log(`What was had in other folders was not found: ${String(error)}`);
    }
  }

  /** What may belong to the workspace and is not its own, for the history. */
  async offers(): Promise<readonly OfferView[]> {
    const found = await this.#look();
    return found.slice(0, mostOffers).map(({ elsewhere, why }) => ({ ...this.#view(elsewhere), why }));
  }

  async listOffered(key: string, limit: number): Promise<readonly ConversationSummary[]> {
    const offered = this.#offered.get(key);
    return offered ? this.#parts.store.listElsewhere(offered, limit) : [];
  }

  /** @returns by what `undo` takes it back; null where there was nothing any more */
  async bringOver(key: string): Promise<string | null> {
    const offered = this.#offered.get(key);
    const brought = offered && (await this.#bring(offered));
    const wasTold = this.#notices.some((notice) => notice.key === key);
    this.#notices = this.#notices.filter((notice) => notice.key !== key);
    if (brought && wasTold) this.#tell({ ...this.#view(offered), key: brought.moveId, count: brought.count, done: true });
    await this.#parts.changed();
    return brought?.moveId ?? null;
  }

  /** Sends back what was brought over from this window. */
  async undo(moveId: string): Promise<void> {
    if (!this.#moves.has(moveId)) return;
    await this.#parts.store.undoMove(moveId);
    this.#notices = this.#notices.filter(({ key }) => key !== moveId);
    await this.#parts.changed();
  }

  /** One look at a time: who asks meanwhile gets the same. */
  #look(): Promise<readonly Found[]> {
    this.#looking ??= this.#find().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  /** Takes what is sure. @returns what is not */
  async #find(): Promise<readonly Found[]> {
    const { store, workspace, surroundings } = this.#parts;
    this.#project ??= surroundings.trusted ? await surroundings.findProject() : null;
    const found = await this.#judged(await store.settle(workspace.id, this.#project));
    let isNews = false;
    for (const { elsewhere, act } of found) {
      if (act === 'take') isNews = (await this.#take(elsewhere)) || isNews;
      else if (act === 'propose') isNews = this.#propose(elsewhere) || isNews;
    }
    if (isNews) await this.#parts.changed();
    return found.filter(({ act }) => act !== 'take');
  }

  async #take(elsewhere: Elsewhere): Promise<boolean> {
    const brought = await this.#bring(elsewhere);
    if (brought) this.#tell({ ...this.#view(elsewhere), key: brought.moveId, count: brought.count, done: true });
    return brought !== null;
  }

  #propose(elsewhere: Elsewhere): boolean {
    const view = this.#view(elsewhere);
    if (this.#proposed.has(view.key)) return false;
    this.#proposed.add(view.key);
    this.#tell({ ...view, done: false });
    return true;
  }

  async #judged(all: readonly Elsewhere[]): Promise<readonly Found[]> {
    const { workspace, surroundings } = this.#parts;
    const judged = await Promise.all(
      all.map(async (elsewhere): Promise<Found[]> => {
        const kin = kinship(this.#project, elsewhere.project);
        const sameName = nameIn(elsewhere.workspaceId) === nameIn(workspace.id);
        // The disk is asked only about what may be this folder.
        if (kin === 'stranger' || (kin === 'unknown' && !sameName)) return [];
        const folder = await surroundings.folder(elsewhere.workspaceId);
        const verdict = judge({ kinship: kin, folder, sameName, trusted: surroundings.trusted, declined: elsewhere.declined });
        return verdict ? [{ elsewhere, ...verdict }] : [];
      }),
    );
    return judged.flat().sort((a, b) => b.elsewhere.count - a.elsewhere.count);
  }

  async #bring(from: Elsewhere): Promise<{ readonly moveId: string; readonly count: number } | null> {
    const { store, workspace, newId, foundTyped } = this.#parts;
    const moveId = newId();
    const brought = await store.bringOver(moveId, from, workspace);
    if (!brought) return null;
    this.#moves.add(moveId);
    if (brought.typedIn !== null) await foundTyped(brought.typedIn);
    return { moveId, count: brought.count };
  }

  #tell(notice: Omit<MovedNotice, 'kind'>): void {
    const { key, count, from, done } = notice;
    this.#notices = [...this.#notices, { kind: 'moved', key, count, from, done }];
  }

  /** The same place has the same key as long as the window is there. */
  #view(elsewhere: Elsewhere): { readonly key: string; readonly count: number; readonly from: string } {
    const isSame = (other: Elsewhere) => other.workspaceId === elsewhere.workspaceId && other.placeId === elsewhere.placeId;
    const known = [...this.#offered].find(([, other]) => isSame(other))?.[0];
    const key = known ?? this.#parts.newId();
    this.#offered.set(key, elsewhere);
    return { key, count: elsewhere.count, from: this.#parts.surroundings.nameOf(elsewhere) };
  }
}

/** The last part of the URI of a folder or a workspace file. */
function nameIn(workspaceId: string): string {
  return workspaceId.slice(workspaceId.lastIndexOf('/') + 1);
}
