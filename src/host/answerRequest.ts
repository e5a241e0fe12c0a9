import * as vscode from 'vscode';
import type { WorkspaceScope } from '../chat/historyStore.ts';
import { conversationMarkdown, shownMarkdown } from '../chat/markdown.ts';
import type { Session } from '../chat/session.ts';
import type { PageRequest, RequestName, Requests } from '../shared/pageRequests.ts';
import { pickAnswerFormat } from './answerFormatPicker.ts';
import { checkShownAnswer, saveAnswer } from './answers.ts';
import type { Chat } from './chat.ts';
import type { ChatSurface } from './chatSurface.ts';
import { showDiagram } from './diagrams.ts';
import { documentLabel } from './documentWords.ts';
import { askForApiKey } from './keyCommands.ts';
import { pickLongConversation } from './longConversation.ts';
import { pickModel } from './modelPicker.ts';
import { findDocument, openCitation } from './openCitation.ts';
import { findContext, openContext } from './openContext.ts';
import { openLink } from './openLink.ts';
import { addPicture, addPictureAgain, readPicture, replacePicture, shrinkPicture } from './pictures.ts';
import { pickPreset, savePreset } from './presets.ts';
import { savePicture } from './savePicture.ts';
import { testConnection } from './testConnection.ts';
import { pickTools } from './toolsPicker.ts';
import { pictureLabel } from './transferWords.ts';
import { readUsageReport, saveUsage } from './usage.ts';

const listLength = 500;
const hitCount = 100;

