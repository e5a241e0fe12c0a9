/** What the demo cites of documents that ask for it: the first page of each, which it has not read. */
import type { MessageParam } from '@anthropic-ai/sdk/resources/messages';
import type { ReplyBlock } from './script.ts';
import { mediaOf } from './validateMedia.ts';

export function citationBlocks(messages: readonly MessageParam[]): ReplyBlock[] {
  const documents = mediaOf(messages).flatMap(({ block }) => (block.type === 'document' ? [block] : []));
  const cited = documents.flatMap(({ title = null, source, citations }, index): ReplyBlock[] =>
    citations?.enabled === true && source.type === 'base64'
      ? [
          { type: 'text', text: '\n- ' },
          { type: 'text', text: `${title ?? 'A document'} has a first page`, citations: [firstPage(index, title)] },
        ]
      : [],
  );
  return cited.length === 0 ? [] : [{ type: 'text', text: '\n\n## What can be cited\n' }, ...cited];
}

function firstPage(document_index: number, document_title: string | null) {
  const cited_text = 'The simulator reads no PDFs: Claude’s words from the page would stand here.';
  return { type: 'page_location', cited_text, document_index, document_title, start_page_number: 1, end_page_number: 2, file_id: null };
}
