/** Starters in a real window, by keyboard: of the file that is open and of what git tells, each with its chip and its question. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { copySample } from '../../host/sample.mjs';
import { type Simulator, startSimulator } from '../../sim/server.ts';
import { type EditorWindow, openWindow } from '../driver/editorWindow.ts';
import { goToBox, hasFocus, openFile, press, stepToElement } from '../driver/keys.ts';
import { openParley, startParley } from '../driver/parley.ts';
import { sentOf } from '../driver/sent.ts';
import { until } from '../driver/until.ts';

describe('by keyboard, the starters', () => {
  const folder = copySample();
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], { cwd: folder, stdio: 'ignore' });
  let simulator: Simulator;
  let window: EditorWindow;
  let page: Page;
  let parley: FrameLocator;

  before(async () => {
    git('init', '-q');
    git('add', '.');
    git('commit', '-q', '-m', 'Tea');
    simulator = await startSimulator();
    window = await openWindow({ editor: await startParley({ folder, settings: { 'parley.baseUrl': simulator.url } }) });
    page = window.page;
    parley = await openParley(page);
  });
  after(async () => {
    await window.close();
    await simulator.close();
  });

  const starters = () => parley.locator('.starters .line-title').allTextContents();
  const chips = () => parley.getByRole('list', { name: 'Attachments' }).getByRole('listitem');

  const box = () => parley.getByRole('textbox', { name: 'Message Claude' });

  beforeEach(() => simulator.reset());

  it('follow the editor and git', async () => {
    await until('those of nothing', async () => (await starters())[0] === 'Ask about a screenshot');
    await openFile(page, 'src/math.ts');
    await until('that of the file', async () => (await starters())[0] === 'Explain math.ts');
    await openFile(page, 'README.md');
    await until('that of the other file', async () => (await starters())[0] === 'Explain README.md');
    assert.deepEqual(await starters(), ['Explain README.md', 'Ask about a screenshot', 'Explain an error message']);
    writeFileSync(join(folder, 'README.md'), 'Changed words.\n');
    await until('that of the changes', async () => (await starters())[2] === 'Review uncommitted changes');
  });

  const wanted = [
    { name: 'Explain README.md', question: /^Explain what this file does/, chip: /^README\.md/, kind: 'file', holds: /^Changed words\./ },
    {
      name: 'Review uncommitted changes',
      question: /^Say what has changed/,
      chip: /^Changes, not staged/,
      kind: 'changes',
      holds: /\+Changed words\./,
    },
  ];
  for (const { name, question, chip, kind, holds } of wanted) {
    it(`“${name}” puts a chip and a question into the box, to be sent`, async () => {
      await goToBox(window, 'Parley: New Conversation');
      await stepToElement(page, parley.getByRole('button', { name }));
      await press(page, 'Enter');
      await until('the question', async () => question.test(await box().inputValue()));
      await until('the chip', async () => chip.test((await chips().allTextContents()).join()));
      await until('the focus', () => hasFocus(box()));
      assert.equal(simulator.requests.filter(({ path }) => path === '/v1/messages').length, 0);
      simulator.script({ reply: { text: 'It is tea.' } });
      await press(page, 'Enter');
      await parley.locator('[role=log] [data-role=assistant][data-status=complete]').waitFor();
      const [request] = simulator.requests.filter(({ path }) => path === '/v1/messages');
      const { context, prompt } = sentOf(request?.body);
      assert.match(prompt, question);
      assert.deepEqual(
        context.map(({ attributes }) => attributes['kind']),
        [kind],
      );
      assert.match(context[0]?.text ?? '', holds);
    });
  }
});
