/** A user who does by chance what users do: sends, edits, deletes, renames, pastes pictures. */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Session } from '../../../src/chat/session.ts';
import type { Sessions } from '../../../src/chat/sessions.ts';
import type { Picture, PictureFiles } from '../../../src/shared/picture.ts';
import { png } from '../../pictures/build.ts';
import type { Operation } from './journal.ts';
import type { Random } from './random.ts';
import { promptText } from './talk.ts';

/** Conversations of a user at a time: all of them are tried after each kill. */
const mostConversations = 3;
const mostQueued = 3;
const mostPictures = 3;

/** Milliseconds of a rest at the longest: then a reply goes on, or ends. */
const longestRest = 150;

export interface UserParts {
  readonly sessions: Sessions;
  readonly random: Random;
  /** Begins the ids of what the user makes. */
  readonly name: string;
  /** Told before something is asked for; gives what is told of its outcome. */
  readonly begin: (operation: Operation) => { readonly done: (queued?: boolean) => void; readonly refused: (reason: string) => void };
}

type Act = readonly [weight: number, isPossible: boolean, run: () => Promise<void>];

export class User {
  readonly #parts: UserParts;
  #session: Session | null = null;
  #deleted: string[] = [];
  #count = 0;
  #isResting = false;

  constructor(parts: UserParts) {
    this.#parts = parts;
  }

