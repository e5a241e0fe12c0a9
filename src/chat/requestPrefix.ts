/** What a request begins with, and what of that has changed since the one before. Pure. */
import { documentType, sentHash } from '../shared/document.ts';
import type { Message } from '../shared/message.ts';
import type { PrefixChange, RequestPrefix } from '../shared/turnCache.ts';
import { lookBack } from './cacheBreakpoints.ts';
import type { SystemPart } from './instructions.ts';
import { citesDocuments, type PicturesOfRequest, sizeSent } from './requestPictures.ts';
import type { MadeRequest } from './requests.ts';
import { shortHash } from './shortHash.ts';

/** How many messages are told apart: a change is nearly always near to the end. */
const mostTurns = 64;

/** A letter for what becomes of a file: `w`hole, `s`mall, `l`eft out, `t`aken out, lost (`x`); of documents `d`, and `c` with citations. */
type FileLetter = 'w' | 's' | 'l' | 't' | 'x' | 'd' | 'c';

/** Of a whole request: each of its messages is told apart. `toKeep` makes it small. */
export function prefixOf({ turns, contents, pictures, request }: MadeRequest, system: readonly SystemPart[]): RequestPrefix {
  const { path, summary, leftOut } = turns;
  const { model, cache_control, thinking, output_config, inference_geo, speed, tools = [] } = request;
  return {
    model,
    caching: cache_control?.ttl ?? 'off',
    ...(tools.length === 0 ? {} : { tools: shortHash(JSON.stringify(tools)) }),
    system: Object.fromEntries(system.map(({ name, text }) => [name, shortHash(text)])),
    thinking: thinking ? [thinking.type, ...(thinking.type === 'enabled' ? [thinking.budget_tokens] : [])].join(' ') : '',
    effort: output_config?.effort ?? '',
    ...(output_config?.format && { format: shortHash(JSON.stringify(output_config.format.schema)) }),
    ...(inference_geo !== undefined && { place: inference_geo }),
    ...(speed !== undefined && { speed }),
    blocks: contents.reduce((sum, content) => sum + content.length, 0),
    above: { count: 0, hash: shortHash('') },
    turns: path.map((message, at) => {
      const texts = (contents[at] ?? []).flatMap((block) => (block.type === 'text' ? [block.text, JSON.stringify(block.citations)] : []));
      return `${shortHash(texts.join('\0'))}:${letters(message, pictures)}`;
    }),
    ...(summary && { summary: shortHash(summary.text) }),
    ...(leftOut > 0 && { leftOut }),
  };
}

/** As it is stored with a reply: of the messages, the last ones one by one. */
export function toKeep(prefix: RequestPrefix): RequestPrefix {
  const count = Math.max(0, prefix.turns.length - mostTurns);
  return { ...prefix, above: { count, hash: hashOfAll(prefix.turns, count) }, turns: prefix.turns.slice(count) };
}

/**
 * What of an earlier request is not in a later one as it was, in the order in which it stands there.
 * @param before as it was kept
 * @param now of a path that goes on from that one's
 * @param marked whether the end of the earlier one has a breakpoint, where that is needed
 */
export function changesSince(before: RequestPrefix, now: RequestPrefix, { marked }: { readonly marked: boolean }): PrefixChange[] {
  const names = [...new Set([...Object.keys(before.system), ...Object.keys(now.system)])];
  const beginning = beginningChange(before, now);
  // What is not the same message cannot be compared.
  const turns = beginning ? [beginning] : turnChanges(before, now);
  const added = now.blocks - before.blocks;
  return [
    ...(before.model === now.model ? [] : [{ type: 'model', from: before.model } as const]),
    ...(before.tools === now.tools ? [] : [{ type: 'tools' } as const]),
    ...names.filter((name) => before.system[name] !== now.system[name]).map((name) => ({ type: 'instructions', name }) as const),
    ...(before.thinking === now.thinking ? [] : [{ type: 'thinking' } as const]),
    ...(before.effort === now.effort ? [] : [{ type: 'effort' } as const]),
    ...(before.format === now.format ? [] : [{ type: 'format' } as const]),
    ...(before.place === now.place ? [] : [{ type: 'place' } as const]),
    ...((before.speed ?? 'standard') === (now.speed ?? 'standard') ? [] : [{ type: 'speed' } as const]),
    ...turns,
    ...(added > lookBack && !marked && turns.length === 0 ? [{ type: 'farBack', blocks: added } as const] : []),
  ];
}

/** What stands for the first turns, or is left out of them. */
function beginningChange(before: RequestPrefix, now: RequestPrefix): PrefixChange | null {
  if (before.summary !== now.summary)
    return { type: 'summary', is: before.summary === undefined ? 'new' : now.summary === undefined ? 'gone' : 'another' };
  const count = (now.leftOut ?? 0) - (before.leftOut ?? 0);
  return count === 0 ? null : { type: 'leftOut', count };
}

function turnChanges(before: RequestPrefix, now: RequestPrefix): PrefixChange[] {
  const { count, hash } = before.above;
  const files = new Map<Extract<PrefixChange, { type: 'files' }>['what'], number>();
  const changes: PrefixChange[] = hashOfAll(now.turns, count) === hash ? [] : [{ type: 'turn', index: null }];
  for (const [at, turn] of before.turns.entries()) {
    const [text, were = ''] = turn.split(':');
    const [textNow, are = ''] = (now.turns[count + at] ?? '').split(':');
    if (were === are) {
      if (text !== textNow) changes.push({ type: 'turn', index: count + at });
      continue;
    }
    for (const [n, was] of [...were].entries()) {
      const what = fileChange(was, are[n]);
      if (what) files.set(what, (files.get(what) ?? 0) + 1);
    }
  }
  return [...changes, ...[...files].map(([what, each]) => ({ type: 'files', what, count: each }) as const)];
}

function fileChange(was: string, is: string | undefined): Extract<PrefixChange, { type: 'files' }>['what'] | null {
  if (was === is) return null;
  switch (is) {
    case 'l':
      return 'leftOut';
    case 't':
      return 'takenOut';
    case 's':
      return was === 'w' ? 'smaller' : 'back';
    case 'x':
    case undefined:
      return 'lost';
    default:
      return 'dc'.includes(was) ? 'citations' : 'back';
  }
}

function letters({ blocks }: Message, pictures: PicturesOfRequest): string {
  return blocks
    .flatMap((block): FileLetter[] => {
      if (block.type === 'document') {
        const { document } = block;
        if (document.sending === 'never') return ['t'];
        if (!pictures.documents.includes(document)) return ['l'];
        if (pictures.data.get(sentHash(document))?.type !== documentType) return ['x'];
        return [citesDocuments(pictures) ? 'c' : 'd'];
      }
      if (block.type !== 'picture') return [];
      const { picture } = block;
      if (picture.sending === 'never') return ['t'];
      if (!pictures.sent.has(picture)) return ['l'];
      if (!pictures.data.has(picture.hash)) return ['x'];
      return [sizeSent(pictures, picture.hash) === 'small' ? 's' : 'w'];
    })
    .join('');
}

function hashOfAll(turns: readonly string[], count: number): string {
  return shortHash(turns.slice(0, count).join('\n'));
}
