/** PDFs on their way from a file to the prompt that is being typed. What they are is looked at by the host. */
import { largestDocument, looksLikePdf } from '../../shared/document.ts';
import { host } from '../host.ts';
import { enqueue, type PendingPicture } from '../pictures/intake.ts';
import { refuse } from '../refusals.ts';
import { count, t } from '../words.ts';

/** Bytes that tell what a file is. */
const beginning = 1024;
/** Characters of a name; of a longer one, the end. */
const longestName = 500;

/** Adds PDFs to the prompt that is being typed in a conversation. What cannot be added is said in words, and the rest goes on. */
export function addDocuments(files: readonly File[], conversationId: string): void {
  for (const file of files) enqueue(file.name, conversationId, (each) => hand(file, each));
}

/** Whether a file is to be taken as a PDF: it is one, or says that it is. */
export async function isPdf(file: File): Promise<boolean> {
  return saysPdf(file) || looksLikePdf(new Uint8Array(await file.slice(0, beginning).arrayBuffer()), file.name);
}

/** The PDFs that are pasted. To be asked before the first wait: what is pasted is gone then. */
export function pastedDocuments(data: DataTransfer): File[] {
  return [...data.files].filter(saysPdf);
}

function saysPdf({ type, name, size }: File): boolean {
  return type === 'application/pdf' || (size === 0 && /\.pdf$/i.test(name));
}

async function hand(file: File, { id, conversationId }: PendingPicture): Promise<void> {
  try {
    if (file.size > largestDocument) return refuse(t('“{0}” is too large: {1} MB.', file.name, count(Math.round(file.size / 1e6))));
    const bytes = await file.arrayBuffer();
    const document = { id, name: file.name.slice(-longestName), bytes };
    const { refusal } = await host.requestIn(conversationId, 'addDocument', { document }, [bytes]);
    if (refusal !== null) refuse(refusal);
  } catch (error) {
    refuse(t('“{0}” could not be added. {1}', file.name, error instanceof Error ? error.message : String(error)));
  }
}
