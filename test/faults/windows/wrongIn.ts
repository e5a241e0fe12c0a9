/** What several windows were told beside what there is when all of them are closed. */
import { titleOf } from '../../../src/chat/title.ts';
import type { Found } from '../kill/found.ts';
import { digestOf, type Entry, type Operation } from '../kill/journal.ts';
import { replyDeltas } from '../kill/talk.ts';

/** What a user is told who does something where another window was faster. */
const understood = [
  /A reply is running in this conversation\./,
  /The prompt is not queued any more\./,
  /The prompt is not there any more\./,
  /The prompt \S+ is not queued\./,
  /The conversation is not there any more\./,
];

/** Says in words what is lost or twice, and what was refused or said without a reason. */
export function wrongIn(windows: readonly (readonly Entry[])[], found: Found): string[] {
  const wrong = [...found.damage];
  const asked: Operation[] = [];
  const done: Operation[] = [];
  for (const entries of windows) {
    const begun = new Map<number, Operation>();
    for (const entry of entries) {
      if (entry.type === 'begun') {
        begun.set(entry.number, entry.operation);
        asked.push(entry.operation);
      } else if (entry.type === 'done') {
        const operation = begun.get(entry.number);
        if (operation) done.push(operation);
      } else if (entry.type === 'refused') {
        if (!understood.some((each) => each.test(entry.reason))) wrong.push(`refused: ${entry.reason}`);
      } else if (entry.type === 'ended') {
        const reply = found.replies.get(entry.message);
        if (reply?.status !== entry.status || digestOf(reply.text) !== entry.digest)
          wrong.push(`the reply ${entry.message} is not as it ended.`);
      }
    }
  }
  const mayBeGone = new Set(asked.flatMap((each) => (each.type === 'removeQueued' ? [each.message] : [])));
  const texts = Map.groupBy(
    asked.flatMap((each) => {
      if (each.type === 'send' || each.type === 'editQueued') return [{ id: each.message, text: each.text }];
      return each.type === 'edit' ? [{ id: each.becomes, text: each.text }] : [];
    }),
    ({ id }) => id,
  );
  for (const operation of done) {
    if (operation.type !== 'send' && operation.type !== 'edit') continue;
    const id = operation.type === 'send' ? operation.message : operation.becomes;
    const conversation = found.conversations.get(operation.conversation);
    const places = [conversation?.queue.get(id), conversation?.messages.get(id)].filter((each) => each !== undefined);
    if (places.length === 0 && !mayBeGone.has(id)) wrong.push(`the prompt ${id} is lost.`);
    if (places.length > 1) wrong.push(`the prompt ${id} is queued and sent.`);
    for (const place of places)
      if (!texts.get(id)?.some(({ text }) => text === place.text)) wrong.push(`the prompt ${id} says ${JSON.stringify(place.text)}.`);
  }
  for (const [id, { title, deleted, messages }] of found.conversations) {
    const own = asked.filter(({ conversation }) => conversation === id);
    const renamed = own.flatMap((each) => (each.type === 'rename' ? [each.title] : []));
    const isRenamed = done.some((each) => each.conversation === id && each.type === 'rename');
    const first = [...messages.values()].map(({ text }) => titleOf(text));
    if (!(isRenamed ? renamed : [...renamed, ...first, '']).includes(title)) wrong.push(`${id} is called ${JSON.stringify(title)}.`);
    if (deleted && !own.some(({ type }) => type === 'delete')) wrong.push(`${id} is hidden, and nobody has deleted it.`);
  }
  for (const [id, { status, text, prompt }] of found.replies) {
    const whole = replyDeltas(prompt).join('');
    if (status === 'streaming') wrong.push(`the reply ${id} streams.`);
    if (status === 'complete' ? text !== whole : !whole.startsWith(text)) wrong.push(`the reply ${id} says what was not said.`);
  }
  return wrong;
}
