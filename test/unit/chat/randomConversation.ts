/** A conversation that takes whatever turn it may: prompts with everything that goes with them, edits, branches, other models and settings, stops, queues. */
import { createHash } from 'node:crypto';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { HistoryStore, PictureData, WantedPicture } from '../../../src/chat/historyStore.ts';
import type { Model } from '../../../src/chat/model.ts';
import type { ModelApi } from '../../../src/chat/modelApi.ts';
import type { RequestSettings } from '../../../src/chat/request.ts';
import { Session, type SessionParts } from '../../../src/chat/session.ts';
import { readModel } from '../../../src/claude/models.ts';
import type { Advanced } from '../../../src/shared/advanced.ts';
import type { AnswerFormat } from '../../../src/shared/answerFormat.ts';
import type { ContextItem } from '../../../src/shared/context.ts';
import { type DocumentItem, documentType } from '../../../src/shared/document.ts';
import { type LeaveOut, summaryPromptOf } from '../../../src/shared/longConversation.ts';
import { type Message, picturesOf } from '../../../src/shared/message.ts';
import type { Picture, PictureFiles } from '../../../src/shared/picture.ts';
import { type ServerToolName, serverToolNames } from '../../../src/shared/serverTools.ts';
import { models, textModel } from '../../sim/models.ts';
import type { Windows } from '../../sim/validate.ts';
import { pdf, png } from '../sim/samples.ts';
import type { Chance } from './chance.ts';
import { FakeClock, FakeHistory } from './fakes.ts';

