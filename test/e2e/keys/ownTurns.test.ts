/** Turns that the user writes, in a real window by keyboard alone: what is sent afterwards is what was written. */
import assert from 'node:assert/strict';
import type { FrameLocator, Page } from 'playwright-core';
import type { Simulator } from '../../sim/server.ts';
import type { EditorWindow } from '../driver/editorWindow.ts';
import { type KeyChat, openKeyChat } from '../driver/keyChat.ts';
import { goToBox, hasFocus, press, stepToElement } from '../driver/keys.ts';
import { until } from '../driver/until.ts';
import { quickInput, quickRows, runCommand } from '../driver/workbench.ts';

describe('by keyboard, turns of one’s own', () => {
  let chat: KeyChat;
  let simulator: Simulator;
  let window: EditorWindow;
  let page: Page;
  let parley: FrameLocator;

  before(async () => {
    chat = await openKeyChat({ settings: { 'parley.model': 'claude-sonnet-4-5' } });
    ({ simulator, window, page, parley } = chat);
  });
  after(() => chat.close());

  beforeEach(async () => {
    simulator.reset();
    await chat.begin();
  });

  const sent = () => simulator.requests.filter(({ path }) => path === '/v1/messages');
  const said = () => {
    const messages = sent().at(-1)?.body['messages'];
    assert.ok(Array.isArray(messages));
    return messages.map(({ role, content }) => [role, content.map((block: { text: string }) => block.text).join('|')]);
  };

  async function ask(prompt: string, reply: string): Promise<void> {
    simulator.script({ reply: { text: reply } });
    await page.keyboard.type(prompt);
    await press(page, 'Enter');
    await chat.answers.getByText(reply).waitFor();
  }

  /**
   * Goes from the list of the models through what is chosen there, up to a list with `last` in it, which is left to be
   * chosen. A list goes when focus does, as it may when the palette gives it back to the view late: then one begins again.
   */
  async function chooseModel(last: string, ...entries: readonly string[]): Promise<void> {
    await until(
      `“${last}”`,
      async () => {
        await press(page, 'Escape');
        await runCommand(page, 'Parley: Select Model');
        for (const entry of [...entries, last]) {
          await quickInput(page).fill(entry, { timeout: 5000 });
          await quickRows(page).first().filter({ hasText: entry }).waitFor({ timeout: 5000 });
          if (entry === last) return true;
          await press(page, 'Enter');
          await quickRows(page).filter({ hasText: entry }).first().waitFor({ state: 'detached', timeout: 5000 });
        }
        return false;
      },
      60_000,
    );
  }

  it('an answer is edited, and the next request has it as it was edited', async () => {
    await ask('How is tea?', 'Tea is cold.');
    const edit = parley.getByRole('button', { name: 'Edit answer' });
    await stepToElement(page, edit);
    await press(page, 'Enter');
    const editor = parley.getByRole('textbox', { name: 'Edit answer' });
    await until('the focus in the answer', () => hasFocus(editor));
    // Not Ctrl+A: the browser does that, and once more the editor, which takes it from a webview, at any time after it.
    await press(page, 'Shift+Home');
    await until('all of it to be selected', () =>
      editor.evaluate((each) => each instanceof HTMLTextAreaElement && each.selectionEnd - each.selectionStart === each.value.length),
    );
    await page.keyboard.type('Tea is warm.');
    await press(page, 'Control+Enter');
    await parley.getByText('Edited by you · Sonnet 4.5').waitFor();
    await goToBox(window);
    await ask('And coffee?', 'Coffee too.');
    assert.deepEqual(said(), [
      ['user', 'How is tea?'],
      ['assistant', 'Tea is warm.'],
      ['user', 'And coffee?'],
    ]);
  });

  it('a prompt is added, an answer written, and Claude’s answer begun', async () => {
    await page.keyboard.type('Count to three.');
    await runCommand(page, 'Parley: Add Prompt Without Sending');
    await parley.getByText('Not sent').waitFor();
    await runCommand(page, 'Parley: Write an Answer…');
    const writer = parley.getByRole('textbox', { name: 'Write an answer' });
    await until('the focus in the answer', () => hasFocus(writer));
    await page.keyboard.type('One, two, three.');
    await press(page, 'Control+Enter');
    await parley.getByText('Written by you', { exact: true }).first().waitFor();
    assert.equal(sent().length, 0);
    await runCommand(page, "Parley: Start Claude's Answer…");
    const beginning = parley.getByRole('textbox', { name: 'Start of Claude’s answer' });
    await until('the focus in the beginning', () => hasFocus(beginning));
    await page.keyboard.type('Four, ');
    await press(page, 'Escape');
    simulator.script({ reply: { text: ' five, six.' } });
    await page.keyboard.type('Go on.');
    await press(page, 'Enter');
    await chat.answers.getByText('Four, five, six.').waitFor();
    await parley.getByText('Begun by you: “Four,”').waitFor();
    assert.deepEqual(said(), [
      ['user', 'Count to three.'],
      ['assistant', 'One, two, three.'],
      ['user', 'Go on.'],
      ['assistant', 'Four,'],
    ]);
  });

  it('a stop sequence is chosen, sent, and shown where it stopped an answer', async () => {
    await chooseModel('###', 'Advanced…', 'Stop sequences…');
    await press(page, 'Enter');
    await until('“###” to be chosen', async () => (await quickRows(page).first().textContent())?.includes('Enter takes it away'));
    await press(page, 'Escape');
    await goToBox(window);
    simulator.script({ reply: { text: 'One ### two' } });
    await page.keyboard.type('Count');
    await press(page, 'Enter');
    await parley.getByText('Stopped at “###”.').waitFor();
    assert.deepEqual(sent().at(-1)?.body['stop_sequences'], ['###']);
  });

  it('where a model takes no beginning, it is said why', async () => {
    await chooseModel('claude-opus-5-5');
    await press(page, 'Enter');
    await goToBox(window);
    await runCommand(page, "Parley: Start Claude's Answer…");
    await page.getByText('does not go on with an answer that is begun for it').first().waitFor();
  });
});
