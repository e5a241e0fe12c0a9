/** What the API's own tools may bring in a reply, at random: whole calls and open ones, errors, calls that code has made, citations of what was found. */
import { isObject, type JsonObject } from '../../../src/shared/json.ts';
import type { ReplyBlock } from '../../sim/script.ts';
import { codeBlocks, fetchBlocks, foundCitation, searchBlocks } from '../../sim/serverTools.ts';
import type { AcceptedRequest } from '../../sim/validate.ts';
import { mediaOf } from '../../sim/validateMedia.ts';
import type { Chance } from './chance.ts';

const pages = [
  { url: 'https://example.com/a', title: 'A' },
  { url: 'https://example.com/b', title: '1.pdf' },
  { url: 'javascript:alert(1)', title: '<b>' },
];

/** Some calls of the tools that a request has, with what they bring; nothing where it has none. @param before the reply so far */
export function randomTools(
  chance: Chance,
  { body }: AcceptedRequest,
  before: readonly ReplyBlock[],
  note: (word: string) => void,
): ReplyBlock[] {
  const tools = body.tools ?? [];
  const names = tools.flatMap((tool) => ('name' in tool ? [tool.name] : []));
  if (names.length === 0) return [];
  const name = chance.pick(names);
  const blocks = blocksOf(chance, name, { body, before, names, note });
  note(`a call of ${name}`);
  // A reply may be over before a call is.
  if (!chance.of(0.25)) return blocks;
  note('an open call');
  return blocks.slice(0, 1);
}

interface Around {
  readonly body: AcceptedRequest['body'];
  readonly before: readonly ReplyBlock[];
  readonly names: readonly string[];
  readonly note: (word: string) => void;
}

function blocksOf(chance: Chance, name: string, { body, before, names, note }: Around): ReplyBlock[] {
  const id = `srvtoolu_${chance.below(1e9)}`;
  switch (name) {
    case 'web_search': {
      if (chance.of(0.2)) return searchBlocks(id, 'x', chance.pick(['unavailable', 'max_uses_exceeded']));
      const found = pages.filter(() => chance.of(0.7));
      const page = found[0];
      if (!page) return searchBlocks(id, 'x', found);
      note('a citation of what was found');
      return [...searchBlocks(id, 'x', found), { type: 'text', text: 'It says so.', citations: [foundCitation(page, 'x')] }];
    }
    case 'web_fetch': {
      const tool = body.tools?.find((each) => each.type === 'web_fetch_20260318');
      const cites = tool?.type === 'web_fetch_20260318' && tool.citations?.enabled === true;
      if (chance.of(0.2)) return fetchBlocks(id, 'https://example.com/a', 'url_not_accessible');
      const { url, title } = chance.pick(pages.slice(0, 2));
      const read = fetchBlocks(id, url, { title, text: 'It is so.' }, cites);
      if (!cites) return read;
      note('a citation of a page');
      const document_index = mediaOf(body.messages).filter(({ block }) => block.type === 'document').length + readIn(before);
      const place = { start_char_index: 0, end_char_index: 5, document_index, document_title: title, file_id: null };
      return [...read, { type: 'text', text: 'So it is.', citations: [{ type: 'char_location', cited_text: 'It is', ...place }] }];
    }
    default:
      return chance.of(0.4) && names.includes('web_search')
        ? nested(chance, id, note)
        : codeBlocks(id, 'print(1)', chance.pick(['unavailable', { stdout: '1\n' }, { code: 1, files: ['file_1'] }]));
  }
}

/** Code that searches by itself: its search goes with it. */
function nested(chance: Chance, id: string, note: (word: string) => void): ReplyBlock[] {
  note('a call from code');
  const caller = { type: 'code_execution_20260120', tool_id: id };
  const own = `srvtoolu_${chance.below(1e9)}`;
  const inner = searchBlocks(own, 'y', pages.slice(0, 1)).map((block): ReplyBlock => {
    if (block.type === 'server_tool_use') return { ...block, caller };
    return block.type === 'opaque' ? { type: 'opaque', raw: { ...block.raw, caller } } : block;
  });
  const content = { type: 'encrypted_code_execution_result', encrypted_stdout: 'x', stderr: '', return_code: 0, content: [] };
  const call: ReplyBlock = { type: 'server_tool_use', id, name: 'code_execution', input: { code: 'search()' } };
  const result: ReplyBlock = { type: 'opaque', raw: { type: 'code_execution_tool_result', tool_use_id: id, content } };
  return [call, ...inner, ...(chance.of(0.3) ? [] : [result])];
}

/** How many pages a reply has read. */
function readIn(blocks: readonly ReplyBlock[]): number {
  const isPage = (content: JsonObject['content']) => isObject(content) && content['type'] === 'web_fetch_result';
  return blocks.filter((block) => block.type === 'opaque' && isPage(block.raw['content'])).length;
}
