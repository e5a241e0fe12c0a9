import { pickAnswerFormat } from './answerFormatPicker.ts';
import type { Chat } from './chat.ts';
import type { CommandName } from './commandNames.ts';
import { pickConversation } from './conversationPicker.ts';
import { exportConversation } from './exportCommand.ts';
import { addChanges, addCode, addFiles, addTerminalSelection, askAboutCode, askAboutProblem } from './fromEditor.ts';
import { setGatewayHeaders } from './gatewayCommands.ts';
import { importConversation } from './importCommand.ts';
import { askForApiKey, removeApiKey } from './keyCommands.ts';
import type { MarkdownDocuments } from './markdownDocument.ts';
import { pickModel } from './modelPicker.ts';
import { copyClicked, saveClicked, sendClickedAgain } from './pictureCommands.ts';
import type { RequestDocuments } from './requestDocuments.ts';
import { toggleSetting } from './settings.ts';
import { startAnswer } from './startAnswer.ts';
import type { Surfaces } from './surfaces.ts';
import { testConnection } from './testConnection.ts';
import { pickTools } from './toolsPicker.ts';

/** What commands work with. */
export interface CommandContext {
  readonly chat: Chat;
  readonly surfaces: Surfaces;
  readonly documents: MarkdownDocuments;
  readonly requests: RequestDocuments;
}

/** @param args what the menu, the light bulb or another extension hands over: to be read as unknown */
type Command = (context: CommandContext, args: readonly unknown[]) => Promise<void> | void;

/** What each command does. To add one: its name in `commandNames.ts`, a row here, and its entry in package.json and package.nls.json. */
const commands: Readonly<Record<CommandName, Command>> = {
  setApiKey: ({ chat }) => askForApiKey(chat),
  removeApiKey: ({ chat }) => removeApiKey(chat),
  setGatewayHeaders: ({ chat }) => setGatewayHeaders(chat),
  testConnection: ({ chat }) => testConnection(chat),
  async newConversation({ surfaces }) {
    const surface = await surfaces.current();
    await surface.open(undefined);
    surface.show('composer');
  },
  async openConversation({ chat, surfaces }) {
    const id = await pickConversation(chat);
    if (id === undefined) return;
    const surface = await surfaces.current();
    await surface.open(id);
    surface.show('composer');
  },
  async searchHistory({ surfaces }) {
    (await surfaces.current()).show('history');
  },
  async findInConversation({ surfaces }) {
    (await surfaces.current()).show('find');
  },
  exportConversation: ({ chat, surfaces }) => exportConversation(chat, surfaces),
  importConversation: ({ chat, surfaces }) => importConversation(chat, surfaces),
  openInEditor({ surfaces }) {
    surfaces.openInEditor(surfaces.visible?.session?.id);
  },
  async openAsMarkdown({ surfaces, documents }) {
    const { id, conversation } = await (await surfaces.current()).ready();
    await documents.open(id, conversation.title);
  },
  async focusInput({ surfaces }) {
    (await surfaces.current()).show('composer');
  },
  stop({ chat, surfaces }) {
    const shown = surfaces.visible?.session;
    if (shown?.busy) shown.stop();
    else for (const session of chat.sessions.running) session.stop();
  },
  async selectModel({ chat, surfaces }) {
    await pickModel(chat, await (await surfaces.current()).ready());
  },
  async chooseAnswerFormat({ chat, surfaces }) {
    await pickAnswerFormat(chat, await (await surfaces.current()).ready());
  },
  async chooseTools({ chat, surfaces }) {
    await pickTools(chat, await (await surfaces.current()).ready());
  },
  async editInstructions({ surfaces }) {
    (await surfaces.current()).show('instructions');
  },
  async addPrompt({ surfaces }) {
    (await surfaces.current()).show('addPrompt');
  },
  async writeAnswer({ surfaces }) {
    (await surfaces.current()).show('writeAnswer');
  },
  startAnswer: ({ chat, surfaces }) => startAnswer(chat, surfaces),
  acceptApply: ({ chat }) => chat.code.proposals.accept(),
  rejectApply: ({ chat }) => chat.code.proposals.reject(),
  async showRequest({ surfaces, requests }) {
    await requests.show(await (await surfaces.current()).ready());
  },
  copyRequest: ({ requests }, [uri]) => requests.copy(uri),
  async showUsage({ surfaces }) {
    (await surfaces.current()).show('usage');
  },
  showLog: ({ chat }) => chat.log.show(),
  explainSelection: ({ surfaces }, args) => askAboutCode('explain', surfaces, args),
  fixSelection: ({ surfaces }, args) => askAboutCode('fix', surfaces, args),
  documentSelection: ({ surfaces }, args) => askAboutCode('document', surfaces, args),
  testSelection: ({ surfaces }, args) => askAboutCode('test', surfaces, args),
  askAboutSelection: ({ surfaces }, args) => addCode(surfaces, args, false),
  addSelection: ({ surfaces }, args) => addCode(surfaces, args, true),
  addFile: ({ surfaces }, args) => addFiles(surfaces, args),
  addTerminalSelection: ({ surfaces }) => addTerminalSelection(surfaces),
  addChanges: ({ surfaces }, args) => addChanges(surfaces, args),
  explainProblem: ({ surfaces }, args) => askAboutProblem('explainProblem', surfaces, args),
  fixProblem: ({ surfaces }, args) => askAboutProblem('fixProblem', surfaces, args),
  toggleFollowEditor: () => toggleSetting('followEditor'),
  savePicture: ({ chat }, args) => saveClicked(chat, args),
  copyPicture: ({ surfaces }, args) => copyClicked(surfaces, args),
  sendPictureAgain: ({ chat }, args) => sendClickedAgain(chat, args),
};

export function runCommand(name: CommandName, context: CommandContext, args: readonly unknown[]): Promise<void> | void {
  return commands[name](context, args);
}
