/** The message box, its chips and the prompts’ cards in a real window, by keyboard alone. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { copySample } from '../../host/sample.mjs';
import type { Simulator } from '../../sim/server.ts';
import type { EditorWindow } from '../driver/editorWindow.ts';
import { type KeyChat, openKeyChat } from '../driver/keyChat.ts';
import { goToBox, openFile, press, runInTerminal, selectLines, stepTo, stepToElement } from '../driver/keys.ts';
import { sentOf } from '../driver/sent.ts';
import { until } from '../driver/until.ts';
import { runCommand } from '../driver/workbench.ts';

describe('by keyboard, in the view', () => {
  const folder = copySample();
  const file = (name: string) => readFileSync(join(folder, name), 'utf8');
  let chat: KeyChat;
  let simulator: Simulator;
  let window: EditorWindow;
  let page: Page;
  let parley: FrameLocator;

  before(async () => {
    mkdirSync(join(folder, '.parley', 'prompts'), { recursive: true });
    writeFileSync(join(folder, '.parley', 'prompts', 'brew.md'), '---\ntitle: Brew\n---\nHow long does it have to steep?\n');
    writeFileSync(join(folder, 'src', 'broken.ts'), 'export const minutes: number = "three";\n');
    for (const args of [
      ['init', '-q'],
      ['add', '.'],
      ['commit', '-q', '-m', 'Tea'],
    ])
      execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], { cwd: folder, stdio: 'ignore' });
    writeFileSync(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "strict": true } }\n');
    const settings = {
      ...{ 'files.autoSave': 'off', 'terminal.integrated.gpuAcceleration': 'off' },
      // That of a shell which tells the editor what runs in it.
      'terminal.integrated.defaultProfile.linux': 'bash',
    };
    chat = await openKeyChat({ folder, settings });
    ({ simulator, window, page, parley } = chat);
  });
  after(() => chat.close());

  beforeEach(async () => {
    simulator.reset();
    await chat.begin();
  });

  afterEach(() => chat.assertOnlyKeys());

  const box = () => parley.getByRole('textbox', { name: 'Message Claude' });
  const list = () => parley.getByRole('list', { name: 'Attachments' });
  const chips = () => list().getByRole('listitem');
  const chip = (name: string) => list().locator('.chip-name', { hasText: name });
  const tooltip = () => parley.getByRole('tooltip');

  /** Chooses the entry of the list behind `@` or `/` that has a text. */
  async function choose(typed: string, entry: string): Promise<void> {
    await page.keyboard.type(typed);
    const option = parley.getByRole('option').filter({ hasText: entry }).first();
    await option.waitFor();
    await stepTo(page, `“${entry}” in the list`, 'ArrowDown', async () => (await option.getAttribute('aria-selected')) === 'true');
    await press(page, 'Enter');
    await until('the name to leave the box', async () => !(await box().inputValue()).includes(typed));
  }

  async function send(): Promise<ReturnType<typeof sentOf>> {
    simulator.script({ reply: { text: 'Tea.' } });
    await press(page, 'Enter');
    await chat.answers.getByText('Tea.').waitFor();
    return sentOf(simulator.requests.findLast(({ path }) => path === '/v1/messages')?.body);
  }

  const kinds = ({ context }: ReturnType<typeof sentOf>) => context.map(({ attributes: { kind, path } }) => [kind, path]);

  interface Named {
    readonly typed: string;
    readonly entry: string;
    readonly sends: readonly [kind: string, path: string | undefined];
    readonly holds?: RegExp;
    readonly before?: () => Promise<void>;
  }

  async function openBroken(): Promise<void> {
    await openFile(page, 'src/broken.ts');
    await page.locator('.squiggly-error').first().waitFor({ timeout: 30_000 });
  }

  const named: readonly Named[] = [
    { typed: '@steep', entry: 'steeping.ts', sends: ['file', 'src/steeping.ts'] },
    { typed: '@folder:src', entry: 'src', sends: ['folder', 'src'] },
    { typed: '@#median', entry: 'median', sends: ['symbol', 'src/math.ts'] },
    { typed: '@editor', entry: 'editor', sends: ['file', 'src/math.ts'] },
    { typed: '@selection', entry: 'src/math.ts:12–16', sends: ['selection', 'src/math.ts'] },
    { typed: '@open', entry: 'open', sends: ['open', undefined] },
    {
      typed: '@problems',
      entry: 'problems',
      sends: ['problems', 'src/broken.ts'],
      holds: /broken\.ts:1.*not assignable/,
      before: openBroken,
    },
    { typed: '@changes', entry: 'changes', sends: ['changes', undefined], holds: /^\+\{ "compilerOptions"/m },
    {
      typed: '@terminal',
      entry: 'terminal',
      sends: ['terminal', undefined],
      holds: /^\$ echo steep\$\(\(40\+2\)\)\nsteep42$/m,
      before: () => runInTerminal(page, 'echo steep$((40+2))', /^steep42$/),
    },
    { typed: '@clipboard', entry: 'clipboard', sends: ['clipboard', undefined] },
  ];
  for (const { typed, entry, sends, holds = /./, before: first } of named) {
    it(`${typed} names something, which is sent`, async () => {
      await first?.();
      await openFile(page, 'src/math.ts');
      await selectLines(page, 12, 16);
      await press(page, 'Control+C');
      await goToBox(window);
      await choose(typed, entry);
      await chips().first().waitFor();
      await page.keyboard.type('Why?');
      const sent = await send();
      assert.deepEqual(kinds(sent), [sends]);
      assert.match(sent.context[0]?.text ?? '', holds);
      assert.equal(sent.prompt, 'Why?');
    });
  }

  for (const [typed, entry, text] of [
    ['/rev', 'review', /^Review this code/],
    ['/brew', 'Brew', /^How long does it have to steep\?/],
  ] as const) {
    it(`${typed} brings a prompt into the box, which is sent`, async () => {
      await choose(typed, entry);
      await until('the prompt in the box', async () => text.test(await box().inputValue()));
      assert.match((await send()).prompt, text);
    });
  }

  it('a chip is gone to, says what it sends, is opened, and taken away', async () => {
    for (const name of ['steeping.ts', 'server.ts', 'math.ts']) {
      await choose(`@${name}`, name);
      await chip(name).waitFor();
    }
    await stepToElement(page, chip('steeping.ts'));
    await tooltip().getByText('src/steeping.ts').waitFor();
    assert.match((await tooltip().textContent()) ?? '', /import \{ clamp, round \} from/);
    await press(page, 'ArrowRight');
    await tooltip().getByText('src/server.ts').waitFor();
    await press(page, 'Escape');
    await tooltip().waitFor({ state: 'detached' });
    await press(page, 'Enter');
    await page.locator('.tab.active').getByText('server.ts').waitFor();

    await goToBox(window);
    await stepToElement(page, chip('server.ts'));
    await press(page, 'Delete');
    await chip('server.ts').waitFor({ state: 'detached' });
    await stepToElement(page, list().getByRole('button', { name: 'Remove steeping.ts' }));
    await press(page, 'Enter');
    await chip('steeping.ts').waitFor({ state: 'detached' });
    // Where the focus went, the next key takes the last one away; then one is in the box.
    await stepToElement(page, chip('math.ts'));
    await press(page, 'Backspace');
    await chips().first().waitFor({ state: 'detached' });
    await page.keyboard.type('Nothing goes along');
    assert.deepEqual(kinds(await send()), []);
  });

  it('a chip whose document has changed says so, and is refreshed', async () => {
    await choose('@README', 'README.md');
    await chip('README.md').waitFor();
    await openFile(page, 'README.md');
    await press(page, 'Control+Home');
    await page.keyboard.type('Newer. ');
    await chip('README.md').getByText('changed', { exact: true }).waitFor();
    await goToBox(window);
    await stepToElement(page, chip('README.md'));
    await tooltip().getByText('The document has changed since.').waitFor();
    await stepToElement(page, list().getByRole('button', { name: 'Refresh README.md' }), 'Tab');
    await press(page, 'Enter');
    await chip('README.md').getByText('changed', { exact: true }).waitFor({ state: 'detached' });
    await goToBox(window);
    await page.keyboard.type('What is new?');
    const { context } = await send();
    assert.deepEqual(
      context.map(({ text }) => text),
      [`Newer. ${file('README.md')}`],
    );
    await openFile(page, 'README.md');
    await runCommand(page, 'File: Revert File');
  });

  it('what is selected follows into the box, until that is switched off', async () => {
    await runCommand(page, 'Parley: Follow the Editor (On/Off)');
    await openFile(page, 'src/math.ts');
    await selectLines(page, 2, 4);
    await chip('math.ts:2–4').waitFor();
    await selectLines(page, 7, 9);
    await chip('math.ts:7–9').waitFor();
    assert.equal(await chips().count(), 1);
    await goToBox(window);
    await page.keyboard.type('And this?');
    const { context } = await send();
    assert.deepEqual(
      context.map(({ attributes, text }) => [attributes['lines'], text]),
      [['7-9', file('src/math.ts').split('\n').slice(6, 9).join('\n')]],
    );
    await runCommand(page, 'Parley: Follow the Editor (On/Off)');
    await openFile(page, 'src/math.ts');
    await selectLines(page, 12, 16);
    await goToBox(window);
    await chips().first().waitFor({ state: 'detached' });
  });

  it('the code of a card is opened at its lines, and its prompt is unfolded', async () => {
    await openFile(page, 'src/math.ts');
    await selectLines(page, 12, 16);
    simulator.script({ reply: { text: 'It sorts.' } });
    await press(page, 'Control+K', 'Shift+E');
    await chat.answers.waitFor();
    await openFile(page, 'src/server.ts');
    await goToBox(window);
    const card = parley.locator('[role=log] [data-role=user]');
    await stepToElement(page, card.getByRole('button', { name: 'Show more' }));
    await press(page, 'Enter');
    await card.getByText('Explain the code above').waitFor();
    await stepToElement(page, card.locator('.chip-name').first());
    await tooltip().getByText('export function median').waitFor();
    await press(page, 'Enter');
    await page.locator('.tab.active').getByText('math.ts').waitFor();
    await page.getByText(/Ln 16, Col 2 \(\d+ selected\)/).waitFor();
  });
});
