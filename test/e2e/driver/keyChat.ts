/** What the suites by keyboard begin with: Parley in a new window that no pointer comes to, talking to a simulator of its own. */
import assert from 'node:assert/strict';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { EditorOptions } from '../../host/editor.mjs';
import { type Simulator, startSimulator } from '../../sim/server.ts';
import { type EditorWindow, openWindow } from './editorWindow.ts';
import { countEvents, goToBox } from './keys.ts';
import { parleyIn, startParley } from './parley.ts';

export interface KeyChat {
  readonly simulator: Simulator;
  readonly window: EditorWindow;
  readonly page: Page;
  /** Parley's page, for locators. */
  readonly parley: FrameLocator;
  /** The replies that are complete. */
  readonly answers: Locator;
  /** Begins a conversation; the focus is in its box then. */
  begin(): Promise<void>;
  /** Throws where a pointer was used, or no key. */
  assertOnlyKeys(): Promise<void>;
  close(): Promise<void>;
}

/** @param settings beside where requests go */
export async function openKeyChat({ settings, ...options }: Partial<EditorOptions> = {}): Promise<KeyChat> {
  const simulator = await startSimulator();
  const editor = await startParley({ ...options, settings: { 'parley.baseUrl': simulator.url, ...settings } });
  const window = await openWindow({ editor });
  const { page } = window;
  const parley = parleyIn(page);
  return {
    ...{ simulator, window, page, parley },
    answers: parley.locator('[role=log] [data-role=assistant][data-status=complete]'),
    async begin() {
      await goToBox(window, 'Parley: New Conversation');
      await parley.locator('[role=log] [data-message-id]').first().waitFor({ state: 'detached' });
    },
    async assertOnlyKeys() {
      assert.equal(await countEvents(page, 'pointerdown', 'mousedown'), 0);
      assert.ok((await countEvents(page, 'keydown')) > 0);
    },
    async close() {
      await window.close();
      await simulator.close();
    },
  };
}
