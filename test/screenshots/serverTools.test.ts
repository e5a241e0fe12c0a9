/** The API's own tools in a view of 300 pixels, in every theme: what they brought, and what is cited of it. For people to look at. */
import type { FrameLocator } from 'playwright-core';
import { type EditorWindow, openWindow } from '../e2e/driver/editorWindow.ts';
import { openParley, startParley } from '../e2e/driver/parley.ts';
import { screenshot } from '../e2e/driver/screenshot.ts';
import { themeKinds } from '../e2e/driver/themes.ts';
import { quickInput, runCommand, setTheme, setViewWidth } from '../e2e/driver/workbench.ts';
import type { ReplyBlock } from '../sim/script.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { codeBlocks, fetchBlocks, foundCitation, searchBlocks, toolUsage } from '../sim/serverTools.ts';

const sockets = { url: 'https://nodejs.example/api/net#event-close', title: 'Net: Event "close"' };
const flaky = { url: 'https://blog.example.org/2026/flaky-sockets', title: 'Why socket tests are flaky, and what to wait for' };

const blocks: readonly ReplyBlock[] = [
  { type: 'text', text: 'Let me look it up.' },
  ...searchBlocks('srvtoolu_1', 'node socket close event emitted twice', [sockets, flaky]),
  ...fetchBlocks('srvtoolu_2', flaky.url, { title: flaky.title, text: 'Wait for the event.' }),
  ...codeBlocks('srvtoolu_3', 'runs = 1000\nfailed = 37\nprint(f"{failed / runs:.1%} of the runs failed")', {
    stdout: '3.7% of the runs failed\n',
    files: ['file_011CQ'],
  }),
  ...searchBlocks('srvtoolu_4', 'socket destroySoon', 'max_uses_exceeded'),
  { type: 'text', text: 'A destroyed socket emits `close` ' },
  {
    type: 'text',
    text: 'exactly once',
    citations: [foundCitation(sockets, 'The close event is emitted once the socket is fully closed.')],
  },
  { type: 'text', text: ', so the test must wait for ' },
  {
    type: 'text',
    text: 'the event and not for a time',
    citations: [foundCitation(flaky, 'Waiting 50 ms works on your machine. Wait for the event.')],
  },
  { type: 'text', text: '.' },
];

describe('the API’s own tools in the view', () => {
  let simulator: Simulator;
  let window: EditorWindow;
  let parley: FrameLocator;

  before(async () => {
    simulator = await startSimulator();
    const settings = { 'parley.baseUrl': simulator.url, 'parley.serverTools': ['web_search', 'web_fetch', 'code_execution'] };
    window = await openWindow({ editor: await startParley({ settings }), viewport: { width: 1280, height: 900 } });
    parley = await openParley(window.page);
    await setViewWidth(window.page, 300);
  });
  after(async () => {
    await window.close();
    await simulator.close();
  });

  it('what they brought, what is cited, and the list to choose from', async () => {
    simulator.script({ reply: { blocks, usage: toolUsage(2, 1) } });
    await parley.getByRole('textbox', { name: 'Message Claude' }).fill('Why does my socket test fail once in a while?');
    await parley.getByRole('textbox', { name: 'Message Claude' }).press('Enter');
    const citation = parley.getByRole('button', { name: /^Citation 2/ });
    await citation.waitFor();
    for (const line of [/^Searched the web/, /^Ran code/, /^Web search .*failed/]) await parley.getByRole('button', { name: line }).click();
    for (const theme of themeKinds) {
      await setTheme(window, theme);
      await parley.getByRole('button', { name: /^Searched the web/ }).scrollIntoViewIfNeeded();
      await screenshot(window.page, `tools/tools-${theme}`, 'view');
      await citation.hover();
      await parley.getByRole('tooltip').waitFor();
      await screenshot(window.page, `tools/citations-${theme}`, 'view');
      await window.page.mouse.move(1000, 20);
      await parley.getByRole('tooltip').waitFor({ state: 'detached' });
      await runCommand(window.page, 'Parley: Choose Tools of the API');
      await quickInput(window.page).waitFor();
      await screenshot(window.page, `tools/list-${theme}`);
      await window.page.keyboard.press('Escape');
    }
  });
});
