/** The history's list: what is in it and how it is grouped. */
import type { ConversationSummary, SearchHit } from '../shared/conversation.ts';
import { host } from './host.ts';
import { dayGroup } from './words.ts';

export interface Entry {
  readonly conversation: ConversationSummary;
  /** What a search found in it; null in the list of all. */
  readonly hit: SearchHit | null;
}

export type Group = 'pinned' | ReturnType<typeof dayGroup>;

/** All conversations, or what a query finds in them. */
export async function readEntries(query: string, allWorkspaces: boolean): Promise<readonly Entry[]> {
  if (query.trim() === '') {
    const conversations = await host.request('listConversations', { allWorkspaces });
    return conversations.map((conversation) => ({ conversation, hit: null }));
  }
  const hits = await host.request('searchHistory', { query, allWorkspaces });
  return hits.map((hit) => ({ conversation: hit.conversation, hit }));
}

export function entryKey({ conversation, hit }: Entry): string {
  return `${conversation.id}/${hit?.messageId ?? ''}`;
}

/** Groups that hold something, in the order in which they are shown; what a search found is not grouped: the best comes first. */
export function groupEntries(entries: readonly Entry[]): readonly { readonly group: Group | null; readonly entries: readonly Entry[] }[] {
  if (entries.some(({ hit }) => hit)) return [{ group: null, entries }];
  const groupOf = ({ conversation }: Entry): Group => (conversation.pinned ? 'pinned' : dayGroup(conversation.updatedAt));
  return (['pinned', 'today', 'yesterday', 'earlier'] as const)
    .map((group) => ({ group, entries: entries.filter((entry) => groupOf(entry) === group) }))
    .filter((each) => each.entries.length > 0);
}
