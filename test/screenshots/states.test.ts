/** The view in its states, in every theme, narrow and wide: for people to look at. */
import type { FrameLocator } from 'playwright-core';
import { type EditorWindow, openWindow } from '../e2e/driver/editorWindow.ts';
import { openParley, startParley } from '../e2e/driver/parley.ts';
import { screenshot } from '../e2e/driver/screenshot.ts';
import { themeKinds } from '../e2e/driver/themes.ts';
import { setTheme, setViewWidth } from '../e2e/driver/workbench.ts';
import { failWith } from '../sim/faults.ts';
import type { Script } from '../sim/script.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';

const markdown = `## Two ways

1. Keep the values **sorted**
2. Keep *counts* of them, with \`Map\`

- [x] measured
- [ ] decided

### In code

\`\`\`ts
export const counts = (values: readonly number[]) => Map.groupBy(values, (value) => value);
\`\`\`

| way | insert | median |
| --- | ---: | ---: |
| sorted | O(n) | O(1) |
| counts | O(1) | O(k) |

> The second is faster where there are few values.

See [the notes](https://example.com/notes).`;

describe('the states of the view', () => {
  let simulator: Simulator;
  let window: EditorWindow;
  let parley: FrameLocator;

  before(async () => {
    simulator = await startSimulator();
    const editor = await startParley();
    window = await openWindow({ editor, viewport: { width: 1280, height: 780 } });
    parley = await openParley(window.page);
  });
  after(async () => {
    await window.close();
    await simulator.close();
  });

  const box = () => parley.getByRole('textbox', { name: 'Message Claude' });
  const turn = (role: string, status: string) => parley.locator(`[role=log] [data-role="${role}"][data-status="${status}"]`);

  /** Pictures of what is shown. @param ready puts the pointer or the focus where it is to be seen */
  async function pictures(name: string, ready = async (): Promise<unknown> => undefined): Promise<void> {
    for (const width of [300, 480]) {
      await setViewWidth(window.page, width);
      for (const theme of themeKinds) {
        await setTheme(window, theme);
        await ready();
        await screenshot(window.page, `states/${name}-${theme}-${width}`, 'view');
      }
    }
  }

  async function send(text: string, script: Script): Promise<void> {
    simulator.script({ pingEvery: 1000, ...script });
    await box().fill(text);
    await box().press('Enter');
  }

  async function begin(): Promise<void> {
    await window.page.getByRole('button', { name: 'New Conversation' }).first().click({ delay: 80 });
    await turn('user', 'complete').first().waitFor({ state: 'detached' });
  }

  it('the first run', async () => {
    await parley.getByRole('button', { name: 'Set API key' }).waitFor();
    await pictures('first-run');
    window.editor.setSettings({ 'parley.baseUrl': simulator.url });
    await parley.getByText('Ask Claude about code.').waitFor();
  });

  it('a conversation with Markdown', async () => {
    await send('Which way of keeping the median is the faster one?', {
      reply: { thinking: 'Two ways come to mind.\n\nCounts need little.', text: markdown },
    });
    await turn('assistant', 'complete').waitFor();
    await pictures('markdown', () => turn('assistant', 'complete').hover({ position: { x: 4, y: 200 } }));
    await parley.getByRole('button', { name: /^Thought/ }).click();
    await parley.getByRole('log').evaluate((log) => log.scrollTo(0, 0));
    await pictures('thinking', () => turn('user', 'complete').hover());
  });

  it('versions, and editing in place', async () => {
    simulator.script({ reply: { text: 'Keep them sorted.' } });
    await turn('user', 'complete').hover();
    await turn('user', 'complete').getByRole('button', { name: 'Edit' }).click();
    await parley.getByRole('textbox', { name: 'Edit prompt' }).fill('Which way is the simplest one?');
    await pictures('editing');
    await parley.getByRole('textbox', { name: 'Edit prompt' }).press('Enter');
    await turn('assistant', 'complete').getByText('Keep them sorted.').waitFor();
    await pictures('versions', () => turn('assistant', 'complete').hover());
  });

  it('waiting, and a queue', async () => {
    await send('And how would you test that?', { hold: 'headers', reply: { text: 'With numbers.' } });
    await parley.getByText('Waiting for Claude').waitFor();
    await pictures('waiting');
    await box().fill('then write a line for the changelog, with the numbers that were measured');
    await box().press('Enter');
    await parley.locator('[data-status="queued"]').waitFor();
    await box().fill('and one more');
    await pictures('queue');
    await box().fill('');
    await parley.getByRole('button', { name: 'Remove queued prompt' }).click();
    await parley.getByRole('button', { name: 'Stop' }).click();
  });

  it('an error with its details', async () => {
    await begin();
    await send('What does the API say when it refuses?', failWith(400));
    await parley.getByRole('alert').getByRole('button', { name: 'Details' }).click();
    await pictures('error');
  });

  it('an empty conversation, and the history with a search', async () => {
    await begin();
    await pictures('empty', () => parley.getByRole('button', { name: 'Explain an error message' }).hover());
    await window.page.getByRole('button', { name: 'History' }).first().click({ delay: 80 });
    await parley.getByRole('listitem').first().waitFor();
    await pictures('history', () => parley.getByRole('listitem').first().hover());
    await parley.getByRole('searchbox').fill('sorted');
    await parley.locator('mark').first().waitFor();
    await pictures('search');
  });
});
