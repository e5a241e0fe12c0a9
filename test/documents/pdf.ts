/** PDFs made by tests, byte by byte: each page says which it is, in a stream that is not compressed. */

export interface PdfOptions {
  readonly pages: number;
  /** What the pages say before their numbers. */
  readonly title?: string;
  /** Each page has a link to the last one. */
  readonly links?: boolean;
  /** It says that it is encrypted. */
  readonly encrypted?: boolean;
  /** Bytes of nonsense on each page. */
  readonly ballast?: number;
}

/** "report, page 3", as it stands on the page. */
export function pageText(page: number, title = 'report'): string {
  return `${title}, page ${page}.`;
}

export function pdf({ pages, title, links = false, encrypted = false, ballast = 0 }: PdfOptions): Buffer {
  const pageObject = (page: number) => 4 + 3 * (page - 1);
  const objects: string[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${Array.from({ length: pages }, (_, n) => `${pageObject(n + 1)} 0 R`).join(' ')}] /Count ${pages} /MediaBox [0 0 300 200] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  for (let page = 1; page <= pages; page++) {
    const at = pageObject(page);
    const content = `BT /F1 18 Tf 20 100 Td (${pageText(page, title)}) Tj ET\n${nonsense(ballast, page)}`;
    const annots = links ? ` /Annots [${at + 2} 0 R]` : '';
    objects.push(
      `<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents ${at + 1} 0 R${annots} >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      `<< /Type /Annot /Subtype /Link /Rect [0 0 50 50] /Dest [${pageObject(pages)} 0 R /Fit] >>`,
    );
  }
  if (encrypted) objects.push('<< /Filter /Standard /V 1 /R 2 /O (o) /U (u) /P -4 >>');
  let text = '%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n';
  const places = objects.map((object, n) => {
    const place = text.length;
    text += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const lock = encrypted ? ` /Encrypt ${objects.length} 0 R /ID [<01> <01>]` : '';
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R${lock} >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(`${text}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${trailer}`, 'latin1');
}

/** A comment that does not compress to nothing. */
function nonsense(length: number, seed: number): string {
  if (length === 0) return '';
  let state = seed;
  let text = '%';
  while (text.length < length) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += state.toString(36);
  }
  return `${text.slice(0, length)}\n`;
}

/** The numbers of the pages whose text is somewhere in a PDF, whether they are shown or not. @param count of the one that it was made from */
export function pagesInBytes(bytes: Uint8Array, count: number, title?: string): number[] {
  const text = Buffer.from(bytes).toString('latin1');
  return Array.from({ length: count }, (_, n) => n + 1).filter((page) => text.includes(`(${pageText(page, title)})`));
}

/** The bytes as the product has them. */
export function bytesOf(buffer: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer);
}
