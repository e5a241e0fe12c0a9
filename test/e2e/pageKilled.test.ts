/** kill -9 of the page at any moment of a random run: what was acknowledged in it is there in the next one, and the view comes back. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, FrameLocator } from 'playwright-core';
import { type FoundConversation, findInUse } from '../faults/kill/found.ts';
import { Random } from '../faults/kill/random.ts';
import { replyDeltas, Talker } from '../faults/kill/talk.ts';
import { launchBrowser } from '../host/browser.mjs';
import type { Editor } from '../host/editor.mjs';
import { type Simulator, startSimulator } from '../sim/server.ts';
import { type EditorWindow, newProfile, openWindow, type Profile } from './driver/editorWindow.ts';
import { killPage } from './driver/killPage.ts';
import { drawActs, duringAct, perform, type Talk } from './driver/pageUser.ts';
import { openParley, startParley, storageOf } from './driver/parley.ts';
import { storedRow } from './driver/stored.ts';
import { until } from './driver/until.ts';

const full = process.env['PARLEY_FAULTS_FULL'] === '1';
const seed = Number(process.env['PARLEY_FAULTS_SEED'] || Date.now() % 1_000_000_007);
const kills = full ? 60 : 5;
/** Milliseconds from when the last thing is begun to the kill, at the most. */
const longestDelay = 300;
/** Milliseconds in which all that is asked and queued is answered. */
const patience = 30_000;

const first = 'What streams when the page is killed?';

