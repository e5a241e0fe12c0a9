/** From Enter to the disk: what is painted when, what is kept when it fails. */
import assert from 'node:assert/strict';
import { draftOf } from '../../../src/shared/conversation.ts';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, headerView, snapshot, streamingTurn, userTurn } from './samples.ts';

describe('The page: sending', () => {
  let parley: PageInBrowser;
  const box = () => parley.page.getByRole('textbox', { name: 'Message Claude' });
  const sent = async () => (await parley.requests('send')).map(({ params }) => (params as { text: string }).text);
  const turns = (role: string) => parley.page.locator(`[role=log] [role=article][data-role=${role}]`);

  beforeEach(async () => {
    parley = await openPage({ snapshot: snapshot([userTurn('u1', 'One'), assistantTurn('a1', 'Two')]) });
  });

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('the prompt is painted in the frame of Enter; the box is emptied when it is on disk', async () => {
    await parley.answer('send', 'wait');
    await box().fill('Three');
    const seen = await parley.page.evaluate(async () => {
      const textarea = document.querySelector('textarea');
      textarea?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
      await new Promise(requestAnimationFrame);
      return { turn: document.querySelector('[role=log] [role=article]:last-of-type')?.textContent, box: textarea?.value };
    });
    assert.match(seen.turn ?? '', /Three/);
    assert.equal(seen.box, 'Three');
    const [request] = await parley.requests('send');
    assert.ok(request);
    await parley.post({ type: 'result', id: request.id, value: { queued: false } });
    await parley.page.waitForFunction(() => document.querySelector('textarea')?.value === '');
    // The host's own view of the turn takes its place.
    const { messageId } = request.params as { messageId: string };
    await parley.update([{ type: 'turn', turn: userTurn(messageId, 'Three') }]);
    await parley.painted();
    assert.equal(await turns('user').count(), 2);
  });

  it('what is entered while the prompt before it is on its way to the disk is sent after it, and no more than was entered', async () => {
    await parley.answer('send', 'wait');
    const store = async (index: number) => {
      await until(`${index + 1} prompts`, async () => (await sent()).length === index + 1);
      const [request] = (await parley.requests('send')).slice(index);
      assert.ok(request);
      await parley.post({ type: 'result', id: request.id, value: { queued: false } });
    };
    // The second Enter is one too many; what is typed at last is not entered.
    for (const [text, enters] of [
      ['Three', 2],
      ['Four', 1],
      ['Five', 1],
      ['Si', 0],
    ] as const) {
      await box().pressSequentially(text);
      for (let enter = 0; enter < enters; enter++) await box().press('Enter');
    }
    assert.deepEqual(await sent(), ['Three']);
    for (const index of [0, 1, 2]) await store(index);
    await until('the rest', async () => (await box().inputValue()) === 'Si');
    assert.deepEqual(await sent(), ['Three', 'Four', 'Five']);
  });

  it('what took the place of a prompt on its way to the disk, and is entered there, is sent after it', async () => {
    await parley.answer('send', 'wait');
    for (const text of ['Three', 'Four']) {
      await box().fill(text);
      await box().press('Enter');
    }
    const [request] = await parley.requests('send');
    assert.ok(request);
    await parley.post({ type: 'result', id: request.id, value: { queued: false } });
    await until('the second prompt', async () => (await sent()).length === 2);
    assert.deepEqual(await sent(), ['Three', 'Four']);
  });

  it('what was entered after a prompt that cannot be stored stays in the box with it, and is not sent', async () => {
    await parley.answer('send', 'wait');
    await box().pressSequentially('Three');
    await box().press('Enter');
    await box().pressSequentially('Four');
    await box().press('Enter');
    const [request] = await parley.requests('send');
    assert.ok(request);
    await parley.post({ type: 'failure', id: request.id, sentence: 'The disk is full.' });
    await parley.page.getByRole('alert').getByText('The disk is full.').waitFor();
    await parley.painted();
    assert.equal(await box().inputValue(), 'ThreeFour');
    assert.deepEqual(await sent(), ['Three']);
  });

  it('what cannot be stored stays in the box, with a sentence', async () => {
    await parley.answer('send', { sentence: 'The disk is full.' });
    await box().fill('Three');
    await box().press('Enter');
    await parley.page.getByRole('alert').getByText('The disk is full.').waitFor();
    assert.equal(await box().inputValue(), 'Three');
    assert.equal(await turns('user').count(), 1);
  });

  it('an Enter before it is known which conversation this is sends once it is; but not what was not in the box then', async () => {
    for (const draft of ['', 'From yesterday']) {
      const early = await openPage({ snapshot: null });
      const message = early.page.getByRole('textbox', { name: 'Message Claude' });
      await message.fill('Quick');
      await message.press('Enter');
      assert.equal(await message.inputValue(), 'Quick');
      assert.deepEqual(await early.requests('send'), []);
      await early.update([{ type: 'snapshot', snapshot: snapshot([], { draft: draftOf(draft) }) }]);
      await early.painted();
      const sent = (await early.requests('send')).map(({ params }) => (params as { text: string }).text);
      assert.deepEqual(sent, draft === '' ? ['Quick'] : []);
      if (draft !== '') assert.equal(await message.inputValue(), 'From yesterday\nQuick');
      assert.deepEqual(early.violations, []);
      await early.page.close();
    }
  });

  it('white text, Shift+Enter and the Enter that ends an input method send nothing', async () => {
    await box().fill('  \n ');
    await box().press('Enter');
    await box().fill('a');
    await box().press('Shift+Enter');
    assert.equal(await box().inputValue(), 'a\n');
    await box().dispatchEvent('keydown', { key: 'Enter', isComposing: true, keyCode: 229 });
    assert.deepEqual(await parley.requests('send'), []);
  });

  it('a starter goes before what is typed, is part of the draft, and is taken back by undo', async () => {
    await parley.update([{ type: 'snapshot', snapshot: snapshot([]) }]);
    await parley.painted();
    await box().pressSequentially('TypeError: x is not a function');
    await parley.page.getByRole('button', { name: 'Explain an error message' }).click();
    const whole = 'Explain this error message and how to fix it:\n\nTypeError: x is not a function';
    assert.equal(await box().inputValue(), whole);
    assert.equal((await parley.posted()).findLast((message) => message.type === 'draft')?.draft.text, whole);
    await parley.page.keyboard.type('!');
    assert.equal(await box().inputValue(), `${whole}!`);
    for (let step = 0; step < 2; step++) await parley.page.keyboard.press('ControlOrMeta+z');
    assert.equal(await box().inputValue(), 'TypeError: x is not a function');
  });

  it('while a reply streams a prompt is queued in its frame, and Stop is seen in its frame', async () => {
    await parley.update([{ type: 'turn', turn: streamingTurn('a2') }]);
    await parley.painted();
    await parley.answer('send', 'wait');
    await parley.answer('stop', 'wait');
    await box().fill('Later');
    await box().press('Enter');
    await parley.page.locator('[role=article][data-status=queued]', { hasText: 'Later' }).waitFor();
    const status = await parley.page.evaluate(async () => {
      document.querySelector<HTMLElement>('button[aria-label=Stop]')?.click();
      await new Promise(requestAnimationFrame);
      return document.querySelector('[data-message-id=a2]')?.getAttribute('data-status');
    });
    assert.equal(status, 'stopped');
    // What the host had sent before it heard of it does not bring the reply back to life.
    await parley.update([{ type: 'turn', turn: streamingTurn('a2') }]);
    await parley.painted();
    assert.equal(await parley.page.locator('[data-message-id=a2]').getAttribute('data-status'), 'stopped');
  });

  it('a megabyte is taken in without a freeze; what is longer than a prompt may be is refused in words', async () => {
    const { bare, took } = await parley.page.evaluate(() => {
      const paste = (into: HTMLTextAreaElement): number => {
        into.focus();
        const start = performance.now();
        const data = new DataTransfer();
        data.setData('text/plain', 'words and words\n'.repeat(65_536));
        if (into.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))) {
          into.value = data.getData('text/plain');
          into.dispatchEvent(new InputEvent('input', { bubbles: true }));
        }
        document.body.getBoundingClientRect();
        return performance.now() - start;
      };
      const textarea = document.querySelector('textarea');
      if (!textarea) throw new Error('There is no box.');
      // The same box without anybody who listens: what the browser itself takes.
      const alone = textarea.cloneNode() as HTMLTextAreaElement;
      textarea.parentElement?.parentElement?.append(alone);
      const times = { bare: paste(alone), took: 0 };
      alone.remove();
      times.took = paste(textarea);
      return times;
    });
    assert.ok(took < 3 * bare + 50, `it took ${Math.round(took)} ms, and ${Math.round(bare)} ms without Parley`);
    assert.equal((await box().inputValue()).length, 1_048_576);
    const { height } = (await box().boundingBox()) ?? { height: 0 };
    assert.ok(height <= 0.4 * 700 + 1, `${height} px high`);
    const kept = await parley.page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/plain', 'x'.repeat(1_000_000));
      return !document
        .querySelector('textarea')
        ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    assert.equal(kept, true);
    await parley.page.getByRole('alert').getByText('too long').waitFor();
  });

  it('the draft is told, at once when the box is left, and comes back with the snapshot', async () => {
    const drafts = async () => (await parley.posted()).filter((message) => message.type === 'draft').map(({ draft }) => draft.text);
    await box().fill('Half a thought');
    assert.deepEqual(await drafts(), ['Half a thought']);
    // A long one costs to say: it is told a while after the last key, or when the box is left.
    const long = 'word '.repeat(5_000);
    const told = await parley.page.evaluate((value) => {
      const textarea = document.querySelector('textarea');
      const longDrafts = () => parleyPosted.filter(({ message }) => message.type === 'draft' && message.draft.text === value).length;
      if (!textarea) return [];
      textarea.focus();
      textarea.value = value;
      textarea.dispatchEvent(new InputEvent('input', { bubbles: true }));
      const before = longDrafts();
      textarea.blur();
      return [before, longDrafts()];
    }, long);
    assert.deepEqual(told, [0, 1]);
    const again = await openPage({ snapshot: snapshot([], { draft: draftOf('Half a thought') }) });
    assert.equal(await again.page.getByRole('textbox', { name: 'Message Claude' }).inputValue(), 'Half a thought');
    await again.page.close();
  });

  it('a draft goes to the conversation that it was written in', async () => {
    await box().fill('For the first');
    const other = headerView();
    await parley.update([
      {
        type: 'snapshot',
        snapshot: snapshot([], {
          header: { ...other, conversation: { ...other.conversation, id: 'other' } },
          draft: draftOf('For the other'),
        }),
      },
    ]);
    await parley.painted();
    assert.equal(await box().inputValue(), 'For the other');
    const drafts = (await parley.posted()).filter((message) => message.type === 'draft');
    assert.deepEqual(drafts, [{ type: 'draft', conversationId: 'conversation-1', draft: { text: 'For the first', edit: null } }]);
  });
});
