/** The blocks of an answer, from the elements that the page's Markdown makes. */
import type { Block } from './copyModel.ts';
import { readInlines } from './readInline.ts';
import { Selected } from './selected.ts';

/** What is selected of the blocks in an element. @param headingShift by how much their headings are lower on the page than in what was said */
export function readBlocks(parent: Element, selected: Selected, headingShift: number): Block[] {
  return [...parent.children].filter((child) => selected.has(child)).flatMap((child) => readBlock(child, selected, headingShift));
}

function readBlock(element: Element, selected: Selected, headingShift: number): Block[] {
  const blocksOf = (each: Element) => readBlocks(each, selected, headingShift);
  if (element.matches('.md-stretch, .md-section')) return blocksOf(element);
  if (element.matches('.md-code')) return readCode(element, selected);
  if (element.matches('.md-table')) return readTable(element, selected);
  if (element.matches('.md-footnotes')) return readFootnotes(element, selected, blocksOf);
  if (element.matches('[data-math]')) return [{ kind: 'verbatim', text: element.getAttribute('data-math') ?? '' }];
  if (element.matches('.md-html, .md-source')) return readVerbatim(selected.text(element));
  switch (element.localName) {
    case 'p':
      return readParagraph(element, selected);
    case 'h1':
    case 'h2':
    case 'h3':
    case 'h4':
    case 'h5':
    case 'h6': {
      const shown = Number(element.getAttribute('aria-level') ?? element.localName.slice(1));
      const children = readInlines(element, selected);
      if (children.length === 0 && selected.cuts(element)) return [];
      return [{ kind: 'heading', level: Math.max(1, shown - headingShift), children }];
    }
    case 'blockquote': {
      const blocks = blocksOf(element);
      return blocks.length === 0 && selected.cuts(element) ? [] : [{ kind: 'quote', blocks }];
    }
    case 'ul':
    case 'ol':
      return readList(element, selected, blocksOf);
    case 'hr':
      return [{ kind: 'rule' }];
    default:
      return [];
  }
}

/** Text as it was written; nothing where there is none. */
export function readVerbatim(text: string): Block[] {
  return text.trim() === '' ? [] : [{ kind: 'verbatim', text }];
}

export function readCode(element: Element, selected: Selected): Block[] {
  const code = element.querySelector('code');
  const text = code && selected.has(code) ? selected.text(code) : '';
  // Its bar may be all that is selected.
  if (text === '' && selected.cuts(element)) return [];
  return [{ kind: 'code', language: element.getAttribute('data-language') ?? '', text }];
}

function readParagraph(element: Element, selected: Selected): Block[] {
  const box = element.firstElementChild?.matches('input') ? element.firstElementChild : null;
  const children = readInlines(element, selected);
  return children.length === 0 ? [] : [{ kind: 'paragraph', children, task: box ? box.hasAttribute('checked') : null }];
}

function readList(element: Element, selected: Selected, blocksOf: (item: Element) => Block[]): Block[] {
  // The items of a long list stand in groups.
  const all = [...element.children].flatMap((child) => (child.matches('.md-group') ? [...child.children] : [child]));
  const items = all
    .map((item, index) => ({ item, index }))
    .filter(({ item }) => selected.has(item))
    .map(({ item, index }) => ({ index, blocks: blocksOf(item), isCut: selected.cuts(item) }))
    .filter(({ blocks, isCut }) => blocks.length > 0 || !isCut);
  const [first] = items;
  if (!first) return [];
  const start = element.localName === 'ol' ? Number(element.getAttribute('start') ?? 1) + first.index : null;
  return [{ kind: 'list', start, tight: element.matches('.md-tight'), items: items.map(({ blocks }) => blocks) }];
}

/** Half a table has the columns' names all the same: without them it is none. */
function readTable(element: Element, selected: Selected): Block[] {
  const [head, ...rows] = [...element.querySelectorAll('tr')];
  if (!head) return [];
  const isIn = (cell: Element) => selected.has(cell) && !(selected.cuts(cell) && selected.text(cell) === '');
  const cells = [head, ...rows].flatMap((row) => [...row.children].filter(isIn));
  const [only] = cells;
  if (!only) return [];
  if (cells.length === 1 && selected.cuts(only)) return [{ kind: 'paragraph', children: readInlines(only, selected), task: null }];
  const read = (row: Element) => [...row.children].map((cell) => (isIn(cell) ? readInlines(cell, selected) : []));
  return [
    {
      kind: 'table',
      alignments: [...head.children].map(alignmentOf),
      rows: [
        [...head.children].map((cell) => readInlines(cell, Selected.all(cell))),
        ...rows.filter((row) => [...row.children].some(isIn)).map(read),
      ],
    },
  ];
}

function alignmentOf(cell: Element): 'left' | 'center' | 'right' | null {
  const value = cell.getAttribute('data-align');
  return value === 'left' || value === 'center' || value === 'right' ? value : null;
}

function readFootnotes(element: Element, selected: Selected, blocksOf: (item: Element) => Block[]): Block[] {
  const notes = [...element.querySelectorAll('.md-footnote-back')].flatMap((back) => {
    const content = back.previousElementSibling;
    if (!content || !selected.has(content)) return [];
    const blocks = blocksOf(content);
    if (blocks.length === 0 && selected.cuts(content)) return [];
    return [{ label: back.getAttribute('data-footnote') ?? '', blocks }];
  });
  return notes.length === 0 ? [] : [{ kind: 'footnotes', notes }];
}
