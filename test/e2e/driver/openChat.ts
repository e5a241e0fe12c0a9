/** What most suites begin with: Parley's view in a new window, talking to a simulator of its own. */
import type { FrameLocator, Locator } from 'playwright-core';
import { type Simulator, startSimulator } from '../../sim/server.ts';
import type { Windows } from '../../sim/validate.ts';
import { type EditorWindow, openWindow } from './editorWindow.ts';
import { openParley, startParley } from './parley.ts';
import { setViewWidth } from './workbench.ts';

export interface OpenChat {
  readonly simulator: Simulator;
  readonly window: EditorWindow;
  /** Parley's page, for locators. */
  readonly parley: FrameLocator;
  /** The message box. */
  readonly box: Locator;
  /** What was added to the prompt that is being typed. */
  readonly chips: Locator;
  /** The replies that are complete. */
  readonly answers: Locator;
  /** What the last request says, a list for each message. */
  sent<Block>(): readonly (readonly Block[])[];
  close(): Promise<void>;
}

/**
 * @param viewWidth CSS pixels of the side bar; the editor's own width unless said otherwise
 * @param windows as of the simulator
 * @param settings beside where requests go
 */
export async function openChat(
  viewWidth?: number,
  windows: Windows = {},
  settings: Readonly<Record<string, unknown>> = {},
): Promise<OpenChat> {
  const simulator = await startSimulator({ windows });
  const editor = await startParley({ settings: { 'parley.baseUrl': simulator.url, ...settings } });
  const window = await openWindow({ editor });
  const parley = await openParley(window.page);
  if (viewWidth !== undefined) await setViewWidth(window.page, viewWidth);
  return {
    ...{ simulator, window, parley },
    box: parley.getByRole('textbox', { name: 'Message Claude' }),
    chips: parley.getByRole('list', { name: 'Attachments' }),
    answers: parley.locator('[role=log] [data-role=assistant][data-status=complete]'),
    sent<Block>() {
      const request = simulator.requests.at(-1);
      if (!request) throw new Error('Nothing was sent.');
      return (request.body as { messages: { content: Block[] }[] }).messages.map(({ content }) => content);
    },
    async close() {
      await window.close();
      await simulator.close();
    },
  };
}
