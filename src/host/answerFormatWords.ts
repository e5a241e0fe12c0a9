import * as vscode from 'vscode';
import { canAnswerBySchema } from '../chat/answerFormat.ts';
import type { Model } from '../chat/model.ts';
import type { Session } from '../chat/session.ts';
import type { HeaderView } from '../shared/headerView.ts';
import { documentsOf } from '../shared/message.ts';
import { prepareSchema } from '../structured/prepareSchema.ts';
import { problemSentence } from '../structured/schemaText.ts';

/** Why answers cannot be asked for by a schema; null where they can. @param model what is known of it */
export function whyNoSchema(model: Model | undefined, name: string): string | null {
  const { t } = vscode.l10n;
  if (canAnswerBySchema(model)) return null;
  return model ? t('{0} cannot answer by a schema.', name) : t('What {0} can do is not known yet.', name);
}

/** What is shown above the message box of what answers are asked for as. */
export function answerFormatView(session: Session, model: Model | undefined, modelName: string): Pick<HeaderView, 'answerFormat'> {
  const { answerFormat } = session.conversation.options;
  return answerFormat ? { answerFormat: { name: answerFormat.name, note: noteOf(session, model, modelName) } } : {};
}

function noteOf(session: Session, model: Model | undefined, modelName: string): string | null {
  const { t } = vscode.l10n;
  const { options, draft } = session.conversation;
  const why = whyNoSchema(model, modelName);
  if (why !== null) return t('{0} Answers are free text.', why);
  const prepared = options.answerFormat ? prepareSchema(options.answerFormat.schema) : null;
  // It may be of an imported conversation.
  if (prepared?.kind === 'refused')
    return t('{0} Answers are free text.', problemSentence(prepared.problem, options.answerFormat?.name ?? '', t));
  const documents = [...session.path.flatMap(({ message }) => documentsOf(message)), ...draft.documents];
  return documents.some(({ citations }) => citations) ? t('Documents are not cited meanwhile: the API cannot do both.') : null;
}
