/** A conversation that takes whatever turn it may: prompts with everything that goes with them, edits, branches, other models and settings, stops, queues. */
import { createHash } from 'node:crypto';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { HistoryStore, Model, ModelApi, PictureData, WantedPicture } from '../../../src/chat/ports.ts';
import type { RequestSettings } from '../../../src/chat/request.ts';
import { Session, type SessionParts } from '../../../src/chat/session.ts';
import { readModel } from '../../../src/claude/models.ts';
import type { ContextItem } from '../../../src/shared/context.ts';
import { type DocumentItem, documentType } from '../../../src/shared/document.ts';
import { picturesOf } from '../../../src/shared/message.ts';
import type { Picture, PictureFiles } from '../../../src/shared/picture.ts';
import { models, textModel } from '../../sim/models.ts';
import { pdf, png } from '../sim/samples.ts';
import type { Chance } from './chance.ts';
import { FakeClock, FakeHistory } from './fakes.ts';

const listed = models.map(({ info }) => info);
const texts = ['Why?', 'And then?\n', ' Go on ', 'a\u0000b', '\ud83d\ude00', '</context>', 'word '.repeat(200)];
const sizes = [
  { width: 1, height: 1 },
  { width: 640, height: 480 },
  { width: 2000, height: 40 },
  { width: 2576, height: 1449 },
] as const;

/** Keeps the smaller picture, too, as the database does. */
export class SizedHistory extends FakeHistory {
  override async readPictureData(wanted: readonly WantedPicture[]): Promise<readonly (PictureData | undefined)[]> {
    return wanted.map(({ hash, size }) => {
      const files = this.pictures.get(hash);
      const found = files && (size === 'small' ? (files.small ?? files.whole) : files.whole);
      return found && { type: found.type, data: new Uint8Array(Buffer.from(Buffer.from(found.bytes).toString('base64'))) };
    });
  }
}

/** What the conversation is led by. */
export interface World {
  readonly store: HistoryStore;
  readonly api: ModelApi;
  /** Whether a reply waits in its midst. */
  readonly held: () => boolean;
  readonly release: () => void;
  /** Told by a word what happens, so that a test sees that all of it does. */
  readonly note: (word: string) => void;
}

export class RandomConversation {
  readonly #chance: Chance;
  readonly #world: World;
  readonly #clock = new FakeClock();
  #session: Session | null = null;
  #ids = 0;
  #settings: RequestSettings;
  /** Whether the list of models was reached. */
  #known: boolean;

  constructor(chance: Chance, world: World) {
    this.#chance = chance;
    this.#world = world;
    this.#known = chance.of(0.85);
    this.#settings = this.#someSettings();
  }

  /** Some turns, one after the other. Resolves when all is stored. */
  async run(): Promise<void> {
    this.#session = await Session.create(this.#parts(), { id: 'w', name: 'W' });
    for (let left = 3 + this.#chance.below(10); left > 0; left--) {
      await this.#step();
      await this.#untilQuiet();
    }
  }

  get #open(): Session {
    if (!this.#session) throw new Error('There is no session yet.');
    return this.#session;
  }

  #parts(): SessionParts {
    return {
      store: this.#world.store,
      clock: this.#clock,
      connect: () => Promise.resolve(this.#world.api),
      settings: () => this.#settings,
      model: (id) => this.#modelOf(id),
      newId: () => this.#id(),
      log: () => {},
    };
  }

