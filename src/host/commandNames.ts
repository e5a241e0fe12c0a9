/** Every command, by its name without `parley.`; what each does is in `commands.ts`, which is not loaded before one of them is used. */
export const commandNames = [
  'setApiKey',
  'removeApiKey',
  'testConnection',
  'newConversation',
  'openConversation',
  'searchHistory',
  'findInConversation',
  'openInEditor',
  'openAsMarkdown',
  'focusInput',
  'stop',
  'selectModel',
  'showLog',
] as const;

export type CommandName = (typeof commandNames)[number];
