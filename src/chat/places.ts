/** Whether conversations that were had in another folder belong to this one. Pure; what is unsure is offered, never taken. */
import type { OfferReason, Project } from '../shared/project.ts';

/** How the projects of two folders are related. `alike`: by their beginning; but one is from nowhere, as the copy of a template may be. */
export type Kinship = 'same' | 'alike' | 'relative' | 'stranger' | 'unknown';

export function kinship(here: Project | null, there: Project | null): Kinship {
  if (!here || !there) return 'unknown';
  const shared = here.roots.some((root) => there.roots.includes(root));
  const fromOnePlace = here.remote !== null && here.remote === there.remote;
  if (shared && fromOnePlace) return 'same';
  if (shared) return here.remote === null || there.remote === null ? 'alike' : 'relative';
  // Of one place with another beginning: a clone that has not all of it, or a branch of its own.
  return fromOnePlace ? 'relative' : 'stranger';
}

/**
 * Whether a folder has still the project that was seen in it, perhaps on a branch with a beginning of its own. Where its repository is from
 * another place by now, it may be another project that began the same.
 */
export function isStill(before: Project, now: Project): boolean {
  return before.remote === now.remote && (now.remote !== null || kinship(before, now) === 'alike');
}

export interface Sighting {
  readonly kinship: Kinship;
  /** Whether the other folder is there. `unknown`: it cannot be looked at from here. */
  readonly folder: 'gone' | 'there' | 'unknown';
  /** Whether both folders have one name. */
  readonly sameName: boolean;
  /** Whether what this folder says of itself is believed, its name included. */
  readonly trusted: boolean;
  /** They were here, and the user has sent them back. */
  readonly declined: boolean;
}

/** What is done about conversations of another folder. `propose`: offered where it is seen; `offer`: in the history. */
export type Verdict = { readonly act: 'take' | 'propose' | 'offer'; readonly why: OfferReason } | null;

export function judge({ kinship: kin, folder, sameName, trusted, declined }: Sighting): Verdict {
  if (!trusted) return null;
  const gone = folder === 'gone';
  const sure = gone && !declined;
  switch (kin) {
    case 'same':
      return { act: sure ? 'take' : 'offer', why: gone ? 'moved' : 'clone' };
    case 'alike':
      return { act: sure ? 'propose' : 'offer', why: gone ? 'moved' : 'clone' };
    case 'relative':
      return { act: 'offer', why: 'relative' };
    case 'unknown':
      return gone && sameName ? { act: 'offer', why: 'name' } : null;
    case 'stranger':
      return null;
  }
}
