/** Reading and cutting PDFs: in this thread, and once as the product does it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { openPdfReader } from '../../../src/documents/client.ts';
import { carryOut } from '../../../src/documents/pdf.ts';
import { bytesOf, pagesInBytes, pdf } from '../../documents/pdf.ts';
import { pdfFacts } from '../../sim/images.ts';
import { bundle } from '../history/temporaryHistory.ts';

const inspect = (bytes: Buffer) => carryOut({ type: 'inspect', bytes: bytesOf(bytes) });
const refused = (reason: string) => ({ kind: 'refused', reason });

async function cut(bytes: Buffer, pages: readonly number[]): Promise<Buffer> {
  const outcome = await carryOut({ type: 'cut', bytes: bytesOf(bytes), pages });
  return outcome.kind === 'cut' ? Buffer.from(outcome.bytes) : assert.fail(JSON.stringify(outcome));
}

describe('documents: PDFs', () => {
  it('have as many pages as they have', async () => {
    for (const pages of [1, 12, 700]) assert.deepEqual(await inspect(pdf({ pages })), { kind: 'inspected', pages });
    const packed = await (await PDFDocument.load(pdf({ pages: 5 }))).save({ useObjectStreams: true });
    assert.deepEqual(await inspect(Buffer.from(packed)), { kind: 'inspected', pages: 5 });
  });

  it('that cannot be sent are refused, each for its own reason', async () => {
    const whole = pdf({ pages: 4 });
    const text = whole.toString('latin1');
    const cases: readonly (readonly [string, Buffer, string])[] = [
      ['encrypted', pdf({ pages: 2, encrypted: true }), 'encrypted'],
      ['truncated', whole.subarray(0, whole.length / 2), 'truncated'],
      ['garbage', Buffer.from('%PDF-1.7\nnothing of the kind'), 'damaged'],
      ['garbage with an end', Buffer.from('%PDF-1.7\nnothing of the kind\n%%EOF\n'), 'damaged'],
      ['a page is missing', Buffer.from(text.replace(/7 0 obj[\s\S]*?endobj\n/, ''), 'latin1'), 'damaged'],
      ['what is on a page is missing', Buffer.from(text.replace(/8 0 obj[\s\S]*?endobj\n/, ''), 'latin1'), 'damaged'],
      ['no pages', pdf({ pages: 0 }), 'noPages'],
      ['nothing', Buffer.alloc(0), 'damaged'],
    ];
    for (const [what, bytes, reason] of cases) assert.deepEqual(await inspect(bytes), refused(reason), what);
  });

  it('are cut to the pages that are wanted, in their order, with nothing of the others', async () => {
    const made = await cut(pdf({ pages: 9, links: true }), [2, 3, 7]);
    assert.deepEqual(pdfFacts(made), { pages: 3, encrypted: false });
    assert.deepEqual(pagesInBytes(made, 9), [2, 3, 7]);
    const read = await PDFDocument.load(made);
    // What the page took from those above it, it has itself.
    assert.deepEqual(
      read.getPages().map((page) => page.getSize()),
      Array.from({ length: 3 }, () => ({ width: 300, height: 200 })),
    );
  });

  it('are cut to the same bytes each time, much smaller ones', async () => {
    const whole = pdf({ pages: 20, ballast: 20_000 });
    const [one, other] = [await cut(whole, [4]), await cut(whole, [4])];
    assert.ok(one.equals(other));
    assert.ok(one.length < whole.length / 10, `${one.length} of ${whole.length}`);
  });

  describe('in their threads', () => {
    let folder: string;
    let log: string[];
    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'parley-documents-'));
    });
    after(() => rmSync(folder, { recursive: true, force: true }));
    const open = (workerScript: string, patience = 30_000) => {
      log = [];
      return openPdfReader({ workerScript, log: (line) => log.push(line), patience });
    };
    const script = (text: string) => {
      const file = join(folder, `${Math.abs(text.length)}.js`);
      writeFileSync(file, text);
      return file;
    };

    it('are read and cut, and stay what they are', async () => {
      const reader = open(await bundle(resolve('src/documents/worker.ts'), join(folder, 'worker.js')));
      const bytes = bytesOf(pdf({ pages: 6 }));
      const [pages, made, none] = await Promise.all([reader.inspect(bytes), reader.cut(bytes, [6]), reader.inspect(new Uint8Array(3))]);
      assert.equal(pages, 6);
      assert.ok(typeof made !== 'string');
      assert.deepEqual(pagesInBytes(made, 6), [6]);
      assert.equal(none, 'damaged');
      assert.equal(bytes.length, pdf({ pages: 6 }).length);
      assert.deepEqual(log, []);
    });

    it('are given up where that takes too long, or the thread breaks; the next one is read', async () => {
      const slow = open(script('for (;;);'), 100);
      assert.equal(await slow.inspect(new Uint8Array(1)), 'slow');
      const broken = open(script("throw new RangeError('what it says');"));
      assert.deepEqual(await Promise.all([broken.inspect(new Uint8Array(1)), broken.cut(new Uint8Array(1), [1])]), ['damaged', 'damaged']);
      // Nothing of what is in it.
      assert.ok(log.length > 0 && !log.join().includes('what it says'), log.join());
    });
  });
});
