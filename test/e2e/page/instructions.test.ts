/** What goes with every message, listed above the box: switched, opened, typed, chosen and saved under a name. */
import assert from 'node:assert/strict';
import type { InstructionsView } from '../../../src/shared/headerView.ts';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { headerView, snapshot, summary, userTurn } from './samples.ts';

const view: InstructionsView = {
  user: true,
  files: [
    { path: 'AGENTS.md', tokens: 1200, on: true, note: null },
    { path: 'CLAUDE.md', tokens: 1200, on: true, note: 'Says the same as another one.' },
    { path: '.github/copilot-instructions.md', tokens: 300, on: false, note: null },
  ],
  own: false,
};

describe('The page: instructions', () => {
  async function open(instructions = view): Promise<PageInBrowser> {
    const parley = await openPage({ snapshot: snapshot([userTurn('u1', 'One')], { header: headerView({ instructions }) }) });
    await parley.answer('readInstructions', { text: 'Speak French.' });
    return parley;
  }

  const panelOf = ({ page }: PageInBrowser) => page.getByRole('region', { name: 'Instructions' });
  const boxOf = ({ page }: PageInBrowser) => page.getByRole('textbox', { name: 'Instructions of this conversation' });
  const saved = async (parley: PageInBrowser) => (await parley.requests('saveInstructions')).map(({ params }) => params);

  it('are named by their button, and listed with what is to be said of each', async () => {
    const parley = await open();
    const button = parley.page.getByRole('button', { name: /^Instructions: / });
    assert.equal(await button.getAttribute('aria-label'), 'Instructions: your settings, AGENTS.md');
    await button.click();
    const panel = panelOf(parley);
    assert.equal(await panel.getByRole('checkbox', { name: 'AGENTS.md' }).isChecked(), true);
    assert.equal(await panel.getByRole('checkbox', { name: '.github/copilot-instructions.md' }).isChecked(), false);
    assert.equal(await panel.getByText('Says the same as another one.').count(), 1);
    await panel.getByRole('checkbox', { name: 'AGENTS.md' }).uncheck();
    await panel.getByRole('button', { name: 'Open AGENTS.md' }).click();
    const asked = (await parley.posted()).flatMap((message) => (message.type === 'request' ? [message] : []));
    assert.deepEqual(
      asked.filter(({ name }) => name === 'switchInstructions' || name === 'openInstructions').map(({ params }) => params),
      [{ path: 'AGENTS.md', on: false }, { path: 'AGENTS.md' }],
    );
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('of the conversation are typed in a box of several lines, and stored for it whatever is shown by then', async () => {
    const parley = await open();
    await parley.page.getByRole('button', { name: /^Instructions: / }).click();
    const box = boxOf(parley);
    await until('the text to be read', async () => (await box.inputValue()) === 'Speak French.');
    await until('the focus to be in the box', () => box.evaluate((element) => element === document.activeElement));
    await parley.page.keyboard.press('End');
    await parley.page.keyboard.press('Enter');
    await parley.page.keyboard.type('And be kind.');
    // Another conversation comes before the pause in typing is over.
    const header = headerView({ conversation: summary({ id: 'conversation-2' }), instructions: view });
    await parley.update([{ type: 'snapshot', snapshot: snapshot([], { header }) }]);
    await until('it to be stored', async () => (await saved(parley)).length > 0);
    const [request] = await parley.requests('saveInstructions');
    assert.deepEqual(request?.params, { text: 'Speak French.\nAnd be kind.' });
    assert.equal(request?.conversationId, 'conversation-1');
    await parley.page.close();
  });

  it('of another conversation are shown without taking the focus', async () => {
    const parley = await open();
    const { page } = parley;
    await page.getByRole('button', { name: /^Instructions: / }).click();
    const box = boxOf(parley);
    await until('the text to be read', async () => (await box.inputValue()) === 'Speak French.');
    await parley.answer('readInstructions', 'wait');
    const message = page.getByRole('textbox', { name: 'Message Claude' });
    await message.focus();
    const header = headerView({ conversation: summary({ id: 'conversation-2' }), instructions: view });
    await parley.update([{ type: 'snapshot', snapshot: snapshot([], { header }) }]);
    await parley.painted();
    await until('it to be asked for', async () => (await parley.requests('readInstructions')).length === 2);
    assert.equal(await box.inputValue(), '');
    await page.keyboard.type('Hel');
    const [, request] = await parley.requests('readInstructions');
    await parley.post({ type: 'result', id: request?.id ?? 0, value: { text: 'Be brief.' } });
    await until('the text to be read', async () => (await box.inputValue()) === 'Be brief.');
    await page.keyboard.type('lo');
    assert.equal(await message.inputValue(), 'Hello');
    assert.equal(await box.inputValue(), 'Be brief.');
    await page.close();
  });

  it('are chosen among those that have a name, and saved under one', async () => {
    const parley = await open();
    await parley.answer('pickPreset', { text: 'You review code.' });
    await parley.answer('savePreset', { name: 'Reviewer' });
    await parley.page.getByRole('button', { name: /^Instructions: / }).click();
    const box = boxOf(parley);
    await until('the text to be read', async () => (await box.inputValue()) === 'Speak French.');
    await parley.page.getByRole('button', { name: 'Choose preset' }).click();
    await until('the preset to be there', async () => (await box.inputValue()) === 'You review code.');
    await until('it to be stored', async () => (await saved(parley)).length > 0);
    assert.deepEqual(await saved(parley), [{ text: 'You review code.' }]);
    await parley.page.keyboard.press('ControlOrMeta+z');
    assert.equal(await box.inputValue(), 'Speak French.', 'what was typed is not lost');
    await parley.page.keyboard.press('ControlOrMeta+Shift+z');
    assert.equal(await box.inputValue(), 'You review code.');
    await parley.page.getByRole('button', { name: 'Save as preset' }).click();
    assert.deepEqual(
      (await parley.requests('savePreset')).map(({ params }) => params),
      [{ text: 'You review code.' }],
    );
    await parley.page.close();
  });

  it('are stored before a prompt that is sent at once, and Esc leads back to the message box', async () => {
    const parley = await open({ user: false, files: [], own: false });
    const { page } = parley;
    await page.getByRole('button', { name: 'Instructions: none' }).click();
    const box = boxOf(parley);
    await until('the text to be read', async () => (await box.inputValue()) === 'Speak French.');
    await box.fill('Now.');
    await box.press('Escape');
    assert.equal(await panelOf(parley).count(), 0);
    await page.keyboard.type('Hello');
    await page.keyboard.press('Enter');
    await until('the prompt to be sent', async () => (await parley.requests('send')).length > 0);
    const order = (await parley.posted()).flatMap((message) => (message.type === 'request' ? [message.name] : []));
    assert.ok(order.indexOf('saveInstructions') >= 0 && order.indexOf('saveInstructions') < order.indexOf('send'));
    await page.close();
  });
});
