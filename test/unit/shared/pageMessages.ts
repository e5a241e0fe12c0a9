/** Messages as the page sends them, and as a page would that somebody else has taken over. */
import type { NewPicture } from '../../../src/shared/attachmentViews.ts';
import type { PageRequest, RequestName, Requests } from '../../../src/shared/pageRequests.ts';
import type { PageMessage } from '../../../src/shared/protocol.ts';

const code = { text: 'let a = 1;', language: 'ts', named: ['src/new.ts'], mentioned: [] };

function picture(id: string): NewPicture {
  return {
    ...{ id, name: 'a.png', note: null, description: null, small: null },
    whole: { type: 'image/png', bytes: new ArrayBuffer(4) },
    thumbnail: { type: 'image/webp', bytes: new ArrayBuffer(2) },
  };
}

type Sample = { readonly [Name in RequestName]: readonly [name: Name, params: Requests[Name]['params']] }[RequestName];

function requests(samples: readonly Sample[]): PageRequest[] {
  // The list gives each name its own parameters; the compiler cannot see that they stay together.
  return samples.map(([name, params], at) => ({ type: 'request', id: 100 + at, conversationId: 'c', name, params }) as PageRequest);
}

/** One valid message of each kind. */
export const messages: readonly PageMessage[] = [
  { type: 'painted' },
  { type: 'ready' },
  { type: 'ack', seq: 3 },
  { type: 'resync' },
  { type: 'cancelWait', conversationId: 'c-1' },
  { type: 'draft', conversationId: 'c-1', draft: { text: 'half', edit: null } },
  { type: 'draft', conversationId: 'c-1', draft: { text: '', edit: { messageId: 'm', text: 'other' } } },
  { type: 'draft', conversationId: 'c-1', draft: { text: 'half', edit: null, begun: 'So' } },
  { type: 'viewState', conversationId: 'c-1', viewState: { scroll: { messageId: 'm', offset: -3.5 }, expanded: ['m', 'm/0'] } },
  { type: 'viewState', conversationId: 'c-1', viewState: { scroll: null, expanded: [] } },
  { type: 'dismissNotice', kind: 'setAside' },
  { type: 'dismissNotice', kind: 'moved' },
  { type: 'pageError', message: 'broke' },
  { type: 'request', id: 1, conversationId: 'c', name: 'send', params: { messageId: 'm', text: 'Why?' } },
  { type: 'request', id: 2, conversationId: 'c', name: 'stop', params: null },
  { type: 'request', id: 3, conversationId: 'c', name: 'edit', params: { messageId: 'm', newMessageId: 'n', text: 'x' } },
  { type: 'request', id: 4, conversationId: 'c', name: 'selectSibling', params: { messageId: 'm', index: 0 } },
  { type: 'request', id: 5, conversationId: 'c', name: 'copyMarkdown', params: { messageId: null } },
  { type: 'request', id: 6, conversationId: null, name: 'listConversations', params: { allWorkspaces: true } },
  { type: 'request', id: 7, conversationId: 'c', name: 'searchHistory', params: { query: '"', allWorkspaces: false } },
  { type: 'request', id: 70, conversationId: 'c', name: 'listOffers', params: null },
  { type: 'request', id: 71, conversationId: 'c', name: 'listOffered', params: { key: 'offer' } },
  { type: 'request', id: 72, conversationId: 'c', name: 'bringOver', params: { key: 'offer' } },
  { type: 'request', id: 73, conversationId: 'c', name: 'undoBringOver', params: { key: 'move' } },
  {
    ...{ type: 'request', id: 9, conversationId: 'c', name: 'highlightCode' },
    params: { text: 'let a', languages: ['ts', 'TypeScript'], theme: { id: 'Dark Modern', type: 'vs-dark' } },
  },
  { type: 'request', id: 8, conversationId: 'c', name: 'renameConversation', params: { id: 'c', title: '' } },
  {
    ...{ type: 'request', id: 10, conversationId: 'c', name: 'applyCode' },
    params: { text: 'a\n', language: 'ts', named: ['src/a.ts'], mentioned: ['../b.ts', 'C:\\c.ts'] },
  },
  { type: 'request', id: 11, conversationId: 'c', name: 'knownSymbols', params: { names: ['foo', 'Foo.bar', '#own'] } },
  { type: 'request', id: 12, conversationId: 'c', name: 'openSymbol', params: { name: 'ns::Type' } },
  {
    ...{ type: 'request', id: 13, conversationId: 'c', name: 'addDocument' },
    params: { document: { id: 'd', name: 'report.pdf', bytes: new ArrayBuffer(3) } },
  },
  { type: 'request', id: 14, conversationId: 'c', name: 'openCitation', params: { messageId: 'm', block: 2, citation: 0 } },
  { type: 'request', id: 15, conversationId: 'c', name: 'openDocument', params: { messageId: null, id: 'd' } },
  { type: 'request', id: 16, conversationId: 'c', name: 'citeDocuments', params: { citations: true } },
  { type: 'request', id: 13, conversationId: 'c', name: 'describePicture', params: { id: 'p', description: 'A button' } },
  { type: 'request', id: 14, conversationId: 'c', name: 'describePicture', params: { id: 'p', description: null } },
  {
    ...{ type: 'request', id: 15, conversationId: 'c', name: 'replacePicture' },
    params: {
      picture: {
        ...{ id: 'p', name: 'a.png', note: null, description: null, small: null },
        whole: { type: 'image/png', bytes: new ArrayBuffer(4) },
        thumbnail: { type: 'image/webp', bytes: new ArrayBuffer(2) },
      },
    },
  },
  { type: 'request', id: 16, conversationId: 'c', name: 'setPictureSending', params: { hashes: ['a'.repeat(64)], sending: 'kept' } },
  { type: 'request', id: 17, conversationId: 'c', name: 'setPictureSending', params: { hashes: [], sending: null } },
  {
    ...{ type: 'request', id: 18, conversationId: 'c', name: 'shrinkPicture' },
    params: { hash: 'a'.repeat(64), small: { type: 'image/png', bytes: new ArrayBuffer(3) } },
  },
  // What the page asks for beside these.
  ...requests([
    ['regenerate', { messageId: 'm' }],
    ['continue', { messageId: 'm' }],
    ['addPrompt', { messageId: 'n1', text: 'Also this' }],
    ['writeAnswer', { messageId: 'n2', text: 'So.' }],
    ['editAnswer', { messageId: 'm', newMessageId: 'n3', text: 'Not so.' }],
    ['mentions', { sign: '@', query: 'src' }],
    ['mentions', { sign: '/', query: '' }],
    ['addMention', { sign: '@', id: 'file:src/math.ts' }],
    ['addMention', { sign: '@', id: 'folder:src' }],
    ['addMention', { sign: '/', id: 'builtIn:explain' }],
    ['addUris', { uris: ['file:///etc/passwd'] }],
    ['addText', { name: 'a.txt', text: 'text' }],
    ['addPicture', { picture: picture('p') }],
    ['removePicture', { id: 'p' }],
    ['removeDocument', { id: 'd' }],
    ['choosePages', { id: 'd' }],
    ['sendPictureAgain', { id: 'p' }],
    ['savePicture', { id: 'p' }],
    ['readPicture', { hash: 'a'.repeat(64), size: 'thumbnail' }],
    ['removeContext', { id: 'x' }],
    ['refreshContext', { id: 'x' }],
    ['openContext', { messageId: null, id: 'x' }],
    ['editQueued', { id: 'q', text: 'other' }],
    ['removeQueued', { id: 'q' }],
    ['sendQueued', null],
    ['loadEarlier', { messageId: 'm' }],
    ['loadLater', { messageId: 'm' }],
    ['loadAround', { messageId: 'm', anyBranch: true }],
    ['newConversation', null],
    ['openConversation', { id: 'c' }],
    ['pinConversation', { id: 'c', pinned: true }],
    ['deleteConversation', { id: 'c' }],
    ['restoreConversation', { id: 'c' }],
    ['findInConversation', { query: 'x' }],
    ['copyText', { text: 'x' }],
    ['selectModel', null],
    ['chooseTools', null],
    ['chooseAnswerFormat', null],
    ['clearAnswerFormat', null],
    ['checkAnswer', { messageId: 'm' }],
    ['saveAnswer', { messageId: 'm' }],
    ['longConversation', null],
    ['undoSummary', { messageId: 'm' }],
    ['setApiKey', null],
    ['openSettings', { query: 'parley' }],
    ['showLog', null],
    ['showDiagram', { text: 'graph TD' }],
    ['insertCode', code],
    ['newFile', code],
    ['runInTerminal', { ...code, language: 'sh' }],
    ['openLink', { url: 'https://example.com/' }],
    ['openLink', { url: 'src/math.ts:3' }],
    ['retryStore', null],
    ['answerHold', { allow: true }],
    ['readInstructions', null],
    ['saveInstructions', { text: 'Be brief.' }],
    ['switchInstructions', { path: 'AGENTS.md', on: false }],
    ['openInstructions', { path: 'AGENTS.md' }],
    ['pickPreset', null],
    ['savePreset', { text: 'Be brief.' }],
    ['testConnection', null],
    ['usageReport', { days: 7 }],
    ['saveUsage', { days: 7 }],
  ]),
];

