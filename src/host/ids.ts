/** The names that the editor and its stored windows know Parley's parts by. */

/** As in package.json. */
export const viewId = 'parley.chat';
/** As in package.json. */
export const panelType = 'parley.chatEditor';
export const conversationScheme = 'parley-conversation';
export const diagramScheme = 'parley-diagram';
