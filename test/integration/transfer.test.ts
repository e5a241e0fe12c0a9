/** Export and import as commands: what is asked, what is written, and what is said of it. The user's answers are the test's. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { HistoryStore } from '../../src/chat/historyStore.ts';
import type { HistoryTransfer } from '../../src/chat/historyTransfer.ts';
import { openHistory } from '../../src/history/client.ts';
import type { CommandName } from '../../src/host/commandNames.ts';
import { type CommandContext, runCommand } from '../../src/host/commands.ts';
import { PrintThread } from '../../src/host/printThread.ts';
import { isObject } from '../../src/shared/json.ts';
import { assistantMessage, userMessage } from '../unit/chat/messages.ts';

/** What the user does: which entry of a list, which file, which button. */
interface Answers {
  readonly pick?: string;
  readonly save?: string;
  readonly open?: string;
  readonly button?: string;
}

type Store = HistoryStore & HistoryTransfer;

describe('export and import', () => {
  let folder: string;
  const stores: Store[] = [];
  /** What surfaces were told to open. */
  const opened: (string | undefined)[] = [];

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-transfer-'));
  });

  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
    opened.length = 0;
  });

  after(() => rmSync(folder, { recursive: true }));

  const dist = (name: string) => join(vscode.extensions.getExtension('parley.parley')?.extensionPath ?? '', 'dist', name);

  function history(name: string): Store {
    const store = openHistory({ file: join(folder, `${name}.db`), workerScript: dist('history.js'), log: () => {} });
    stores.push(store);
    return store;
  }

  async function converse(store: Store, id: string, said: string, workspaceId = 'w'): Promise<void> {
    await store.createConversation({ id, workspaceId, workspaceName: 'W', createdAt: 1 });
    const prompt = userMessage({ id: `${id}?`, conversationId: id, text: said });
    const reply = assistantMessage({ id: `${id}!`, conversationId: id, parentId: prompt.id, status: 'complete', text: '**Because.**' });
    await store.addMessages([prompt, reply], { title: `About ${id}`, leafId: reply.id });
  }

  /** Runs a command over a history. @param shown the conversation in sight @returns what was asked and said */
  async function run(name: CommandName, store: Store, answers: Answers, shown?: string): Promise<string[]> {
    const conversation = shown === undefined ? undefined : await store.readConversation(shown);
    const surface = {
      session: conversation && { summary: () => conversation },
      open: async (id: string | undefined) => void opened.push(id),
      show: (what: string) => void opened.push(what),
    };
    const context = {
      surfaces: { visible: surface, current: async () => surface },
      chat: {
        ...{ store, sessions: { workspaceId: 'w', update: async () => {} }, models: { nameOf: () => 'Claude' }, log: { warn: () => {} } },
        openPrintThread: () => new PrintThread(dist('print.js')),
      },
    } as unknown as CommandContext;
    return answering(answers, async () => runCommand(name, context, []));
  }

  async function answering({ pick, save, open, button }: Answers, action: () => Promise<void>): Promise<string[]> {
    const { window } = vscode;
    const { showQuickPick, showSaveDialog, showOpenDialog, showWarningMessage, showInformationMessage, showErrorMessage } = window;
    const said: string[] = [];
    const say = (message: string, ...rest: unknown[]) => {
      const [options] = rest;
      said.push(isObject(options) && typeof options['detail'] === 'string' ? `${message}\n${options['detail']}` : message);
      return Promise.resolve(rest.find((item) => item === button));
    };
    Object.assign(window, {
      showQuickPick: async (items: readonly vscode.QuickPickItem[]) => items.find(({ label }) => label === pick),
      showSaveDialog: async (options: vscode.SaveDialogOptions) => {
        said.push(
          `save ${options.defaultUri?.path.split('/').at(-1)} ${Object.values(options.filters ?? {})
            .flat()
            .join(' ')}`,
        );
        return save === undefined ? undefined : vscode.Uri.file(join(folder, save));
      },
      showOpenDialog: async () => (open === undefined ? undefined : [vscode.Uri.file(join(folder, open))]),
      ...{ showWarningMessage: say, showInformationMessage: say, showErrorMessage: say },
    });
    try {
      await action();
    } finally {
      Object.assign(window, {
        showQuickPick,
        showSaveDialog,
        showOpenDialog,
        showWarningMessage,
        showInformationMessage,
        showErrorMessage,
      });
    }
    return said;
  }

  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const left = () => readdirSync(folder).filter((name) => name.endsWith('.part'));

  it('one conversation goes into a file and from there into another history, and the file is the same from there', async () => {
    const [here, there] = [history('here'), history('there')];
    await converse(here, 'c1', 'Why?');
    await converse(here, 'c2', 'Something else');
    const said = await run('exportConversation', here, { pick: 'This conversation', save: 'a.json' }, 'c1');
    assert.deepEqual(said, ['save About c1.json json md html', 'The conversation was exported.']);
    assert.doesNotMatch(read('a.json'), /Something else/);
    assert.deepEqual(await run('importConversation', there, { open: 'a.json', button: 'Show' }), ['1 conversation was imported.']);
    assert.deepEqual(opened, ['c1', 'composer']);
    await run('exportConversation', there, { pick: 'All conversations of this workspace', save: 'b.json' });
    assert.equal(read('b.json'), read('a.json'));
    assert.deepEqual(await run('importConversation', there, { open: 'b.json' }), ['All of it was there already.']);
    assert.deepEqual(left(), []);
  });

  it('all conversations of the workspace, and none of another', async () => {
    const store = history('here');
    for (const id of ['c1', 'c2', 'c3']) await converse(store, id, `Why ${id}?`);
    await converse(store, 'other', 'Not mine', 'another');
    const said = await run('exportConversation', store, { pick: 'All conversations of this workspace', save: 'all.json' }, 'c1');
    assert.equal(said.at(-1), '3 conversations were exported.');
    assert.doesNotMatch(read('all.json'), /Not mine/);
    const there = history('there');
    assert.deepEqual(await run('importConversation', there, { open: 'all.json', button: 'Show' }), ['3 conversations were imported.']);
    assert.deepEqual(opened, ['history']);
  });

  it('as Markdown and as HTML, by the name of the file', async () => {
    const store = history('here');
    await converse(store, 'c1', '<b>Why?</b>');
    await run('exportConversation', store, { pick: 'This conversation', save: 'a.md' }, 'c1');
    assert.equal(read('a.md'), '# About c1\n\n## You\n\n<b>Why?</b>\n\n## Claude\n\n**Because.**\n');
    await run('exportConversation', store, { pick: 'This conversation', save: 'a.html' }, 'c1');
    const html = read('a.html');
    assert.match(html, /<p class="said" dir="auto">&lt;b&gt;Why\?&lt;\/b&gt;<\/p>/);
    assert.match(html, /<strong>Because\.<\/strong>/);
    assert.doesNotMatch(html, /<script/);
  });

  it('what looks like a secret is named before a file is chosen, and nothing is written without a word', async () => {
    const store = history('here');
    const token = `gh${'p_'}${'a1B2'.repeat(10)}`;
    await converse(store, 'c1', `Use ${token}`);
    const question = 'What is to be exported looks like it holds a secret.\n• a token in what was said, line 1';
    assert.deepEqual(await run('exportConversation', store, { pick: 'This conversation', save: 'a.json' }, 'c1'), [question]);
    assert.equal(existsSync(join(folder, 'a.json')), false);
    assert.deepEqual(await run('exportConversation', store, { pick: 'This conversation', save: 'a.json', button: 'Show' }, 'c1'), [
      question,
    ]);
    assert.deepEqual(opened, ['c1', 'conversation']);
    const said = await run('exportConversation', store, { pick: 'This conversation', save: 'a.json', button: 'Export anyway' }, 'c1');
    assert.deepEqual([said[0], said.at(-1)], [question, 'The conversation was exported.']);
    assert.ok(read('a.json').includes(token));
  });

  it('where nothing is chosen, nothing is written', async () => {
    const store = history('here');
    assert.deepEqual(await run('exportConversation', store, {}), ['There are no conversations in this workspace yet.']);
    await converse(store, 'c1', 'Why?');
    assert.deepEqual(await run('exportConversation', store, {}, 'c1'), []);
    assert.equal((await run('exportConversation', store, { pick: 'This conversation' }, 'c1')).length, 1);
    assert.deepEqual(await run('importConversation', store, {}), []);
    assert.deepEqual(left(), []);
  });

  it('a file that cannot be written is told, and what was there stays', async () => {
    const store = history('here');
    await converse(store, 'c1', 'Why?');
    const said = await run('exportConversation', store, { pick: 'This conversation', save: 'none/a.json' }, 'c1');
    assert.equal(said.at(-1), '“a.json” could not be written: its folder is not there.');
  });

  it('says in words what is wrong with a file', async () => {
    const store = history('here');
    await converse(store, 'c1', 'Why?');
    await run('exportConversation', store, { pick: 'This conversation', save: 'a.json' }, 'c1');
    const there = history('there');
    const file = read('a.json');
    const wrong: readonly (readonly [content: string, sentence: string])[] = [
      ['# Notes', '“x.json” is not a file of conversations that Parley has exported as JSON.'],
      [file.replace('"version":2', '"version":3'), '“x.json” was exported by a newer Parley. Update Parley to import it.'],
      [file.slice(0, -30), '“x.json” is not complete: its end is missing. Nothing was imported.'],
      [file.replace('"role":"user"', '"role":"nobody"'), '“x.json” is damaged: its entry 2 cannot be read. Nothing was imported.'],
    ];
    for (const [content, sentence] of wrong) {
      writeFileSync(join(folder, 'x.json'), content);
      assert.deepEqual(await run('importConversation', there, { open: 'x.json', button: 'Show' }), [sentence]);
    }
    assert.deepEqual(await run('importConversation', there, { open: 'nothing.json' }), ['“nothing.json” cannot be read.']);
    assert.deepEqual(await there.exportedConversations(null), []);
  });

  it('says in words what was there and says something else', async () => {
    const store = history('here');
    await converse(store, 'c1', 'Why?');
    await run('exportConversation', store, { pick: 'This conversation', save: 'a.json' }, 'c1');
    writeFileSync(join(folder, 'b.json'), read('a.json').replace('**Because.**', 'For no reason.'));
    assert.deepEqual(await run('importConversation', store, { open: 'b.json' }), [
      '1 conversation was there and has got more. What was there and says something else was kept; what the file says is beside it, in 1 branch.',
    ]);
    const elsewhere = read('a.json').replace('"workspaceId":"w"', '"workspaceId":"else"').replaceAll('c1', 'c9');
    writeFileSync(join(folder, 'c.json'), elsewhere);
    assert.deepEqual(await run('importConversation', store, { open: 'c.json' }), [
      '1 conversation was imported. What is of “W” is shown in the history under all workspaces.',
    ]);
  });
});
