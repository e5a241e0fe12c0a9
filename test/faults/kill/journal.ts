/** What a process that will be killed tells while it lives: what it is about to ask for, and what was acknowledged to it. */
import { createHash } from 'node:crypto';

/** One thing that a user does in a conversation. */
export type Operation = { readonly conversation: string } & (
  | { readonly type: 'create' }
  /** What is in the message box. Not waited for, as at each key. */
  | { readonly type: 'draft'; readonly text: string }
  | { readonly type: 'paste'; readonly picture: string; readonly hash: string }
  | { readonly type: 'takeAway'; readonly picture: string }
  /** With the pictures that the draft has. */
  | { readonly type: 'send'; readonly message: string; readonly text: string }
  | { readonly type: 'edit'; readonly message: string; readonly becomes: string; readonly text: string }
  | { readonly type: 'editQueued'; readonly message: string; readonly text: string }
  | { readonly type: 'removeQueued'; readonly message: string }
  | { readonly type: 'regenerate'; readonly message: string }
  | { readonly type: 'rename'; readonly title: string }
  | { readonly type: 'pin'; readonly pinned: boolean }
  | { readonly type: 'delete' }
  | { readonly type: 'restore' }
);

/** A line of what the process writes. */
export type Entry =
  | { readonly type: 'begun'; readonly number: number; readonly operation: Operation }
  /** `queued` of what was sent: whether it waits for a reply to end. */
  | { readonly type: 'done'; readonly number: number; readonly queued?: boolean }
  /** It was refused, with a reason for the user: nothing has happened. */
  | { readonly type: 'refused'; readonly number: number; readonly reason: string }
  /** So much of a reply was stored while it streamed: its digest, and how many UTF-16 units. */
  | { readonly type: 'kept'; readonly message: string; readonly length: number; readonly digest: string }
  /** A reply was stored as it ended. */
  | { readonly type: 'ended'; readonly message: string; readonly status: string; readonly length: number; readonly digest: string };

/** What is compared instead of long texts. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** The whole lines of what a process has written; it may have been killed in the midst of the last. */
export function readEntries(written: string): Entry[] {
  const lines = written.split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as Entry);
}
