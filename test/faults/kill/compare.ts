/** What was acknowledged beside what there is. */
import type { Expected, ExpectedConversation, ExpectedPrompt } from './expected.ts';
import type { Found, FoundConversation, FoundPrompt } from './found.ts';
import { digestOf } from './journal.ts';
import { replyDeltas } from './talk.ts';

/** Says in words everything that is lost, changed or twice; and takes what there is as what is expected from now on. */
export function compare(expected: Expected, found: Found): string[] {
  const wrong = [...found.damage];
  for (const id of expected.conversations.keys()) {
    const conversation = found.conversations.get(id);
    if (!conversation) {
      wrong.push(`${id}: the conversation is gone.`);
      continue;
    }
    const tried = expected.alternatives(id).map((each) => ({ each, differences: differences(each, conversation) }));
    const best = tried.find((each) => each.differences.length === 0) ?? tried.at(-1);
    if (best) expected.settle(id, best.each);
    wrong.push(...(best?.differences ?? []).map((difference) => `${id}: ${difference}`));
  }
  for (const [id, { messages }] of found.conversations) {
    if (messages.size > 0 && !expected.conversations.has(id)) wrong.push(`${id}: nobody knows of this conversation.`);
  }
  expected.forgetBegun();
  return [...wrong, ...wrongReplies(expected, found)];
}

function differences(expected: ExpectedConversation, found: FoundConversation): string[] {
  const wrong: string[] = [];
  const same = (what: string, wanted: unknown, there: unknown) => {
    if (JSON.stringify(wanted) !== JSON.stringify(there)) wrong.push(`${what}: ${JSON.stringify(wanted)} became ${JSON.stringify(there)}.`);
  };
  same('the title', expected.title, found.title);
  same('the pin', expected.pinned, found.pinned);
  same('whether it is deleted', expected.deleted, found.deleted);
  same('the draft', expected.draft, found.draft);
  same('the pictures of the draft', expected.pictures, found.pictures);
  for (const [id, prompt] of expected.prompts) {
    const places = placesOf(id, found);
    same(`how often the prompt ${id} is there`, 1, places.length);
    for (const place of places) same(`the prompt ${id}`, plain(prompt), plain(place));
  }
  for (const id of expected.removed.keys()) same(`whether the prompt ${id} is queued`, false, found.queue.has(id));
  for (const id of [...found.queue.keys(), ...found.messages.keys()]) {
    if (!expected.prompts.has(id) && !expected.removed.has(id)) wrong.push(`nobody has sent the prompt ${id}.`);
  }
  if (expected.shown !== null && !found.shown.includes(expected.shown)) wrong.push(`the prompt ${expected.shown} is not shown.`);
  return wrong;
}

function placesOf(id: string, { queue, messages }: FoundConversation): FoundPrompt[] {
  return [queue.get(id), messages.get(id)].filter((each) => each !== undefined);
}

function plain({ text, hashes }: ExpectedPrompt): unknown {
  return [text, hashes];
}

function wrongReplies(expected: Expected, found: Found): string[] {
  const wrong: string[] = [];
  for (const [id, { status, length, digest }] of expected.replies) {
    const reply = found.replies.get(id);
    if (!reply) wrong.push(`the reply ${id} is gone.`);
    else if (status !== null && reply.status !== status) wrong.push(`the reply ${id} was ${status} and is ${reply.status}.`);
    else if (status !== null && digestOf(reply.text) !== digest)
      wrong.push(`the reply ${id} of ${length} is another, of ${reply.text.length}.`);
    // Of one that streamed, the rest is with its checkpoints until it is opened.
    else if (status === null && reply.status !== 'streaming' && digestOf(reply.text.slice(0, length)) !== digest)
      wrong.push(`the reply ${id}, of which ${length} were kept, has ${reply.text.length}.`);
  }
  for (const [id, { status, text, prompt }] of found.replies) {
    const whole = replyDeltas(prompt).join('');
    if (status === 'complete' ? text !== whole : !whole.startsWith(text)) wrong.push(`the reply ${id} says what was not said.`);
    if (status !== 'streaming') expected.replies.set(id, { status, length: text.length, digest: digestOf(text) });
  }
  return wrong;
}
