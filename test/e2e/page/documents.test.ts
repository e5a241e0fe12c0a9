/** Documents in the page: chips, cards, what is pasted and dropped, and what answers cite. */
import assert from 'node:assert/strict';
import type { CitationView, TurnView } from '../../../src/shared/turnView.ts';
import { pdf } from '../../documents/pdf.ts';
import { until } from '../driver/until.ts';
import { openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, documentView, headerView, snapshot, streamingTurn, text, userTurn } from './samples.ts';

const cited = (value: string, ...citations: readonly CitationView[]) => ({ type: 'text', text: value, citations }) as const;
const page3: CitationView = { name: 'report.pdf', pages: [3, 3], quote: 'Tea is warm.' };
const pages7: CitationView = { name: 'report.pdf', pages: [7, 8], quote: 'Coffee is, too.' };

describe('The page: documents', () => {
  let parley: PageInBrowser;

  beforeEach(async () => {
    parley = await openPage({ snapshot: snapshot([]) });
    await parley.answer('addDocument', { refusal: null });
    await parley.answer('openCitation', { opened: true });
  });

  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  it('one that was taken out says so, and is put back', async () => {
    const takenOut = 'd'.repeat(64);
    const document = { type: 'document', document: { ...documentView(1), takenOut } } as const;
    await parley.update([{ type: 'turn', turn: userTurn('u1', '', { blocks: [document, text('Why?')] }) }]);
    await parley.page.getByText('taken out').waitFor();
    await parley.page.getByRole('button', { name: 'Put back' }).click();
    assert.deepEqual(await params('setPictureSending'), [{ hashes: [takenOut], sending: null }]);
  });

  const box = () => parley.page.getByRole('textbox', { name: 'Message Claude' });
  const chips = () => parley.page.getByRole('list', { name: 'Attachments' });
  const params = async (name: string) => (await parley.requests(name)).map((request) => request.params);

  /** Pastes or drops files. */
  async function give(how: 'paste' | 'drop', files: readonly { name: string; type: string; bytes: Buffer }[]): Promise<void> {
    const given = files.map(({ bytes, ...rest }) => ({ ...rest, data: bytes.toString('base64') }));
    await parley.page.evaluate(
      ([what, all]) => {
        const data = new DataTransfer();
        for (const { name, type, data: base64 } of all)
          data.items.add(new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], name, { type }));
        const options = { bubbles: true, cancelable: true };
        const event =
          what === 'paste'
            ? new ClipboardEvent('paste', { ...options, clipboardData: data })
            : new DragEvent('drop', { ...options, dataTransfer: data });
        document.querySelector('textarea')?.dispatchEvent(event);
      },
      [how, given] as const,
    );
  }

  /** The names and lengths of what was handed to the host. */
  function handed(): Promise<(readonly [string, number])[]> {
    return parley.page.evaluate(() =>
      parleyPosted.flatMap(({ message }) =>
        message.type === 'request' && message.name === 'addDocument'
          ? [[message.params.document.name, message.params.document.bytes.byteLength] as const]
          : [],
      ),
    );
  }

  async function show(turns: readonly TurnView[]): Promise<void> {
    await parley.update([{ type: 'snapshot', snapshot: snapshot(turns) }]);
    await parley.painted();
  }

  it('are handed to the host as they are, pasted and dropped, by their bytes; the rest goes on', async () => {
    const bytes = pdf({ pages: 2 });
    await give('paste', [{ name: 'report.pdf', type: 'application/pdf', bytes }]);
    await give('drop', [
      { name: 'renamed.txt', type: 'text/plain', bytes },
      { name: 'notes.txt', type: 'text/plain', bytes: Buffer.from('plain') },
      { name: 'pack.zip', type: 'application/zip', bytes: Buffer.from('PK\x03\x04\0\0') },
      { name: 'letter.docx', type: '', bytes: Buffer.alloc(3_000_000) },
      { name: 'empty.pdf', type: '', bytes: Buffer.alloc(0) },
    ]);
    await until('all of them', async () => (await handed()).length === 3);
    assert.deepEqual(await handed(), [
      ['report.pdf', bytes.length],
      ['renamed.txt', bytes.length],
      ['empty.pdf', 0],
    ]);
    const notice = parley.page.getByRole('alert');
    await notice.getByText('pack.zip is neither text, nor a picture, nor a PDF.').waitFor();
    await notice.getByText('letter.docx is neither text, nor a picture, nor a PDF.').waitFor();
    assert.deepEqual(await params('addText'), [{ name: 'notes.txt', text: 'plain' }]);
  });

  it('that are refused are told in the host’s words; Enter waits, and what was typed stays', async () => {
    await parley.answer('addDocument', 'wait');
    await box().fill('What does it say?');
    await give('paste', [{ name: 'report.pdf', type: 'application/pdf', bytes: pdf({ pages: 1, encrypted: true }) }]);
    await chips().getByText('Reading…').waitFor();
    await box().press('Enter');
    const [request] = await until('the document', async () => {
      const requests = await parley.requests('addDocument');
      return requests.length > 0 && requests;
    });
    const refusal = '“report.pdf” is encrypted, and cannot be sent. Save it without a password first.';
    await parley.post({ type: 'result', id: request?.id ?? 0, value: { refusal } });
    await parley.page.getByRole('alert').getByText('“report.pdf” is encrypted').waitFor();
    await chips().waitFor({ state: 'detached' });
    assert.deepEqual(await parley.requests('send'), []);
    assert.equal(await box().inputValue(), 'What does it say?');
  });

  it('have a chip that tells pages, size and an estimate, and that chooses, cites and removes', async () => {
    const ranges = [
      [1, 5],
      [8, 8],
    ] as const;
    const documents = [documentView(1), documentView(2, { ranges, citations: true, cost: null, tokens: 13_800, size: 340_000 })];
    await parley.update([{ type: 'header', header: headerView({ documents }) }]);
    await parley.painted();
    assert.deepEqual(
      (await chips().getByRole('listitem').allInnerTexts()).map((each) => each.replace(/\s+/g, ' ')),
      ['Report 1.pdf 1.2 MB 12 pages about 27,600 tok · $0.055', 'Report 2.pdf 340 kB pages 1–5, 8 of 12 about 13,800 tok'],
    );
    await chips().getByRole('button', { name: 'Choose pages of Report 2.pdf, now pages 1–5, 8 of 12' }).click();
    const cite = (name: string) => chips().getByRole('button', { name: `Cite ${name}` });
    assert.equal(await cite('Report 1.pdf').getAttribute('aria-pressed'), 'false');
    assert.equal(await cite('Report 2.pdf').getAttribute('aria-pressed'), 'true');
    await cite('Report 1.pdf').click();
    await cite('Report 2.pdf').click();
    await chips().getByRole('button', { name: 'Remove Report 1.pdf' }).click();
    assert.deepEqual(await params('choosePages'), [{ id: 'document-2' }]);
    assert.deepEqual(await params('citeDocuments'), [{ citations: true }, { citations: false }]);
    assert.deepEqual(await params('removeDocument'), [{ id: 'document-1' }]);
  });

  it('with more pages than the model takes are not sent: a sentence says what to do', async () => {
    await parley.update([{ type: 'header', header: headerView({ documents: [documentView(1, { tooLong: true })] }) }]);
    await box().fill('Why?');
    await box().press('Enter');
    await parley.page.getByText('Report 1.pdf has more pages than this model takes. Choose some of them, or another model.').waitFor();
    assert.deepEqual(await parley.requests('send'), []);
  });

  it('may be all that is sent, and are on the card at once, where they are opened', async () => {
    await parley.update([{ type: 'header', header: headerView({ documents: [documentView(1)] }) }]);
    await box().press('Enter');
    const card = parley.page.locator('[data-role=user]');
    await card.getByRole('button', { name: /^Report 1\.pdf\s*12 pages$/ }).click();
    const id = await card.getAttribute('data-message-id');
    assert.deepEqual(await params('openDocument'), [{ messageId: id, id: 'document-1' }]);
  });

  it('that do not go with requests any more are counted', async () => {
    await show([userTurn('u1', 'Why?'), assistantTurn('a1', 'So.')]);
    await parley.update([{ type: 'header', header: headerView({ documentsLeftOut: 2 }) }]);
    await parley.page.getByText('The 2 oldest documents are not sent any more: a request holds only so much.').waitFor();
  });

  describe('that are cited', () => {
    const buttons = () => parley.page.locator('button.citation');
    const answer = () => parley.page.locator('[data-message-id=a1] .md');

    it('are numbered links in one text, whose blocks go on within a sentence', async () => {
      const blocks = [
        text('**As the report says,** '),
        cited('tea is *warm.*', page3),
        text(' So:\n\n- '),
        cited('coffee\n', pages7, { ...page3, pages: null }),
        text('- water'),
      ];
      await show([userTurn('u1', 'How?'), assistantTurn('a1', '', { blocks })]);
      assert.equal(await answer().count(), 1);
      assert.deepEqual(await answer().locator('p').allTextContents(), ['As the report says, tea is warm. So:', 'coffee', 'water']);
      assert.deepEqual(await answer().locator('em, strong').allTextContents(), ['As the report says,', 'warm.']);
      assert.deepEqual(
        await buttons().evaluateAll((all) => all.map((button) => [button.getAttribute('aria-label'), button.closest('p')?.textContent])),
        [
          ['Citation 1: report.pdf, page 3', 'As the report says, tea is warm. So:'],
          ['Citation 2: report.pdf, pages 7–8', 'coffee'],
          ['Citation 3: report.pdf', 'coffee'],
        ],
      );
      assert.equal(
        await buttons()
          .nth(1)
          .evaluate((button) => getComputedStyle(button, '::before').content),
        '"2"',
      );
      await buttons().nth(2).click();
      assert.deepEqual(await params('openCitation'), [{ messageId: 'a1', block: 3, citation: 1 }]);
    });

    it('show what stands there on focus and on hover, and where they cannot be opened', async () => {
      await show([userTurn('u1', 'How?'), assistantTurn('a1', '', { blocks: [cited('Tea is warm.', page3), text(' Yes.')] })]);
      const hover = parley.page.getByRole('tooltip');
      await buttons().hover();
      await hover.getByText('Tea is warm.').waitFor();
      await parley.page.mouse.move(0, 0);
      await hover.waitFor({ state: 'detached' });
      await box().focus();
      await parley.page.keyboard.press('Shift+Tab');
      await until('the citation', async () => {
        if (await buttons().evaluate((button) => button === document.activeElement)) return true;
        await parley.page.keyboard.press('Shift+Tab');
        return false;
      });
      await hover.getByText('report.pdf, page 3').waitFor();
      assert.equal(await buttons().getAttribute('aria-describedby'), await hover.getAttribute('id'));
      await parley.page.keyboard.press('Escape');
      await hover.waitFor({ state: 'detached' });
      await parley.answer('openCitation', { opened: false });
      await parley.page.keyboard.press('Enter');
      await hover.getByText('The document is in no place that can be opened. This is what it says there.').waitFor();
    });

    it('are marked while the answer streams, block by block, and nothing else of it is drawn again', async () => {
      await show([userTurn('u1', 'How?'), streamingTurn('a1', { blocks: [text('')] })]);
      const delta = async (block: number, more: string) => {
        await parley.update([{ type: 'delta', messageId: 'a1', block, text: more }]);
        await parley.painted();
      };
      const turn = async (...blocks: Parameters<typeof streamingTurn>[1] extends infer _ ? TurnView['blocks'] : never) => {
        await parley.update([{ type: 'turn', turn: streamingTurn('a1', { blocks }) }]);
        await parley.painted();
      };
      await delta(0, 'First paragraph.\n\nAs it says, ');
      await answer()
        .locator('p')
        .first()
        .evaluate((paragraph) => {
          paragraph.setAttribute('data-seen', '');
        });
      await turn(text('First paragraph.\n\nAs it says, '), text(''));
      await delta(1, 'tea is ');
      await delta(1, 'warm');
      assert.equal(await buttons().count(), 0);
      await turn(text('First paragraph.\n\nAs it says, '), cited('tea is warm', page3), text(''));
      assert.deepEqual(await buttons().evaluateAll((all) => all.map((button) => button.getAttribute('aria-label'))), [
        'Citation 1: report.pdf, page 3',
      ]);
      await delta(2, ', and so is ');
      await turn(text('First paragraph.\n\nAs it says, '), cited('tea is warm', page3), text(', and so is '), text(''));
      await delta(3, 'coffee.');
      const whole = [text('First paragraph.\n\nAs it says, '), cited('tea is warm', page3), text(', and so is '), cited('coffee.', pages7)];
      await parley.update([{ type: 'turn', turn: assistantTurn('a1', '', { blocks: whole }) }]);
      await parley.painted();
      assert.deepEqual(await answer().locator('p').allTextContents(), ['First paragraph.', 'As it says, tea is warm, and so is coffee.']);
      assert.equal(await answer().locator('[data-seen]').count(), 1);
      const streamed = await answer().evaluate((element) => element.innerHTML.replace(' data-seen=""', ''));
      await show([userTurn('u1', 'How?')]);
      await show([userTurn('u1', 'How?'), assistantTurn('a1', '', { blocks: whole })]);
      assert.equal(await answer().innerHTML(), streamed);
    });

    it('are no part of the text that is found or copied, nor of code', async () => {
      const blocks = [text('Tea '), cited('is', page3), text(' warm.\n\n```ts\nlet a'), cited(' = 1', pages7), text(';\n```\n')];
      await show([userTurn('u1', 'How?'), assistantTurn('a1', '', { blocks })]);
      assert.equal(await answer().locator('p').textContent(), 'Tea is warm.');
      assert.equal(await answer().locator('code').textContent(), 'let a = 1;\n');
      assert.equal(await buttons().count(), 1);
    });
  });
});
