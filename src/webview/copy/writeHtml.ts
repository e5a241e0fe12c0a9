/** What is selected, as HTML that means the same anywhere: elements without classes, links to the web, nothing that is loaded. */
import { webLink } from '../markdown/uri.ts';
import type { Block, Inline } from './copyModel.ts';

/** The HTML of an element without its own tag. */
export function htmlOf(content: readonly Node[]): string {
  const holder = document.createElement('div');
  holder.append(...content);
  return holder.getHTML();
}

function element(name: string, ...content: (Node | string)[]): HTMLElement {
  const made = document.createElement(name);
  made.append(...content);
  return made;
}

export function inlineNodes(inlines: readonly Inline[]): Node[] {
  return inlines.map(inlineNode);
}

function inlineNode(inline: Inline): Node {
  switch (inline.kind) {
    case 'text':
      return document.createTextNode(inline.text);
    case 'code':
      return element('code', inline.text);
    case 'em':
    case 'strong':
    case 'del':
      return element(inline.kind, ...inlineNodes(inline.children));
    case 'link':
      return link(inline.href, inline.title, inlineNodes(inline.children));
    case 'image':
      return link(inline.href ?? '', inline.title, [document.createTextNode(inline.text)]);
    case 'break':
      return element('br');
    case 'formula':
      return document.createTextNode(inline.source);
    case 'footnote':
      return element('sup', inline.number);
    case 'citation':
      return element('sup', `[${inline.number}]`);
  }
}

/** Files of the workspace are nowhere else. */
function link(href: string, title: string | null, content: readonly Node[]): Node {
  const made = element(webLink(href) ? 'a' : 'span', ...content);
  if (webLink(href)) made.setAttribute('href', href);
  if (title !== null) made.title = title;
  return made;
}

export function blockNodes(blocks: readonly Block[]): Node[] {
  return blocks.flatMap(blockNode);
}

function blockNode(block: Block): Node[] {
  switch (block.kind) {
    case 'paragraph':
      return [paragraph(block)];
    case 'heading':
      return [element(`h${Math.min(6, block.level)}`, ...inlineNodes(block.children))];
    case 'quote':
      return [element('blockquote', ...blockNodes(block.blocks))];
    case 'list':
      return [list(block)];
    case 'code':
      return [element('pre', element('code', block.text))];
    case 'table': {
      const [head = [], ...rows] = block.rows;
      const row = (name: string, cells: readonly (readonly Inline[])[]) =>
        element('tr', ...cells.map((cell, column) => aligned(element(name, ...inlineNodes(cell)), block.alignments[column] ?? null)));
      const body = rows.length > 0 ? [element('tbody', ...rows.map((cells) => row('td', cells)))] : [];
      return [element('table', element('thead', row('th', head)), ...body)];
    }
    case 'rule':
      return [element('hr')];
    case 'verbatim':
      return [element('p', ...block.text.split('\n').flatMap((line, index) => (index === 0 ? [line] : [element('br'), line])))];
    case 'footnotes':
      return [element('ol', ...block.notes.map(({ blocks }) => element('li', ...blockNodes(blocks))))];
    case 'turn':
      return [element('h2', block.heading), ...blockNodes(block.blocks)];
  }
}

function paragraph({ children, task }: Extract<Block, { kind: 'paragraph' }>): Node {
  return element('p', ...taskBox(task), ...inlineNodes(children));
}

function taskBox(task: boolean | null): Node[] {
  if (task === null) return [];
  const box = document.createElement('input');
  box.setAttribute('type', 'checkbox');
  box.setAttribute('disabled', '');
  if (task) box.setAttribute('checked', '');
  return [box];
}

function list({ start, tight, items }: Extract<Block, { kind: 'list' }>): Node {
  const made = element(start === null ? 'ul' : 'ol');
  if (start !== null && start !== 1) made.setAttribute('start', String(start));
  // What is close together stays so: paragraphs would bring their space.
  const content = (block: Block) =>
    tight && block.kind === 'paragraph' ? [...taskBox(block.task), ...inlineNodes(block.children)] : blockNode(block);
  made.append(...items.map((blocks) => element('li', ...blocks.flatMap(content))));
  return made;
}

function aligned(cell: HTMLElement, alignment: string | null): HTMLElement {
  if (alignment !== null) cell.setAttribute('align', alignment);
  return cell;
}
