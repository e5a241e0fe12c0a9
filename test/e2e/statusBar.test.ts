/** The status bar: who answers, and what today's conversations have cost. */
import assert from 'node:assert/strict';
import { type OpenChat, openChat } from './driver/openChat.ts';
import { parleyIcon, say } from './driver/parley.ts';

describe('the status bar', () => {
  let chat: OpenChat;

  before(async () => {
    chat = await openChat();
  });
  after(() => chat.close());

  const item = (text: string) => chat.window.page.locator('.statusbar').getByText(text, { exact: true });

  it('tells the model and what the day has cost, after each turn; a click opens the view', async () => {
    const { page } = chat.window;
    const { box, parley, simulator } = chat;
    await item('Sonnet 5.5 · $0').waitFor();
    // $2 and $10 a million: 20 cents and 10.
    const usage = { input_tokens: 100_000, output_tokens: 10_000 };
    for (const cost of ['$0.30', '$0.60']) {
      simulator.script({ reply: { text: 'So.', usage } });
      await say(parley, 'Why?');
      await item(`Sonnet 5.5 · ${cost}`).waitFor();
    }
    const named = page.getByRole('button', { name: 'Parley: Claude Sonnet 5.5 answers; today’s conversations have cost $0.60' });
    assert.equal(await named.count(), 1);
    await parleyIcon(page).click();
    await parley.locator('[data-testid="parley"]').waitFor({ state: 'hidden' });
    await named.click();
    await box.and(parley.locator(':focus')).waitFor();
  });

  it('follows the model that is chosen, and is hidden by a setting', async () => {
    chat.window.editor.setSettings({ 'parley.model': 'claude-haiku-5-5' });
    await item('Haiku 5.5 · $0.60').waitFor();
    chat.window.editor.setSettings({ 'parley.statusBar': false });
    await item('Haiku 5.5 · $0.60').waitFor({ state: 'detached' });
    chat.window.editor.setSettings({ 'parley.statusBar': true });
    await item('Haiku 5.5 · $0.60').waitFor();
  });
});
