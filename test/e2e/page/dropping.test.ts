/** What is dropped on the page: each file by itself, into the conversation that was shown then. */
import assert from 'node:assert/strict';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { headerView, snapshot, summary } from './samples.ts';

describe('The page: dropping', () => {
  let parley: PageInBrowser;
  const texts = async () => (await parley.requests('addText')).map(({ conversationId, params }) => [conversationId, params] as const);

  beforeEach(async () => {
    parley = await openPage({ snapshot: snapshot([]) });
    // As a folder is that is dropped from outside: its bytes cannot be read.
    await parley.page.evaluate(() => {
      const { slice, text } = Blob.prototype;
      const unreadable = () => Promise.reject(new DOMException('It is a folder.', 'NotFoundError'));
      const isFolder = (blob: Blob) => blob instanceof File && blob.name === 'folder';
      Object.assign(Blob.prototype, {
        slice(this: Blob, ...range: [number, number]) {
          const part = slice.apply(this, range);
          return isFolder(this) ? Object.assign(part, { arrayBuffer: unreadable }) : part;
        },
        text(this: Blob) {
          return this instanceof File && this.name === 'late.txt' ? unreadable() : text.apply(this);
        },
      });
    });
  });

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  function drop(names: readonly string[], uris: readonly string[] = []): Promise<void> {
    return parley.page.evaluate(
      ([files, list]) => {
        const dataTransfer = new DataTransfer();
        for (const name of files) dataTransfer.items.add(new File([`It is ${name}.`], name));
        if (list.length > 0) dataTransfer.setData('text/uri-list', list.join('\r\n'));
        document.querySelector('textarea')?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
      },
      [names, uris] as const,
    );
  }

  it('what cannot be read is said by its name, and the rest is added', async () => {
    await drop(['folder', 'a.txt', 'late.txt', 'b.txt']);
    await until('both texts', async () => (await texts()).length === 2);
    assert.deepEqual(
      (await texts()).map(([, params]) => params),
      [
        { name: 'a.txt', text: 'It is a.txt.' },
        { name: 'b.txt', text: 'It is b.txt.' },
      ],
    );
    const said = await parley.page.getByRole('alert').textContent();
    for (const name of ['folder', 'late.txt'])
      assert.ok(said?.includes(`“${name}” could not be added. It is a folder.`), `${name}: ${said}`);
  });

  it('of more files than a drop may have, as many are added, and it is said how many are not', async () => {
    const uris = Array.from({ length: 203 }, (_, at) => `file:///w/${at}.ts`);
    await drop([], uris);
    await parley.page.getByText('A drop can add 200 files at the most: 3 are not added.').waitFor();
    assert.deepEqual(
      (await parley.requests('addUris')).map(({ params }) => params),
      [{ uris: uris.slice(0, 200) }],
    );
  });

  it('texts go to the conversation that they were dropped on, whatever is shown by the time of the last', async () => {
    await parley.answer('addText', 'wait');
    await drop(['a.txt', 'b.txt']);
    await until('the first', async () => (await texts()).length === 1);
    const header = headerView({ conversation: summary({ id: 'conversation-2' }) });
    await parley.update([{ type: 'snapshot', snapshot: snapshot([], { header }) }]);
    await parley.painted();
    const [first] = await parley.requests('addText');
    await parley.post({ type: 'result', id: first?.id ?? 0, value: null });
    await until('the second', async () => (await texts()).length === 2);
    assert.deepEqual(
      (await texts()).map(([id]) => id),
      ['conversation-1', 'conversation-1'],
    );
  });
});
