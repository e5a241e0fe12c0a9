/** The demo's prompts that make something go wrong, or end in another way than usual. */
import type { ToolUnion } from '@anthropic-ai/sdk/resources/messages';
import { isObject } from '../../src/shared/json.ts';
import { sampleOf } from './demoJson.ts';
import { garbageAfter, htmlPage, noCredit, silence, spendLimit, unknownAfter } from './faults.ts';
import type { Script } from './script.ts';

export interface DemoState extends Script {
  /** Only for the first of several equal requests. */
  readonly once?: boolean;
  /** How much of the answer comes; the rest is left for a continuation. Characters. */
  readonly part?: number;
}

/** Deltas after which a stream breaks: far enough that there is something to keep. */
const some = 25;

const states: Readonly<Record<string, DemoState>> = {
  'error event': { errorEvent: { after: some } },
  'spend limit': spendLimit,
  'no credit': noCredit,
  refuse: {
    reply: {
      text: "This is Parley's local simulator, not Claude. Here a model would begin to answer, and then",
      refusal: { category: 'general_harms', explanation: 'This refusal was asked for, to show what one looks like.' },
    },
  },
  pause: { reply: { stopReason: 'pause_turn' }, part: 150 },
  'max tokens': { reply: { stopReason: 'max_tokens' }, part: 150 },
  'context window': { reply: { stopReason: 'model_context_window_exceeded' }, part: 150 },
  stall: { hold: some },
  'stall with pings': { hold: some, pingEvery: 5000 },
  silence,
  slow: { delay: 5000 },
  cut: { cut: { deltas: some } },
  garbage: { inject: [garbageAfter(some)] },
  'unknown events': { inject: unknownAfter(some) },
  html: htmlPage,
};

/** What `prompt` asks to go wrong; undefined where it asks for nothing of the kind. */
export function demoState(prompt: string, tools: readonly ToolUnion[]): DemoState | undefined {
  const words = prompt
    .toLowerCase()
    .replace(/[\s.!?]+/g, ' ')
    .trim();
  return (Object.hasOwn(states, words) ? states[words] : undefined) ?? errorState(words) ?? toolState(prompt.trim(), tools);
}

function errorState(words: string): DemoState | undefined {
  const found = /^error ([45]\d\d)( retry (\d+))?( once)?$/.exec(words);
  if (!found) return undefined;
  const [, status, , retryAfter, once] = found;
  return {
    error: { status: Number(status), ...(retryAfter === undefined ? {} : { retryAfter: Number(retryAfter) }) },
    once: once !== undefined,
  };
}

function toolState(prompt: string, tools: readonly ToolUnion[]): DemoState | undefined {
  const found = /^tool(?:\s+([\w-]+))?$/i.exec(prompt);
  if (!found) return undefined;
  const tool = tools.find((each) => 'name' in each && (found[1] === undefined || each.name === found[1]));
  if (tool === undefined || !('name' in tool)) return undefined;
  const sample = 'input_schema' in tool ? sampleOf(tool.input_schema) : {};
  const input = isObject(sample) ? sample : {};
  return {
    reply: {
      blocks: [
        { type: 'text', text: `I call \`${tool.name}\`.` },
        { type: 'tool_use', name: tool.name, input },
      ],
    },
  };
}