const listed = models.map(({ info }) => info);
/** Some of which fill the smallest window. */
const longText = 'word '.repeat(5000);
const texts = ['Why?', 'And then?\n', ' Go on ', 'a\u0000b', '\ud83d\ude00', '</context>', 'word '.repeat(200)];
/** Schemas that can be sent, and some that cannot. */
const formats: readonly (AnswerFormat | null)[] = [
  null,
  {
    name: 'plain',
    schema: { type: 'object', properties: { a: { type: 'string', minLength: 2 }, b: { type: 'array', items: { enum: [1, null] } } } },
  },
  {
    name: 'shared',
    schema: {
      $ref: '#/$defs/T',
      $defs: {
        T: { type: 'object', properties: { n: { $ref: '#/$defs/N' } }, required: ['n'] },
        N: { type: ['integer', 'null'], minimum: 1 },
      },
    },
  },
  {
    name: 'choice',
    schema: { oneOf: [{ type: 'object', properties: { k: { const: 'x' } } }, { allOf: [{ properties: { p: { type: 'boolean' } } }] }] },
  },
  { name: 'circle', schema: { type: 'object', properties: { next: { $ref: '#' } } } },
];
const begins = ['The answer is', 'So \n', '{"a":', '```ts\n', ' ', '\n\nIndeed', '👍'];
const advanced: readonly Advanced[] = [
  {},
  {},
  { stopSequences: ['two'] },
  { stopSequences: ['\n\nB', '```', '…'], userId: 'u-17' },
  { serviceTier: 'standard_only', inferenceGeo: 'us' },
  { speed: 'fast', inferenceGeo: 'global', serviceTier: 'auto' },
  { stopSequences: [], inferenceGeo: '', userId: '' },
];
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
  /** How many tokens models read that are to read less than they do. */
  readonly windows?: Windows;
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
  #leavesOut: LeaveOut | null = null;

  constructor(chance: Chance, world: World) {
    this.#chance = chance;
    this.#world = world;
    this.#known = chance.of(0.85);
    this.#settings = this.#someSettings();
  }

  /** Whether turns are left out where they do not fit. */
  get leavesOut(): boolean {
    return this.#leavesOut !== null;
  }

  /** Whether it is known how many tokens each model reads. */
  get knowsWindows(): boolean {
    return this.#known;
  }

  /** Some turns, one after the other. Resolves when all is stored. */
  async run(): Promise<void> {
    this.#session = await Session.create(this.#parts(), { id: 'w', name: 'W' });
    if (this.#chance.of(0.15)) {
      await this.#open.own.writeAnswer(this.#id(), this.#chance.pick(texts));
      this.#world.note('a first answer');
    }
    for (let left = 4 + this.#chance.below(12); left > 0; left--) {
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
    const model =
      id === textModel.info.id ? readModel(textModel.info) : this.#known ? readModel(listed.find((info) => info.id === id)) : undefined;
    return model && { ...model, maxInputTokens: this.#world.windows?.[id] ?? model.maxInputTokens };
  }

  #someSettings(): RequestSettings {
    return {
      model: this.#chance.pick(listed).id,
      maxTokens: this.#chance.pick([1, 20, 1000, 32_000, 1_000_000]),
      effort: this.#chance.pick([null, 'low', 'high', 'xhigh', 'max']),
      thinking: this.#chance.pick(['auto', 'auto', 'off', 'between_tools', { budget: 1024 }, { budget: 100_000 }]),
      instructions: this.#chance.pick(['', ' \n', 'Be brief.']),
      caching: this.#chance.pick(['5m', '1h', 'off']),
      advanced: this.#chance.pick(advanced),
      tools: {
        names: this.#someTools(),
        maxUses: this.#chance.pick([null, 3]),
        allowedDomains: this.#chance.pick([[], [], ['example.com']]),
        blockedDomains: this.#chance.pick([[], ['example.org']]),
      },
    };
  }

  #someTools(): readonly ServerToolName[] {
    return this.#chance.of(0.4) ? [] : serverToolNames.filter(() => this.#chance.of(0.7));
  }

  async #step(): Promise<void> {
    const { note } = this.#world;
    const session = this.#open;
    const path = session.path.map(({ message }) => message);
    const some = path.length === 0 ? undefined : this.#chance.pick(path);
    switch (this.#chance.below(22)) {
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
        await session.choices.chooseModel(
          this.#chance.of(0.1) ? null : this.#chance.of(0.15) ? textModel.info.id : this.#chance.pick(listed).id,
        );
        note('another model');
        return;
      case 4:
        if (this.#chance.of(0.5)) {
          await session.choices.chooseAnswering({ serverTools: this.#chance.of(0.3) ? null : this.#someTools() });
          note('other tools');
          return;
        }
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
      case 16:
        await session.choices.chooseAnswering({ answerFormat: this.#chance.pick(formats) });
        return;
      case 8:
        await session.settled();
        this.#session = (await Session.open(this.#parts(), session.id)) ?? session;
        note('opened again');
        return;
      case 9:
        if (some?.role === 'assistant') {
          await session.own.editAnswer(some.id, this.#id(), this.#chance.pick(texts));
          note('an edited answer');
        }
        return;
      case 10:
        await session.own.writeAnswer(this.#id(), this.#chance.pick(texts));
        note('a written answer');
        return;
      case 11:
        await this.#addToPrompt();
        await session.own.addPrompt(this.#id(), this.#chance.of(0.1) ? ' \n' : this.#chance.pick(texts));
        note('a prompt alone');
        return;
      case 12:
        await session.choices.chooseAdvanced(this.#chance.pick(advanced));
        note('another choice');
        return;
      case 13:
        this.#leavesOut = this.#chance.pick([null, { most: null }, { most: null }, { most: 20_000 }]);
        await session.long.leaveOut(this.#leavesOut);
        note(this.#leavesOut ? 'turns left out' : 'all kept');
        return;
      case 14:
        if (await session.long.summarise('Summarise')) note('a summary');
        return;
      case 15:
        await this.#changeSummary(path);
        return;
      default:
        await this.#send();
    }
  }

  async #changeSummary(path: readonly Message[]): Promise<void> {
    const session = this.#open;
    const summary = path[path.findIndex(summaryPromptOf) + 1];
    if (!summary || !summaryPromptOf(path[path.indexOf(summary) - 1])) return;
    const change = this.#chance.below(4);
    if (change < 2) await session.edit(summary.id, this.#id(), this.#chance.pick(texts));
    else if (change === 2) await session.long.undoSummary(summary.id);
    else await session.regenerate(summary.id);
    this.#world.note('a summary changed');
  }

  async #send(): Promise<void> {
    await this.#addToPrompt();
    if (this.#chance.of(0.25)) {
      await this.#open.draft.save({ text: '', edit: null, begun: this.#chance.pick(begins) });
      if (this.#open.choices.noBeginning === null) this.#world.note('a begun answer');
    }
    const text = this.#chance.of(0.1) ? ' \n' : this.#chance.of(0.15) ? longText : this.#chance.pick(texts);
    await this.#open.send(this.#id(), text);
  }

  /** What may go with it. */
  async #addToPrompt(): Promise<void> {
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
        await session.choices.chooseModel(this.#chance.pick(listed).id);
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
