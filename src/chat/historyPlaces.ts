import type { ConversationSummary } from '../shared/conversation.ts';
import type { Project } from '../shared/project.ts';

/** Conversations of folders that are moved, and of those that are there more than once. */
export interface HistoryPlaces {
  /**
   * Notes which project is in a workspace, for its conversations of which that was not known, and for those that are begun from here.
   * @param project null: it is not known; then nothing is noted
   * @returns what there is in other workspaces
   */
  settle(workspaceId: string, project: Project | null): Promise<readonly Elsewhere[]>;
  /** Conversations of one of those, newest first. */
  listElsewhere(from: Pick<Elsewhere, 'workspaceId' | 'placeId'>, limit: number): Promise<readonly ConversationSummary[]>;
  /**
   * Makes them the workspace's, with all that is typed and queued there, in one transaction. Null where there are none any more, as another
   * window was first, and while the disk cannot be written.
   * @param moveId names it for `undoMove`; the same again does nothing more
   */
  bringOver(
    moveId: string,
    from: Pick<Elsewhere, 'workspaceId' | 'placeId'>,
    to: { readonly id: string; readonly name: string },
  ): Promise<BroughtOver | null>;
  /** Sends them back where they were, but for those that are elsewhere by now; they are offered from then on. */
  undoMove(moveId: string): Promise<void>;
}

/** Conversations of one project that were had in one other workspace. */
export interface Elsewhere {
  readonly workspaceId: string;
  readonly workspaceName: string;
  /** Tells projects apart that were in one folder, one after the other; null where it is not known. */
  readonly placeId: string | null;
  readonly project: Project | null;
  /** As lists show them. */
  readonly count: number;
  /** They were brought to this workspace before, and sent back. */
  readonly declined: boolean;
}

/** What was brought over. */
export interface BroughtOver {
  /** As lists show them. */
  readonly count: number;
  /** One among them in which nothing was said yet and something is typed, the latest: no list shows it. */
  readonly typedIn: string | null;
}
