/** What is in a line of an answer, from the elements that `markdown/inlineWriter.ts` makes. */
import type { Inline } from './copyModel.ts';
import type { Selected } from './selected.ts';

/** What is selected of an element's content. Texts side by side are one. */
export function readInlines(parent: Node, selected: Selected): Inline[] {
  const found: Inline[] = [];
  for (const node of parent.childNodes) {
    if (!selected.has(node)) continue;
    for (const inline of node instanceof Element ? readElement(node, selected) : textOf(node, selected)) {
      const last = found.at(-1);
      if (inline.kind === 'text' && last?.kind === 'text') found[found.length - 1] = { kind: 'text', text: last.text + inline.text };
      else found.push(inline);
    }
  }
  return found;
}

function textOf(node: Node, selected: Selected): Inline[] {
  const text = selected.text(node);
  return text === '' ? [] : [{ kind: 'text', text }];
}

function readElement(element: Element, selected: Selected): Inline[] {
  const source = element.getAttribute('data-math');
  if (source !== null) return [{ kind: 'formula', source }];
  const number = element.getAttribute('data-citation');
  if (number !== null) return [{ kind: 'citation', number }];
  const name = element.localName;
  switch (name) {
    case 'br':
      return [{ kind: 'break' }];
    case 'code': {
      const text = selected.text(element);
      return text === '' ? [] : [{ kind: 'code', text }];
    }
    case 'em':
    case 'strong':
    case 'del': {
      const children = readInlines(element, selected);
      return children.length === 0 ? [] : [{ kind: name, children }];
    }
    case 'sup':
      return readFootnote(element);
    case 'a':
    case 'span':
      return element.classList.contains('md-image') ? readImage(element) : readLink(element, selected);
    case 'input':
    case 'button':
      return [];
    default:
      return readInlines(element, selected);
  }
}

function readFootnote(element: Element): Inline[] {
  const label = element.querySelector('[data-footnote]')?.getAttribute('data-footnote');
  return label ? [{ kind: 'footnote', label, number: element.textContent ?? '' }] : [];
}

/** Always all of it: of half a name for a picture nobody has a use. */
function readImage(element: Element): Inline[] {
  const href = element.getAttribute('href') ?? element.getAttribute('data-href');
  return [{ kind: 'image', href, title: titleOf(element, href ?? ''), text: element.textContent ?? '' }];
}

function readLink(element: Element, selected: Selected): Inline[] {
  const children = readInlines(element, selected);
  const href = element.getAttribute('href');
  if (href === null) return children;
  if (children.length === 0 && selected.cuts(element)) return [];
  const title = element.hasAttribute('title') ? titleOf(element, href) : null;
  const [only] = children;
  // Code that names a place is a link by itself.
  if (children.length === 1 && only?.kind === 'code' && href === element.textContent) return children;
  return [{ kind: 'link', href, title, children }];
}

/** What the answer says there, without the address that the page says before it. */
function titleOf(element: Element, href: string): string | null {
  const title = element.getAttribute('title');
  if (title === null) return null;
  const [first = '', ...own] = title.split('\n');
  const isAddress = first === href || (URL.canParse(href) && first === new URL(href).href);
  if (!isAddress) return title;
  return own.length === 0 ? null : own.join('\n');
}
