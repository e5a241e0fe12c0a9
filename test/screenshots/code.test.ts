/** The editor's code in the conversation, in every theme beside a view of 300 pixels: for people to look at. */
import type { FrameLocator, Page } from 'playwright-core';
import { type EditorWindow, openWindow } from '../e2e/driver/editorWindow.ts';
import { goInMenu, goToBox, openFile, press, selectLines, stepTo, stepToElement } from '../e2e/driver/keys.ts';
import { openParley, startParley } from '../e2e/driver/parley.ts';
import { screenshot } from '../e2e/driver/screenshot.ts';
import { themeKinds } from '../e2e/driver/themes.ts';
import { setTheme, setViewWidth } from '../e2e/driver/workbench.ts';
import { type Simulator, startSimulator } from '../sim/server.ts';

const answer = `It finds the **median**: the number in the middle of a list, or the mean of the two in the middle.

1. \`values.sort()\` puts them in order (\`src/math.ts:13\`)
2. The length decides whether there is one middle or two
3. For two, \`mean\` of both is returned

Two things to trip over: \`sort\` compares as *text*, so 10 comes before 9, and it changes the caller's list. In \`src/math.ts\`:

\`\`\`ts
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle]! : mean(sorted.slice(middle - 1, middle + 1));
}
\`\`\``;

describe('code in the conversation', () => {
  let simulator: Simulator;
  let window: EditorWindow;
  let page: Page;
  let parley: FrameLocator;

  before(async () => {
    simulator = await startSimulator();
    const editor = await startParley({ settings: { 'parley.baseUrl': simulator.url, 'editor.minimap.enabled': false } });
    window = await openWindow({ editor, viewport: { width: 1120, height: 720 } });
    page = window.page;
    parley = await openParley(page);
    await setViewWidth(page, 300);
    await page.mouse.move(700, 600);
  });
  after(async () => {
    await window.close();
    await simulator.close();
  });

  /** Pictures of what is shown. @param show brings it, as a change of the theme takes away menus and hovers; @param hide makes room again */
  async function pictures(name: string, show = async (): Promise<unknown> => undefined, hide = show): Promise<void> {
    for (const theme of themeKinds) {
      await setTheme(window, theme);
      await show();
      await screenshot(page, `code/${name}-${theme}`);
      await hide();
    }
  }

  async function select(): Promise<void> {
    await openFile(page, 'src/math.ts');
    await selectLines(page, 12, 16);
  }

  it('the context menu', async () => {
    await pictures(
      'menu',
      async () => {
        await select();
        await press(page, 'Shift+F10');
        await goInMenu(page, 'Parley', 'Explain');
      },
      () => stepTo(page, 'the menu to close', 'Escape', async () => (await page.locator('.monaco-menu').count()) === 0),
    );
  });

  it('a card with its answer', async () => {
    await select();
    simulator.script({ reply: { text: answer, usage: { input_tokens: 812, output_tokens: 204 } } });
    await press(page, 'Control+K', 'Shift+E');
    await parley.locator('[role=log] [data-role=assistant][data-status=complete]').waitFor();
    await pictures('card', async () => {
      await parley.getByRole('log').evaluate((log) => log.scrollTo(0, 0));
      await parley.locator('.md-code code span').first().waitFor();
    });
  });

  it('the hover of a chip', async () => {
    await pictures(
      'hover',
      async () => {
        await parley.getByRole('log').evaluate((log) => log.scrollTo(0, 0));
        await parley.locator('.chip-name').first().hover();
        await parley.getByRole('tooltip').waitFor();
      },
      async () => {
        await parley.getByRole('textbox', { name: 'Message Claude' }).hover();
        await parley.getByRole('tooltip').waitFor({ state: 'detached' });
      },
    );
  });

  it('the mention list', async () => {
    await goToBox(window);
    await page.keyboard.type('Is it tested? @math');
    await parley.getByRole('option').filter({ hasText: 'math.test.ts' }).first().waitFor();
    await press(page, 'Enter');
    await parley.locator('.composer .chip').waitFor();
    await page.keyboard.type('@s');
    await parley.getByRole('option').filter({ hasText: 'steeping.ts' }).first().waitFor();
    await parley.locator('.mention-note').getByText('Searching…').waitFor({ state: 'detached' });
    await pictures('mentions');
    await press(page, 'Escape', 'Control+A', 'Delete');
    await stepToElement(page, parley.locator('.composer .chip-name'));
    await press(page, 'Delete');
    await parley.locator('.composer .chip').waitFor({ state: 'detached' });
  });

  it('the diff of Apply', async () => {
    await goToBox(window);
    await stepToElement(page, parley.getByRole('figure').getByRole('button', { name: 'Apply' }));
    await press(page, 'Enter');
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await pictures('diff');
    await press(page, 'Control+Backspace');
  });
});
