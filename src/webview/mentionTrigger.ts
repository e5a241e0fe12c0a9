/** Where in the message box one is writing the name of something: `@` names a part of the workspace, `/` at the beginning a prompt. */

export interface Trigger {
  readonly sign: '@' | '/';
  /** Where the sign stands. */
  readonly start: number;
  /** What is written after it, up to the caret. */
  readonly query: string;
}

/** UTF-16 units; a name is not longer. */
const longestQuery = 200;

/** What is being named at the caret; null for nothing. An `@` within a word, as in an address, names nothing. */
export function triggerAt(text: string, caret: number): Trigger | null {
  const before = text.slice(Math.max(0, caret - longestQuery), caret);
  const word = /(?:^|[\s([{"'`])@([^\s@]*)$/.exec(before);
  if (word) return { sign: '@', start: caret - (word[1]?.length ?? 0) - 1, query: word[1] ?? '' };
  const prompt = caret <= longestQuery ? /^\/([^\s/]*)$/.exec(before) : null;
  return prompt ? { sign: '/', start: 0, query: prompt[1] ?? '' } : null;
}

/** The text without what named something, or with something in its place, and where the caret is then. */
export function replaceTrigger(text: string, { start, query }: Trigger, by = ''): { text: string; caret: number } {
  const after = text.slice(start + 1 + query.length);
  const before = text.slice(0, start);
  // The space that stood around the name is not needed twice.
  const rest = by === '' && /(?:^|\s)$/.test(before) ? after.replace(/^ /, '') : after;
  return { text: before + by + rest, caret: start + by.length };
}
