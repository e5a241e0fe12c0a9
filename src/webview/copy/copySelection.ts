/**
 * What is copied of a conversation: what is selected of what was said, as Markdown and as HTML. Not of how it was said, nor the buttons around it.
 *
 * The Markdown is made from the page's elements. The source would be no nearer to it: a selection begins and ends anywhere, so that what is cut
 * has to be closed and what is around it left out, and to know where in the source each element is from would cost the stream. A library knows
 * HTML as it is elsewhere, and of Parley's own elements (groups of items, code with its bar, formulas, marks of citations) nothing; it would take
 * a rule for each, and escape by guess what Parley's parser can tell.
 *
 * A bundle of its own, loaded when something is selected first.
 */
import type { Block, Inline } from './copyModel.ts';
import { readBlocks, readCode, readVerbatim } from './readBlocks.ts';
import { Selected } from './selected.ts';
import { blockNodes, htmlOf, inlineNodes } from './writeHtml.ts';
import { phraseMarkdown, plainText } from './writeInline.ts';
import { markdownOf } from './writeMarkdown.ts';

export interface Copied {
  /** Markdown. */
  readonly text: string;
  readonly html: string;
}

/** What the page knows of a turn beside its elements. */
export interface TurnSource {
  /** All of its text; of a prompt in the words that were sent. */
  textOf(messageId: string): string;
}

/** By how much headings are lower on the page than in answers, whose own do not outrank the page's. */
export const headingShift = 2;

/** What was said, in a turn. */
const saidParts = '.json-answer, .md:not(.json-raw), .prompt, .instruction, .thinking-body, .tool-code';

/** What is selected of the conversation; null where nothing is that was said, or where it is as good as it is. */
export function copied(range: Range, source: TurnSource): Copied | null {
  const around = elementOf(range.commonAncestorContainer);
  // A line of a tree.
  if (around?.closest('.json-answer')) return null;
  const selected = new Selected(range);
  const here = around?.closest('[data-message-id]');
  const turns = here ? [here] : [...document.querySelectorAll('.turn-list [data-message-id]')].filter((turn) => selected.has(turn));
  const said = turns.map((turn) => ({ turn, blocks: readTurn(turn, selected, source) })).filter(({ blocks }) => blocks.length > 0);
  const [first, ...others] = said;
  if (!first) return null;
  if (others.length === 0) return written(first.blocks, range);
  return whole(said.map(({ turn, blocks }) => ({ kind: 'turn', heading: turn.querySelector('h2')?.textContent ?? '', blocks })));
}

/** What is selected in the text of one answer. For tests, too. */
export function copiedOf(text: Element, range: Range, shift: number): Copied {
  return written(readBlocks(text, new Selected(range), shift), range);
}

function readTurn(turn: Element, selected: Selected, { textOf }: TurnSource): Block[] {
  const id = turn.getAttribute('data-message-id') ?? '';
  return [...turn.querySelectorAll(saidParts)]
    .filter((part) => selected.has(part))
    .flatMap((part): Block[] => {
      if (part.matches('.json-answer')) return [{ kind: 'code', language: 'json', text: textOf(id) }];
      if (part.matches('.md')) return readBlocks(part, selected, headingShift);
      if (part.matches('.tool-code')) return readCode(part, selected);
      // Folded, it is whole all the same.
      const isFolded = part.matches('.prompt-folded') || (part.matches('.instruction') && !turn.querySelector('.prompt'));
      if (isFolded && !selected.cuts(part)) return readVerbatim(textOf(id));
      return part.matches('.instruction') ? [] : readVerbatim(selected.text(part));
    });
}

/** Blocks of what was said. */
const holders = '.md-section > *, .md-footnotes, .prompt, .thinking-body, .tool-code';

/** Where the selection begins or ends in a block, what is around all of it is not told; and of one block only what is in it. */
function written(blocks: readonly Block[], { startContainer, endContainer }: Range): Copied {
  if (![startContainer, endContainer].some((node) => elementOf(node)?.closest(holders))) return whole(blocks);
  const inner = innermost(blocks);
  const [only, ...others] = inner;
  if (!only || others.length > 0) return whole(inner);
  if (only.kind === 'paragraph' || only.kind === 'heading') return phrase(only.children);
  return only.kind === 'code' ? { text: only.text, html: htmlOf(blockNodes([only])) } : whole(inner);
}

function whole(blocks: readonly Block[]): Copied {
  return { text: markdownOf(blocks), html: htmlOf(blockNodes(blocks)) };
}

/** The blocks that all others are only around. */
function innermost(blocks: readonly Block[]): readonly Block[] {
  const [block, ...others] = blocks;
  const inner = block && others.length === 0 ? contentOf(block) : null;
  return inner ? innermost(inner) : blocks;
}

/** Of a block that is around others, and does not have to be told: its only content. An item with those below it is told with its mark. */
function contentOf(block: Block): readonly Block[] | null {
  switch (block.kind) {
    case 'quote':
      return block.blocks;
    case 'list': {
      const [item, ...others] = block.items;
      const hasItems = item?.some(({ kind }) => kind === 'list') && item.length > 1;
      return !item || others.length > 0 || hasItems ? null : item;
    }
    case 'footnotes':
      return block.notes.length === 1 ? (block.notes[0]?.blocks ?? null) : null;
    default:
      return null;
  }
}

function phrase(inlines: readonly Inline[]): Copied {
  const html = htmlOf(inlineNodes(inlines));
  const within = unmarked(inlines);
  // Words alone are what they are, wherever they are pasted.
  const isPlain = within.every(({ kind }) => kind === 'text') || (within.length === 1 && within[0]?.kind === 'code');
  return { text: isPlain ? plainText(within) : phraseMarkdown(within), html };
}

/** Without the marks that are around all of it. */
function unmarked(inlines: readonly Inline[]): readonly Inline[] {
  const [only] = inlines;
  return inlines.length === 1 && only && 'children' in only ? unmarked(only.children) : inlines;
}

function elementOf(node: Node): Element | null {
  return node instanceof Element ? node : node.parentElement;
}
