/** What goes with every message, and how the model answers, chosen in a real window; and what the cache says of it. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { copySample } from '../host/sample.mjs';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { openWindow } from './driver/editorWindow.ts';
import { openParley, startParley } from './driver/parley.ts';
import { screenshot } from './driver/screenshot.ts';
import { until } from './driver/until.ts';
import { pickRow, quickInput, quickRows, typeIntoInputBox } from './driver/workbench.ts';

const rules = 'Use tabs, and say why. '.repeat(200).trim();

describe('instructions, effort and the cache', () => {
  let simulator: Simulator;
  let page: Page;
  let parley: FrameLocator;
  let turns = 0;
  const folder = copySample();

  before(async () => {
    simulator = await startSimulator({ answer: () => ({ reply: { text: 'So it is.' } }) });
    writeFileSync(join(folder, 'AGENTS.md'), rules);
    const editor = await startParley({ folder, settings: { 'parley.baseUrl': simulator.url, 'parley.instructions': 'Be brief.' } });
    ({ page } = await openWindow({ editor }));
    parley = await openParley(page);
    // The list of models is asked for when the view is there.
    await until('the models', async () => simulator.requests.some(({ path, status }) => path === '/v1/models' && status === 200));
  });
  after(() => simulator.close());

  /** Says something; resolves to the body of the request. */
  async function say(text: string): Promise<Readonly<Record<string, unknown>>> {
    const box = parley.getByRole('textbox', { name: 'Message Claude' });
    await box.fill(text);
    await box.press('Enter');
    turns++;
    await parley
      .locator('[data-role="assistant"][data-status="complete"]')
      .nth(turns - 1)
      .waitFor();
    const last = simulator.requests.filter(({ path }) => path === '/v1/messages').at(-1);
    assert.ok(last);
    return last.body;
  }

  /** The instructions that went with a prompt: a text, or a block with a breakpoint behind it. */
  function instructionsIn({ system }: Readonly<Record<string, unknown>>): unknown {
    return Array.isArray(system) ? system.map(({ text }) => text).join('') : system;
  }

  const usageLine = () => parley.locator('.usage-line').last();
  const file = `<instructions path="AGENTS.md">\n${rules}\n</instructions>`;

  it('the workspace’s file goes along, can be switched off, and is named where that costs the cache', async () => {
    assert.equal(instructionsIn(await say('One')), `Be brief.\n\n${file}`);
    assert.match((await usageLine().textContent()) ?? '', /cache written/);
    await say('Two');
    assert.match((await usageLine().textContent()) ?? '', /% cached/);

    await parley.getByRole('button', { name: 'Instructions: your settings, AGENTS.md' }).click();
    await parley.getByRole('checkbox', { name: 'AGENTS.md' }).uncheck();
    await parley.getByRole('button', { name: 'Instructions: your settings', exact: true }).waitFor();
    await screenshot(page, 'instructions/panel');
    const own = parley.getByRole('textbox', { name: 'Instructions of this conversation' });
    await own.fill('Speak French.');
    await parley.getByRole('button', { name: 'Save as preset' }).click();
    await typeIntoInputBox(page, 'French', false);
    // The editor looks at a name before it takes it: an Enter that is faster may do nothing.
    await until('the name to be taken', async () => {
      await quickInput(page)
        .press('Enter', { timeout: 1000 })
        .catch(() => {});
      return (await quickInput(page).count()) === 0;
    });
    await own.press('Escape');
    assert.equal(instructionsIn(await say('Three')), 'Be brief.\n\nSpeak French.');
    assert.match((await usageLine().textContent()) ?? '', /cache missed/);
    await usageLine().click();
    const details = parley.getByRole('list', { name: 'Usage of this turn' });
    for (const sentence of [
      'The API says: the instructions have changed.',
      'AGENTS.md has changed.',
      'The instructions of this conversation have changed.',
    ])
      await details.getByText(sentence).waitFor();
    await screenshot(page, 'instructions/cache');
  });

  it('effort and thinking are chosen below the models, and are on the model’s button', async () => {
    const model = () => parley.getByRole('button', { name: /^Model:/ });
    await model().click();
    await quickRows(page).first().waitFor();
    await screenshot(page, 'instructions/models');
    await page.keyboard.type('Effort…');
    await pickRow(page, 'Effort…');
    await pickRow(page, 'Extra high');
    await parley.getByRole('button', { name: 'Model: Claude Sonnet 5.5 · xhigh effort' }).waitFor();
    await model().click();
    await quickRows(page).first().waitFor();
    await page.keyboard.type('Thinking…');
    await pickRow(page, 'Thinking…');
    await pickRow(page, 'Between tools only');
    // The API refuses so much effort without thinking: what is asked for is what is shown.
    await parley.getByRole('button', { name: 'Model: Claude Sonnet 5.5 · high effort, thinking between tools only' }).waitFor();
    const { thinking, output_config } = await say('Four');
    assert.deepEqual({ thinking, output_config }, { thinking: { type: 'between_tools' }, output_config: { effort: 'high' } });
  });

  it('a preset is chosen in another conversation, where the file is still off and nothing else was chosen', async () => {
    await page.getByRole('button', { name: 'New Conversation' }).first().click({ delay: 80 });
    await parley.locator('[data-role="user"]').first().waitFor({ state: 'detached' });
    turns = 0;
    await parley.getByRole('button', { name: 'Instructions: your settings', exact: true }).click();
    await parley.getByRole('button', { name: 'Choose preset' }).click();
    await pickRow(page, 'French');
    const own = parley.getByRole('textbox', { name: 'Instructions of this conversation' });
    await until('the preset', async () => (await own.inputValue()) === 'Speak French.');
    await own.press('Escape');
    const sent = await say('Five');
    assert.deepEqual([instructionsIn(sent), sent['output_config']], ['Be brief.\n\nSpeak French.', undefined]);
    assert.deepEqual(sent['thinking'], { type: 'adaptive', display: 'summarized' });
  });
});