/** What a page that is not Parley's own may put in the place of anything. */
const hostileValues: readonly unknown[] = [
  ...[
    undefined,
    null,
    0,
    -1,
    1e99,
    0.5,
    Number.NaN,
    true,
    {},
    [],
    { length: 1e9 },
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\u202e',
    'x'.repeat(5000),
  ],
  ...[
    '../..',
    '../../../../etc/passwd',
    '/etc/passwd',
    '/proc/self/environ',
    '~/.ssh/id_rsa',
    'C:\\Windows\\win.ini',
    '..\\..\\secret',
    '%2e%2e/%2e%2e/etc/passwd',
  ],
  ...[
    'file:///etc/passwd',
    'file://server/share/x',
    'FILE:/etc/passwd',
    '\\\\server\\share\\x',
    '//server/share/x',
    'vscode-remote://elsewhere/etc/passwd',
  ],
  ...[
    'command:workbench.action.quit',
    'vscode://file/etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://user:pass@example.com/',
    'mailto:a@b.c',
  ],
  ...[
    'file:../../etc/passwd',
    'file:/etc/passwd',
    'folder:..',
    'folder:/',
    'tab:file:///etc/passwd',
    'symbol:x',
    'clipboard',
    'terminal',
    'changes',
    'problems',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '>workbench.action.quit',
    '@id:parley.baseUrl',
    '#',
    '*',
    '**/*',
    '{a,b}',
    '[',
    '"',
    "'; DROP TABLE messages; --",
  ],
  ...['rm -rf ~\n', 'a\r\nb', '\u001b[201~id\r', '$(id)', '`id`', 'a && b', '%PATH%'],
  ...['sh', 'bash', 'powershell', 'mermaid', 'diff', 'ts'],
  ...['--- a/x\n+++ b/../../../etc/cron.d/x\n@@ -1 +1 @@\n-a\n+b', '// file:///etc/passwd\nx', '// ../../etc/passwd\nx'],
];

