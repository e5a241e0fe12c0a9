/** The engine and the API's client as the product joins them, with time that passes when it is told to. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HistoryStore } from '../../src/chat/historyStore.ts';
import type { ModelApi } from '../../src/chat/modelApi.ts';
import type { Session, SessionParts } from '../../src/chat/session.ts';
import { createModelApi } from '../../src/claude/client.ts';
import type { WaitView } from '../../src/shared/headerView.ts';
import type { AssistantMessage } from '../../src/shared/message.ts';
import { FakeClock } from '../unit/chat/fakes.ts';
import { type Lead, stallTimeout, start } from './fault.ts';

export const key = 'sk-ant-api03-faults-0123456789abcdef';

/** Milliseconds of real time after which a turn is taken for one that never ends. */
const patience = 60_000;

/** Counts how often somebody asked for the time: whoever watches for silence does at each piece that comes. */
class WatchClock extends FakeClock {
  looks = 0;

  override now(): number {
    this.looks++;
    return super.now();
  }
}

export class Engine {
  readonly #clock = new FakeClock();
  readonly #watch = new WatchClock();
  readonly log: string[] = [];
  readonly lead: Lead = {
    taken: async () => {
      let looks = -1;
      // On loopback all that was written is there at once: so many turns of the loop in which nobody reads are enough.
      while (looks !== this.#watch.looks) {
        looks = this.#watch.looks;
        for (let turn = 0; turn < 8; turn++) await nextTurn();
      }
    },
    silence: (ms) => this.#watch.pass(ms),
    pass: (ms) => this.#clock.pass(ms),
  };
  #api: ModelApi;

  /** @param url where requests go */
  constructor(url: string) {
    this.#clock.pass(start - this.#clock.now());
    this.#api = this.#client(url, key);
  }

  /** How many timers wait, the engine's and those that watch for silence. */
  get timers(): number {
    return this.#clock.pending + this.#watch.pending;
  }

  /** Requests go there from now on. */
  connect(url: string, apiKey = key): void {
    this.#api = this.#client(url, apiKey);
  }

  parts(store: HistoryStore): SessionParts {
    return {
      ...{ store, clock: this.#clock, connect: async () => this.#api, model: () => undefined },
      settings: () => ({
        ...{ model: 'claude-sonnet-5-5', maxTokens: 1000, effort: null, thinking: 'auto', instructions: '', caching: 'off' },
      }),
      newId: () => crypto.randomUUID(),
      log: (line) => this.log.push(line),
    };
  }

  /** Asks, waits out what is waited for, and resolves to the reply when it has ended. @param waits to which the waits are added, in milliseconds */
  async turn(session: Session, ask: () => Promise<unknown>, waits: number[] = []): Promise<AssistantMessage> {
    let stop = () => {};
    let timer: NodeJS.Timeout | undefined;
    const ended = new Promise<AssistantMessage>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('The turn does not end.')), patience);
      let waited: WaitView = null;
      stop = session.onEvent((event) => {
        const { wait } = session;
        if (wait?.kind === 'retrying' && wait !== waited) {
          waited = wait;
          const ms = wait.until - this.#clock.now();
          waits.push(ms);
          setImmediate(() => this.#clock.pass(ms));
        }
        if (event.type === 'turn' && event.message.role === 'assistant' && event.message.status !== 'streaming') resolve(event.message);
      });
    });
    try {
      const [reply] = await Promise.all([ended, ask()]);
      return reply;
    } finally {
      clearTimeout(timer);
      stop();
    }
  }

  #client(baseUrl: string, apiKey: string): ModelApi {
    return createModelApi({ baseUrl, apiKey, stallTimeout, userAgent: 'Parley/test', now: () => this.#clock.now(), clock: this.#watch });
  }
}
