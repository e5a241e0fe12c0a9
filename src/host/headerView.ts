import type { UnsentTurns } from '../chat/pathTurns.ts';
import type { Session } from '../chat/session.ts';
import type { QueuedPrompt } from '../shared/conversation.ts';
import type { HeaderView, NextView, QueuedView } from '../shared/headerView.ts';
import { answerFormatView } from './answerFormatWords.ts';
import { contextView, documentView, draftDocuments, pictureView } from './attachmentViews.ts';
import type { Chat } from './chat.ts';
import { modelView } from './modelView.ts';

/** The header of what a surface shows. @param isStale whether a part of the workspace is not any more what it was */
export function headerView(chat: Chat, session: Session, isStale: (contextId: string) => boolean, next: NextView): HeaderView {
  const { sessions, connection, models, instructions, moved, starters, costOf, settings } = chat;
  const { model, conversation, hold } = session;
  const { context, pictures, documents } = conversation.draft;
  return {
    conversation: session.summary(),
    connection: connection.view,
    model: { ...modelView(models.nameOf(model), models.find(model), session.choices.settings), hasLonger: models.hasLonger(model) },
    instructions: {
      user: settings().instructions.trim() !== '',
      files: instructions.list,
      own: conversation.options.instructions.trim() !== '',
    },
    ...answerFormatView(session, models.find(model), models.nameOf(model)),
    queue: conversation.queue.map(queuedView),
    context: context.map((item) => contextView(item, isStale(item.id))),
    pictures: pictures.map((picture) => pictureView(picture, model, costOf)),
    documents: draftDocuments(documents, model, models.find(model)?.maxInputTokens ?? null, costOf),
    documentsLeftOut: session.documentsLeftOut,
    pictureFates: session.next.pictureFates((id) => models.find(id)),
    leftOut: leftOutView(session.long.unsent),
    busy: session.busy,
    wait: session.wait,
    usage: session.usage,
    cachedUntil: session.next.cachedUntil,
    next,
    hold: hold?.kind === 'unknown' ? { ...hold, model: models.nameOf(hold.model) } : hold,
    notices: [...sessions.notices, ...moved.notices],
    recent: sessions.recent.filter(({ id }) => id !== session.id),
    ...(session.path.length === 0 && { starters: starters.view }),
  };
}

/** What the next request leaves out, beside what a summary stands for. */
function leftOutView(unsent: UnsentTurns | null): HeaderView['leftOut'] {
  return unsent && unsent.turns > 0 ? { turns: unsent.turns, beforeId: unsent.firstId } : null;
}

function queuedView({ id, text, title, context, pictures, documents, begun }: QueuedPrompt): QueuedView {
  const attached = { context: context.map((item) => contextView(item)), pictures, documents: documents.map(documentView) };
  return { id, text, title, ...attached, ...(begun !== undefined && { begun }) };
}
