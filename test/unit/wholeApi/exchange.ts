/** A short conversation through the real engine, with an API that is as strict as the simulator, and a store that is read again. */
import assert from 'node:assert/strict';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { MessageCreateParamsBase } from '@anthropic-ai/sdk/resources/messages';
import type { Model } from '../../../src/chat/model.ts';
import type { ModelApi } from '../../../src/chat/modelApi.ts';
import type { RequestSettings } from '../../../src/chat/request.ts';
import { Session, type SessionParts } from '../../../src/chat/session.ts';
import { readModel } from '../../../src/claude/models.ts';
import type { AssistantMessage } from '../../../src/shared/message.ts';
import { findModel } from '../../sim/models.ts';
import type { Reply } from '../../sim/script.ts';
import { CheckingApi } from '../chat/checkingApi.ts';
import { FakeClock, FakeHistory } from '../chat/fakes.ts';

export interface Exchange {
  readonly session: Session;
  /** As it is stored. */
  readonly reply: AssistantMessage;
  /** The bodies of the requests so far. */
  readonly sent: readonly MessageCreateParamsBase[];
}

const settings: RequestSettings = {
  ...{ model: 'claude-sonnet-5-5', maxTokens: 2000, effort: null, thinking: 'auto', instructions: '', caching: 'off' },
};

/** A model as the Models API of the simulator tells of it. */
export function known(id: string): Model | undefined {
  return readModel(findModel(id)?.info);
}

/**
 * A conversation with nothing in it.
 * @param replies what the model says, one after the other; “Fine.” after them
 * @param other is asked instead
 */
export async function begin(replies: readonly Reply[], change: Partial<RequestSettings> = {}, other?: ModelApi) {
  const sent: MessageCreateParamsBase[] = [];
  const api = new CheckingApi(({ body }) => {
    const reply = replies[sent.length] ?? { text: 'Fine.' };
    sent.push(body);
    return { reply, fails: null, holdsAt: null, cutAt: null };
  });
  let ids = 0;
  const parts: SessionParts = {
    ...{ store: new FakeHistory(), clock: new FakeClock(), connect: () => Promise.resolve(other ?? api), model: known },
    ...{ settings: () => ({ ...settings, ...change }), newId: () => `id${++ids}`, log: () => {} },
  };
  const session = await Session.create(parts, { id: 'w', name: 'W' });
  const say = async (in_: Session, text: string) => {
    await in_.send(`u${++ids}`, text);
    await ended(in_);
    assert.deepEqual(api.refusals, []);
  };
  return { session, sent, say, reopened: () => Session.open(parts, session.id) };
}

/** A prompt, the reply that is given, and, from the store, another prompt: nothing of it is refused. */
export async function exchange(reply: Reply, change: Partial<RequestSettings> = {}): Promise<Exchange> {
  const { session, sent, say, reopened } = await begin([reply], change);
  await say(session, 'Why?');
  const again = (await reopened()) ?? assert.fail('It is not stored.');
  const stored = again.path[1]?.message;
  assert.ok(stored?.role === 'assistant');
  await say(again, 'And?');
  return { session: again, reply: stored, sent };
}

/** Until no reply runs and none begins by itself. */
export async function ended(session: Session): Promise<void> {
  for (let turns = 0; turns < 5_000_000; turns++) {
    if (!session.busy) {
      await session.settled();
      if (!session.busy) return;
    }
    await turnOfTheLoop();
  }
  assert.fail('The reply never ended.');
}
