import type { Session } from '../chat/session.ts';
import { type Draft, draftOf } from '../shared/conversation.ts';

/** Puts what was typed in a conversation that is gone, with what goes with it, into a new one. A prompt that was being edited there stays there. */
export async function takeAlong({ text, context, pictures, documents }: Draft, { draft }: Session): Promise<void> {
  if (text !== '') await draft.save(draftOf(text));
  if (context.length > 0) await draft.addContext(context);
  for (const picture of pictures) await draft.addPictureAgain(picture);
  if (documents.length > 0) await draft.changeDocuments(() => documents);
}