  /** Works until `rest` is called. */
  async work(): Promise<void> {
    await this.#parts.sessions.update();
    while (!this.#isResting) await this.#step();
  }

  rest(): void {
    this.#isResting = true;
  }

  async #step(): Promise<void> {
    const { random, sessions } = this.#parts;
    const session = this.#session;
    const listed = sessions.recent.length;
    if (!session) {
      const begins = listed < mostConversations && random.below(listed + 1) === 0;
      await (begins ? this.#create() : this.#open());
      return;
    }
    const { draft, queue } = session.conversation;
    const prompts = session.path.flatMap(({ message }) => (message.role === 'user' ? [message.id] : []));
    const replies = session.path.flatMap(({ message }) => (message.role === 'assistant' ? [message.id] : []));
    const acts: readonly Act[] = [
      [6, queue.length < mostQueued, () => this.#send(session)],
      [3, draft.pictures.length < mostPictures, () => this.#paste(session)],
      [1, draft.pictures.length > 0, () => this.#takeAway(session)],
      [3, true, () => this.#type(session)],
      [3, prompts.length > 0, () => this.#edit(session, prompts)],
      [2, queue.length > 0, () => this.#editQueued(session)],
      [1, queue.length > 0, () => this.#removeQueued(session)],
      [1, replies.length > 0 && !session.busy, () => this.#regenerate(session, replies)],
      [2, true, () => this.#rename(session)],
      [1, true, () => this.#pin(session)],
      [1, session.busy, async () => session.stop()],
      [1, listed > 1, () => this.#delete(session)],
      [1, this.#deleted.length > 0 && listed < mostConversations, () => this.#restore()],
      [1, listed < mostConversations, () => this.#create()],
      [2, listed > 1, () => this.#open()],
      [4, true, () => pause(random.below(longestRest))],
    ];
    const possible = acts.flatMap(([weight, isPossible, run]) => (isPossible ? Array.from({ length: weight }, () => run) : []));
    await random.pick(possible)?.();
  }

  async #do(operation: Operation, action: () => Promise<unknown>): Promise<void> {
    const { done, refused } = this.#parts.begin(operation);
    try {
      const result = await action();
      done(result === true || result === false ? result : undefined);
    } catch (error) {
      refused(String(error));
    }
  }

  #newId(kind: string): string {
    this.#count += 1;
    return `${this.#parts.name}-${kind}${this.#count}`;
  }

  async #create(): Promise<void> {
    this.#leave();
    const session = await this.#parts.sessions.create();
    this.#show(session);
    this.#parts.begin({ type: 'create', conversation: session.id }).done();
    await this.#send(session);
    await this.#parts.sessions.update();
  }

  async #open(): Promise<void> {
    const { random, sessions } = this.#parts;
    this.#leave();
    const id = random.pick(sessions.recent)?.id;
    const session = id === undefined ? undefined : await sessions.open(id);
    if (session) this.#show(session);
  }

  /** Until it is left, or deleted in another window. */
  #show(session: Session): void {
    this.#session = session;
    session.onEvent(({ type }) => {
      if (type === 'deleted' && this.#session === session) this.#leave();
    });
  }

  #leave(): void {
    if (this.#session) this.#parts.sessions.release(this.#session);
    this.#session = null;
  }

  async #send(session: Session): Promise<void> {
    const { random } = this.#parts;
    const conversation = session.id;
    const message = this.#newId('p');
    const text = promptText(random, message);
    // As who types fast: what is typed is not waited for.
    if (random.below(2) === 0) {
      this.#parts.begin({ type: 'draft', conversation, text });
      void session.draft.save({ text, edit: null });
    }
    await this.#do({ type: 'send', conversation, message, text }, async () => (await session.send(message, text)).queued);
  }

  async #type(session: Session): Promise<void> {
    const text = promptText(this.#parts.random, this.#newId('d'));
    await this.#do({ type: 'draft', conversation: session.id, text }, () => session.draft.save({ text, edit: null }));
  }

  async #paste(session: Session): Promise<void> {
    const { picture, files } = makePicture(this.#parts.random, this.#newId('i'));
    const operation: Operation = { type: 'paste', conversation: session.id, picture: picture.id, hash: picture.hash };
    await this.#do(operation, () => session.draft.addPicture(picture, files));
  }

  async #takeAway(session: Session): Promise<void> {
    const picture = this.#parts.random.pick(session.conversation.draft.pictures)?.id;
    if (picture === undefined) return;
    await this.#do({ type: 'takeAway', conversation: session.id, picture }, () => session.draft.removePicture(picture));
  }

  async #edit(session: Session, prompts: readonly string[]): Promise<void> {
    const { random } = this.#parts;
    const message = random.pick(prompts) ?? '';
    const becomes = this.#newId('e');
    const text = promptText(random, becomes);
    await this.#do({ type: 'edit', conversation: session.id, message, becomes, text }, () => session.edit(message, becomes, text));
  }

  async #editQueued(session: Session): Promise<void> {
    const { random } = this.#parts;
    const message = random.pick(session.conversation.queue)?.id;
    if (message === undefined) return;
    const text = promptText(random, this.#newId('q'));
    await this.#do({ type: 'editQueued', conversation: session.id, message, text }, () => session.editQueued(message, text));
  }

  async #removeQueued(session: Session): Promise<void> {
    const message = this.#parts.random.pick(session.conversation.queue)?.id;
    if (message === undefined) return;
    await this.#do({ type: 'removeQueued', conversation: session.id, message }, () => session.removeQueued(message));
  }

  async #regenerate(session: Session, replies: readonly string[]): Promise<void> {
    const message = this.#parts.random.pick(replies) ?? '';
    await this.#do({ type: 'regenerate', conversation: session.id, message }, () => session.regenerate(message));
  }

  async #rename(session: Session): Promise<void> {
    const title = `Title ${this.#newId('t')}`;
    await this.#do({ type: 'rename', conversation: session.id, title }, () => this.#parts.sessions.patch(session.id, { title }));
  }

  async #pin(session: Session): Promise<void> {
    const pinned = !session.conversation.pinned;
    await this.#do({ type: 'pin', conversation: session.id, pinned }, () => this.#parts.sessions.patch(session.id, { pinned }));
  }

  async #delete(session: Session): Promise<void> {
    this.#leave();
    this.#deleted.push(session.id);
    await this.#do({ type: 'delete', conversation: session.id }, () => this.#parts.sessions.delete(session.id));
  }

  async #restore(): Promise<void> {
    const conversation = this.#deleted.pop();
    if (conversation === undefined) return;
    await this.#do({ type: 'restore', conversation }, () => this.#parts.sessions.restore(conversation));
  }
}

/** A small picture by chance. */
export function makePicture(random: Random, id: string): { readonly picture: Picture; readonly files: PictureFiles } {
  const [width, height] = [1 + random.below(24), 1 + random.below(24)];
  const bytes = new Uint8Array(png({ width, height, color: () => [random.below(256), random.below(256), random.below(256)] }));
  const hash = createHash('sha256').update(bytes).digest('hex');
  const rest = { smallSize: null, name: `${id}.png`, note: null, description: null };
  return {
    picture: { id, hash, type: 'image/png', width, height, size: bytes.length, ...rest },
    files: { hash, whole: { type: 'image/png', bytes }, small: null, thumbnail: { type: 'image/png', bytes: bytes.slice() } },
  };
}
