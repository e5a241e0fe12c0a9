/** Every way from the editor to the chat in a real window, by keyboard alone: what is pressed, and what the request has then. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { copySample } from '../../host/sample.mjs';
import type { Simulator } from '../../sim/server.ts';
import type { EditorWindow } from '../driver/editorWindow.ts';
import { type KeyChat, openKeyChat } from '../driver/keyChat.ts';
import {
  chooseInMenu,
  chooseInOpenMenu,
  goToBox,
  goToLine,
  hasFocus,
  openFile,
  press,
  runInTerminal,
  selectLines,
  stepTo,
  stepToElement,
} from '../driver/keys.ts';
import { sentOf } from '../driver/sent.ts';
import { until } from '../driver/until.ts';
import { quickInput, runCommand } from '../driver/workbench.ts';

/** A way to the chat. */
interface Way {
  readonly name: string;
  /** The keys, from an editor's or a view's place that they begin at. */
  readonly keys: () => Promise<void>;
  /** How the prompt begins that is sent at once; null where it adds to what is typed. */
  readonly asks: RegExp | null;
  /** Of each of the first context blocks its kind, and its path with its lines. */
  readonly sends: readonly (readonly [kind: string, place: string | undefined])[];
  /** What its first block has in it. */
  readonly holds: string | RegExp;
}

const explains = /^Explain the code above/;
const fixes = /^Find what is wrong with the code above/;
const documents = /^Write documentation for the code above/;
const tests = /^Write tests for the code above/;
const broken = 'export const minutes: number = "three";\n';

