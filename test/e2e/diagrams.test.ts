/**
 * Hostile diagrams in the editor's own preview, in a real window: nothing of them runs, is loaded or commands, but for pictures of those that the
 * user was asked about.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import type { FrameLocator, Page } from 'playwright-core';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { type EditorWindow, newProfile, openWindow } from './driver/editorWindow.ts';
import { hostileFamilies } from './driver/hostileAnswers.ts';
import { countingScript } from './driver/pageWatch.ts';
import { openParley, startParley } from './driver/parley.ts';
import { screenshot } from './driver/screenshot.ts';
import { until } from './driver/until.ts';
import { dialog } from './driver/workbench.ts';

/** Of what the user is asked about, and would be loaded. */
const loading = '```mermaid\nflowchart TD\n  A@{ img: "https://evil.example/asked.png", label: "x", w: 60, h: 60 }\n```';

describe('hostile diagrams in the editor’s preview', function () {
  this.timeout(300_000);
  let simulator: Simulator;
  let window: EditorWindow;
  let page: Page;
  let parley: FrameLocator;
  /** What was asked for elsewhere, by any frame of the window. */
  const left: string[] = [];
  const total = { shown: 0, drawn: 0, asked: 0, clicked: 0 };
  let answers = 0;

  before(async () => {
    simulator = await startSimulator({ deltasPerSecond: Number.POSITIVE_INFINITY });
    const editor = await startParley({ settings: { 'parley.baseUrl': simulator.url } });
    const profile = await newProfile();
    await profile.context.addInitScript(countingScript(true));
    await profile.context.route(
      ({ hostname }) => hostname.endsWith('.example'),
      (route) => {
        left.push(route.request().url());
        return route.abort();
      },
    );
    window = await openWindow({ editor, profile });
    page = window.page;
    parley = await openParley(page);
  });
  after(() => simulator.close());

  const preview = () => page.frameLocator('iframe.webview:not([src*="extensionId=parley.parley"])').frameLocator('iframe#active-frame');
  const tab = () => page.getByRole('tab', { name: /Preview Diagram/ });
  const ran = async () => (await Promise.all(page.frames().map((frame) => frame.evaluate(() => parleyRan).catch(() => [])))).flat();

  /** Shows an answer with diagrams; the result are their buttons. */
  async function answer(text: string) {
    simulator.script({ reply: { deltas: text.match(/[\s\S]{1,400}/g) ?? [] } });
    const box = parley.getByRole('textbox', { name: 'Message Claude' });
    await box.fill(`Question ${answers}`);
    await box.press('Enter');
    const turn = parley.locator('[data-role="assistant"][data-status="complete"]').nth(answers);
    await turn.waitFor({ timeout: 60_000 });
    answers += 1;
    return turn.getByRole('button', { name: 'Show diagram' });
  }

  /** Settles when the preview shows the diagram, or why it cannot. */
  async function drawn(): Promise<void> {
    await preview().locator('.mermaid svg, .mermaid-error').first().waitFor({ state: 'attached', timeout: 30_000 });
    total.drawn += await preview().locator('.mermaid svg').count();
  }

  async function closePreview(): Promise<void> {
    await tab().hover();
    await tab().getByRole('button', { name: /Close/ }).click();
    await tab().waitFor({ state: 'detached' });
  }

  it('runs nothing, loads nothing and commands nothing', async () => {
    const family = hostileFamilies().find(({ name }) => name === 'diagrams') ?? assert.fail('no such family');
    for (const text of family.answers) {
      const buttons = await answer(text);
      // What has another word than `mermaid` in its fence, or no end, has none.
      if ((await buttons.count()) === 0) continue;
      await buttons.first().click();
      total.shown += 1;
      await until('the preview or a question', async () => (await tab().count()) > 0 || (await dialog(page).count()) > 0);
      if ((await dialog(page).count()) > 0) {
        total.asked += 1;
        await dialog(page).getByText('This diagram may load something from the web.').waitFor();
        await dialog(page).getByRole('button', { name: 'Cancel' }).click();
        await dialog(page).waitFor({ state: 'detached' });
        assert.equal(await tab().count(), 0);
        continue;
      }
      await drawn();
      const inside = preview().locator('.mermaid a, .mermaid .clickable');
      for (let at = 0; at < (await inside.count()); at++) {
        await inside.nth(at).dispatchEvent('click');
        total.clicked += 1;
      }
      assert.equal(await preview().locator('.mermaid :is(script, iframe, object, embed)').count(), 0, text);
      assert.equal(await dialog(page).count(), 0, text);
      assert.deepEqual({ ran: await ran(), left }, { ran: [], left: [] }, text);
      await closePreview();
    }
    assert.equal(await page.locator('.terminal-tab, .xterm').count(), 0);
    assert.equal(page.context().pages().length, 1);
    assert.equal(new URL(page.url()).origin, new URL(window.editor.url).origin);
    assert.ok(total.drawn >= 5 && total.asked >= 2, JSON.stringify(total));
    console.log(
      `    ${total.shown} diagrams: ${total.asked} asked about, ${total.drawn} drawn, ${total.clicked} places clicked; ` +
        'scripts run: 0, requests: 0, commands: 0',
    );
  });

  it('what the user was asked about is shown when they say so, and then loads what it names', async () => {
    const buttons = await answer(loading);
    await buttons.first().click();
    await dialog(page).getByText('This diagram may load something from the web.').waitFor();
    await screenshot(page, 'diagrams/asked');
    assert.equal(left.length, 0);
    await dialog(page).getByRole('button', { name: 'Show anyway' }).click();
    await drawn();
    // So the counting above counts.
    await until('what it names to be asked for', () => left.includes('https://evil.example/asked.png'));
    await screenshot(page, 'diagrams/shown');
    await closePreview();
    assert.deepEqual(
      readdirSync(window.editor.folder).filter((name) => name.includes('Diagram')),
      [],
    );
  });
});
