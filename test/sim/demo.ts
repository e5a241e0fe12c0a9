/**
 * What the simulator answers when no script does: about what it was really sent, the same to the same request.
 *
 * A prompt that has one of these words in it brings a sample of it:
 *   long · table · code · list · markdown (a bit of everything) · emoji (text of many bytes)
 *
 * A prompt that is nothing but one of these makes it happen, to try by hand what Parley does then:
 *   error 529            that status; any from 400 to 599
 *   error 429 retry 20   with `retry-after: 20`
 *   error 529 once       only the first time: a retry succeeds
 *   error event          an `error` event in mid-stream
 *   spend limit, no credit
 *   refuse · pause · max tokens · context window     the stop reasons
 *   stall · stall with pings · silence · slow · cut   a stream that stops, never begins, begins late, breaks
 *   garbage · unknown events · html                  what the API would not send
 *   tool, tool NAME      a call of one of the request's tools
 *
 * Where a request has tools of the API's own (web search, web fetch, code execution), each is used once, of nothing that is real.
 *
 * A prompt that begins with "Continue" after a reply that was cut goes on where it was cut.
 */
import { answerTo, promptOf } from './demoAnswer.ts';
import { citationBlocks } from './demoCitations.ts';
import { sampleOf } from './demoJson.ts';
import { demoState } from './demoStates.ts';
import { toolBlocks } from './demoTools.ts';
import type { ReplyBlock, Script } from './script.ts';
import { toolUsage } from './serverTools.ts';
import type { SimRequest } from './simRequest.ts';
import type { AcceptedRequest } from './validate.ts';

/** About ninety tokens a second. */
export const demoPace = 60;

/** A demo; it remembers only which requests failed `once`. */
export function createDemo(): (accepted: AcceptedRequest, received: SimRequest) => Script {
  const failed = new Set<string>();
  return (accepted, received) => {
    const script = scriptFor(accepted);
    if (!script.once) return script.script;
    const first = !failed.has(received.rawBody);
    failed.add(received.rawBody);
    return first ? script.script : replyWith(accepted, answerTo(accepted));
  };
}

function scriptFor(accepted: AcceptedRequest): { readonly script: Script; readonly once: boolean } {
  const { output_config, tools } = accepted.body;
  if (output_config?.format) return { script: replyWith(accepted, JSON.stringify(sampleOf(output_config.format.schema))), once: false };
  const rest = unfinished(accepted);
  if (rest !== undefined) return { script: replyWith(accepted, rest), once: false };
  const prompt = promptOf(accepted.body.messages);
  const state = demoState(prompt, tools ?? []);
  const text = answerTo(accepted);
  if (state === undefined) {
    const used = toolBlocks(tools ?? [], prompt, String(accepted.body.messages.length));
    return { script: replyWith(accepted, text, citationBlocks(accepted.body.messages), used), once: false };
  }
  const { reply, once, part, ...fault } = state;
  const usual = replyWith(accepted, reply?.text ?? text.slice(0, part)).reply;
  return { script: { reply: { ...usual, ...reply }, ...fault }, once: once ?? false };
}

/** A reply with thinking before it, where the request asks for it or the model does so by itself. */
function replyWith(
  { body, model }: AcceptedRequest,
  text: string,
  more: readonly ReplyBlock[] = [],
  before: readonly ReplyBlock[] = [],
): Script {
  const type = body.thinking?.type ?? (model.thinksByDefault ? 'adaptive' : 'disabled');
  const thinks = type === 'adaptive' || type === 'enabled';
  const display = (body.thinking && 'display' in body.thinking ? body.thinking.display : null) ?? model.defaultDisplay;
  const thinking = display === 'summarized' ? thinkingAbout(promptOf(body.messages)) : '';
  const blocks: readonly ReplyBlock[] = [
    ...(thinks ? [{ type: 'thinking' as const, thinking }] : []),
    ...before,
    { type: 'text', text },
    ...more,
  ];
  const uses = (name: string) => before.filter((block) => block.type === 'server_tool_use' && block.name === name).length;
  const usage = before.length === 0 ? {} : { usage: toolUsage(uses('web_search'), uses('web_fetch')) };
  return { reply: { blocks, deltasPerSecond: demoPace, ...usage } };
}

function thinkingAbout(prompt: string): string {
  const words = prompt.split(/\s+/).filter((word) => word !== '').length;
  const asked =
    words === 0
      ? 'There are no words in the last turn, so I look at what came with it.'
      : `The last turn has ${words === 1 ? 'one word' : `${words} words`}, which I quote back.`;
  return `${asked}\n\nI am a simulator: I can only tell what arrived. I list context, pictures and documents, then show what else can be tried here.`;
}

const continues = /^\W*(please\s+)?(continue|go on|carry on)\b/i;

/**
 * What is left of the answer that the conversation's end is the cut beginning of; undefined where it is not one.
 * It was cut if the assistant has the last word, or the user only asked to go on; both may have happened more than once.
 */
function unfinished(accepted: AcceptedRequest): string | undefined {
  const { messages } = accepted.body;
  let end = messages.length;
  let said = '';
  while (end > 0) {
    const asksOn = messages[end - 1]?.role === 'user' && continues.test(promptOf(messages.slice(0, end)));
    const at = asksOn ? end - 2 : end - 1;
    const message = messages[at];
    if (message?.role !== 'assistant') break;
    const { content } = message;
    const text = typeof content === 'string' ? content : content.map((block) => (block.type === 'text' ? block.text : '')).join('');
    said = text + said;
    end = at;
  }
  if (said === '' || end === 0) return undefined;
  const whole = answerTo({ ...accepted, body: { ...accepted.body, messages: messages.slice(0, end) } });
  const begun = whole.startsWith(said) ? said : said.trimEnd();
  return whole.startsWith(begun) && begun.length < whole.length ? whole.slice(begun.length) : undefined;
}