  #id(): string {
    return `id${++this.#ids}`;
  }

  #modelOf(id: string): Model | undefined {
    // A gateway's own is not known to write as much as every other.
    if (id === textModel.info.id) return readModel(textModel.info);
    return this.#known ? readModel(listed.find((info) => info.id === id)) : undefined;
  }

  #someSettings(): RequestSettings {
    return {
      model: this.#chance.pick(listed).id,
      maxTokens: this.#chance.pick([1, 20, 1000, 32_000, 1_000_000]),
      effort: this.#chance.pick([null, 'low', 'high', 'xhigh', 'max']),
      thinking: this.#chance.pick(['auto', 'auto', 'off', 'between_tools', { budget: 1024 }, { budget: 100_000 }]),
      instructions: this.#chance.pick(['', ' \n', 'Be brief.']),
      caching: this.#chance.pick(['5m', '1h', 'off']),
    };
  }

  async #step(): Promise<void> {
    const { note } = this.#world;
    const session = this.#open;
    const path = session.path.map(({ message }) => message);
    const some = path.length === 0 ? undefined : this.#chance.pick(path);
    switch (this.#chance.below(14)) {
      case 0:
        if (some) await session.regenerate(some.id);
        note('another reply');
        return;
      case 1:
        if (some?.role === 'user') await session.edit(some.id, this.#id(), this.#chance.pick(texts));
        note('an edit');
        return;
      case 2:
        if (some) await session.selectSibling(some.id, this.#chance.below(3));
        note('another branch');
        return;
      case 3:
        await session.chooseModel(this.#chance.of(0.1) ? null : this.#chance.of(0.15) ? textModel.info.id : this.#chance.pick(listed).id);
        note('another model');
        return;
      case 4:
        this.#settings = this.#someSettings();
        this.#known = this.#chance.of(0.85);
        return;
      case 5:
      case 6: {
        const last = path.at(-1);
        if (last) await session.continueAfter(last.id);
        note('going on');
        return;
      }
      case 7:
        await this.#changePictures(path.flatMap(picturesOf));
        return;
      case 8:
        await session.settled();
        this.#session = (await Session.open(this.#parts(), session.id)) ?? session;
        note('opened again');
        return;
      default:
        await this.#send();
    }
  }

  async #send(): Promise<void> {
    const { draft } = this.#open;
    if (this.#chance.of(0.3)) {
      for (let left = this.#chance.pick([1, 1, 3, 24]); left > 0; left--) {
        const { picture, files } = this.#picture();
        await draft.addPicture(picture, files);
      }
      this.#world.note('a picture');
    }
    if (this.#chance.of(0.15)) {
      const { document, bytes } = this.#document();
      await draft.changeDocuments((all) => [...all, document], [{ hash: document.hash, bytes }]);
      this.#world.note('a document');
    }
    if (this.#chance.of(0.2)) await draft.addContext([this.#context()]);
    await this.#open.send(this.#id(), this.#chance.of(0.1) ? ' \n' : this.#chance.pick(texts));
  }

  async #changePictures(all: readonly Picture[]): Promise<void> {
    if (all.length === 0) return;
    const { hash } = this.#chance.pick(all);
    const small = { type: 'image/png', bytes: bytesOf(png(8, 8)) } as const;
    await this.#open.changePictures(
      this.#chance.of(0.3)
        ? { type: 'shrink', hash, small }
        : { type: 'sending', hashes: [hash], sending: this.#chance.pick(['kept', 'never', null]) },
    );
    this.#world.note('pictures sent otherwise');
  }

  /** While a reply stands still in its midst. */
  async #meanwhile(): Promise<void> {
    const session = this.#open;
    switch (this.#chance.below(6)) {
      case 0:
        session.stop();
        this.#world.note('a stop');
        return;
      case 1:
        await session.send(this.#id(), this.#chance.pick(texts));
        this.#world.note('a queued prompt');
        return;
      case 2:
        await session.chooseModel(this.#chance.pick(listed).id);
        return;
      case 3: {
        const prompt = session.path.findLast(({ message }) => message.role === 'user')?.message;
        if (prompt) await session.edit(prompt.id, this.#id(), this.#chance.pick(texts));
        return;
      }
      case 4: {
        const [first] = session.conversation.queue;
        if (first) await session.removeQueued(first.id);
        return;
      }
      default:
        this.#settings = this.#someSettings();
    }
  }

  /** Until no reply runs and nothing waits to be sent by itself. */
  async #untilQuiet(): Promise<void> {
    const session = this.#open;
    for (let turns = 0; turns < 5_000_000; turns++) {
      if (!session.busy) {
        await session.settled();
        if (!session.busy) return;
      }
      if (this.#world.held()) {
        if (this.#chance.of(0.4)) await this.#meanwhile();
        this.#world.release();
      }
      if (session.wait?.kind === 'retrying') this.#clock.pass(60_000);
      await turnOfTheLoop();
    }
    throw new Error('The reply never ended.');
  }

  #picture(): { picture: Picture; files: PictureFiles } {
    const size = this.#chance.pick(sizes);
    const small = size.width > 2000 ? { type: 'image/png' as const, bytes: bytesOf(png(2000, 1125)) } : null;
    const whole = { type: 'image/png' as const, bytes: bytesOf(png(size.width, size.height)) };
    const hash = createHash('sha256').update(whole.bytes).digest('hex');
    const description = this.#chance.of(0.1) ? 'A cat.' : null;
    const kept = { size: whole.bytes.length, smallSize: small?.bytes.length ?? null };
    const picture: Picture = { id: this.#id(), hash, type: 'image/png', ...size, ...kept, name: 'cat.png', note: null, description };
    return { picture, files: { hash, whole, small, thumbnail: whole } };
  }

  #document(): { document: DocumentItem; bytes: Uint8Array<ArrayBuffer> } {
    const pages = this.#chance.pick([1, 3, 40, 90]);
    const bytes = bytesOf(pdf(pages));
    const hash = createHash('sha256').update(bytes).digest('hex');
    const citations = this.#chance.of(0.5);
    const document: DocumentItem = {
      id: this.#id(),
      type: documentType,
      hash,
      name: `${pages}.pdf`,
      size: bytes.length,
      pages,
      part: null,
      citations,
      uri: null,
    };
    return { document, bytes };
  }

  #context(): ContextItem {
    const text = this.#chance.pick(['', 'const a = 1;', '</context>']);
    return { id: this.#id(), kind: 'file', name: 'a.ts', path: 'src/a "b".ts', uri: null, lines: null, language: null, text, note: null };
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
