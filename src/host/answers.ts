/** What is done with an answer in JSON. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { formatOf } from '../chat/answerFormat.ts';
import type { Session } from '../chat/session.ts';
import type { AnswerCheck, AnswerFormat } from '../shared/answerFormat.ts';
import { joinedBlocks } from '../shared/continuing.ts';
import { messageText } from '../shared/message.ts';
import type { AnswerChecker } from '../structured/calls.ts';
import { prettyJson } from '../structured/prettyJson.ts';
import { writeProblem } from './transferWords.ts';

interface JsonAnswer {
  readonly format: AnswerFormat;
  readonly text: string;
}

/** An answer with all that goes on with it; undefined where it was not asked for as JSON. */
async function findAnswer(session: Session, messageId: string): Promise<JsonAnswer | undefined> {
  const parts = (await session.reader.turn(messageId)).flatMap((message) => (message.role === 'assistant' ? [message] : []));
  const format = formatOf(parts);
  return format && { format, text: messageText({ blocks: joinedBlocks(parts).map(({ block }) => block) }) };
}

/** Compares an answer with the schema that it was asked for by. */
export async function checkShownAnswer(checker: AnswerChecker, session: Session, messageId: string): Promise<AnswerCheck> {
  const answer = await findAnswer(session, messageId);
  return answer ? checker.check({ schema: answer.format.schema, answer: answer.text }) : { kind: 'unchecked', reason: 'gone' };
}

/** Writes an answer to a file that the user names; nothing where they name none. */
export async function saveAnswer(session: Session, messageId: string): Promise<void> {
  const { t } = vscode.l10n;
  const answer = await findAnswer(session, messageId);
  if (!answer) {
    void vscode.window.showInformationMessage(t('The answer is not there any more.'));
    return;
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, fileName(answer.format.name)),
    filters: { [t('JSON')]: ['json'] },
    title: t('Save JSON'),
  });
  if (!target) return;
  try {
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(linesOf(answer.text)));
  } catch (error) {
    void vscode.window.showErrorMessage(writeProblem(error, target.path));
  }
}

/** What is not JSON is written as it came. */
function linesOf(text: string): string {
  try {
    JSON.parse(text);
    return `${prettyJson(text)}\n`;
  } catch {
    return text;
  }
}

/** A name that every file system takes, without what says that it is a schema. */
function fileName(name: string): string {
  const plain = name
    .replace(/(\.schema)?\.json$/i, '')
    .replace(/[\\/:*?"<>|#\p{Cc}]/gu, ' ')
    .trim()
    .slice(0, 80);
  return `${plain === '' ? 'answer' : plain}.json`;
}
