/**
 * A history as each version of the schema wrote it: `test/fixtures/history/vN.db.gz`. Before the schema is changed, the file of the version
 * that is left behind is made with `PARLEY_OLD_DATA=write node test/run.mjs unit oldData`, and checked in.
 */
import { Store } from '../../../src/history/store.ts';
import type { ContextItem } from '../../../src/shared/context.ts';
import type { Draft, QueuedPrompt } from '../../../src/shared/conversation.ts';
import type { DocumentFile, DocumentItem } from '../../../src/shared/document.ts';
import type { AssistantMessage, ContentBlock, Message, UserMessage } from '../../../src/shared/message.ts';
import type { Picture, PictureFiles } from '../../../src/shared/picture.ts';

/** Which version of the schema was the first that had pictures, and documents. */
const [withPictures, withDocuments] = [2, 3];

/** When it was written, milliseconds since the epoch. */
export const writtenAt = 1_790_000_000_000;

export interface OldConversation {
  readonly id: string;
  readonly title: string;
  readonly pinned: boolean;
  readonly deleted: boolean;
  readonly model: string | null;
  readonly messages: readonly Message[];
  readonly leafId: string;
  readonly draft: Draft;
  readonly queue: readonly QueuedPrompt[];
}

export const oldPicture: PictureFiles = {
  hash: 'a1'.repeat(32),
  whole: { type: 'image/png', bytes: bytesOf('whole') },
  small: { type: 'image/jpeg', bytes: bytesOf('small') },
  thumbnail: { type: 'image/webp', bytes: bytesOf('thumbnail') },
};

export const oldDocument: DocumentFile = { hash: 'b2'.repeat(32), bytes: bytesOf('document') };

const picture: Picture = {
  ...{ id: 'picture', hash: oldPicture.hash, type: 'image/png', width: 4, height: 3, size: oldPicture.whole.bytes.length },
  ...{ smallSize: 5, name: 'Kettle.png', note: null, description: 'A kettle that boils' },
};

const document: DocumentItem = {
  ...{ id: 'document', type: 'application/pdf', hash: oldDocument.hash, name: 'manual.pdf', size: oldDocument.bytes.length },
  ...{ pages: 2, part: null, citations: false, uri: null },
};

const context: ContextItem = {
  ...{ id: 'context', kind: 'selection', name: 'kettle.ts', path: 'src/kettle.ts', uri: 'file:///work/src/kettle.ts' },
  ...{ lines: [3, 5], language: 'typescript', text: 'boil();', note: null },
};

/** What was said, queued and typed. It is the same in every version, but for what that version did not have. */
export function oldConversations(version: number): readonly OldConversation[] {
  const pictures = version < withPictures ? [] : [picture];
  const documents = version < withDocuments ? [] : [document];
  const attached: ContentBlock[] = [
    ...pictures.map((each) => ({ type: 'picture', picture: each }) as const),
    ...documents.map((each) => ({ type: 'document', document: each }) as const),
    { type: 'context', item: context },
  ];
  const emptyDraft: Draft = { text: '', edit: null, context: [], pictures: [], documents: [] };
  const plain = { pinned: false, deleted: false, model: null, draft: emptyDraft, queue: [] };
  return [
    {
      ...{ ...plain, id: 'tree', title: 'Kettles, pinned', pinned: true, model: 'claude-opus-5', leafId: 'tree-4' },
      messages: [
        prompt('tree-1', null, [...attached, text('Why does the kettle 水沸 boil? ☕')]),
        reply('tree-2', 'tree-1', [{ type: 'thinking', thinking: 'Hm.', signature: 'c2ln' }, text('Because it is **hot**.')]),
        prompt('tree-3', 'tree-2', [text('And then?')]),
        reply('tree-4', 'tree-3', [text('It whistles.')]),
        // Of an edited prompt, and of a reply that was asked for again.
        prompt('tree-5', 'tree-2', [text('And before?')]),
        reply('tree-6', 'tree-1', [text('Half a')], {
          status: 'failed',
          error: { kind: 'overloaded', retryAfter: 7, requestId: 'req_1', detail: 'Overloaded' },
        }),
      ],
      draft: { text: 'Typed\nand not sent', edit: { messageId: 'tree-3', text: 'And th' }, context: [context], pictures, documents },
      queue: [{ id: 'queued', text: 'Queued', title: null, context: [context], pictures, documents }],
    },
    {
      ...{ ...plain, id: 'stopped', title: 'A stopped one', leafId: 'stopped-2' },
      messages: [
        prompt('stopped-1', null, [{ type: 'instruction', title: 'Explain', text: 'Explain this.' }]),
        reply('stopped-2', 'stopped-1', [text('It')], { status: 'stopped', stopReason: null }),
      ],
      draft: { ...emptyDraft, text: 'Only text' },
    },
    {
      ...{ ...plain, id: 'deleted', title: 'A deleted one', deleted: true, leafId: 'deleted-2' },
      messages: [prompt('deleted-1', null, [text('Forget this.')]), reply('deleted-2', 'deleted-1', [text('Forgotten.')])],
    },
    {
      ...{ ...plain, id: 'streaming', title: 'One that streamed when the window died', leafId: 'streaming-2' },
      messages: [
        prompt('streaming-1', null, [text('Tell a long story.')]),
        reply('streaming-2', 'streaming-1', [], { status: 'streaming', stopReason: null, usage: null, apiId: null, endedAt: null }),
      ],
    },
  ];
}

