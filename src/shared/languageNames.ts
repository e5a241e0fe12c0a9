/** What answers call a language and no extension does, in lower case, by the editor's ids. */
export const otherLanguageNames: Readonly<Record<string, string>> = {
  console: 'shellscript',
  'shell-session': 'shellscript',
  shellsession: 'shellscript',
  jsonl: 'json',
  ndjson: 'json',
  json5: 'jsonc',
  text: 'plaintext',
  plain: 'plaintext',
};
