/** Naming context and prompts in a real window, by keyboard alone: what is chosen is a chip, and what the chip says is sent. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { root } from '../host/paths.mjs';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { type EditorWindow, openWindow } from './driver/editorWindow.ts';
import { openParley, startParley } from './driver/parley.ts';
import { screenshot } from './driver/screenshot.ts';
import { until } from './driver/until.ts';

describe('naming in the message box', () => {
  let simulator: Simulator;
  let window: EditorWindow;
  let parley: FrameLocator;
  const box = () => parley.getByRole('textbox', { name: 'Message Claude' });
  const options = () => parley.getByRole('option');
  const chips = () => parley.getByRole('list', { name: 'Attachments' });

  before(async () => {
    simulator = await startSimulator();
    const editor = await startParley({ settings: { 'parley.baseUrl': simulator.url } });
    window = await openWindow({ editor });
    parley = await openParley(window.page);
  });

  after(async () => {
    await window.close();
    await simulator.close();
  });

  it('a file is found, added and sent whole, and nothing else of the workspace', async () => {
    await box().focus();
    await window.page.keyboard.type('Why? @steep', { delay: 20 });
    await options().filter({ hasText: 'steeping.ts' }).first().waitFor();
    await screenshot(window.page, 'mentions/list');
    await window.page.keyboard.press('Enter');
    await chips().getByText('steeping.ts').waitFor();
    await until('the name to go', async () => (await box().inputValue()) === 'Why? ');
    await screenshot(window.page, 'mentions/chip');
    simulator.script({ reply: { text: 'Because.' } });
    await window.page.keyboard.press('Enter');
    await parley.locator('[role=log] [data-role=assistant][data-status=complete]').waitFor();
    assert.equal(await chips().count(), 0);
    const request = simulator.requests.at(-1);
    assert.ok(request);
    const { messages } = request.body as { messages: { content: { text: string }[] }[] };
    const file = readFileSync(join(root, 'test', 'fixtures', 'workspace', 'src', 'steeping.ts'), 'utf8');
    const sent = messages.flatMap(({ content }) => content.map(({ text }) => text));
    assert.equal(sent.length, 2);
    assert.match(sent[0] ?? '', /^<context kind="file" path="src\/steeping\.ts"/);
    assert.ok(sent[0]?.includes(file.trimEnd()));
    assert.equal(sent[1]?.trim(), 'Why?');
  });

  it('a prompt of Parley’s own goes into the box', async () => {
    await box().focus();
    await window.page.keyboard.type('/rev', { delay: 20 });
    await options().filter({ hasText: 'review' }).first().waitFor();
    await window.page.keyboard.press('Tab');
    await until('the prompt in the box', async () => /^Review this code/.test(await box().inputValue()));
    await box().fill('');
  });
});
