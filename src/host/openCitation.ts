import type { Session } from '../chat/session.ts';
import { documentOf } from '../shared/citation.ts';
import { joinedBlocks } from '../shared/continuing.ts';
import type { DocumentItem } from '../shared/document.ts';
import { documentsOf } from '../shared/message.ts';
import { openAt } from './documents.ts';

/** Opens the document that a reply cites, at the page; false where it is in no place that can be opened. */
export async function openCitation(session: Session, messageId: string, block: number, citation: number): Promise<boolean> {
  const parts = await session.reader.turn(messageId);
  const cited = joinedBlocks(parts.flatMap((part) => (part.role === 'assistant' ? [part] : [])))[block]?.block;
  const source = documentOf((cited?.type === 'text' ? cited.citations?.[citation]?.source : undefined) ?? null);
  return source?.uri ? openAt(source.uri, source.pages?.[0] ?? null) : false;
}

/** @param messageId the prompt that it went with; null: the one that is being typed */
export async function findDocument(session: Session, messageId: string | null, id: string): Promise<DocumentItem | undefined> {
  const message = messageId === null ? undefined : await session.reader.message(messageId);
  const documents = messageId === null ? session.conversation.draft.documents : message ? documentsOf(message) : [];
  return documents.find((each) => each.id === id);
}
