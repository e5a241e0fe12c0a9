import * as vscode from 'vscode';
import type { Session } from '../chat/session.ts';
import type { SessionEvent } from '../chat/sessionEvents.ts';
import { UpdateStream } from '../chat/updateStream.ts';
import type { PathPart } from '../chat/visiblePath.ts';
import { ContextWatch } from '../context/contextWatch.ts';
import type { HeaderView } from '../shared/headerView.ts';
import type { HostMessage } from '../shared/protocol.ts';
import type { TurnsView } from '../shared/turnView.ts';
import type { Chat } from './chat.ts';
import { headerView } from './headerView.ts';
import { LivePlaces } from './livePlaces.ts';
import { NextEstimate } from './nextEstimate.ts';
import { systemClock } from './systemClock.ts';
import { ToldTurn } from './toldTurn.ts';
import { turnViews, turnViewWith } from './turnViews.ts';

/** What a page is told of the conversation that it shows: updates, as long as it is seen. It holds nothing that is not elsewhere. */
export class PageFeed implements vscode.Disposable {
  readonly #chat: Chat;
  readonly #session: () => Session | undefined;
  readonly #stream: UpdateStream;
  readonly #next: NextEstimate;
  readonly #places = new LivePlaces();
  readonly #told = new ToldTurn();
  /** The parts of the workspace that go with what is typed, followed to where they are by now. */
  readonly context: ContextWatch;
  readonly #disposables: readonly vscode.Disposable[];
  #live = false;

  /** @param session the one that is shown */
  constructor(chat: Chat, session: () => Session | undefined, post: (message: HostMessage) => void) {
    this.#chat = chat;
    this.#session = session;
    this.#stream = new UpdateStream(post, systemClock);
    const header = () => this.header();
    this.context = new ContextWatch(header);
    this.#next = new NextEstimate(chat, session, header);
    this.#disposables = [
      chat.connection.onDidChange(header),
      chat.models.onDidChange(header),
      chat.instructions.onDidChange(header),
      chat.starters.onDidChange(() => session()?.path.length === 0 && header()),
      new vscode.Disposable(chat.sessions.onDidChange(header)),
      this.context,
      this.#next,
    ];
  }

  /** Whether there is a page that is seen. */
  get isLive(): boolean {
    return this.#live;
  }

  /** There is a page from now on. It has nothing yet: a snapshot comes first. */
  begin(): void {
    this.#live = true;
  }

  /** The page is out of sight: nothing is sent to it until it begins anew. */
  rest(): void {
    this.#live = false;
    this.#next.rest();
  }

  /** The page has painted everything up to `seq`. */
  acknowledge(seq: number): void {
    this.#stream.acknowledge(seq);
  }

  /** To be called at each key. */
  typed(): void {
    this.#next.typed();
  }

  /** Text that streams. */
  delta(event: Extract<SessionEvent, { type: 'delta' }>): void {
    const { turnId, block, text } = this.#places.place(event.messageId, event.block, event.text);
    if (this.#live) this.#stream.delta(turnId, block, text);
  }

  /** A turn that is new, or changed as a whole. */
  turn(messageId: string): void {
    const path = this.#session()?.path ?? [];
    this.#places.look(path);
    if (!this.#live) return;
    const turn = turnViewWith(path, messageId, this.#modelName, this.#chat.costOf);
    if (turn) this.#stream.update(this.#told.update(turn));
  }

  /** All that is shown. */
  snapshot(): void {
    const session = this.#session();
    if (!session) return;
    this.#places.look(session.path);
    if (!this.#live) return;
    const { draft, viewState } = session.conversation;
    this.#told.forget();
    this.#stream.update({
      type: 'snapshot',
      snapshot: { header: this.#header(session), ...this.#turns(session.reader.lastPage), draft, viewState },
    });
  }

  header(): void {
    const session = this.#session();
    if (this.#live && session) this.#stream.update({ type: 'header', header: this.#header(session) });
  }

  /**
   * The answer to who asks for a part of the path. A reply that streams in it is told once more, as it stands after the answer: what came
   * for it meanwhile came to a page that did not have it.
   */
  answerTurns(part: PathPart): TurnsView {
    // It is in the answer: told after it, it would be there twice.
    this.#stream.flush();
    this.#told.forget();
    const streaming = part.messages.findLast(({ message }) => message.role === 'assistant' && message.status === 'streaming')?.message;
    if (streaming) setImmediate(() => this.turn(streaming.id));
    return this.#turns(part);
  }

  dispose(): void {
    this.#stream.dispose();
    for (const each of this.#disposables) each.dispose();
  }

  #header(session: Session): HeaderView {
    this.context.put(session.conversation.draft.context);
    return headerView(this.#chat, session, (id) => this.context.isStale(id), this.#next.view(session));
  }

  #turns({ messages, hasEarlier, hasLater }: PathPart): TurnsView {
    return { turns: turnViews(messages, this.#modelName, this.#chat.costOf), hasEarlier, hasLater };
  }

  readonly #modelName = (id: string): string => this.#chat.models.nameOf(id);
}
