/** Documents as they are stored, and what they cite. */
import assert from 'node:assert/strict';
import { citedSource, documentOf, readCitation, sentCitation } from '../../../src/shared/citation.ts';
import {
  type DocumentItem,
  documentTokens,
  looksLikePdf,
  mostPagesTogether,
  pageOfFile,
  readDocument,
  sentHash,
  sentPages,
  sentSize,
} from '../../../src/shared/document.ts';

const whole: DocumentItem = {
  ...{ id: 'd1', type: 'application/pdf', hash: 'a'.repeat(64), name: 'report.pdf', size: 5000, pages: 12 },
  ...{ part: null, citations: true, uri: 'file:///w/report.pdf' },
};
const part: DocumentItem = {
  ...whole,
  id: 'd2',
  part: {
    hash: 'b'.repeat(64),
    size: 900,
    ranges: [
      [2, 4],
      [9, 9],
    ],
  },
  uri: null,
};

describe('a document', () => {
  it('is read as it was stored, and not at all where it is not whole', () => {
    for (const each of [whole, part]) assert.deepEqual(readDocument(JSON.parse(JSON.stringify(each))), each);
    const broken = [
      null,
      { ...whole, type: 'text/plain' },
      { ...whole, hash: 'x' },
      { ...whole, pages: -1 },
      { ...whole, part: {} },
      { ...part, part: { ...part.part, ranges: [[2, 13]] } },
      { ...part, part: { ...part.part, hash: '../etc' } },
    ];
    for (const each of broken) assert.equal(readDocument(each), undefined);
  });

  it('is sent as its part, where it has one', () => {
    assert.deepEqual([sentHash(whole), sentSize(whole), sentPages(whole)], [whole.hash, 5000, 12]);
    assert.deepEqual([sentHash(part), sentSize(part), sentPages(part)], [part.part?.hash, 900, 4]);
    assert.equal(documentTokens(whole), 3 * documentTokens(part));
    assert.deepEqual(
      [1, 3, 4, 5].map((nth) => pageOfFile(part, nth)),
      [2, 4, 9, undefined],
    );
  });

  it('is a PDF by its bytes', () => {
    const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
    assert.deepEqual(
      ['%PDF-1.4\n', '\n %PDF-2.0', '\xef\xbb\xbf%PDF-1.7', 'From: me\n%PDF-1.4', 'const mark = "%PDF-";', 'PK\x03\x04', ''].map((text) => [
        looksLikePdf(bytes(text), 'notes.txt'),
        looksLikePdf(bytes(text), 'Report.PDF'),
      ]),
      [
        [true, true],
        [true, true],
        [true, true],
        [false, true],
        [false, true],
        [false, false],
        [false, false],
      ],
    );
  });

  it('may have as many pages as the model takes', () => {
    assert.deepEqual([1_000_000, 200_000, null].map(mostPagesTogether), [600, 100, 100]);
  });
});

describe('a citation', () => {
  const raw = {
    ...{ type: 'page_location', cited_text: 'Tea is warm.', document_index: 1, document_title: 'report.pdf' },
    ...{ start_page_number: 3, end_page_number: 5, file_id: null },
  };

  it('points at pages of the file, whatever part of it was sent', () => {
    assert.deepEqual(citedSource(raw, [part, whole]), { documentId: 'd1', uri: whole.uri, pages: [3, 4] });
    assert.deepEqual(citedSource(raw, [whole, part]), { documentId: 'd2', uri: null, pages: [4, 9] });
    assert.equal(citedSource(raw, [whole]), null);
    assert.deepEqual(documentOf(citedSource({ ...raw, start_page_number: 99 }, [whole, part]))?.pages, null);
    assert.deepEqual(documentOf(citedSource({ document_index: 0, type: 'char_location' }, [whole]))?.pages, null);
  });

  it('goes back with the number that its document has then, and with nothing that the API does not take', () => {
    const citation = { raw, source: citedSource(raw, [part, whole]) };
    const indexOf = (id: string) => (id === 'd1' ? 0 : undefined);
    const { file_id: _, ...rest } = raw;
    assert.deepEqual(sentCitation(citation, indexOf), { ...rest, document_index: 0 });
    assert.equal(
      sentCitation(citation, () => undefined),
      undefined,
    );
    assert.equal(sentCitation({ raw, source: null }, indexOf), undefined);
    assert.equal(sentCitation({ raw: { ...raw, type: 'toString' }, source: citation.source }, indexOf), undefined);
    assert.equal(sentCitation({ raw: { ...raw, start_page_number: 'x' }, source: citation.source }, indexOf), undefined);
  });

  it('is read as it was stored, by an earlier version too', () => {
    const citation = { raw, source: citedSource(raw, [part, whole]) };
    assert.deepEqual(readCitation(JSON.parse(JSON.stringify(citation))), citation);
    assert.deepEqual(readCitation(raw), { raw, source: null });
    assert.deepEqual(readCitation({ raw, source: { documentId: 7 } }), { raw, source: null });
    assert.equal(readCitation('x'), undefined);
  });
});
