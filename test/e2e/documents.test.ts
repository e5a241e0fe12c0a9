/** A PDF from a drop to the page that an answer cites, in a real window: what is sent has the pages that were chosen, and no others. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagesInBytes, pageText, pdf } from '../documents/pdf.ts';
import { pdfFacts } from '../sim/images.ts';
import { type OpenChat, openChat } from './driver/openChat.ts';
import { parleyFrame, say } from './driver/parley.ts';
import { screenshot } from './driver/screenshot.ts';
import { until } from './driver/until.ts';
import { quickInput, setTheme, typeIntoInputBox } from './driver/workbench.ts';

interface DocumentBlock {
  readonly type: 'document';
  readonly title: string;
  readonly source: { readonly type: string; readonly media_type: string; readonly data: string };
  readonly citations?: { readonly enabled: boolean };
}

type Block = DocumentBlock | { readonly type: 'text'; readonly text: string; readonly citations?: readonly unknown[] };

describe('documents', () => {
  let chat: OpenChat;
  const notice = () => chat.parley.getByRole('alert');

  before(async () => {
    chat = await openChat(300);
  });

  after(() => chat.close());

  /** Pastes or drops files from outside of the editor. */
  async function give(how: 'paste' | 'drop', files: readonly { readonly name: string; readonly bytes: Buffer }[]): Promise<void> {
    const frame = await parleyFrame(chat.window.page);
    await frame.evaluate(
      ([what, all]) => {
        const data = new DataTransfer();
        for (const { name, base64 } of all)
          data.items.add(
            new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], name, {
              type: name.endsWith('.pdf') ? 'application/pdf' : '',
            }),
          );
        const options = { bubbles: true, cancelable: true };
        const event =
          what === 'paste'
            ? new ClipboardEvent('paste', { ...options, clipboardData: data })
            : new DragEvent('drop', { ...options, dataTransfer: data });
        document.querySelector('textarea')?.dispatchEvent(event);
      },
      [how, files.map(({ name, bytes }) => ({ name, base64: bytes.toString('base64') }))] as const,
    );
  }

  const sent = () => chat.sent<Block>();

  it('is dropped, shown with its pages, cut to those that are chosen, and sent before the text', async () => {
    await give('drop', [{ name: 'report.pdf', bytes: pdf({ pages: 12, links: true }) }]);
    await chat.chips.getByText('report.pdf').waitFor();
    await chat.chips.getByText('about 27,600 tok').waitFor();
    await chat.chips.getByRole('button', { name: 'Choose pages of report.pdf, now 12 pages' }).click();
    await quickInput(chat.window.page).waitFor();
    // What cannot be taken is told in the box, which stays.
    await typeIntoInputBox(chat.window.page, '3-99', false);
    await chat.window.page.getByText('There is no page 99: the pages are 1 to 12.').waitFor();
    await typeIntoInputBox(chat.window.page, '2-3, 7');
    await chat.chips.getByRole('button', { name: 'Choose pages of report.pdf, now pages 2–3, 7 of 12' }).waitFor();
    await screenshot(chat.window.page, 'documents/chip-light', 'view');
    chat.simulator.script({ reply: { text: 'It is a report.' } });
    await say(chat.parley, 'What is this?');
    assert.equal(await chat.chips.count(), 0);
    const [content] = sent();
    assert.deepEqual(
      content?.map(({ type }) => type),
      ['document', 'text'],
    );
    const [document] = content ?? [];
    assert.ok(document?.type === 'document');
    assert.deepEqual([document.title, document.source.media_type, document.citations], ['report.pdf', 'application/pdf', undefined]);
    const bytes = Buffer.from(document.source.data, 'base64');
    assert.deepEqual(pdfFacts(bytes), { pages: 3, encrypted: false });
    assert.deepEqual(pagesInBytes(bytes, 12), [2, 3, 7]);
    await chat.parley.getByRole('button', { name: /^report\.pdf\s*pages 2–3, 7 of 12$/ }).waitFor();
  });

  it('of the workspace is named, cited on request, and its citation opens it at the page', async () => {
    writeFileSync(join(chat.window.editor.folder, 'tea.pdf'), pdf({ pages: 4, title: 'tea' }));
    await chat.box.click();
    await chat.box.pressSequentially('@tea.pdf', { delay: 20 });
    await chat.parley.getByRole('option').filter({ hasText: 'tea.pdf' }).first().waitFor();
    await chat.box.press('Enter');
    await chat.chips.getByRole('button', { name: 'Cite tea.pdf' }).click();
    await until(
      'the citations',
      async () => (await chat.chips.getByRole('button', { name: 'Cite tea.pdf' }).getAttribute('aria-pressed')) === 'true',
    );
    const citation = {
      ...{ type: 'page_location', cited_text: pageText(3, 'tea'), document_index: 1, document_title: 'tea.pdf' },
      ...{ start_page_number: 3, end_page_number: 4, file_id: null },
    };
    chat.simulator.script({
      reply: {
        blocks: [
          { type: 'text', text: 'As it says, ' },
          { type: 'text', text: 'tea is warm', citations: [citation] },
          { type: 'text', text: '.' },
        ],
      },
    });
    await say(chat.parley, 'How is tea?');
    const documents = sent()
      .flat()
      .filter((block) => block.type === 'document');
    // All of a request, or none.
    assert.deepEqual(
      documents.map(({ title, citations }) => [title, citations]),
      [
        ['report.pdf', { enabled: true }],
        ['tea.pdf', { enabled: true }],
      ],
    );
    const link = chat.parley.getByRole('button', { name: 'Citation 1: tea.pdf, page 3' });
    await link.waitFor();
    await chat.answers.last().getByText('As it says, tea is warm.').waitFor();
    await link.hover();
    await chat.parley.getByRole('tooltip').getByText(pageText(3, 'tea')).waitFor();
    await screenshot(chat.window.page, 'documents/citation-light', 'view');
    await link.click();
    await chat.window.page.locator('.tab.active').getByText('tea.pdf').waitFor();
  });

  it('is there after a reload, with what was cited, which goes back to the API', async () => {
    await chat.window.reload();
    await chat.parley.getByRole('button', { name: 'Citation 1: tea.pdf, page 3' }).waitFor();
    await chat.parley.getByRole('button', { name: /^report\.pdf\s*pages 2–3, 7 of 12$/ }).waitFor();
    await setTheme(chat.window, 'dark');
    await screenshot(chat.window.page, 'documents/history-dark', 'view');
    chat.simulator.script({ reply: { text: 'Yes.' } });
    await say(chat.parley, 'Sure?');
    const said = sent()[3]?.flatMap((block) => (block.type === 'text' ? [[block.text, block.citations?.length ?? 0]] : []));
    assert.deepEqual(said, [
      ['As it says, ', 0],
      ['tea is warm', 1],
      ['.', 0],
    ]);
  });

  it('that cannot be sent is refused in a sentence, one after the other; the rest goes on, and nothing typed is lost', async () => {
    await chat.box.fill('And these?');
    const whole = pdf({ pages: 3 });
    const cases: readonly (readonly [name: string, bytes: Buffer, sentence: string])[] = [
      ['locked.pdf', pdf({ pages: 2, encrypted: true }), '“locked.pdf” is encrypted, and cannot be sent.'],
      ['half.pdf', whole.subarray(0, whole.length / 2), '“half.pdf” is not complete: its end is missing.'],
      ['garbage.pdf', Buffer.from('%PDF-1.7\nnothing of the kind\n%%EOF'), '“garbage.pdf” is damaged and cannot be read.'],
      ['empty.pdf', Buffer.alloc(0), '“empty.pdf” is empty.'],
      ['letter.docx', Buffer.from('PK\x03\x04\0\0'), 'letter.docx is neither text, nor a picture, nor a PDF.'],
    ];
    for (const [name, bytes, sentence] of cases) {
      await give('drop', [{ name, bytes }]);
      await notice().getByText(sentence).waitFor();
      await notice().getByRole('button', { name: 'Dismiss' }).click();
    }
    await give('paste', [{ name: 'good.pdf', bytes: whole }]);
    await chat.chips.getByText('good.pdf').waitFor();
    assert.equal(await chat.chips.getByRole('listitem').count(), 1);
    assert.equal(await chat.box.inputValue(), 'And these?');
    await chat.chips.getByRole('button', { name: 'Remove good.pdf' }).click();
    await chat.chips.waitFor({ state: 'detached' });
  });

  it('that is too long or too large is offered in part', async () => {
    await give('drop', [{ name: 'long.pdf', bytes: pdf({ pages: 700 }) }]);
    await chat.window.page.getByText('“long.pdf” has 700 pages; 600 can go with this prompt. Which pages?').waitFor();
    await typeIntoInputBox(chat.window.page, '1-650', false);
    await chat.window.page.getByText('These are 650 pages; 600 can go with this prompt.').waitFor();
    await typeIntoInputBox(chat.window.page, '699-');
    await chat.chips.getByRole('button', { name: 'Choose pages of long.pdf, now pages 699–700 of 700' }).waitFor();
    await chat.chips.getByRole('button', { name: 'Remove long.pdf' }).click();
    await chat.chips.waitFor({ state: 'detached' });
    writeFileSync(join(chat.window.editor.folder, 'large.pdf'), pdf({ pages: 40, ballast: 1_000_000 }));
    await chat.box.fill('');
    await chat.box.pressSequentially('@large.pdf', { delay: 20 });
    await chat.parley.getByRole('option').filter({ hasText: 'large.pdf' }).first().waitFor();
    await chat.box.press('Enter');
    await chat.window.page.getByText(/“large.pdf” has 40 pages and 40 MB; 18 MB can go with this prompt/).waitFor();
    await typeIntoInputBox(chat.window.page, '1-30');
    await chat.window.page.getByText(/These pages have 30 MB; 18 MB can go with this prompt/).waitFor();
    await typeIntoInputBox(chat.window.page, '40');
    await chat.chips.getByRole('button', { name: 'Choose pages of large.pdf, now pages 40 of 40' }).waitFor();
    chat.simulator.script({ reply: { text: 'One page.' } });
    await say(chat.parley, 'What is on it?');
    const document = sent()
      .flat()
      .findLast((block) => block.type === 'document');
    assert.deepEqual(document && pagesInBytes(Buffer.from(document.source.data, 'base64'), 40), [40]);
  });

  it('that is too long is not added where no pages are chosen: a sentence says so', async () => {
    await give('drop', [{ name: 'long.pdf', bytes: pdf({ pages: 700 }) }]);
    await quickInput(chat.window.page).waitFor();
    await chat.window.page.keyboard.press('Escape');
    await notice().getByText('“long.pdf” is not added: it is too long, and no pages of it were chosen.').waitFor();
    assert.equal(await chat.chips.count(), 0);
  });
});
