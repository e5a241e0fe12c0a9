import { summaryPromptOf } from '../shared/longConversation.ts';
import type { Message } from '../shared/message.ts';
import { leadId, type SentTurns } from './sentTurns.ts';

export interface PathTurnsParts {
  /** The end of the path, which is in memory. */
  readonly end: () => readonly Message[];
  /** Which turns the next request has, with what is typed, of the whole path. */
  readonly next: () => Promise<SentTurns>;
  readonly onChange: () => void;
}

/** What of a path the next request does not have. */
export interface UnsentTurns {
  /** The first message that is sent; null where that is still to come. */
  readonly firstId: string | null;
  /** How many messages are above that. */
  readonly depth: number;
  /** How many prompts are left out, beside those that a summary stands for. */
  readonly turns: number;
  /** Tokens that are left, before what is typed. */
  readonly tokens: number | null;
  /** Whether the request before had more of it. */
  readonly isNew: boolean;
}

/** What the next request leaves out of a path, most of which is not in memory. Read beside everything else; nothing waits for it. */
export class PathTurns {
  readonly #parts: PathTurnsParts;
  #unsent: UnsentTurns | null = null;
  #looks = 0;

  constructor(parts: PathTurnsParts) {
    this.#parts = parts;
  }

  /** Null where all of it is sent, and before that is known. */
  get unsent(): UnsentTurns | null {
    return this.#unsent;
  }

  /** Looks again; of several that are asked for, the last one holds. @param leavesOut whether turns are left out where they do not fit */
  async look(leavesOut: boolean): Promise<void> {
    const look = ++this.#looks;
    const end = this.#parts.end();
    const last = end.findLast((message) => message.role === 'assistant' && message.cache !== undefined);
    const prefix = last?.role === 'assistant' ? last.cache?.prefix : undefined;
    const hasSummary = prefix?.summary !== undefined || end.some((message) => summaryPromptOf(message));
    const unsent = end.length > 0 && (leavesOut || hasSummary) ? unsentOf(await this.#parts.next(), prefix?.leftOut ?? 0) : null;
    if (look !== this.#looks || JSON.stringify(unsent) === JSON.stringify(this.#unsent)) return;
    this.#unsent = unsent;
    this.#parts.onChange();
  }
}

function unsentOf({ path, said, summary, leftOut, tokens }: SentTurns, before: number): UnsentTurns | null {
  const first = path.find(({ id }) => id !== leadId);
  const begin = summary?.messages ?? 0;
  if (!first || begin + leftOut === 0) return null;
  const out = said.slice(begin, begin + leftOut);
  const turns = out.filter((message) => message.role === 'user' && message.origin === 'typed').length;
  // The prompt that is typed has no id.
  return { firstId: first.id === '' ? null : first.id, depth: first.depth, turns, tokens, isNew: leftOut > before };
}