/** What had come of the reply that streamed. */
export const cameOfIt = 'Once upon';

/** Writes them, as the version of the schema that the program around has. */
export function writeOldData(file: string, version: number): void {
  const store = new Store({
    file,
    me: { host: 'elsewhere', pid: 1, instance: 'of old' },
    life: { now: () => writtenAt, isRunning: () => false },
    patience: 50,
    log: () => {},
    onNoticesChanged: () => {},
  });
  const files = {
    ...(version >= withPictures && { files: [oldPicture] }),
    ...(version >= withDocuments && { documentFiles: [oldDocument] }),
  };
  for (const { id, title, pinned, deleted, model, messages, leafId, draft, queue } of oldConversations(version)) {
    store.createConversation({ id, workspaceId: 'file:///work', workspaceName: 'work', createdAt: writtenAt });
    for (const message of messages) store.addMessages([message], {});
    store.patchConversation(id, { title, pinned, model, leafId, draft: asKnownTo(version, draft), ...files }, writtenAt);
    for (const each of queue) store.patchConversation(id, { queue: { type: 'add', prompt: asKnownTo(version, each) } }, writtenAt);
    if (deleted) store.deleteConversation(id, writtenAt);
  }
  store.checkpoint('streaming-2', [
    { type: 'blockStarted', at: writtenAt, index: 0, block: { type: 'text', text: '' } },
    { type: 'text', index: 0, text: 'Once ' },
  ]);
  store.checkpoint('streaming-2', [{ type: 'text', index: 0, text: 'upon' }]);
  store.close();
}

/** An earlier version did not write what it did not have. */
function asKnownTo<T extends Pick<Draft, 'pictures' | 'documents'>>(version: number, value: T): T {
  const unknown = [...(version < withPictures ? ['pictures'] : []), ...(version < withDocuments ? ['documents'] : [])];
  return { ...value, ...Object.fromEntries(unknown.map((name) => [name, undefined])) };
}

function bytesOf(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(`the bytes of the ${name}`));
}

function text(said: string): ContentBlock {
  return { type: 'text', text: said };
}

function place(id: string, parentId: string | null) {
  const [conversationId = ''] = id.split('-');
  const depths: Readonly<Record<string, number>> = { 'tree-3': 2, 'tree-4': 3, 'tree-5': 2 };
  return { id, conversationId, parentId, depth: depths[id] ?? (parentId === null ? 0 : 1), createdAt: writtenAt };
}

function prompt(id: string, parentId: string | null, blocks: readonly ContentBlock[]): UserMessage {
  return { ...place(id, parentId), role: 'user', origin: 'typed', blocks };
}

function reply(id: string, parentId: string, blocks: readonly ContentBlock[], rest: Partial<AssistantMessage> = {}): AssistantMessage {
  return {
    ...{ ...place(id, parentId), role: 'assistant', blocks, status: 'complete', model: 'claude-opus-5', stopReason: 'end_turn' },
    usage: { input: 10, cacheWrite5m: 1, cacheWrite1h: 2, cacheRead: 3, output: 20, thinking: 4 },
    ...{ error: null, apiId: `msg_${id}`, firstTokenAt: writtenAt, endedAt: writtenAt, ...rest },
  };
}
