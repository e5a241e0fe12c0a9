/** The real engine behind the commands, and a server that records what it is sent. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { HistoryStore } from '../../src/chat/historyStore.ts';
import { Session, type SessionParts } from '../../src/chat/session.ts';
import { createModelApi } from '../../src/claude/client.ts';
import { openHistory } from '../../src/history/client.ts';
import type { CommandName } from '../../src/host/commandNames.ts';
import { type CommandContext, runCommand } from '../../src/host/commands.ts';
import type { DocumentSource } from '../../src/host/documentFiles.ts';
import { systemClock } from '../../src/host/systemClock.ts';
import type { PictureFile } from '../../src/shared/attachmentViews.ts';
import { isObject } from '../../src/shared/json.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';

export class RecordedChat {
  readonly simulator: Simulator;
  /** For files outside of the workspace; gone when it is closed. */
  readonly folder: string;
  readonly #store: HistoryStore;
  /** As much of the window as the commands touch. */
  readonly context: CommandContext;
  /** What the view was told to show, and whether the focus was to stay. */
  readonly shown: string[] = [];
  /** The pictures that were handed to the page. */
  readonly pictures: PictureFile[] = [];
  /** The documents that were handed over to be added. */
  readonly documents: DocumentSource[] = [];
  readonly stays: boolean[] = [];
  #session: Session | undefined;

  private constructor(simulator: Simulator, folder: string, store: HistoryStore) {
    this.simulator = simulator;
    this.folder = folder;
    this.#store = store;
    const session = () => this.session;
    const surface = {
      ready: async () => session(),
      show: (what: string) => this.shown.push(what),
      takePictures: (id: string, files: readonly PictureFile[]) => this.takePictures(id, files),
      takeDocuments: (_: Session, documents: readonly DocumentSource[]) => this.takeDocuments(_, documents),
      isLive: true,
      get session() {
        return session();
      },
    };
    const surfaces = {
      visible: surface,
      current: async (stay = false) => {
        this.stays.push(stay);
        return surface;
      },
    };
    this.context = { surfaces } as unknown as CommandContext;
  }

  static async open(): Promise<RecordedChat> {
    const folder = mkdtempSync(join(tmpdir(), 'parley-recorded-'));
    const simulator = await startSimulator({ deltasPerSecond: Number.POSITIVE_INFINITY, unlimited: true });
    const extension = vscode.extensions.getExtension('parley.parley');
    assert.ok(extension);
    const workerScript = join(extension.extensionPath, 'dist', 'history.js');
    return new RecordedChat(simulator, folder, openHistory({ file: join(folder, 'parley.db'), workerScript, log: () => {} }));
  }

  get session(): Session {
    assert.ok(this.#session);
    return this.#session;
  }

  /** A new conversation; what was recorded is forgotten. */
  async begin(): Promise<void> {
    this.simulator.reset();
    this.shown.length = 0;
    this.stays.length = 0;
    this.pictures.length = 0;
    this.documents.length = 0;
    this.#session = await Session.create(this.#parts(), { id: 'w', name: 'W' });
  }

  takePictures(_conversationId: string, files: readonly PictureFile[]): void {
    this.pictures.push(...files);
  }

  async takeDocuments(_: Session, documents: readonly DocumentSource[]): Promise<boolean> {
    this.documents.push(...documents);
    return true;
  }

  async run(name: CommandName, ...args: unknown[]): Promise<void> {
    await runCommand(name, this.context, args);
    await this.idle();
  }

  async idle(): Promise<void> {
    while (this.session.busy) await pause(5);
    await this.session.settled();
  }

  /** The texts of the last prompt on the wire. */
  sent(): string[] {
    const messages = this.simulator.requests.at(-1)?.body['messages'];
    const last: unknown = Array.isArray(messages) ? messages.at(-1) : undefined;
    const content = isObject(last) ? last['content'] : undefined;
    return Array.isArray(content) ? content.map((each) => (isObject(each) ? String(each['text']) : '')) : [];
  }

  async close(): Promise<void> {
    await this.#store.close();
    await this.simulator.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #parts(): SessionParts {
    const api = createModelApi({
      ...{
        baseUrl: this.simulator.url,
        apiKey: null,
        stallTimeout: 10_000,
        userAgent: 'Parley/test',
        now: Date.now,
        fetch: globalThis.fetch,
      },
    });
    return {
      ...{ store: this.#store, clock: systemClock, connect: () => Promise.resolve(api), model: () => undefined, log: () => {} },
      settings: () => ({ model: 'claude-sonnet-5-5', maxTokens: 1000, effort: null, thinking: 'auto', instructions: '', caching: 'off' }),
      newId: () => crypto.randomUUID(),
    };
  }
}

/** Answers the next questions of the editor, and hands back what was asked. */
export async function answering(choice: string | undefined, action: () => Promise<void>): Promise<string[]> {
  const { window } = vscode;
  const { showWarningMessage, showInformationMessage } = window;
  const asked: string[] = [];
  const answer = (message: string, ...items: unknown[]) => {
    asked.push(message);
    return Promise.resolve(items.find((item) => item === choice));
  };
  Object.assign(window, { showWarningMessage: answer, showInformationMessage: answer });
  try {
    await action();
  } finally {
    Object.assign(window, { showWarningMessage, showInformationMessage });
  }
  return asked;
}
