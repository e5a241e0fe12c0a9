/**
 * Where faults are tried: the engine, the API's client and a real history over a real HTTP server. Only time is not real. Each fault has a
 * conversation of its own, which must go on after it.
 */
import type { HistoryStore } from '../../src/chat/historyStore.ts';
import { Session } from '../../src/chat/session.ts';
import type { ErrorAction } from '../../src/shared/errorAction.ts';
import { describeError } from '../../src/shared/errorText.ts';
import { isObject } from '../../src/shared/json.ts';
import { translator } from '../../src/shared/l10n.ts';
import type { AssistantMessage } from '../../src/shared/message.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { openTemporaryHistory, type TemporaryHistory } from '../unit/history/temporaryHistory.ts';
import { Engine, key } from './engine.ts';
import { type Expected, type Fault, goodAnswer, type Said } from './fault.ts';
import { differingCharacters, Reader, saidBy } from './reader.ts';

const t = translator({});

/** What came of one fault. */
export interface Verdict {
  /** Of what the server had written whole, in what is shown, stored and read again. */
  readonly lostCharacters: number;
  readonly lost: readonly string[];
  /** What could not be done afterwards: the action, the next turn, opening it again. */
  readonly unusable: readonly string[];
  /** What the user was told or offered, where that is not what was expected. */
  readonly wrong: readonly string[];
}

export class Stage {
  readonly #simulator: Simulator;
  readonly #history: TemporaryHistory;
  /** As another window has it. */
  readonly #other: HistoryStore;

  private constructor(simulator: Simulator, history: TemporaryHistory) {
    this.#simulator = simulator;
    this.#history = history;
    this.#other = history.openAgain();
  }

  static async open(): Promise<Stage> {
    const simulator = await startSimulator({ requireKey: true, unlimited: true, answer: () => ({ reply: { text: goodAnswer } }) });
    return new Stage(simulator, await openTemporaryHistory());
  }

  async close(): Promise<void> {
    await this.#simulator.close();
    await this.#history.dispose();
  }

  /** What comes of a fault. Never rejects for what Parley does. */
  async try(fault: Fault): Promise<Verdict> {
    this.#simulator.reset();
    const elsewhere = await fault.elsewhere?.();
    const attempt = new Attempt(this.#simulator, this.#history.store, this.#other, elsewhere?.url ?? this.#simulator.url);
    try {
      return await attempt.run(fault);
    } finally {
      await elsewhere?.close();
    }
  }
}

class Attempt {
  readonly #simulator: Simulator;
  readonly #store: HistoryStore;
  readonly #other: HistoryStore;
  readonly #url: string;
  readonly #engine: Engine;
  readonly #lost: string[] = [];
  readonly #unusable: string[] = [];
  readonly #wrong: string[] = [];
  #lostCharacters = 0;

  constructor(simulator: Simulator, store: HistoryStore, other: HistoryStore, url: string) {
    this.#simulator = simulator;
    this.#store = store;
    this.#other = other;
    this.#url = url;
    this.#engine = new Engine(url);
  }

