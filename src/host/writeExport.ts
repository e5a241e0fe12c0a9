/** Conversations into a file, part by part: nothing of it is ever whole in memory, and each part is read in the history's own thread. */
import { createHash } from 'node:crypto';
import type { HistoryStore } from '../chat/historyStore.ts';
import type { HistoryTransfer } from '../chat/historyTransfer.ts';
import { type HtmlWords, htmlEnd, htmlPicture, htmlStart, htmlStyle, htmlTitle, htmlTurn } from '../chat/htmlPage.ts';
import { jsonMarkdown, titleMarkdown, turnMarkdown } from '../chat/markdown.ts';
import { type Message, messageText, textRuns } from '../shared/message.ts';
import type { Picture } from '../shared/picture.ts';
import type { PrintedText } from '../shared/print.ts';
import { type ExportKind, exportEnd, exportHead, exportSeparator } from '../shared/transfer.ts';
import type { PrintThread } from './printThread.ts';

export interface ExportSource {
  readonly store: Pick<HistoryStore, 'readConversation' | 'readMessage' | 'readPathPart' | 'readPictureData'> & HistoryTransfer;
  readonly words: HtmlWords;
  readonly openPrintThread: () => PrintThread;
}

export interface ExportTarget {
  write(piece: string | Uint8Array): Promise<void>;
  /** So many conversations are written. Throws where no more is wanted. */
  next(done: number): void;
}

/** Messages of a path that are read at once. */
const partLength = 50;

/**
 * Writes a file of conversations.
 * @param title of the whole, for people
 * @returns of how many pictures and documents nothing is kept
 */
export async function writeExport(
  kind: ExportKind,
  ids: readonly string[],
  title: string,
  source: ExportSource,
  target: ExportTarget,
): Promise<number> {
  switch (kind) {
    case 'json':
      return writeJson(ids, source, target);
    case 'markdown':
      return writeMarkdown(ids, source, target);
    case 'html':
      return writeHtml(ids, title, source, target);
  }
}

async function writeJson(ids: readonly string[], { store }: ExportSource, target: ExportTarget): Promise<number> {
  const written = new Set<string>();
  let missing = 0;
  let before = exportHead;
  const add = async (bytes: Uint8Array) => {
    await target.write(before);
    await target.write(bytes);
    before = exportSeparator;
  };
  for (const [done, id] of ids.entries()) {
    target.next(done);
    let part = await store.exportMessages(id, null);
    while (part) {
      await add(part.bytes);
      target.next(done);
      part = part.next ? await store.exportMessages(id, part.next) : undefined;
    }
    for (const hash of await store.exportedFiles(id)) {
      if (written.has(hash)) continue;
      written.add(hash);
      const file = await store.exportFile(hash);
      if (file) await add(file.bytes);
      else missing++;
      target.next(done);
    }
  }
  await target.write(before === exportHead ? exportHead + exportEnd : exportEnd);
  return missing;
}

async function writeMarkdown(ids: readonly string[], { store, words }: ExportSource, target: ExportTarget): Promise<number> {
  let between = '';
  const add = async (text: string) => {
    await target.write(between + text);
    between = '\n';
  };
  for (const [done, id] of ids.entries()) {
    target.next(done);
    const conversation = await store.readConversation(id);
    if (!conversation?.leafId) continue;
    if (conversation.title !== '') await add(titleMarkdown(conversation.title));
    for await (const messages of pathOf(store, conversation.leafId)) {
      target.next(done);
      for (const message of messages) await add(turnMarkdown(message, words));
    }
  }
  return 0;
}

async function writeHtml(ids: readonly string[], title: string, source: ExportSource, target: ExportTarget): Promise<number> {
  const { store, words } = source;
  const print = source.openPrintThread();
  let missing = 0;
  const addPicture = async (picture: Picture) => {
    const [found] = await store.readPictureData([{ hash: picture.hash, size: 'whole' }]);
    const [before, after] = htmlPicture(picture, found?.type ?? null, words);
    await target.write(before);
    if (found) await target.write(found.data);
    else missing++;
    await target.write(after);
  };
  try {
    await target.write(htmlStart(title, words, createHash('sha256').update(htmlStyle).digest('base64')));
    for (const [done, id] of ids.entries()) {
      target.next(done);
      const conversation = await store.readConversation(id);
      if (!conversation?.leafId) continue;
      await target.write(htmlTitle(conversation.title));
      for await (const messages of pathOf(store, conversation.leafId)) {
        target.next(done);
        const answers = await print.print(messages.map(printedText));
        for (const [at, message] of messages.entries()) {
          for (const part of htmlTurn(message, answers[at] ?? '', words)) {
            if (typeof part === 'string') await target.write(part);
            else await addPicture(part.picture);
          }
        }
      }
    }
    await target.write(htmlEnd);
    return missing;
  } finally {
    await print.close();
  }
}

/** The messages of the path that is shown, some at a time. */
async function* pathOf(store: ExportSource['store'], leafId: string): AsyncGenerator<readonly Message[]> {
  const leaf = await store.readMessage(leafId);
  for (let depth = 0; leaf && depth <= leaf.depth; depth += partLength) {
    const part = await store.readPathPart(leafId, depth, depth + partLength - 1);
    yield part.map(({ message }) => message);
  }
}

/** What of a message is Markdown: prompts are shown as they were typed. Neighbouring text blocks are one text. */
function printedText(message: Message): PrintedText {
  if (message.role === 'user') return { parts: [] };
  if (message.format) return { parts: [{ text: jsonMarkdown(messageText(message)), citations: [] }] };
  const parts = textRuns(message.blocks).flatMap((run) =>
    run.flatMap((block, at) => {
      if (block.type !== 'text') return [];
      const text = at === run.length - 1 ? `${block.text}\n\n` : block.text;
      return [{ text, citations: block.citations ?? [] }];
    }),
  );
  return { parts };
}
