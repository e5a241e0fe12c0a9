import { sentHash } from '../shared/document.ts';
import type { ChatError, RefusedDocument, RefusedPicture } from '../shared/errors.ts';
import { type AssistantMessage, documentsOf, picturesOf } from '../shared/message.ts';
import type { Picture } from '../shared/picture.ts';
import { sizeSent } from './requestPictures.ts';
import type { MadeRequest } from './requests.ts';

/** A reply that failed, with the pictures or documents named that its request was refused for, so that they can be dealt with. */
export function namingRefused(reply: AssistantMessage, made: MadeRequest | null): AssistantMessage {
  if (reply.error?.kind === 'documentRefused') {
    const { requestId, detail } = reply.error;
    const documents = made ? refusedDocuments(reply.error, made) : [];
    return { ...reply, error: documents.length > 0 ? { ...reply.error, documents } : { kind: 'invalidRequest', requestId, detail } };
  }
  if (reply.error?.kind !== 'pictureRefused') return reply;
  const { requestId, detail } = reply.error;
  const pictures = made ? refusedPictures(reply.error, made) : [];
  // There is none to be dealt with: it was about something else.
  const error: ChatError = pictures.length > 0 ? { ...reply.error, pictures } : { kind: 'invalidRequest', requestId, detail };
  return { ...reply, error };
}

/**
 * The picture that the API names; where it names none, those of the last prompt, as all others have been taken before; where that has none,
 * all. So taking away what is meant always leads on, in two steps at the most.
 */
function refusedPictures(error: Extract<ChatError, { kind: 'pictureRefused' }>, made: MadeRequest): readonly RefusedPicture[] {
  const { turns, pictures } = made;
  const named = error.place && hashAt(error.place, made);
  const all = [...pictures.sent];
  const last = turns.path.at(-1);
  const lastOnes = last ? picturesOf(last).filter((each) => pictures.sent.has(each)) : [];
  const meant = named ? all.filter(({ hash }) => hash === named) : lastOnes.length > 0 ? lastOnes : all;
  const byHash = new Map(meant.map((picture): [string, Picture] => [picture.hash, picture]));
  return [...byHash.values()].map(({ hash, name }) => ({ hash, name, sent: sizeSent(pictures, hash) }));
}

/** What is in a place of a request is known by its bytes, which are handed on as they are. */
function hashAt([message, at]: readonly [number, number], { pictures, request }: MadeRequest): string | undefined {
  const block = request.messages[message]?.content[at];
  if (block?.type !== 'image') return undefined;
  return [...pictures.data].find(([, { data }]) => data === block.source.data.bytes)?.[0];
}

/** The same for documents. */
function refusedDocuments(
  error: Extract<ChatError, { kind: 'documentRefused' }>,
  { turns, pictures, request }: MadeRequest,
): RefusedDocument[] {
  const [message, at] = error.place ?? [-1, -1];
  const block = request.messages[message]?.content[at];
  const bytes = block?.type === 'document' ? block.source.data.bytes : undefined;
  const hash = bytes && [...pictures.data].find(([, { data }]) => data === bytes)?.[0];
  const last = turns.path.at(-1);
  const ofLast = last ? documentsOf(last).filter((each) => pictures.documents.includes(each)) : [];
  const named = pictures.documents.filter((each) => sentHash(each) === hash);
  const meant = named.length > 0 ? named : ofLast.length > 0 ? ofLast : pictures.documents;
  return [...new Map(meant.map((each) => [each.hash, { hash: each.hash, name: each.name }])).values()];
}
