/** PDFs: how many pages they have, and some of their pages as a PDF of their own. */
import { EncryptedPDFError, ParseSpeeds, PDFArray, PDFDict, PDFDocument, PDFName, PDFPageLeaf, PDFPageTree, PDFRef } from '@cantoo/pdf-lib';
import type { DocumentRefusal, Job, Outcome } from './calls.ts';

/** Nothing of the file is changed by reading it, and nobody else waits for this thread. */
const options = { updateMetadata: false, parseSpeed: ParseSpeeds.Fastest } as const;

/** What belongs to a page by itself. Anything else may lead to other pages, which would be sent along. */
const ofPage: ReadonlySet<string> = new Set(
  [
    ...['Type', 'Parent', 'Resources', 'Contents', 'Annots', 'Group'],
    ...['MediaBox', 'CropBox', 'BleedBox', 'TrimBox', 'ArtBox', 'Rotate', 'UserUnit'],
  ].map((name) => `/${name}`),
);
/** What of a note, a link or a field leads elsewhere. */
const elsewhere = ['A', 'AA', 'PA', 'Dest', 'P', 'Parent', 'Popup', 'IRT'].map((name) => PDFName.of(name));

/** Does it; what cannot be read is refused, whatever is the matter with it. */
export async function carryOut(job: Job): Promise<Outcome> {
  const { bytes } = job;
  if (!holds(bytes, '%%EOF')) return refused(holds(bytes, 'endobj') ? 'truncated' : 'damaged');
  try {
    const document = await PDFDocument.load(bytes, options);
    switch (job.type) {
      case 'inspect': {
        const pages = countPages(document);
        return pages > 0 ? { kind: 'inspected', pages } : refused('noPages');
      }
      case 'cut':
        return { kind: 'cut', bytes: await cut(document, job.pages) };
    }
  } catch (error) {
    // What is encrypted may look broken before that is noticed.
    return refused(error instanceof EncryptedPDFError || holds(bytes, '/Encrypt ') ? 'encrypted' : 'damaged');
  }
}

/** Counts the pages that are there; throws where one is missing, as in a file whose end was made good without its middle. */
function countPages({ catalog, context }: PDFDocument): number {
  let pages = 0;
  catalog.Pages().traverse((node: unknown) => {
    if (node instanceof PDFPageTree) return;
    if (!(node instanceof PDFPageLeaf)) throw new Error('A page is missing.');
    const contents = node.get(PDFName.of('Contents'));
    const parts = contents instanceof PDFRef ? [contents] : contents instanceof PDFArray ? contents.asArray() : [];
    if (parts.some((part) => context.lookup(part) === undefined)) throw new Error('What is on a page is missing.');
    pages++;
  });
  return pages;
}

async function cut(document: PDFDocument, pages: readonly number[]): Promise<Uint8Array<ArrayBuffer>> {
  const indices = pages.map((page) => page - 1);
  for (const index of indices) letGoOfOthers(document.getPage(index).node);
  const made = await PDFDocument.create({ updateMetadata: false });
  // All at once: what several of them share is copied once.
  for (const page of await made.copyPages(document, indices)) made.addPage(page);
  return new Uint8Array(await made.save({ addDefaultPage: false, updateFieldAppearances: false }));
}

/** Takes from a page what leads to other pages: a link would bring its page along, and a field all of the form. */
function letGoOfOthers(page: PDFPageLeaf): void {
  for (const key of page.keys()) if (!ofPage.has(key.asString())) page.delete(key);
  const notes = page.Annots();
  for (let at = 0; notes && at < notes.size(); at++) {
    const note = notes.lookup(at);
    if (note instanceof PDFDict) for (const key of elsewhere) note.delete(key);
  }
}

function holds(bytes: Uint8Array, mark: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(mark, 0, 'latin1');
}

function refused(reason: DocumentRefusal): Outcome {
  return { kind: 'refused', reason };
}
