/** Elements as text. Only what is known here is written, whatever was made: a file is read where no policy of the editor's holds. */
import { escapeHtml } from '../shared/escapeHtml.ts';
import { SmallElement, type SmallNode } from './smallDom.ts';

const tags: ReadonlySet<string> = new Set(
  'a blockquote br code del div em h1 h2 h3 h4 h5 h6 hr input li ol p pre s section span strong sub sup table tbody td th thead tr ul'.split(
    ' ',
  ),
);
const empty: ReadonlySet<string> = new Set(['br', 'hr', 'input']);
const attributes = [
  'class',
  'title',
  'start',
  'role',
  'aria-label',
  'data-language',
  'data-align',
  'type',
  'checked',
  'disabled',
  'tabindex',
];
/** Text from right to left, or what hides: as in the page, it turns nothing around that is not its own. */
const isolated: ReadonlySet<string> = new Set(['p', 'li', 'td', 'th', 'code', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);

/** What is nested deeper is text alone: it is written by calls, and no reader sees it better nested. */
const deepest = 200;

export function htmlOf(node: SmallNode, depth = 0): string {
  if (!(node instanceof SmallElement)) return escapeHtml(node.textContent);
  if (node.localName === 'button') return citationHtml(node);
  if (!tags.has(node.localName) || depth > deepest) return escapeHtml(node.textContent);
  const open = `<${node.localName}${attributesOf(node)}>`;
  return empty.has(node.localName) ? open : `${open}${contentOf(node, depth)}</${node.localName}>`;
}

export function contentOf(element: SmallElement, depth = 0): string {
  return element.childNodes.map((node) => htmlOf(node, depth + 1)).join('');
}

/** The buttons of a text are its citations, by their number. */
function citationHtml(button: SmallElement): string {
  const number = button.getAttribute('data-citation');
  return number === null ? '' : `<sup class="citation">[${escapeHtml(number)}]</sup>`;
}

function attributesOf(element: SmallElement): string {
  const pairs = attributes.flatMap((name) => {
    const value = element.getAttribute(name);
    return value === null ? [] : [[name, value] as const];
  });
  const href = element.getAttribute('href');
  if (element.localName === 'a' && href !== null && /^(?:https?:\/\/|mailto:)/i.test(href))
    pairs.push(['href', href], ['rel', 'noopener noreferrer']);
  if (isolated.has(element.localName)) pairs.push(['dir', 'auto']);
  return pairs.map(([name, value]) => ` ${name}="${escapeHtml(value)}"`).join('');
}
