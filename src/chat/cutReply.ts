/** Replies that ended early. The API counts what a reply took at its end, and until then says one token of it or a few. */
import type { AssistantMessage, ContentBlock } from '../shared/message.ts';
import { estimateTokens } from '../shared/tokens.ts';

/** Whether the count of a reply's output never came: then it is an estimate, and what is summed with it is "at least". */
export function isEstimated({ status, stopReason, usage }: AssistantMessage): boolean {
  return usage !== null && stopReason === null && status !== 'complete';
}

/** A reply that has ended, with an estimate of what came of it where the API's count did not come. */
export function withEstimate(message: AssistantMessage): AssistantMessage {
  const { usage, blocks } = message;
  if (usage === null || !isEstimated(message)) return message;
  const came = blocks.reduce((sum, block) => sum + tokensOf(block), 0);
  return { ...message, usage: { ...usage, output: Math.max(usage.output, came) } };
}

/** Of what a model writes. What tools of the API's own have found is no output. */
function tokensOf(block: ContentBlock): number {
  switch (block.type) {
    case 'text':
      return estimateTokens(block.text);
    case 'thinking':
      return estimateTokens(block.thinking);
    case 'opaque':
      return block.raw['input'] === undefined ? 0 : estimateTokens(JSON.stringify(block.raw['input']));
    case 'picture':
    case 'document':
    case 'context':
    case 'instruction':
      return 0;
  }
}
