import * as vscode from 'vscode';
import { noBeginningSentence } from '../shared/beginning.ts';
import type { Chat } from './chat.ts';
import type { Surfaces } from './surfaces.ts';

/** Does what comes nearest to an answer that is begun, where a model takes none. */
const answerFormat = 'parley.chooseAnswerFormat';

/** Opens the field for what Claude's answer is to begin with, or says why the model takes none. */
export async function startAnswer(chat: Chat, surfaces: Surfaces): Promise<void> {
  const surface = await surfaces.current();
  const session = await surface.ready();
  const why = session.choices.noBeginning;
  if (why === null) {
    surface.show('startAnswer');
    return;
  }
  const model = vscode.l10n.t('Choose another model');
  const format = vscode.l10n.t('Choose an answer format');
  const known = await vscode.commands.getCommands(true);
  const offers = [model, ...(known.includes(answerFormat) ? [format] : [])];
  const sentence = noBeginningSentence(why, chat.models.nameOf(session.model), vscode.l10n.t);
  const chosen = await vscode.window.showInformationMessage(sentence, ...offers);
  if (chosen === model) await vscode.commands.executeCommand('parley.selectModel');
  else if (chosen === format) await vscode.commands.executeCommand(answerFormat);
}
