/** Where a text stands in what is on the page. */
import { foldWithOffsets, phrasePattern } from '../shared/fold.ts';

/** What was said, and what in it was not. */
const said = '.md, .prompt, .json-tree';
const notSaid = '.md-code-bar';
/** Text in two of these is not one text. */
const blocks = 'p, li, td, th, h1, h2, h3, h4, h5, h6, pre, .prompt, .json-item';

interface Piece {
  readonly node: Text;
  /** Where it begins in the whole text. */
  readonly start: number;
}

/** The places in a turn at which a text stands, in their order; what is between two blocks does not count as text. */
export function matchesIn(turn: Element, query: string): Range[] {
  const pattern = phrasePattern(query);
  return pattern ? [...turn.querySelectorAll(said)].flatMap((root) => matchesInText(root, pattern)) : [];
}

function matchesInText(root: Element, pattern: RegExp): Range[] {
  const pieces: Piece[] = [];
  let whole = '';
  let block: Element | null = null;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Text) || node.parentElement?.closest(notSaid)) continue;
    const itsBlock = node.parentElement?.closest(blocks) ?? null;
    // A character that is in no text and in no search.
    if (itsBlock !== block) whole += '\uffff';
    block = itsBlock;
    pieces.push({ node, start: whole.length });
    whole += node.data;
  }
  const { folded, originalRange } = foldWithOffsets(whole);
  return [...folded.matchAll(pattern)].flatMap((match) => {
    const [from, to] = originalRange(match.index, match.index + match[0].length);
    const [first, last] = [pieceAt(pieces, from), pieceAt(pieces, to - 1)];
    if (!first || !last) return [];
    const range = document.createRange();
    range.setStart(first.node, from - first.start);
    range.setEnd(last.node, to - last.start);
    return [range];
  });
}

/** The last piece that begins at or before a place. */
function pieceAt(pieces: readonly Piece[], place: number): Piece | undefined {
  let low = 0;
  let high = pieces.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.start ?? 0) <= place) low = middle;
    else high = middle;
  }
  return pieces[low];
}
