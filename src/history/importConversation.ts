/** One conversation of a file into the history: where it goes, and each of its messages. */
import { createHash } from 'node:crypto';
import { initialViewState } from '../shared/conversation.ts';
import type { ContentBlock, Message } from '../shared/message.ts';
import type { Connection, Row } from './connection.ts';
import { type ConversationItem, messageJson } from './exportItems.ts';
import { insertWholeMessage, newestLeaf, readMessage } from './messages.ts';
import { integer } from './rows.ts';

/** A message of the file, as it is here by now. */
interface Placed {
  readonly id: string;
  readonly depth: number;
  /** Another one has its id. */
  readonly isBeside: boolean;
}

/** Call inside a transaction. */
export class ConversationImport {
  readonly item: ConversationItem;
  /** What it is called here. */
  id: string;
  /** It was not there, or was deleted. */
  isNew = false;
  /** Another one of the same id is there, and has nothing in common with it. */
  isCopy = false;
  /** Messages that were not there; and how many branches of them stand beside what was there. */
  added = 0;
  branches = 0;
  readonly #connection: Connection;
  /** By their ids in the file. */
  readonly #placed = new Map<string, Placed>();

  constructor(connection: Connection, item: ConversationItem) {
    this.#connection = connection;
    this.item = item;
    this.id = item.id;
  }

  /** The next message of it; false where it answers none of those before it. */
  add(message: Message): boolean {
    const parent = message.parentId === null ? null : this.#placed.get(message.parentId);
    if (parent === undefined) return false;
    if (this.#placed.size === 0) this.#open(message);
    const depth = parent ? parent.depth + 1 : 0;
    const before = this.added;
    const wanted: Message = { ...message, conversationId: this.id, parentId: parent?.id ?? null, depth };
    const id = this.#place(wanted);
    this.#placed.set(message.id, { id, depth, isBeside: id !== message.id });
    // What answers one that stands beside another is part of the same branch.
    if (id !== message.id && this.added > before && !this.isNew && parent?.isBeside !== true) this.branches++;
    return true;
  }

  /** All its messages were added. @returns whether there were any: one without is left out */
  finish(): boolean {
    if (this.#placed.size === 0) return false;
    const leaf = (this.item.leafId !== null && this.#placed.get(this.item.leafId)?.id) || this.#newest();
    const row = this.#connection.get('SELECT leaf_id, deleted_at FROM conversations WHERE id = ?', this.id);
    if (this.added === 0 && row?.['deleted_at'] === null) return true;
    // Whoever looks at the end of a branch that goes on sees on; whoever looks elsewhere stays there.
    const shown = this.isNew || this.#goesOnTo(leaf, row) ? leaf : (row?.['leaf_id'] ?? leaf);
    this.#connection.run(
      `UPDATE conversations SET leaf_id = ?, deleted_at = NULL, message_count = message_count + ?, updated_at = max(updated_at, ?),
         revision = revision + 1 WHERE id = ?`,
      shown,
      this.added,
      this.item.updatedAt,
      this.id,
    );
    return true;
  }

  /** Decides by the first message where the conversation goes. */
  #open(first: Message): void {
    const isThere = () => this.#connection.get('SELECT message_count, deleted_at FROM conversations WHERE id = ?', this.id);
    let row = isThere();
    if (row && integer(row, 'message_count') > 0 && !this.#find({ ...first, conversationId: this.id }).isThere) {
      this.isCopy = true;
      this.id = madeId([this.item.id, contentOf(first)]);
      row = isThere();
    }
    this.isNew = row === undefined || row['deleted_at'] !== null;
    if (row) this.isCopy &&= this.isNew;
    else this.#create();
  }

  #create(): void {
    const { workspaceId, workspaceName, title, pinned, createdAt, updatedAt, model, options } = this.item;
    this.#connection.run(
      `INSERT INTO conversations (id, workspace_id, workspace_name, title, pinned, created_at, updated_at, message_count, model, options, revision,
         view_state, queue, draft)
       VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, 0, ?, '[]', '""')`,
      ...[this.id, workspaceId, workspaceName, title, pinned ? 1 : 0, createdAt, updatedAt],
      ...[model, JSON.stringify(options), JSON.stringify(initialViewState)],
    );
  }

  /** Finds a message, or adds it. @returns its id here */
  #place(wanted: Message): string {
    const { id, isThere } = this.#find(wanted);
    if (isThere) return id;
    this.added++;
    insertWholeMessage(this.#connection, { ...wanted, id });
    return id;
  }

  /** What a message is called here, or is to be called: by its own id, or, where that is taken, by one made of what it says. */
  #find(wanted: Message): { readonly id: string; readonly isThere: boolean } {
    let { id } = wanted;
    for (let attempt = 0; ; attempt++) {
      const stored = readMessage(this.#connection, id);
      if (!stored) return { id, isThere: false };
      if (isSame(stored, wanted)) return { id, isThere: true };
      id = madeId([this.id, wanted.id, wanted.parentId, contentOf(wanted), attempt]);
    }
  }

  #newest(): string {
    const last = [...this.#placed.values()].at(-1)?.id ?? '';
    return newestLeaf(this.#connection, last);
  }

  /** Whether the path to a message leads over the one that is shown. */
  #goesOnTo(leaf: string, row: Row | undefined): boolean {
    const shown = row?.['leaf_id'] ?? null;
    const above = `WITH RECURSIVE path (id, parent_id) AS (
        SELECT id, parent_id FROM messages WHERE id = ?1
        UNION ALL
        SELECT m.id, m.parent_id FROM path JOIN messages m ON m.id = path.parent_id
      ) SELECT 1 FROM path WHERE id = ?2`;
    return shown === null || this.#connection.get(above, leaf, shown) !== undefined;
  }
}

/** A reply that streams here is the same as what was written of it before. */
function isSame(stored: Message, wanted: Message): boolean {
  if (stored.conversationId !== wanted.conversationId || stored.parentId !== wanted.parentId) return false;
  return (stored.role === 'assistant' && stored.status === 'streaming') || contentOf(stored) === contentOf(wanted);
}

/** What a message says, however its pictures and documents are sent by now, and whatever is known of the cache. */
function contentOf(message: Message): string {
  const blocks = message.blocks.map((block): ContentBlock => {
    if (block.type === 'document') {
      const { sending: _, ...document } = block.document;
      return { type: 'document', document };
    }
    if (block.type !== 'picture') return block;
    const { sending: _, shrunk: __, ...picture } = block.picture;
    return { type: 'picture', picture: { ...picture, smallSize: null } };
  });
  const said = { ...message, id: '', parentId: null, blocks };
  if (said.role === 'user') return messageJson(said);
  const { cache: ___, ...reply } = said;
  return messageJson(reply);
}

/** An id that is always the same for the same. */
function madeId(of: readonly unknown[]): string {
  const digits = createHash('sha256').update(JSON.stringify(of)).digest('hex');
  // A UUID of version 8: of whoever makes it.
  return [digits.slice(0, 8), digits.slice(8, 12), `8${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`, digits.slice(20, 32)].join('-');
}