  async run(fault: Fault): Promise<Verdict> {
    try {
      await this.#try(fault);
    } catch (error) {
      this.#unusable.push(error instanceof Error ? `${error.stack}` : String(error));
    }
    return { lostCharacters: this.#lostCharacters, lost: this.#lost, unusable: this.#unusable, wrong: this.#wrong };
  }

  async #try({ scripts, expected }: Fault): Promise<void> {
    const session = await Session.create(this.#engine.parts(this.#store), { id: 'w', name: 'W' });
    const reader = new Reader(session);
    this.#simulator.script(...(scripts?.(this.#engine.lead) ?? []));
    const waits: number[] = [];
    const promptId = crypto.randomUUID();
    const reply = await this.#engine.turn(session, () => session.send(promptId, 'Why?'), waits);
    this.#same('is shown', expected, reader.said(reply.id));
    this.#same('is in the session', expected, saidBy(reply));
    if (reader.torn > 0) this.#lose(`${reader.torn} characters were not shown as they came`, reader.torn);
    reader.close();

    await session.settled();
    // Calls are carried out in their order: once this one has its answer, the reply's end is on the disk.
    await this.#store.readMessage(reply.id);
    const stored = await this.#other.readMessage(reply.id);
    this.#same('is stored', expected, stored?.role === 'assistant' ? saidBy(stored) : { text: '', thinking: '' });
    this.#checkWords(expected, stored?.role === 'assistant' ? stored : reply, waits);

    // The fault is over; what comes now is answered as it should be.
    this.#simulator.reset();
    this.#engine.connect(this.#simulator.url);
    if (expected.failure) await this.#act(session, promptId, reply, expected, expected.failure.action);
    await this.#goOn(session, 'And then?');
    await session.settled();
    const again = await Session.open(this.#engine.parts(this.#other), session.id);
    const last = again?.path.at(-1)?.message;
    if (again?.busy !== false || last?.role !== 'assistant' || saidBy(last).text !== goodAnswer) {
      this.#unusable.push('It does not open again as it was.');
    }
  }

  /** What is said of it, which button is there, and how long one waited before. */
  #checkWords(expected: Expected, reply: AssistantMessage, waits: readonly number[]): void {
    const { error } = reply;
    const said = error && describeError(error, t, saidBy(reply).text !== '');
    const found = { status: reply.status, kind: error?.kind, sentence: said?.sentence, action: said?.action.kind, waits };
    const { failure } = expected;
    const wanted = {
      status: failure ? 'failed' : 'complete',
      kind: failure?.kind,
      sentence: failure?.sentence.replace('HOST', new URL(this.#url).host),
      action: failure?.action,
      waits: expected.waits ?? [],
    };
    const [foundJson, wantedJson] = [JSON.stringify(found), JSON.stringify(wanted)];
    if (foundJson !== wantedJson) this.#wrong.push(`${foundJson} in place of ${wantedJson}${error ? ` (${error.detail})` : ''}`);
    if (JSON.stringify(reply).includes(key)) this.#wrong.push('The key is in what is stored.');
  }

  /** Does what the first button does, and sees that the reply comes. */
  async #act(session: Session, promptId: string, reply: AssistantMessage, expected: Expected, action: ErrorAction['kind']): Promise<void> {
    const retry = () => this.#answered(session, () => session.regenerate(reply.id));
    switch (action) {
      case 'continue':
        await this.#answered(session, () => session.continueAfter(reply.id));
        if (this.#sentBefore() !== expected.text.toWellFormed()) this.#unusable.push('It does not go on from what had come.');
        return;
      case 'openLog':
        if (!this.#engine.log.some((line) => line.includes(`failed: ${expected.failure?.kind}`)))
          this.#unusable.push('The log says nothing of it.');
        return retry();
      case 'setKey':
        this.#engine.connect(this.#simulator.url, `${key}-new`);
        return retry();
      case 'chooseModel':
        await session.choices.chooseModel('claude-opus-5-5');
        return retry();
      case 'editPrompt':
        return this.#answered(session, () => session.edit(promptId, crypto.randomUUID(), 'In other words?'));
      case 'longConversation':
        await session.long.leaveOut({ most: null });
        return retry();
      case 'newConversation': {
        const fresh = await Session.create(this.#engine.parts(this.#store), { id: 'w', name: 'W' });
        await this.#goOn(fresh, 'Anew?');
        return retry();
      }
      // They open something, and the turn is tried again afterwards.
      case 'openBilling':
      case 'openSettings':
      case 'testConnection':
      case 'removePictures':
      case 'shrinkPictures':
      case 'changeFormat':
      case 'retry':
        return retry();
    }
  }

  async #goOn(session: Session, prompt: string): Promise<void> {
    await this.#answered(session, () => session.send(crypto.randomUUID(), prompt));
  }

  async #answered(session: Session, ask: () => Promise<unknown>): Promise<void> {
    const reply = await this.#engine.turn(session, ask);
    const { text } = saidBy(reply);
    if (reply.status !== 'complete' || text !== goodAnswer) {
      this.#unusable.push(`What was asked next: ${reply.status}, “${text.slice(0, 80)}”, ${reply.error?.detail ?? 'no error'}`);
    }
  }

  /** What Claude said last, by the last request. */
  #sentBefore(): string {
    const messages = this.#simulator.requests.at(-1)?.body['messages'];
    const last: unknown = Array.isArray(messages)
      ? messages.findLast((message) => isObject(message) && message['role'] === 'assistant')
      : null;
    const content = isObject(last) ? last['content'] : null;
    return Array.isArray(content) ? content.map((block) => (isObject(block) ? String(block['text'] ?? '') : '')).join('') : '';
  }

  #same(where: string, expected: Said, found: Said): void {
    const differing = differingCharacters(expected.text, found.text) + differingCharacters(expected.thinking, found.thinking);
    if (differing > 0) this.#lose(`What ${where} is not what had come: ${excerpt(found)} in place of ${excerpt(expected)}`, differing);
  }

  /** @param characters of one view; the most of all views count */
  #lose(what: string, characters: number): void {
    this.#lostCharacters = Math.max(this.#lostCharacters, characters);
    this.#lost.push(what);
  }
}

function excerpt({ text, thinking }: Said): string {
  return JSON.stringify([text.slice(-60), thinking.slice(-30)]);
}