/** Does what the page asked for; resolves to its answer, and throws where it could not be done. */
export async function answerRequest(surface: ChatSurface, request: PageRequest): Promise<Requests[RequestName]['result']> {
  const { chat } = surface;
  const scope = (allWorkspaces: boolean): WorkspaceScope => (allWorkspaces ? null : chat.sessions.workspaceId);
  const inConversation = <T>(action: (session: Session) => Promise<T> | T) => surface.inConversation(request.conversationId, action);
  switch (request.name) {
    case 'send':
      return inConversation((session) => session.send(request.params.messageId, request.params.text));
    case 'stop':
      await inConversation((session) => session.stop());
      return null;
    case 'regenerate':
      await inConversation((session) => session.regenerate(request.params.messageId));
      return null;
    case 'continue':
      await inConversation((session) => session.continueAfter(request.params.messageId));
      return null;
    case 'edit':
      await inConversation((session) => session.edit(request.params.messageId, request.params.newMessageId, request.params.text));
      return null;
    case 'addPrompt':
      await inConversation((session) => session.own.addPrompt(request.params.messageId, request.params.text));
      return null;
    case 'writeAnswer':
      await inConversation((session) => session.own.writeAnswer(request.params.messageId, request.params.text));
      return null;
    case 'editAnswer': {
      const { messageId, newMessageId, text } = request.params;
      await inConversation((session) => session.own.editAnswer(messageId, newMessageId, text));
      return null;
    }
    case 'selectSibling':
      await inConversation((session) => session.selectSibling(request.params.messageId, request.params.index));
      return null;
    case 'mentions':
      return chat.mentions.list(request.params.sign, request.params.query);
    case 'addMention': {
      const { sign, id } = request.params;
      return { insert: await inConversation((session) => chat.mentions.choose(session, sign, id, surface)) };
    }
    case 'addUris':
      await inConversation((session) => chat.mentions.addUris(session, request.params.uris, surface));
      return null;
    case 'addText':
      await inConversation((session) => chat.mentions.addText(session, request.params.name, request.params.text));
      return null;
    case 'addPicture':
      return inConversation((session) => addPicture(session, request.params.picture));
    case 'replacePicture':
      return inConversation((session) => replacePicture(session, request.params.picture));
    case 'describePicture':
      await inConversation((session) => session.draft.describePicture(request.params.id, request.params.description));
      return null;
    case 'removePicture':
      await inConversation((session) => session.draft.removePicture(request.params.id));
      return null;
    case 'addDocument': {
      const { id, name, bytes } = request.params.document;
      const source = { name, bytes: new Uint8Array(bytes), uri: null };
      return { refusal: await inConversation((session) => chat.documents.add(session, id, source)) };
    }
    case 'removeDocument':
      await inConversation((session) => chat.documents.remove(session, request.params.id));
      return null;
    case 'choosePages':
      await inConversation((session) => chat.documents.choosePages(session, request.params.id));
      return null;
    case 'citeDocuments':
      await inConversation((session) => chat.documents.cite(session, request.params.citations));
      return null;
    case 'openDocument': {
      const { messageId, id } = request.params;
      const document = await inConversation((session) => findDocument(session, messageId, id));
      if (document) await chat.documents.open(document);
      return null;
    }
    case 'openCitation': {
      const { messageId, block, citation } = request.params;
      return { opened: await inConversation((session) => openCitation(session, messageId, block, citation)) };
    }
    case 'sendPictureAgain':
      await inConversation((session) => addPictureAgain(session, request.params.id));
      return null;
    case 'savePicture':
      await inConversation((session) => savePicture(chat.store, session, request.params.id));
      return null;
    case 'setPictureSending':
      await inConversation((session) => session.changePictures({ type: 'sending', ...request.params }));
      return null;
    case 'shrinkPicture':
      await inConversation((session) => shrinkPicture(session, request.params.hash, request.params.small));
      return null;
    case 'readPicture':
      return readPicture(chat.store, request.params);
    case 'removeContext':
      await inConversation((session) => session.draft.removeContext(request.params.id));
      return null;
    case 'refreshContext':
      await inConversation((session) => surface.refreshContext(session, request.params.id));
      return null;
    case 'openContext': {
      const { messageId, id } = request.params;
      const item = await inConversation((session) => findContext(session, messageId, id));
      if (item) await openContext(item);
      return null;
    }
    case 'editQueued':
      await inConversation((session) => session.editQueued(request.params.id, request.params.text));
      return null;
    case 'removeQueued':
      await inConversation((session) => session.removeQueued(request.params.id));
      return null;
    case 'sendQueued':
      await inConversation((session) => session.sendQueued());
      return null;
    case 'answerHold':
      await inConversation((session) => session.answerHold(request.params.allow));
      return null;
    case 'loadEarlier':
      return surface.feed.answerTurns(await inConversation((session) => session.reader.before(request.params.messageId)));
    case 'loadLater':
      return surface.feed.answerTurns(await inConversation((session) => session.reader.after(request.params.messageId)));
    case 'loadAround': {
      const part = await inConversation((session) => session.around(request.params.messageId, request.params.anyBranch));
      return part ? surface.feed.answerTurns(part) : null;
    }
    case 'newConversation':
      await surface.open(undefined);
      return null;
    case 'openConversation':
      await surface.open(request.params.id);
      return null;
    case 'renameConversation':
      await chat.sessions.patch(request.params.id, { title: request.params.title });
      return null;
    case 'pinConversation':
      await chat.sessions.patch(request.params.id, { pinned: request.params.pinned });
      return null;
    case 'deleteConversation':
      await chat.sessions.delete(request.params.id);
      return null;
    case 'restoreConversation':
      await chat.sessions.restore(request.params.id);
      return null;
    case 'listConversations':
      return chat.store.listConversations(scope(request.params.allWorkspaces), listLength);
    case 'searchHistory':
      return chat.store.search(request.params.query, scope(request.params.allWorkspaces), hitCount);
    case 'listOffers':
      return chat.moved.offers();
    case 'listOffered':
      return chat.moved.listOffered(request.params.key, listLength);
    case 'bringOver':
      return { undo: await chat.moved.bringOver(request.params.key) };
    case 'undoBringOver':
      await chat.moved.undo(request.params.key);
      return null;
    case 'findInConversation':
      return inConversation(({ conversation: { leafId } }) => (leafId === null ? [] : chat.store.findInPath(leafId, request.params.query)));
    case 'copyMarkdown':
      await vscode.env.clipboard.writeText(await inConversation((session) => markdownOf(chat, session, request.params.messageId)));
      return null;
    case 'copyText':
      await vscode.env.clipboard.writeText(request.params.text);
      return null;
    case 'highlightCode':
      return chat.highlight(request.params);
    case 'selectModel':
      await inConversation((session) => pickModel(chat, session));
      return null;
    case 'chooseAnswerFormat':
      await inConversation((session) => pickAnswerFormat(chat, session));
      return null;
    case 'clearAnswerFormat':
      await inConversation((session) => session.choices.chooseAnswering({ answerFormat: null }));
      return null;
    case 'checkAnswer':
      return inConversation((session) => checkShownAnswer(chat.formats.checker, session, request.params.messageId));
    case 'saveAnswer':
      await inConversation((session) => saveAnswer(session, request.params.messageId));
      return null;
    case 'chooseTools':
      await inConversation((session) => pickTools(chat, session));
      return null;
    case 'longConversation':
      await inConversation((session) => pickLongConversation(chat, session));
      return null;
    case 'undoSummary':
      await inConversation((session) => session.long.undoSummary(request.params.messageId));
      return null;
    case 'readInstructions':
      return { text: await inConversation((session) => session.conversation.options.instructions) };
    case 'saveInstructions':
      await inConversation((session) => session.choices.setInstructions(request.params.text));
      return null;
    case 'switchInstructions':
      await chat.instructions.switch(request.params.path, request.params.on);
      return null;
    case 'openInstructions':
      await chat.instructions.open(request.params.path);
      return null;
    case 'pickPreset':
      return { text: await pickPreset() };
    case 'savePreset':
      return { name: await savePreset(request.params.text) };
    case 'setApiKey':
      await askForApiKey(chat);
      return null;
    case 'testConnection':
      await testConnection(chat);
      return null;
    case 'openSettings':
      await vscode.commands.executeCommand('workbench.action.openSettings', request.params.query);
      return null;
    case 'showLog':
      chat.log.show();
      return null;
    case 'showDiagram':
      await showDiagram(request.params.text);
      return null;
    case 'insertCode':
      await chat.code.insert(request.params);
      return null;
    case 'applyCode':
      await chat.code.apply(request.params);
      return null;
    case 'newFile':
      await chat.code.newFile(request.params);
      return null;
    case 'runInTerminal':
      await chat.code.runInTerminal(request.params);
      return null;
    case 'openLink':
      await openLink(request.params.url);
      return null;
    case 'knownSymbols':
      return chat.symbols.known(request.params.names);
    case 'openSymbol':
      await chat.symbols.open(request.params.name);
      return null;
    case 'usageReport':
      return readUsageReport(chat, request.params.days);
    case 'saveUsage':
      await saveUsage(chat, request.params.days);
      return null;
    case 'retryStore':
      await chat.sessions.retryStore();
      return null;
  }
}

/** A message as it was written, or the visible conversation with its title and headings. */
async function markdownOf(chat: Chat, session: Session, messageId: string | null): Promise<string> {
  if (messageId !== null) {
    return shownMarkdown(await session.reader.turn(messageId), {
      document: documentLabel,
      picture: pictureLabel,
      sources: vscode.l10n.t('Sources'),
    });
  }
  return conversationMarkdown(session.conversation.title, await session.reader.wholePath(), {
    you: vscode.l10n.t('You'),
    model: (id) => chat.models.nameOf(id),
    edited: (name) => vscode.l10n.t('{0}, edited by you', name),
    written: vscode.l10n.t('Written by you'),
    document: documentLabel,
    picture: pictureLabel,
    sources: vscode.l10n.t('Sources'),
  });
}
