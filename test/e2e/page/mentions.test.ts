/** The list that `@` and `/` open, by keyboard and by mouse, and the chips of what was chosen. */
import assert from 'node:assert/strict';
import type { ContextView } from '../../../src/shared/attachmentViews.ts';
import type { MentionGroupView, MentionView } from '../../../src/shared/mentionView.ts';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { headerView, snapshot, userTurn } from './samples.ts';

const groups: readonly MentionGroupView[] = [
  {
    ...{ title: 'Files', others: [], loading: false, note: null },
    entries: [
      { id: 'f1', kind: 'file', label: 'math.ts', detail: 'src', ranges: [[0, 1]] },
      { id: 'f2', kind: 'file', label: 'main.ts', detail: 'src/deep/er', ranges: [[0, 1]] },
    ],
  },
  { title: 'Symbols', loading: false, note: 'The symbols could not be asked for.', entries: [], others: [] },
];

const chip: ContextView = {
  ...{ id: 'c1', kind: 'file', name: 'math.ts', path: 'src/math.ts', lines: [5, 8], language: 'typescript', note: null },
  ...{ preview: 'export const two = 2;', tokens: 1200, stale: false },
};

describe('The page: naming', () => {
  let parley: PageInBrowser;
  const box = () => parley.page.getByRole('textbox', { name: 'Message Claude' });
  const options = () => parley.page.getByRole('option');

  beforeEach(async () => {
    parley = await openPage({ snapshot: snapshot([]) });
    await parley.answer('mentions', groups);
    await parley.answer('addMention', { insert: '' });
  });

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('what does not fit any more cannot be chosen, and the name is not sent, while the answer is awaited', async () => {
    await parley.answer('mentions', groups.slice(0, 1));
    await box().pressSequentially('see @m');
    await options().first().waitFor();
    await parley.page.evaluate(() => {
      parleyAnswers['mentions'] = () => new Promise(() => {});
    });
    await box().pressSequentially('zz');
    await parley.page.getByRole('status').filter({ hasText: 'Searching…' }).waitFor();
    assert.equal(await options().count(), 0);
    await box().press('Enter');
    await box().press('Tab');
    assert.deepEqual([(await parley.requests('addMention')).length, (await parley.requests('send')).length], [0, 0]);
    assert.equal(await box().inputValue(), 'see @mzz');
    assert.equal(await box().evaluate((element) => element === document.activeElement), true);
  });

  it('goes through the list by keys, and what is chosen goes out of the text', async () => {
    await box().pressSequentially('see @m');
    await options().first().waitFor();
    assert.deepEqual(
      (await parley.requests('mentions')).map(({ params }) => params),
      [
        { sign: '@', query: '' },
        { sign: '@', query: 'm' },
      ],
    );
    assert.equal(await options().count(), 2);
    assert.equal(await parley.page.getByText('The symbols could not be asked for.').count(), 1);
    const active = () => parley.page.locator('[role=option][aria-selected=true]').getAttribute('id');
    assert.equal(await box().getAttribute('aria-activedescendant'), await active());
    await box().press('ArrowDown');
    assert.equal(await box().getAttribute('aria-activedescendant'), 'mention-1');
    assert.equal(await active(), 'mention-1');
    await box().press('Enter');
    await options().first().waitFor({ state: 'detached' });
    assert.deepEqual(
      (await parley.requests('addMention')).map(({ params }) => params),
      [{ sign: '@', id: 'f2' }],
    );
    await parley.page.waitForFunction(() => document.querySelector('textarea')?.value === 'see ');
    assert.equal((await parley.requests('send')).length, 0);
  });

  it('is closed by Esc and stays closed for that name; Enter sends then', async () => {
    await box().pressSequentially('@m');
    await options().first().waitFor();
    await box().press('Escape');
    await options().first().waitFor({ state: 'detached' });
    await box().pressSequentially('a');
    assert.equal(await options().count(), 0);
    await parley.answer('send', 'wait');
    await box().press('Enter');
    assert.equal((await parley.requests('send')).length, 1);
  });

  it('what was chosen is waited for by the Enter that sends, and its name is not sent', async () => {
    await parley.answer('addMention', 'wait');
    await box().pressSequentially('Why? @m');
    await options().first().waitFor();
    await box().press('Enter');
    await box().press('Enter');
    const [added] = await parley.requests('addMention');
    assert.ok(added);
    assert.deepEqual(await parley.requests('send'), []);
    await parley.post({ type: 'result', id: added.id, value: { insert: '' } });
    await until('the prompt to be sent', async () => (await parley.requests('send')).length === 1);
    const [sent] = await parley.requests('send');
    assert.equal(sent && (sent.params as { text: string }).text, 'Why? ');
  });

  it('what cannot be added is not waited for any longer, and nothing is sent', async () => {
    await parley.answer('addMention', 'wait');
    await box().pressSequentially('Why? @m');
    await options().first().waitFor();
    await box().press('Enter');
    await box().press('Enter');
    const [added] = await parley.requests('addMention');
    assert.ok(added);
    await parley.post({ type: 'failure', id: added.id, sentence: 'The file is gone.' });
    await parley.page.getByRole('alert').getByText('The file is gone.').waitFor();
    assert.deepEqual(await parley.requests('send'), []);
    assert.equal(await box().inputValue(), 'Why? @m');
    await box().press('Enter');
    await until('the prompt to be sent', async () => (await parley.requests('send')).length === 1);
  });

  it('opens for what is begun while the prompt before is on its way to the disk, once that has left the box', async () => {
    await parley.answer('send', 'wait');
    await box().pressSequentially('Why?');
    await box().press('Enter');
    await box().pressSequentially('/re');
    assert.equal(await options().count(), 0);
    const [request] = await parley.requests('send');
    assert.ok(request);
    await parley.post({ type: 'result', id: request.id, value: { queued: false } });
    await options().first().waitFor();
    assert.equal(await box().inputValue(), '/re');
    assert.deepEqual((await parley.requests('mentions')).at(-1)?.params, { sign: '/', query: 're' });
  });

  it('asks again while a part of it is on its way, and drops answers that are late', async () => {
    await parley.answer('mentions', 'wait');
    await box().pressSequentially('@m');
    const [first, second] = await parley.requests('mentions');
    await parley.post({ type: 'result', id: second?.id ?? 0, value: groups.map((group) => ({ ...group, loading: true })) });
    await options().first().waitFor();
    await parley.post({ type: 'result', id: first?.id ?? 0, value: [] });
    await parley.page.waitForFunction(
      () => parleyPosted.filter(({ message }) => message.type === 'request' && message.name === 'mentions').length === 3,
    );
    assert.equal(await options().count(), 2);
  });

  it('is narrowed in the frame of a key, before the host has answered for it', async () => {
    await box().pressSequentially('@m');
    await parley.page.locator('.mentions[data-query=m]').waitFor();
    await parley.answer('mentions', 'wait');
    await box().pressSequentially('ai');
    await parley.page.locator('.mentions[data-query=mai]').waitFor();
    assert.deepEqual(await options().locator('.mention-label').allTextContents(), ['main.ts']);
    assert.equal(await options().locator('.mention-label b').textContent(), 'mai');
    // Nothing of it fits, and what does not fit must not be chosen; the host knows more.
    await box().pressSequentially('l');
    assert.deepEqual(await options().locator('.mention-label').allTextContents(), []);
    const asked = await parley.requests('mentions');
    assert.deepEqual(
      asked.map(({ params }) => params),
      ['', 'm', 'ma', 'mai', 'mail'].map((query) => ({ sign: '@', query })),
    );
    const mail: MentionView = { id: 'f3', kind: 'file', label: 'mail.ts', detail: 'lib', ranges: [[0, 4]] };
    await parley.post({
      type: 'result',
      id: asked.at(-1)?.id ?? 0,
      value: [{ title: 'Files', loading: false, note: null, entries: [mail], others: [] }],
    });
    await options().getByText('mail.ts').waitFor();
    assert.equal(await parley.page.locator('[role=option][aria-selected=true]').count(), 1);
  });

  it('is made, in the frame of a key, of what fitted before and was not shown', async () => {
    const others: readonly MentionView[] = ['mint.ts', 'mindMap.ts', 'more.ts'].map((label) => {
      return { id: label, kind: 'file', label, detail: 'lib', ranges: [] };
    });
    await parley.answer('mentions', [{ ...groups[0], others }]);
    await box().pressSequentially('@m');
    await parley.page.locator('.mentions[data-query=m]').waitFor();
    assert.equal(await options().count(), 2);
    await parley.answer('mentions', 'wait');
    await box().pressSequentially('in');
    await parley.page.locator('.mentions[data-query=min]').waitFor();
    assert.deepEqual((await options().locator('.mention-label').allTextContents()).sort(), ['mindMap.ts', 'mint.ts']);
    assert.equal(await parley.page.locator('[role=option][aria-selected=true]').count(), 1);
  });

  it('opens by its button, and a click chooses', async () => {
    await parley.page.getByRole('button', { name: 'Add context' }).click();
    await options().first().click();
    assert.deepEqual(
      (await parley.requests('addMention')).map(({ params }) => params),
      [{ sign: '@', id: 'f1' }],
    );
  });

  it('puts a prompt into the box', async () => {
    await parley.answer('addMention', { insert: 'Review this: ' });
    await box().pressSequentially('/re');
    await options().first().waitFor();
    await box().press('Tab');
    await parley.page.waitForFunction(() => document.querySelector('textarea')?.value === 'Review this: ');
  });

  it('shows chips that can be opened and removed, and sends them with the prompt', async () => {
    await parley.update([{ type: 'header', header: headerView({ context: [chip] }) }]);
    const list = parley.page.getByRole('list', { name: 'Attachments' });
    await list.getByRole('button', { name: 'math.ts:5–8' }).first().click();
    await list.getByRole('button', { name: 'Remove math.ts:5–8' }).click();
    assert.deepEqual((await parley.requests('openContext'))[0]?.params, { messageId: null, id: 'c1' });
    assert.deepEqual((await parley.requests('removeContext'))[0]?.params, { id: 'c1' });
    await parley.answer('send', 'wait');
    await box().fill('Why?');
    await box().press('Enter');
    await parley.page.locator('[role=article] .chip', { hasText: 'math.ts:5–8' }).waitFor();
    const { width } = (await list.boundingBox()) ?? { width: 999 };
    assert.ok(width <= 300);
  });

  it('shows what a chip sends on hover and on focus, and Esc takes it away', async () => {
    const second: ContextView = { ...chip, id: 'c2', name: 'main.ts', lines: null, note: 'A part only', stale: true };
    await parley.update([{ type: 'header', header: headerView({ context: [chip, second] }) }]);
    const hover = parley.page.getByRole('tooltip');
    const name = (text: string) => parley.page.locator('.chip-name', { hasText: text });
    await name('math.ts').hover();
    await hover.getByText('export const two = 2;').waitFor();
    assert.equal(await name('math.ts').getAttribute('aria-describedby'), await hover.getAttribute('id'));
    await box().hover();
    await hover.waitFor({ state: 'detached' });

    await box().focus();
    for (const key of ['Shift+Tab', 'Shift+Tab', 'Shift+Tab']) await parley.page.keyboard.press(key);
    await hover.getByText('src/math.ts · About 1,200 tokens · A part only').waitFor();
    await hover.getByText('The document has changed since.').waitFor();
    const [above, chipBox] = [await hover.boundingBox(), await name('main.ts').boundingBox()];
    assert.ok(above && chipBox && above.x >= 0 && above.x + above.width <= 300);
    assert.ok(above.y >= 0 && above.y + above.height <= chipBox.y);
    await parley.page.keyboard.press('ArrowLeft');
    await hover.getByText('A part only').waitFor({ state: 'detached' });
    assert.equal(await hover.count(), 1);
    await parley.page.keyboard.press('Escape');
    await hover.waitFor({ state: 'detached' });
  });

  it('takes chips away by Delete, and by Enter on ×; the focus goes to the next, at last to the box', async () => {
    const named = (id: string): ContextView => ({ ...chip, id, name: `${id}.ts`, lines: null, stale: id === 'b' });
    const show = async (...ids: string[]) => {
      await parley.update([{ type: 'header', header: headerView({ context: ids.map(named) }) }]);
      await parley.painted();
    };
    const focused = () => parley.page.evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.textContent ?? '');
    await show('a', 'b', 'c');
    await parley.page.locator('.chip-name', { hasText: 'b.ts' }).focus();
    await parley.page.keyboard.press('Tab');
    assert.equal(await focused(), 'Refresh b.ts');
    await parley.page.keyboard.press('Enter');
    assert.match(await focused(), /^b\.ts/);
    await parley.page.keyboard.press('Delete');
    assert.match(await focused(), /^c\.ts/);
    await show('a', 'c');
    await parley.page.keyboard.press('Backspace');
    assert.match(await focused(), /^a\.ts/);
    await show('a');
    await parley.page.keyboard.press('Tab');
    assert.equal(await focused(), 'Remove a.ts');
    await parley.page.keyboard.press('Enter');
    assert.equal(await focused(), 'Message Claude');
    const of = async (name: string) => (await parley.requests(name)).map(({ params }) => params);
    assert.deepEqual(await of('refreshContext'), [{ id: 'b' }]);
    assert.deepEqual(await of('removeContext'), [{ id: 'b' }, { id: 'c' }, { id: 'a' }]);
  });

  it('shows a prompt that was chosen as a short card, its words one click away', async () => {
    const turn = userTurn('u1', '', {
      blocks: [
        { type: 'context', item: chip },
        { type: 'instruction', title: 'Explain · src/math.ts:5–8', text: 'Explain this code to me.' },
      ],
    });
    await parley.update([{ type: 'turn', turn }]);
    const article = parley.page.locator('[data-message-id=u1]');
    await article.getByText('Explain · src/math.ts:5–8').waitFor();
    assert.equal(await article.getByText('Explain this code to me.').count(), 0);
    await article.getByRole('button', { name: 'Show more' }).click();
    await article.getByText('Explain this code to me.').waitFor();
  });

  it('takes files that are dropped, from the editor and from outside', async () => {
    await parley.page.evaluate(() => {
      const drop = (fill: (data: DataTransfer) => void) => {
        const dataTransfer = new DataTransfer();
        fill(dataTransfer);
        for (const type of ['dragenter', 'dragover', 'drop'])
          document.querySelector('textarea')?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      };
      drop((data) => data.setData('text/uri-list', 'file:///w/a.ts\r\nfile:///w/b.ts'));
      drop((data) => data.items.add(new File(['outside'], 'notes.txt', { type: 'text/plain' })));
      drop((data) => data.items.add(new File(['\0'], 'tool.bin')));
    });
    await parley.page.getByText('tool.bin is neither text, nor a picture, nor a PDF.').waitFor();
    assert.deepEqual((await parley.requests('addUris'))[0]?.params, { uris: ['file:///w/a.ts', 'file:///w/b.ts'] });
    assert.deepEqual((await parley.requests('addText'))[0]?.params, { name: 'notes.txt', text: 'outside' });
    assert.equal(await parley.page.locator('.drop-hint').count(), 0);
  });
});
