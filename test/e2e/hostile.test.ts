/** Hostile answers in a real window, in the webview that the editor makes: what its frames, its policy and its handling of links add. */
import assert from 'node:assert/strict';
import type { Frame, FrameLocator, Page } from 'playwright-core';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { type EditorWindow, newProfile, openWindow } from './driver/editorWindow.ts';
import { hostileFamilies } from './driver/hostileAnswers.ts';
import { countingScript, noteStopped } from './driver/pageWatch.ts';
import { openParley, parleyFrame, startParley } from './driver/parley.ts';
import { attackScript, attacks, elsewhere, tryAttack } from './driver/policyAttacks.ts';
import { screenshot } from './driver/screenshot.ts';
import { until } from './driver/until.ts';
import { dialog } from './driver/workbench.ts';

/** All of a kind as one answer, but for what goes on for long: that is for a page of its own. */
const worst = hostileFamilies().map(({ name, answers }) => ({ name, text: answers.filter(({ length }) => length < 3_000).join('\n\n') }));

/** Ways to another page, which no policy of a page can forbid: the editor's frame around it has to. Run in the page. */
const departures: Readonly<Record<string, () => void>> = {
  top: () => {
    if (top) top.location.href = 'https://evil.example/top';
  },
  parent: () => {
    parent.location.href = 'https://evil.example/parent';
  },
  window: () => void open('https://evil.example/window'),
  location: () => {
    location.href = 'https://evil.example/location';
  },
  replace: () => location.replace('https://evil.example/replace'),
};

/**
 * What the driver runs counts as the user's own doing for some seconds, in which a browser allows more; a script of an answer is on its own. The
 * browser's process counts these seconds from when it has heard of it: a little longer than the page does.
 */
const byItself = (leave: () => void) => `new Promise((resolve) => {
  const look = () => (navigator.userActivation.isActive ? setTimeout(look, 100) : setTimeout(resolve, 1000));
  look();
}).then(${leave})`;

describe('hostile answers in a real window', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let window: EditorWindow;
  let page: Page;
  let parley: FrameLocator;
  let frame: Frame;
  /** What was asked for elsewhere, by any frame of the window. */
  const left: string[] = [];
  let answers = 0;

  before(async () => {
    simulator = await startSimulator({ deltasPerSecond: Number.POSITIVE_INFINITY });
    const editor = await startParley({ settings: { 'parley.baseUrl': simulator.url } });
    const profile = await newProfile();
    await profile.context.addInitScript(`${countingScript(true)};${attackScript()}`);
    const isElsewhere = (url: URL) => url.hostname.endsWith('.example');
    await profile.context.route(isElsewhere, (route) => {
      left.push(route.request().url());
      return route.abort();
    });
    window = await openWindow({ editor, profile });
    page = window.page;
    page.on('websocket', (socket) => {
      if (isElsewhere(new URL(socket.url()))) left.push(socket.url());
    });
    parley = await openParley(page);
    frame = await parleyFrame(page);
    await frame.evaluate(noteStopped);
  });
  after(() => simulator.close());

  const box = () => parley.getByRole('textbox', { name: 'Message Claude' });
  const counted = () => frame.evaluate(() => ({ ran: parleyRan, stopped: parleyStopped }));

  async function answer(text: string): Promise<void> {
    simulator.script({ reply: { deltas: text.match(/[\s\S]{1,400}/g) ?? [] } });
    await box().fill(`Question ${answers}`);
    await box().press('Enter');
    await parley.locator('[data-role="assistant"][data-status="complete"]').nth(answers).waitFor({ timeout: 60_000 });
    answers += 1;
  }

  it('run nothing, load nothing and leave the chat as it is', async () => {
    const terminals = page.locator('.terminal-tab, .xterm');
    for (const { name, text } of worst) {
      await answer(text);
      assert.deepEqual(await counted(), { ran: [], stopped: [] }, name);
      assert.deepEqual(left, [], name);
    }
    assert.equal(await terminals.count(), 0);
    assert.equal(await dialog(page).count(), 0);
    assert.equal(new URL(page.url()).origin, new URL(window.editor.url).origin);
    await screenshot(page, 'hostile/answers');
    console.log(`    ${worst.length} answers: 0 scripts run, 0 requests to elsewhere, 0 terminals, 0 dialogs`);
  });

  it('have links to nothing but the web, mail and files; the editor asks before it goes to the web, and says where', async () => {
    await answer(
      '[https://bank.example](https://evil.example/login) and [Fix it](command:workbench.action.terminal.new) and [out](vscode://file/etc/passwd)',
    );
    const link = parley.locator('a[href="https://evil.example/login"]').last();
    assert.equal(await link.getAttribute('title'), 'https://evil.example/login');
    assert.equal(await parley.getByRole('link', { name: /Fix it|out/ }).count(), 0);
    await link.click();
    await dialog(page).getByText('https://evil.example/login').waitFor();
    await screenshot(page, 'hostile/link');
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    // With the middle button, and as a new tab.
    await link.click({ button: 'middle' });
    await link.click({ modifiers: ['Control'] });
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    assert.equal(page.context().pages().length, 1);
    assert.deepEqual(left, []);
  });

  it('could do nothing even as scripts: the webview’s own policy stops each way out', async () => {
    const through: string[] = [];
    for (const { name } of attacks) {
      await frame.evaluate(tryAttack, name);
      await until(`what comes of “${name}”`, async () => {
        const { ran, stopped } = await counted();
        if (ran.includes(name) || left.some((url) => url.startsWith(`${elsewhere}${name}`))) through.push(name);
        return through.includes(name) || stopped.length > 0;
      });
    }
    assert.deepEqual(through, []);
    console.log(`    ${attacks.length} ways out of the real webview: ${through.length} got through`);
  });

  // It would need a script in the page, of which the tests above find none. Of a click that such a script makes on a link to the top, the browser
  // asks for the address at times, although the window stays; what lets it do so is not known.
  it.skip('could not even as scripts take the page elsewhere by a link');

  it('could not even as scripts take the page elsewhere', async () => {
    // Some throw, and some may leave a frame without a page.
    for (const leave of Object.values(departures)) await frame.evaluate(byItself(leave)).catch(() => {});
    assert.deepEqual(left, []);
    // What a frame has begun may still be in the way of it.
    await until('the window to load again', async () => window.reload().then(() => true), 60_000);
    parley = await openParley(page);
    await box().fill('Still here');
    assert.deepEqual(left, []);
    assert.equal(page.context().pages().length, 1);
    assert.equal(new URL(page.url()).origin, new URL(window.editor.url).origin);
  });
});
