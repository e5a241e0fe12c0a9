/** The names that the editor and its stored windows know Parley's parts by. */

/** As in package.json. */
export const viewId = 'parley.chat';
/** As in package.json. */
export const panelType = 'parley.chatEditor';
export const conversationScheme = 'parley-conversation';
/** As in package.json. Requests as they are sent. */
export const requestScheme = 'parley-request';
export const diagramScheme = 'parley-diagram';
/** As in package.json. Documents that show how a file would be. */
export const applyScheme = 'parley-apply';