describe('by keyboard, from the editor', () => {
  const folder = copySample();
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], { cwd: folder, stdio: 'ignore' });
  const file = (name: string) => readFileSync(join(folder, name), 'utf8');
  let chat: KeyChat;
  let simulator: Simulator;
  let window: EditorWindow;
  let page: Page;
  let parley: FrameLocator;

  before(async () => {
    writeFileSync(join(folder, 'src', 'broken.ts'), broken);
    writeFileSync(
      join(folder, 'notes.ipynb'),
      JSON.stringify({
        ...{ nbformat: 4, nbformat_minor: 5, metadata: { language_info: { name: 'python' } } },
        cells: [
          { cell_type: 'code', id: 'a', metadata: {}, outputs: [], execution_count: null, source: ['leaves = 2\n', 'print(leaves)'] },
        ],
      }),
    );
    git('init', '-q');
    git('add', '.');
    git('commit', '-q', '-m', 'Tea');
    writeFileSync(join(folder, 'README.md'), 'Staged words.\n');
    git('add', 'README.md');
    writeFileSync(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "strict": true } }\n');
    chat = await openKeyChat({ folder, settings: { 'terminal.integrated.gpuAcceleration': 'off', 'scm.defaultViewMode': 'list' } });
    ({ simulator, window, page, parley } = chat);
  });
  after(() => chat.close());

  beforeEach(() => simulator.reset());

  const chips = () => parley.getByRole('list', { name: 'Attachments' }).getByRole('listitem');
  const lines = async () => {
    await openFile(page, 'src/math.ts');
    await selectLines(page, 12, 16);
  };
  const selection = [['selection', 'src/math.ts:12-16']] as const;
  const selected = file('src/math.ts').split('\n').slice(11, 16).join('\n');

  /** A command about what is selected, in each of the ways that it is offered in. */
  const onSelection = (title: string, keys: string, asks: RegExp | null): readonly Way[] =>
    [
      { name: `${title}, keybinding`, how: () => press(page, 'Control+K', keys) },
      { name: `${title}, the editor’s menu`, how: () => chooseInMenu(page, 'Parley', title) },
      { name: `${title}, palette`, how: () => runCommand(page, `Parley: ${title}`) },
    ].map(({ name, how }) => ({
      ...{ name, asks, sends: selection, holds: selected },
      async keys() {
        await lines();
        await how();
      },
    }));

  /** The light bulb's list. @param goThere to what it is about, each time: Esc without a list takes a selection away */
  async function quickFix(title: string, goThere: () => Promise<void>): Promise<void> {
    const row = page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
    // The editor says that there is nothing as long as it has not asked for what is new.
    const offered = async () => {
      await goThere();
      await press(page, 'Control+.');
      await row.waitFor({ timeout: 3000 }).catch(() => press(page, 'Escape'));
      return row.isVisible();
    };
    await until(`“${title}” to be offered`, offered, 30_000);
    await stepTo(page, `“${title}” in the list`, 'ArrowDown', () => row.evaluate((each) => each.classList.contains('focused')));
    await press(page, 'Enter');
  }

  async function atProblem(): Promise<void> {
    await openFile(page, 'src/broken.ts');
    await page.locator('.squiggly-error').first().waitFor({ timeout: 30_000 });
    await goToLine(page, 1);
    await press(page, ...'ArrowRight '.repeat(14).trim().split(' '));
  }

  /** Goes to a row of a tree that has the focus. */
  async function row(view: string, name: string): Promise<void> {
    const wanted = page.locator(view).locator('.monaco-list-row', { hasText: name }).first();
    await press(page, 'Home');
    await stepTo(page, `the row ${name}`, 'ArrowDown', () => wanted.evaluate((each) => each.classList.contains('focused')));
  }

  async function explorer(name: string): Promise<void> {
    await runCommand(page, 'Explorer: Focus on Folders View');
    await row('.explorer-folders-view', name);
  }

  async function changes(group: string): Promise<void> {
    await runCommand(page, 'Source Control: Focus on Changes View');
    // From the box for the commit's message to the list that it is in.
    await until('the focus in the view', () => page.evaluate(() => document.activeElement?.closest('.scm-view') !== null));
    await stepToElement(page, page.getByRole('tree', { name: 'Source Control Management' }));
    await row('.scm-view', group);
  }

  async function terminalText(): Promise<void> {
    await runInTerminal(page, 'echo steep$((40+2))', /^steep42$/);
    await runCommand(page, 'Terminal: Select All');
    await page.locator('.terminal-wrapper.active .xterm-selection > div').first().waitFor({ state: 'attached' });
  }

  const added = (keys: () => Promise<void>, name: string, sends: Way['sends'], holds: Way['holds']): Way => ({
    ...{ name, keys, sends, holds, asks: null },
  });

  const ways: readonly Way[] = [
    ...onSelection('Explain', 'Shift+E', explains),
    ...onSelection('Fix', 'Shift+F', fixes),
    ...onSelection('Document', 'Shift+D', documents),
    ...onSelection('Write Tests', 'Shift+T', tests),
    ...onSelection('Ask About This', 'Shift+A', null),
    ...onSelection('Add to Chat', 'Shift+S', null),
    added(
      async () => {
        await lines();
        await chooseInMenu(page, 'Parley', 'Add File to Chat');
      },
      'Add File to Chat, the editor’s menu',
      [['file', 'src/math.ts']],
      file('src/math.ts'),
    ),
    {
      name: 'the symbol around the cursor, keybinding',
      async keys() {
        await openFile(page, 'src/math.ts');
        await goToLine(page, 13);
        await press(page, 'Control+K', 'Shift+E');
      },
      ...{ asks: explains, sends: [['symbol', 'src/math.ts:12-16']], holds: selected },
    },
    {
      name: 'an untitled document, keybinding',
      async keys() {
        await runCommand(page, 'File: New Untitled Text File');
        await page.keyboard.type('steep(3)');
        await press(page, 'Control+A', 'Control+K', 'Shift+E');
      },
      ...{ asks: explains, sends: [['selection', 'Untitled-1:1-1']], holds: 'steep(3)' },
    },
    {
      name: 'a notebook’s cell, keybinding',
      async keys() {
        await openNotebook();
        await press(page, 'Control+A', 'Control+K', 'Shift+E');
      },
      ...{ asks: explains, sends: [['selection', 'notes.ipynb:1-2']], holds: 'leaves = 2\nprint(leaves)' },
    },
    {
      name: 'Explain with Parley, the light bulb on a selection',
      async keys() {
        await quickFix('Explain with Parley', lines);
      },
      ...{ asks: explains, sends: selection, holds: selected },
    },
    ...(['Fix', 'Explain'] as const).map(
      (title): Way => ({
        name: `${title} with Parley, the light bulb on a problem`,
        async keys() {
          await quickFix(`${title} with Parley`, atProblem);
        },
        asks: new RegExp(`^${title} the problem`),
        sends: [['symbol', 'src/broken.ts:1-1']],
        holds: broken.trimEnd(),
      }),
    ),
    {
      name: 'Fix with Parley, the problems view',
      async keys() {
        await atProblem();
        await press(page, 'Control+Shift+M');
        await row('.markers-panel', 'not assignable');
        await press(page, 'Control+.');
        await chooseInOpenMenu(page, 'Fix with Parley');
      },
      ...{ asks: /^Fix the problem/, sends: [['symbol', 'src/broken.ts:1-1']], holds: broken.trimEnd() },
    },
    added(
      async () => {
        await explorer('package.json');
        await chooseInMenu(page, 'Parley', 'Add File to Chat');
      },
      'a file of the explorer',
      [['file', 'package.json']],
      file('package.json'),
    ),
    added(
      async () => {
        await explorer('src');
        await chooseInMenu(page, 'Parley', 'Add File to Chat');
      },
      'a folder of the explorer',
      [['folder', 'src']],
      /math\.ts/,
    ),
    added(
      async () => {
        await explorer('package.json');
        await press(page, 'Space');
        await page.locator('.tab.active').getByText('package.json').waitFor();
        const selectedRows = page.locator('.explorer-folders-view .monaco-list-row.selected');
        await stepTo(page, 'two rows', 'Shift+ArrowDown', async () => (await selectedRows.count()) === 2);
        await chooseInMenu(page, 'Parley', 'Add File to Chat');
      },
      'several of the explorer',
      [
        ['file', 'package.json'],
        ['file', 'README.md'],
      ],
      file('package.json'),
    ),
    added(
      async () => {
        await terminalText();
        await runCommand(page, 'Parley: Add Terminal Selection to Chat');
      },
      'what is selected in the terminal, palette',
      [['terminal', undefined]],
      /^steep42$/m,
    ),
    added(
      async () => {
        await terminalText();
        // The editor may know of the selection later than it is seen.
        await until('Parley in the menu', async () => {
          // Shift+F10 is the shell's.
          await press(page, 'ContextMenu');
          await page.locator('.monaco-menu').first().waitFor();
          if (await page.getByRole('menuitem', { name: 'Parley', exact: true }).count()) return true;
          await press(page, 'Escape');
          return false;
        });
        await chooseInOpenMenu(page, 'Parley', 'Add Terminal Selection to Chat');
      },
      'what is selected in the terminal, its menu',
      [['terminal', undefined]],
      /^steep42$/m,
    ),
    added(
      () => runCommand(page, 'Parley: Add Changes to Chat'),
      'staged and other changes, palette',
      [
        ['changes', undefined],
        ['changes', undefined],
      ],
      /^\+Staged words\.$/m,
    ),
    added(
      async () => {
        await changes('Staged Changes');
        await chooseInMenu(page, 'Parley', 'Add Changes to Chat');
      },
      'staged changes, the view’s menu',
      [['changes', undefined]],
      /^\+Staged words\.$/m,
    ),
    added(
      async () => {
        await changes('tsconfig.json');
        await chooseInMenu(page, 'Parley', 'Add Changes to Chat');
      },
      'a file’s changes, the view’s menu',
      [['changes', undefined]],
      /^\+\{ "compilerOptions"/m,
    ),
  ];

  async function openNotebook(): Promise<void> {
    await press(page, 'Control+P');
    await quickInput(page).waitFor();
    await page.keyboard.type('notes.ipynb');
    await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'notes.ipynb' }).waitFor();
    await press(page, 'Enter');
    await page.locator('.notebook-editor .cell .view-line').first().waitFor();
    await press(page, 'Enter');
    await page.locator('.notebook-editor .monaco-editor.focused').waitFor();
  }

  for (const { name, keys, asks, sends, holds } of ways) {
    it(name, async () => {
      await chat.begin();
      simulator.script({ reply: { text: 'It is tea.' } });
      await keys();
      if (!asks) {
        await chips()
          .nth(sends.length - 1)
          .waitFor();
        // The box gets the focus by all but this one, and may get it later than the chip is there.
        const box = parley.getByRole('textbox', { name: 'Message Claude' });
        if (!name.startsWith('Add to Chat')) await until('the focus in the box', () => hasFocus(box));
        await goToBox(window);
        await page.keyboard.type('What is this?');
        await press(page, 'Enter');
      }
      await chat.answers.getByText('It is tea.').waitFor();
      const [request, ...others] = simulator.requests.filter(({ path }) => path === '/v1/messages');
      assert.equal(others.length, 0);
      const { context, prompt } = sentOf(request?.body);
      assert.match(prompt, asks ?? /^What is this\?$/);
      const places = context.map(({ attributes: { kind, path, lines: range } }) => [kind, range ? `${path}:${range}` : path]);
      assert.deepEqual(asks ? places.slice(0, sends.length) : places, sends);
      const text = context[0]?.text ?? '';
      if (typeof holds === 'string') assert.equal(text, holds);
      else assert.match(text, holds);
      await chat.assertOnlyKeys();
    });
  }
});
