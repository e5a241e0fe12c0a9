/** A conversation that is too long, in a view of 300 pixels, in every theme: the card of a summary, and turns that are left out. For people to look at. */
import { type OpenChat, openChat } from '../e2e/driver/openChat.ts';
import { screenshot } from '../e2e/driver/screenshot.ts';
import { themeKinds } from '../e2e/driver/themes.ts';
import { pickRow, runCommand, setTheme, typeIntoInputBox } from '../e2e/driver/workbench.ts';

const summary = [
  '**Asked:** a running median for a stream of integers, without keeping all of them.',
  '',
  '- `Counts` (an array of 256) beats two heaps where values are small; measured 4×.',
  '- `median()` in `src/math.ts` returns the lower of two.',
  '- Open: how to test it with random input.',
].join('\n');

describe('a long conversation in the view', () => {
  let chat: OpenChat;

  before(async () => {
    chat = await openChat(300, { 'claude-sonnet-5-5': 4000 }, { 'parley.maxTokens': 1000 });
    await chat.parley.getByRole('meter', { name: 'Context' }).waitFor();
  });
  after(() => chat.close());

  async function say(prompt: string, text: string): Promise<void> {
    chat.simulator.script({ reply: { text } });
    await chat.box.fill(prompt);
    await chat.box.press('Enter');
    await chat.answers.getByText(text.slice(0, 20)).first().waitFor();
  }

  async function choose(entry: string): Promise<void> {
    await runCommand(chat.window.page, 'Parley: Select Model');
    // The list shows only so many of its entries.
    await typeIntoInputBox(chat.window.page, 'Long conv', false);
    await pickRow(chat.window.page, 'Long conversation…');
    await pickRow(chat.window.page, entry);
  }

  async function pictures(name: string): Promise<void> {
    for (const theme of themeKinds) {
      await setTheme(chat.window, theme);
      await screenshot(chat.window.page, `longConversation/${name}-${theme}`, 'view');
    }
  }

  it('a summary, and what is left out', async () => {
    await say('How do I keep a running median?', 'With two heaps, or with counts where the values are few.');
    await say('Which is faster?', 'Counts, here.');
    chat.simulator.script({ reply: { text: summary } });
    await choose('Summarise what was said so far');
    await chat.answers.getByText('Asked:').waitFor();
    await say('Then how would you test it?', 'Against a slow one that sorts.');
    await pictures('summary');
    for (const n of [1, 2, 3, 4]) await say(`And with ${n}000 values?`, `As before, ${n} times. ${'It takes longer. '.repeat(150)}`);
    await choose('Leave out the oldest turns');
    await chat.parley.getByRole('note').getByText('Turns above this are not sent').waitFor();
    await chat.parley.getByRole('note').getByText('Turns above this are not sent').scrollIntoViewIfNeeded();
    await pictures('leftOut');
    await chat.parley.getByRole('meter', { name: 'Context' }).click();
    await screenshot(chat.window.page, 'longConversation/list');
  });
});