/** Numbers from 0 to below 1, the same for each seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Messages that were valid before something in them was replaced, taken away, added or swapped with what is in another.
 * @param known put in the place of anything too: ids of what is there
 */
export function* mutatedMessages(seed: number, count: number, known: readonly string[] = []): Generator<unknown> {
  const random = randomNumbers(seed);
  const pick = <T>(all: readonly T[]): T | undefined => all[Math.floor(random() * all.length)];
  const values = [...hostileValues, ...known, ...known];
  const mutate = (value: unknown, rate: number): unknown => {
    if (random() < rate) return pick(values);
    if (typeof value === 'string' && random() < rate) return random() < 0.5 ? `${value}${pick(values)}` : `${pick(values)}${value}`;
    if (Array.isArray(value)) return random() < rate ? [...value, pick(values)] : value.map((each) => mutate(each, rate));
    if (value instanceof ArrayBuffer) return value;
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).flatMap(([key, each]) => (random() < rate / 3 ? [] : [[key, mutate(each, rate)] as const]));
    return Object.fromEntries(random() < rate ? [...entries, [String(pick(values)), pick(values)]] : entries);
  };
  for (let at = 0; at < count; at++) {
    const message = pick(messages);
    const other = pick(messages);
    const isCrossed = random() < 0.1 && message?.type === 'request' && other?.type === 'request';
    const begun = isCrossed ? { ...message, params: { ...other.params, ...message.params } } : message;
    yield mutate(
      known.length > 0 && message?.type === 'request' ? { ...begun, conversationId: pick(known) } : begun,
      pick([0.02, 0.1, 0.3]) ?? 0.1,
    );
  }
}