describe('kill -9 of the page', function () {
  this.timeout(full ? 1_800_000 : 180_000);
  const talker = new Talker();
  talker.deltasPerSecond = 100;
  let simulator: Simulator;
  let browser: Browser;
  let editor: Editor;
  let profile: Profile;
  let window: EditorWindow;
  let parley: FrameLocator;
  let talk: Talk = { prompts: new Map(), typed: '', pictures: 0 };
  let [killed, acknowledged, cut] = [0, 0, 0];

  before(async () => {
    simulator = await startSimulator({ answer: talker.answer });
    browser = await launchBrowser();
    // Longer than what is queued takes: an extension host goes on without its page, for hours where nobody says otherwise.
    editor = await startParley({ settings: { 'parley.baseUrl': simulator.url }, reconnection: patience / 1000 });
    profile = await newProfile({}, browser);
    await open();
  });
  after(async () => {
    await browser.close();
    await editor.stop();
    await simulator.close();
    const run = `${killed} kills from seed ${seed} (PARLEY_FAULTS_SEED=${seed} runs them again)`;
    console.log(`    ${run}, ${acknowledged} things acknowledged, ${cut} replies under way when the page was killed`);
  });

  const file = () => join(storageOf(editor), 'parley.db');
  const box = () => parley.getByRole('textbox', { name: 'Message Claude' });
  const cards = () => parley.locator('[role=log] [data-role="user"]');

  /** Replies that stream, and prompts that wait for them. */
  function underWay(): readonly [streaming: number, queued: number] {
    const sql = `SELECT (SELECT count(*) FROM messages WHERE status = 'streaming') AS streaming,
      (SELECT coalesce(sum(json_array_length(queue)), 0) FROM conversations) AS queued`;
    const row = storedRow(editor, sql);
    return [Number(row?.['streaming']), Number(row?.['queued'])];
  }

  const idle = () => until('everything to be answered', () => underWay().every((count) => count === 0), patience);

  /** The conversation of all that was said. */
  function said(): FoundConversation {
    const { damage, conversations } = findInUse(file());
    assert.deepEqual(damage, []);
    const [conversation, ...others] = [...conversations.values()].filter(({ queue, messages }) => queue.size + messages.size > 0);
    assert.ok(conversation && others.length === 0, 'something was said in another conversation');
    return conversation;
  }

  function talkOf({ queue, messages, draft, pictures }: FoundConversation): Talk {
    const all = [...queue.values(), ...messages.values()];
    const prompts = new Map(all.map(({ text, hashes }) => [text, hashes.length]));
    assert.equal(prompts.size, all.length, `something was said twice: ${all.map(({ text }) => text).join('\n')}`);
    return { prompts, typed: draft, pictures: pictures.length };
  }

  const lastPrompt = ({ shown, messages }: FoundConversation) => shown.flatMap((id) => messages.get(id) ?? [])[0]?.text;

  async function open(): Promise<void> {
    window = await openWindow({ editor, profile });
    parley = await openParley(window.page);
    await box().waitFor();
  }

  /** Shows the conversation; the browser may not have noted that it was the last one shown. */
  async function openAgain(title: string): Promise<void> {
    await open();
    const offered = parley.getByRole('button', { name: title });
    await until('a page with something in it', async () => (await cards().count()) + (await offered.count()) > 0);
    if ((await cards().count()) === 0) await offered.first().click();
    await cards().first().waitFor();
    // What was being edited is there again.
    const editing = parley.getByRole('textbox', { name: 'Edit prompt' });
    if ((await editing.count()) > 0) await editing.press('Escape');
  }

  async function kill(): Promise<void> {
    cut += underWay()[0];
    assert.ok((await killPage(window)) > 0);
    killed++;
  }

  async function showsWhatIsStored(moment: string): Promise<void> {
    await until(`the view to show what is stored (${moment})`, async () => {
      const stored = said();
      const { typed, pictures } = talkOf(stored);
      const [value, chips, card] = await Promise.all([
        box().inputValue(),
        parley.getByRole('list', { name: 'Attachments' }).getByRole('listitem').count(),
        cards().last().textContent(),
      ]);
      return value === typed && chips === pictures && card?.includes(lastPrompt(stored) ?? '?');
    });
  }

  it('ends no reply, and what is queued behind it is sent', async () => {
    simulator.script({ reply: { deltas: replyDeltas(first) }, hold: 3 });
    await box().fill(first);
    await box().press('Enter');
    const request = await simulator.nextRequest();
    await request.held();
    for (const text of ['The first behind it', 'The second behind it']) {
      await box().fill(text);
      await box().press('Enter');
      await until('the box to be empty', async () => (await box().inputValue()) === '');
    }
    await kill();
    request.release();
    await openAgain(first);
    await idle();
    const { replies } = findInUse(file());
    const expected = [first, 'The first behind it', 'The second behind it'].map((prompt) => [
      prompt,
      'complete',
      replyDeltas(prompt).join(''),
    ]);
    assert.deepEqual(
      [...replies.values()].map(({ prompt, status, text }) => [prompt, status, text]),
      expected,
    );
    await until('the answers in the view', async () => (await parley.locator('[data-role=assistant][data-status=complete]').count()) === 3);
    talk = talkOf(said());
  });

  it(`takes nothing that was acknowledged, ${kills} times from seed ${seed}`, async () => {
    const random = new Random(seed);
    if (talk.prompts.size === 0) {
      await perform({ kind: 'send', text: first }, window.page, parley, () => true);
      talk = talkOf(said());
    }
    for (let number = 1; number <= kills; number++) {
      const moment = `seed ${seed}, kill ${number}`;
      const acts = drawActs(random, `${number}`);
      const delay = random.below(longestDelay);
      let candidates: readonly Talk[] = [talk];
      for (const [at, act] of acts.entries()) {
        // So that it is known which prompt is edited, and that none is refused as another window's reply comes.
        if (act.kind === 'edit') await idle();
        candidates = duringAct(act, talk, lastPrompt(said()));
        let isDone = false;
        const doing = perform(act, window.page, parley, (text) => said().draft === text).then(() => {
          isDone = true;
        });
        // In the midst of the last one, the page is killed.
        if (at === acts.length - 1) {
          doing.catch(() => {});
          await pause(delay);
        } else await doing;
        if (!isDone) continue;
        acknowledged++;
        candidates = candidates.slice(-1);
        talk = candidates[0] ?? talk;
      }
      await kill();
      await openAgain(first);
      const found = talkOf(said());
      const same = candidates.find((each) => JSON.stringify(plain(each)) === JSON.stringify(plain(found)));
      if (!same) assert.deepEqual(plain(found), plain(candidates.at(-1) ?? talk), `${moment}: ${JSON.stringify(acts.at(-1))}`);
      talk = found;
      await showsWhatIsStored(moment);
    }
    // What streamed when its page was killed was received all the same, as the extension host lives on.
    await idle();
    const { replies } = findInUse(file());
    const wrong = [...replies.values()].filter(
      ({ prompt, status, text }) => status !== 'complete' || text !== replyDeltas(prompt).join(''),
    );
    assert.deepEqual(wrong, [], `seed ${seed}`);
    const answered = new Set([...replies.values()].map(({ prompt }) => prompt));
    assert.deepEqual(
      [...talk.prompts.keys()].filter((prompt) => !answered.has(prompt)),
      [],
    );
    await window.close();
  });
});

function plain({ prompts, typed, pictures }: Talk) {
  return { prompts: [...prompts].sort(([a], [b]) => (a < b ? -1 : 1)), typed, pictures };
}
