/** A day of use in compressed time: turns of all kinds in many conversations, and what is done between them. */
import type { HistoryStore } from '../../../src/chat/historyStore.ts';
import type { Session } from '../../../src/chat/session.ts';
import type { Sessions } from '../../../src/chat/sessions.ts';
import type { Engine } from '../engine.ts';
import { stallTimeout } from '../fault.ts';
import type { Random } from '../kill/random.ts';
import { makePicture } from '../kill/user.ts';
import { type Outcome, outcomes, promptFor } from './answer.ts';

/** Messages after which another conversation is begun. */
const longest = 40;

export interface DayParts {
  readonly sessions: Sessions;
  readonly store: HistoryStore;
  readonly engine: Engine;
  readonly random: Random;
  /** Milliseconds between the beginnings of two turns. */
  readonly pause: number;
}

export class Day {
  readonly #parts: DayParts;
  #session: Session | null = null;
  /** Ends the listening of what shows the conversation. */
  #stopShowing = () => {};
  #deleted: string | null = null;
  /** How many turns were taken, whatever came of them. */
  turns = 0;
  #count = 0;

  constructor(parts: DayParts) {
    this.#parts = parts;
  }

  /** One turn, with what is done before it; sometimes another one that goes on where it failed. */
  async work(): Promise<void> {
    const { engine, random, pause } = this.#parts;
    if (random.below(2) === 0) await this.#between();
    const session = await this.#shown();
    const prompts = session.path.flatMap(({ message }) => (message.role === 'user' && message.origin === 'typed' ? [message.id] : []));
    const outcome = random.pick(outcomes) ?? 'whole';
    const prompt = random.pick(prompts);
    if (prompt !== undefined && random.below(8) === 0)
      await this.#turn(session, outcome, (text) => session.edit(prompt, crypto.randomUUID(), text));
    else await this.#turn(session, outcome, (text) => session.send(crypto.randomUUID(), text));
    await this.#goOn(session);
    engine.lead.pass(pause);
  }

  /** Leaves what is shown, so that nothing is open, and resolves when all is stored. */
  async rest(): Promise<void> {
    const session = this.#session;
    this.#leave();
    await session?.settled();
    await this.#parts.sessions.update();
    this.#parts.engine.log.length = 0;
  }

  async #turn(session: Session, outcome: Outcome, ask: (text: string) => Promise<unknown>): Promise<void> {
    const { engine } = this.#parts;
    this.#count += 1;
    this.turns += 1;
    const text = promptFor(this.#count, outcome);
    let stopListening = () => {};
    const begun = new Promise<void>((resolve) => {
      stopListening = session.onEvent((event) => {
        const isOver = event.type === 'turn' && event.message.role === 'assistant' && event.message.status !== 'streaming';
        if (event.type === 'delta' || isOver) resolve();
      });
    });
    const meddle = async () => {
      await Promise.all([ask(text), begun.then(() => this.#meddle(session, outcome))]);
    };
    const isHeld = outcome === 'stopped' || outcome === 'queued' || outcome === 'stalled';
    await engine.turn(session, isHeld ? meddle : () => ask(text));
    stopListening();
    await session.settled();
    if (outcome !== 'queued') return;
    this.turns += 1;
    await engine.turn(session, () => session.sendQueued());
    await session.settled();
  }

  /** What is done while a reply streams that does not end by itself. */
  async #meddle(session: Session, outcome: Outcome): Promise<void> {
    const { engine } = this.#parts;
    if (outcome === 'stalled') {
      engine.lead.silence(stallTimeout);
      return;
    }
    if (outcome === 'queued') await session.send(crypto.randomUUID(), promptFor(++this.#count, 'whole'));
    session.stop();
  }

  /** After a turn that did not end well: again, on from where it was, or not at all. */
  async #goOn(session: Session): Promise<void> {
    const { engine, random } = this.#parts;
    const last = session.path.at(-1)?.message;
    if (last?.role !== 'assistant' || last.status === 'complete') return;
    const how = random.below(3);
    if (how === 0) return;
    this.turns += 1;
    await engine.turn(session, () => (how === 1 ? session.regenerate(last.id) : session.continueAfter(last.id)));
    await session.settled();
  }

  /** What one does in a chat when one does not write. */
  async #between(): Promise<void> {
    const { random, sessions, store } = this.#parts;
    const session = await this.#shown();
    const { leafId } = session.conversation;
    const first = session.reader.lastPage.messages[0]?.message.id;
    const branching = session.path.find(({ siblings }) => siblings.length > 1);
    const acts: readonly (() => Promise<unknown>)[] = [
      async () => this.#leave(),
      async () => this.#leave(),
      async () => this.#open(await sessions.create()),
      () => session.draft.save({ text: `kettle ${this.#count}`, edit: null }),
      () => session.saveViewState({ ...session.conversation.viewState }),
      () => sessions.patch(session.id, { title: `Title ${this.#count}` }),
      () => sessions.patch(session.id, { pinned: random.below(2) === 0 }),
      () => store.search('kettle', sessions.workspaceId, 50),
      async () => leafId !== null && store.findInPath(leafId, 'kettle'),
      async () => first !== undefined && session.reader.before(first),
      async () => first !== undefined && session.around(first, true),
      async () => branching && session.selectSibling(branching.message.id, random.below(branching.siblings.length)),
      () => session.next.request(),
      () => session.sumAgain(),
      () => this.#paste(session),
      () => this.#delete(session),
      () => this.#restore(),
    ];
    await random.pick(acts)?.();
  }

  async #paste(session: Session): Promise<void> {
    const { picture, files } = makePicture(this.#parts.random, crypto.randomUUID());
    await session.draft.addPicture(picture, files);
    if (this.#parts.random.below(2) === 0) await session.draft.removePicture(picture.id);
  }

  async #delete(session: Session): Promise<void> {
    this.#leave();
    this.#deleted = session.id;
    await this.#parts.sessions.delete(session.id);
  }

  async #restore(): Promise<void> {
    if (this.#deleted !== null) await this.#parts.sessions.restore(this.#deleted);
    this.#deleted = null;
  }

  /** The conversation that is shown; if there is none, or it has become long, another one. */
  async #shown(): Promise<Session> {
    const { random, sessions } = this.#parts;
    if (this.#session && this.#session.conversation.messageCount < longest) return this.#session;
    this.#leave();
    const id = random.below(3) > 0 ? random.pick(sessions.recent.filter(({ messageCount }) => messageCount < longest))?.id : undefined;
    const session = (id === undefined ? undefined : await sessions.open(id)) ?? (await sessions.create());
    this.#open(session);
    return session;
  }

  #open(session: Session): void {
    this.#leave();
    this.#session = session;
    this.#stopShowing = session.onEvent(() => {});
  }

  #leave(): void {
    this.#stopShowing();
    this.#stopShowing = () => {};
    if (this.#session) this.#parts.sessions.release(this.#session);
    this.#session = null;
  }
}
