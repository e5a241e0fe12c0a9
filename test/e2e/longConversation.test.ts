/** A conversation over a small window, in a real one: it fails, is summarised and goes on; undone, all is back; then its oldest turns are left out. */
import assert from 'node:assert/strict';
import { leftOutLine } from '../../src/chat/sentTurns.ts';
import { summaryRequest } from '../../src/chat/summaries.ts';
import { type OpenChat, openChat } from './driver/openChat.ts';
import { screenshot } from './driver/screenshot.ts';
import { until } from './driver/until.ts';
import { pickRow, quickRows } from './driver/workbench.ts';

interface Block {
  readonly text?: string;
}

/** 900 tokens, as the simulator counts. */
const long = (word: string) => `${word} `.repeat(3600 / (word.length + 1)).trim();

describe('a conversation that is too long', () => {
  let chat: OpenChat;

  before(async () => {
    chat = await openChat(300, { 'claude-sonnet-5-5': 5000 }, { 'parley.maxTokens': 1000 });
    await chat.parley.getByRole('meter', { name: 'Context' }).waitFor();
  });
  after(() => chat.close());

  const turns = () => chat.parley.locator('[role=log] [data-message-id]');
  const card = () => chat.parley.locator('[role=log] .turn-assistant').filter({ has: chat.parley.locator('.summary') });
  const alert = () => chat.parley.locator('[role=log] [data-status=failed]').getByRole('alert');
  const texts = () => chat.sent<Block>().map((content) => content.map(({ text = '' }) => text));

  async function choose(entry: string): Promise<void> {
    await alert().getByRole('button', { name: 'Long conversation…' }).click();
    await quickRows(chat.window.page).filter({ hasText: entry }).first().waitFor();
    await screenshot(chat.window.page, `longConversation/${entry.split(' ')[0]?.toLowerCase()}-list`);
    await pickRow(chat.window.page, entry);
  }

  it('fails with a sentence, is summarised from there, and the prompt is asked again', async () => {
    for (const word of ['first', 'second', 'third']) {
      chat.simulator.script({ reply: { text: long(word) } });
      await chat.box.fill(`What is ${word}?`);
      await chat.box.press('Enter');
      await until('the reply', async () => (await chat.answers.filter({ hasText: `${word} ${word}` }).count()) === 1);
    }
    await chat.box.fill(`And what of this? ${'x'.repeat(9600)}`);
    await chat.box.press('Enter');
    await alert().getByText('The conversation is too long for the model.').waitFor();
    await screenshot(chat.window.page, 'longConversation/failed', 'view');
    chat.simulator.script({ reply: { text: 'They spoke of **three** words.' } }, { reply: { text: 'That is another one.' } });
    await choose('Summarise what was said so far');
    await chat.answers.getByText('That is another one.').waitFor();
    const [asked, next] = chat.simulator.requests.filter(({ path }) => path === '/v1/messages').slice(-2);
    const summaryAsked = JSON.stringify(asked?.body['messages']);
    assert.ok(summaryAsked.includes('What is first?') && summaryAsked.includes(summaryRequest) && !summaryAsked.includes('xxx'));
    assert.ok(!JSON.stringify(next?.body).includes('What is first?'));
    const [[standsFor, prompt] = []] = texts();
    assert.equal(standsFor, '[What was said before, as a summary:]\n\nThey spoke of **three** words.');
    assert.ok(prompt?.startsWith('And what of this?'));
    await card().getByRole('button', { name: 'Summary of 3 earlier turns' }).waitFor();
    await screenshot(chat.window.page, 'longConversation/summary', 'view');
  });

  it('is undone by one step, and all is as it was, also after a reload', async () => {
    await card().hover();
    await card().getByRole('button', { name: 'Undo summary' }).click();
    await alert().getByText('The conversation is too long for the model.').waitFor();
    assert.equal(await card().count(), 0);
    await until('all turns', async () => (await turns().count()) === 8);
    await chat.window.reload();
    await alert().getByText('The conversation is too long for the model.').waitFor();
    assert.equal(await card().count(), 0);
  });

  it('leaves out its oldest turns: the turn goes on by itself, a line stands where what is sent begins, and the box says so', async () => {
    chat.simulator.script({ reply: { text: 'There it is.' } });
    await choose('Leave out the oldest turns');
    await chat.answers.getByText('There it is.').waitFor();
    const [[line] = []] = texts();
    assert.equal(line, leftOutLine);
    assert.ok(!JSON.stringify(texts()).includes('What is first?'));
    await chat.parley.getByRole('note').getByText('Turns above this are not sent: they do not fit.').waitFor();
    await chat.parley
      .getByRole('status')
      .getByText(/The next request leaves out the \d oldest turns: they do not fit\./)
      .waitFor();
    await screenshot(chat.window.page, 'longConversation/leftOut', 'view');
  });

  it('is changed in the list of the model’s button, too, by keyboard', async () => {
    await chat.parley.getByRole('button', { name: /^Model:/ }).press('Enter');
    const entry = quickRows(chat.window.page).filter({ hasText: 'Long conversation…' });
    await quickRows(chat.window.page).first().waitFor();
    await chat.window.page.keyboard.type('Long conv');
    await entry.getByText('Leave out the oldest turns').waitFor();
    await until('the entry', () => entry.first().evaluate((each) => each.classList.contains('focused')));
    await chat.window.page.keyboard.press('Enter');
    await quickRows(chat.window.page).filter({ hasText: 'Keep all' }).waitFor();
    await chat.window.page.keyboard.press('Enter');
    await chat.parley.getByRole('note').filter({ hasText: 'Turns above this are not sent' }).waitFor({ state: 'detached' });
  });
});
