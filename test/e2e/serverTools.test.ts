/** The API's own tools in a real window, by keyboard: switched on, used, shown with what is cited of them, sent back in the next turn, switched off. */
import assert from 'node:assert/strict';
import { foundCitation, searchBlocks, toolUsage } from '../sim/serverTools.ts';
import { goToBox, press, stepToElement } from './driver/keys.ts';
import { type OpenChat, openChat } from './driver/openChat.ts';
import { until } from './driver/until.ts';
import { quickInput, quickRows, runCommand } from './driver/workbench.ts';

const page = { url: 'https://example.com/sockets', title: 'Sockets that close twice' };

describe('the API’s own tools', () => {
  let chat: OpenChat;

  before(async () => {
    chat = await openChat(300);
    await chat.parley.getByRole('button', { name: /^Model:/ }).waitFor();
  });

  after(() => chat.close());

  /** Ticks or clears the first tool of the list, the web search. */
  async function toggleSearch(): Promise<void> {
    await runCommand(chat.window.page, 'Parley: Choose Tools of the API');
    await quickInput(chat.window.page).waitFor();
    await until('the tools', async () => (await quickRows(chat.window.page).count()) === 3);
    await press(chat.window.page, 'ArrowDown', 'Space', 'Enter');
    await quickInput(chat.window.page).waitFor({ state: 'hidden' });
  }

  const tools = () => chat.simulator.requests.at(-1)?.body['tools'];
  const types = () => chat.sent<{ readonly type: string }>().map((content) => content.map(({ type }) => type));

  async function send(text: string): Promise<void> {
    const before = await chat.answers.count();
    await goToBox(chat.window);
    await chat.window.page.keyboard.type(text);
    await press(chat.window.page, 'Enter');
    await until('the answer', async () => (await chat.answers.count()) === before + 1);
  }

  it('are switched on and asked for; the search is shown while it runs, and then what it found and what is cited', async () => {
    const button = chat.parley.getByRole('button', { name: 'Tools: web search' });
    assert.equal(await button.count(), 0);
    await toggleSearch();
    await button.waitFor();
    const [call, result] = searchBlocks('srvtoolu_1', 'sockets', [page]);
    assert.ok(call && result);
    const cited = { type: 'text', text: 'It closes once', citations: [foundCitation(page, 'The close event is emitted once.')] } as const;
    // A pause after the call: its input has come, its result has not.
    chat.simulator.script({
      reply: { blocks: [call, { type: 'text', text: 'W' }, result, cited, { type: 'text', text: '.' }], usage: toolUsage(1, 0) },
      hold: 4,
    });
    const before = await chat.answers.count();
    await goToBox(chat.window);
    await chat.window.page.keyboard.type('Why does it close?');
    await press(chat.window.page, 'Enter');
    await chat.parley.getByText('Searching the web: “sockets”').waitFor();
    chat.simulator.requests.at(-1)?.release();
    await until('the answer', async () => (await chat.answers.count()) === before + 1);
    // Without instructions, the tools are what other conversations begin with, too.
    const cache_control = { type: 'ephemeral', ttl: '5m' };
    assert.deepEqual(tools(), [
      { type: 'web_search_20260318', name: 'web_search', max_uses: 10, allowed_callers: ['direct'], cache_control },
    ]);
    const line = chat.parley.getByRole('button', { name: 'Searched the web · 1 result · sockets' });
    await line.waitFor();
    await stepToElement(chat.window.page, line);
    await press(chat.window.page, 'Enter');
    await chat.parley.getByRole('link', { name: page.title }).waitFor();
    await chat.parley.getByRole('button', { name: 'Citation 1: Sockets that close twice, example.com' }).waitFor();
  });

  it('go back with what they found in the next turn, also after a reload', async () => {
    await chat.window.reload();
    await chat.parley.getByRole('button', { name: 'Citation 1: Sockets that close twice, example.com' }).waitFor();
    await chat.parley.getByRole('button', { name: 'Tools: web search' }).waitFor();
    chat.simulator.script({ reply: { text: 'Yes.' } });
    await send('Sure?');
    assert.deepEqual(types()[1], ['server_tool_use', 'text', 'web_search_tool_result', 'text', 'text']);
  });

  it('are switched off, and what they brought stays away', async () => {
    await toggleSearch();
    await chat.parley.getByRole('button', { name: 'Tools: web search' }).waitFor({ state: 'detached' });
    chat.simulator.script({ reply: { text: 'Yes.' } });
    await send('Really?');
    assert.equal(tools(), undefined);
    assert.deepEqual(types()[1], ['text', 'text', 'text']);
  });
});
