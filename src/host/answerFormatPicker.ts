/** Lets the user choose what a conversation's answers are to be: free text, or JSON by a schema. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Model } from '../chat/model.ts';
import type { Session } from '../chat/session.ts';
import type { AnswerFormat } from '../shared/answerFormat.ts';
import type { ConversationOptions } from '../shared/conversation.ts';
import { prepareSchema, type SchemaChange } from '../structured/prepareSchema.ts';
import { changeSentences, problemSentence } from '../structured/schemaText.ts';
import { whyNoSchema } from './answerFormatWords.ts';
import type { Chat } from './chat.ts';
import { type FoundSchema, hasJson, schemaOfFile, schemaOfText, schemaOfType, schemaPaths, typeUnderCursor } from './schemaSources.ts';

interface FormatItem extends vscode.QuickPickItem {
  /** Null: free text; undefined: nothing is chosen by it. */
  readonly take: (() => FoundSchema | Promise<FoundSchema>) | null | undefined;
}

/** The line in the list of the model's button: what is chosen, or why nothing can be. */
export function answerFormatLine(model: Model, { answerFormat }: ConversationOptions): vscode.QuickPickItem {
  const why = whyNoSchema(model, model.name);
  return { label: vscode.l10n.t('Answer format…'), description: why ?? answerFormat?.name ?? vscode.l10n.t('Free text') };
}

export async function pickAnswerFormat(chat: Chat, session: Session): Promise<void> {
  const { models, formats } = chat;
  const why = whyNoSchema(models.find(session.model), models.nameOf(session.model));
  const { answerFormat } = session.conversation.options;
  if (why !== null && !answerFormat) {
    void vscode.window.showInformationMessage(why);
    return;
  }
  const item = await choose(chat, answerFormat ?? null);
  if (item?.take === undefined) return;
  if (item.take === null) {
    await session.choices.chooseAnswering({ answerFormat: null });
    return;
  }
  const found = await item.take();
  if (found.kind === 'refused') {
    void vscode.window.showErrorMessage(found.sentence);
    return;
  }
  const { format } = found;
  const prepared = prepareSchema(format.schema);
  if (prepared.kind === 'refused') {
    void vscode.window.showErrorMessage(problemSentence(prepared.problem, format.name, vscode.l10n.t));
    return;
  }
  await session.choices.chooseAnswering({ answerFormat: format });
  await formats.recent.remember(format);
  tellChanges(format, prepared.changes, prepared.schema);
}

async function choose(chat: Chat, chosen: AnswerFormat | null): Promise<FormatItem | undefined> {
  const { files } = chat.mentions;
  const picker = vscode.window.createQuickPick<FormatItem>();
  picker.title = vscode.l10n.t('Answer format of this conversation');
  picker.placeholder = chosen ? vscode.l10n.t('Now: {0}', chosen.name) : vscode.l10n.t('From the next message on');
  picker.matchOnDescription = true;
  const fill = () => {
    const [active] = picker.activeItems;
    picker.items = formatItems(chat);
    picker.activeItems = picker.items.filter(({ label, description }) => label === active?.label && description === active.description);
  };
  fill();
  picker.busy = true;
  picker.show();
  const item = new Promise<FormatItem | undefined>((resolve) => {
    picker.onDidAccept(() => resolve(picker.selectedItems[0] ?? picker.activeItems[0]));
    picker.onDidHide(() => resolve(undefined));
  });
  let isOpen = true;
  // What is known of the workspace's files is offered at once, the rest when they are read.
  const known = schemaPaths(files).length;
  void files.start().then(() => {
    if (!isOpen) return;
    if (schemaPaths(files).length !== known) fill();
    picker.busy = false;
  });
  const result = await item;
  isOpen = false;
  picker.dispose();
  return result;
}

function formatItems(chat: Chat): FormatItem[] {
  const { t } = vscode.l10n;
  const { files } = chat.mentions;
  const schemas = schemaPaths(files).map((path): FormatItem => {
    const folder = path.slice(0, -basename(path).length);
    return { label: basename(path), description: folder, take: () => schemaOfFile(files, path) };
  });
  const recent = chat.formats.recent
    .list()
    .map((format): FormatItem => ({ label: format.name, description: t('as it was chosen'), take: () => ({ kind: 'found', format }) }));
  return [
    { label: t('Free text'), description: t('default'), take: null },
    ...(schemas.length > 0 ? [separator(t('Schemas of the workspace')), ...schemas] : []),
    separator(t('From elsewhere')),
    ...editorItems(chat.formats.lastEditor.get()),
    { label: t('From the clipboard'), description: t('a JSON schema'), take: fromClipboard },
    ...(recent.length > 0 ? [separator(t('Chosen recently')), ...recent] : []),
  ];
}

function editorItems(editor: vscode.TextEditor | undefined): FormatItem[] {
  const { t } = vscode.l10n;
  if (!editor) return [];
  const name = basename(editor.document.uri.path);
  if (hasJson(editor))
    return [{ label: t('From the editor'), description: name, take: () => schemaOfText(editor.document.getText(), name) }];
  const type = typeUnderCursor(editor);
  if (!type) return [];
  const label = t('From the TypeScript type under the cursor');
  const typeName = type.name;
  if (typeName !== undefined) return [{ label, description: typeName, take: () => schemaOfType(editor, typeName) }];
  const sentence = t('There is no interface, type or enum at the cursor in {0}.', name);
  return [{ label, description: t('no type is there in {0}', name), take: () => ({ kind: 'refused', sentence }) }];
}

async function fromClipboard(): Promise<FoundSchema> {
  const { t } = vscode.l10n;
  const text = await vscode.env.clipboard.readText();
  if (text.trim() === '') return { kind: 'refused', sentence: t('There is no text on the clipboard. Copy a JSON schema first.') };
  const found = schemaOfText(text, t('the clipboard'));
  const title = found.kind === 'found' ? found.format.schema['title'] : undefined;
  return found.kind === 'found' && typeof title === 'string' && title.trim() !== '' ? schemaOfText(text, title.trim()) : found;
}

/** Says what the API gets otherwise than it is written, where that is anything. Answers are compared with the schema as it is written. */
function tellChanges(format: AnswerFormat, changes: readonly SchemaChange[], sent: AnswerFormat['schema']): void {
  const { t } = vscode.l10n;
  const sentences = changeSentences(changes, t);
  if (sentences.length === 0) return;
  const show = t('Show what is sent');
  const told = t(
    'The API knows a part of JSON Schema only. Of “{0}”: {1} Answers are compared with the schema as it is.',
    format.name,
    sentences.join(' '),
  );
  void vscode.window.showInformationMessage(told, show).then(async (answer) => {
    if (answer !== show) return;
    const content = JSON.stringify(sent, null, 2);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'json', content }));
  });
}

function separator(label: string): FormatItem {
  return { label, kind: vscode.QuickPickItemKind.Separator, take: undefined };
}
