/** The store without its worker, for tests that decide about time, processes and the file below it. */
import { join } from 'node:path';
import { Store, type StoreParts } from '../../../src/history/store.ts';
import type { AssistantMessage, Usage } from '../../../src/shared/message.ts';
import { assistantMessage, userMessage } from '../chat/messages.ts';
import { temporaryFolder } from './temporaryHistory.ts';

/** Stores over one file in a folder of its own. */
export class LocalStores {
  readonly #folder = temporaryFolder();
  readonly #stores: Store[] = [];
  readonly folder = this.#folder.folder;
  readonly file = join(this.folder, 'parley.db');
  readonly log: string[] = [];
  now = 1_000_000;
  /** How often any of the stores said that the notices changed. */
  noticeChanges = 0;

  open(parts: Partial<StoreParts> = {}): Store {
    const store = new Store({
      file: this.file,
      me: { host: 'here', pid: process.pid, instance: 'this' },
      life: { now: () => this.now, isRunning: () => true },
      patience: 50,
      log: (message) => this.log.push(message),
      onNoticesChanged: () => this.noticeChanges++,
      ...parts,
    });
    this.#stores.push(store);
    return store;
  }

  dispose(): void {
    for (const store of this.#stores) store.close();
    this.#folder.dispose();
  }
}

/** What a prompt's reply has of its own. */
interface Turn {
  /** Milliseconds since the epoch, of both. */
  readonly at: number;
  readonly usage?: Usage | null;
  readonly model?: string;
}

/** Stores a conversation of prompts with replies; each says its id and `text`. @param turns how many, or what each has of its own */
export function converse(store: Store, id: string, turns: number | readonly Turn[] = 1, text = ''): void {
  store.createConversation({ id, workspaceId: 'w1', workspaceName: 'folder', createdAt: 1 });
  const all: readonly Turn[] = typeof turns === 'number' ? Array.from({ length: turns }, (_, at) => ({ at })) : turns;
  let parentId: string | null = null;
  for (const [turn, { at, ...own }] of all.entries()) {
    const place = { conversationId: id, createdAt: at };
    const prompt = userMessage({ ...place, id: `${id}-${turn}?`, parentId, depth: 2 * turn, text: `${id}-${turn}? ${text}` });
    const reply = assistantMessage({
      ...{ ...place, id: `${id}-${turn}!`, parentId: prompt.id, depth: 2 * turn + 1, status: 'complete', text: `${id}-${turn}! ${text}` },
      ...own,
    });
    store.addMessages([prompt, reply], { title: `About ${id}`, leafId: reply.id });
    parentId = reply.id;
  }
}

/** Stores a conversation whose reply streams; returns the reply. */
export function startStreaming(store: Store, id = 'c1'): AssistantMessage {
  store.createConversation({ id, workspaceId: 'w1', workspaceName: 'folder', createdAt: 1 });
  const prompt = userMessage({ id: `${id}?`, conversationId: id });
  const reply = assistantMessage({ id: `${id}!`, conversationId: id, parentId: prompt.id });
  store.addMessages([prompt, reply], { leafId: reply.id });
  store.checkpoint(reply.id, [{ type: 'blockStarted', at: 3, index: 0, block: { type: 'text', text: '' } }]);
  return reply;
}
