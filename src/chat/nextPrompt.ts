/** What the next request of a conversation will have and cost, before what is typed: by what is known here, and at once. */
import { pictureTokens, sightOf } from '../pictures/limits.ts';
import { isContinue } from '../shared/continuing.ts';
import { documentTokens } from '../shared/document.ts';
import type { NextView } from '../shared/headerView.ts';
import { summaryPromptOf, summaryText } from '../shared/longConversation.ts';
import { type Billing, type ContentBlock, type Message, noBilling, noUsage, type Usage } from '../shared/message.ts';
import { estimateTokens } from '../shared/tokens.ts';
import { type CostOf, promptTokens } from './cost.ts';
import type { RequestSettings } from './request.ts';

export interface PathTokens {
  readonly tokens: number;
  /** Those of them that the last request had, so that the API may keep them. */
  readonly sent: number;
}

/**
 * Tokens of a path: what the API counted for its last reply, and what came after that by estimate.
 * @param end the end of the path, oldest first
 */
export function pathTokens(end: readonly Message[], model: string, instructions: string): PathTokens {
  const summary = summaryAtEnd(end);
  if (summary !== null) return { tokens: estimateTokens(summary) + estimateTokens(instructions), sent: 0 };
  const last = end.findLastIndex((message) => usageOf(message) !== null);
  const usage = last < 0 ? null : usageOf(end[last]);
  const after = end.slice(last + 1).flatMap(({ blocks }) => blocks);
  const added = after.reduce((sum, block) => sum + blockTokens(block, model), 0);
  if (!usage) return { tokens: added + estimateTokens(instructions), sent: 0 };
  const sent = promptTokens(usage);
  // What was thought does not go back.
  return { tokens: sent + usage.output - usage.thinking + added, sent };
}

/** The summary that a path ends with: it is all that the next request has. */
function summaryAtEnd(end: readonly Message[]): string | null {
  const at = end.findLastIndex((message) => summaryPromptOf(message));
  const parts = end.slice(at + 1);
  if (at < 0 || parts.some((message) => message.role === 'user' && !isContinue(message))) return null;
  return summaryText(parts.filter((message) => message.role === 'assistant'));
}

/** Tokens of a message as it is sent, by estimate. */
export function messageTokens({ blocks }: Pick<Message, 'blocks'>, model: string): number {
  return blocks.reduce((sum, block) => sum + blockTokens(block, model), 0);
}

function usageOf(message: Message | undefined): Usage | null {
  return message?.role === 'assistant' && message.usage && promptTokens(message.usage) > 0 ? message.usage : null;
}

function blockTokens(block: ContentBlock, model: string): number {
  switch (block.type) {
    case 'text':
    case 'instruction':
      return estimateTokens(block.text);
    case 'context':
      return estimateTokens(block.item.text);
    case 'picture':
      return pictureTokens(block.picture, sightOf(model));
    case 'document':
      return documentTokens(block.document);
    case 'thinking':
    case 'opaque':
      return 0;
  }
}

/** Dollars for a token of a prompt that is as long, new and read from the cache, as it is asked for; null where they are not known. */
export function promptPrices(prompt: number, settings: RequestSettings, costOf: CostOf): NextView['perToken'] {
  const { model, caching, advanced } = settings;
  const million = 1_000_000;
  const written = { off: 'input', '5m': 'cacheWrite5m', '1h': 'cacheWrite1h' } as const;
  const billing: Billing = { ...noBilling, inferenceGeo: advanced?.inferenceGeo || null, speed: advanced?.speed ?? null };
  const fresh = costOf(model, { ...noUsage, [written[caching]]: million, billing }, prompt);
  const cached = costOf(model, { ...noUsage, cacheRead: million, billing }, prompt);
  return fresh === null ? null : { fresh: fresh / million, cached: (cached ?? fresh) / million };
}
