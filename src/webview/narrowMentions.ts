import { type MatchRange, matchText } from '../mentions/ranges.ts';
import type { MentionGroupView, MentionView } from '../shared/mentionView.ts';

/** What asks for one kind only is the host's to read. */
const scoped = /^(?:(?:file|folder|symbol):|#)/i;

/**
 * What of a list still fits when a key was added to its name: shown in the frame of the key, until the host's answer is there. Nothing may be left:
 * what does not fit must not be chosen. Null where it cannot be told.
 */
export function narrowMentions(groups: readonly MentionGroupView[], before: string, query: string): readonly MentionGroupView[] | null {
  if (!query.startsWith(before) || query.length === before.length || scoped.test(query)) return null;
  return groups.map((group) => {
    const fit = fitting([...group.entries, ...group.others], query);
    return { ...group, entries: fit.slice(0, group.entries.length), others: fit.slice(group.entries.length) };
  });
}

/** Those that fit, best first. */
function fitting(entries: readonly MentionView[], query: string): readonly MentionView[] {
  return entries
    .flatMap((entry) => {
      const match = matchEntry(entry, query);
      return match ? [{ entry: { ...entry, ranges: match.ranges }, score: match.score }] : [];
    })
    .sort((one, other) => other.score - one.score)
    .map(({ entry }) => entry);
}

function matchEntry({ kind, label, detail, id }: MentionView, query: string): ReturnType<typeof matchText> {
  if (kind !== 'file' && kind !== 'folder') {
    const known = matchText(query, id);
    return matchText(query, label) ?? (known && { score: known.score, ranges: [] });
  }
  const start = detail === '' ? 0 : detail.length + 1;
  const match = matchText(query, detail === '' ? label : `${detail}/${label}`);
  if (!match) return undefined;
  const ranges = match.ranges.map(([from, to]): MatchRange => [Math.max(0, from - start), to - start]).filter(([from, to]) => from < to);
  return { score: match.score, ranges };
}
