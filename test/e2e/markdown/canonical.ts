/** Writes DOM so that two renderings can be compared as text: what the view adds for its own purposes is taken out. */

const containers = 'ul|ol|li|blockquote|table|thead|tbody|tr|section';
const blocks = `${containers}|p|h[1-6]|hr|pre|th|td|div`;
const around = [
  [new RegExp(`\\s+(<(?:${blocks})[ >])`, 'g'), '$1'],
  [new RegExp(`(</(?:${blocks})>|<(?:hr)>)\\s+`, 'g'), '$1'],
  [new RegExp(`(<(?:${containers})(?: [^>]*)?>)\\s+`, 'g'), '$1'],
  [new RegExp(`\\s+(</(?:${containers})>)`, 'g'), '$1'],
  [/(<br>)\s+/g, '$1'],
] as const;

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** White space that counts, as in code, is made visible. */
function escapeCode(text: string): string {
  return escapeText(text).replace(/\s/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function attributes(element: Element, names: readonly string[]): string {
  return names
    .filter((name) => element.hasAttribute(name))
    .map((name) => ` ${name}="${element.getAttribute(name)?.replaceAll('"', '&quot;')}"`)
    .join('');
}

function children(node: Node): string {
  return [...node.childNodes].map(write).join('');
}

function code(block: Element): string {
  const language = block.getAttribute('data-language');
  const text = block.querySelector('code')?.textContent ?? '';
  const shown = language ? ` class="language-${language.replaceAll('"', '&quot;')}"` : '';
  return `<pre><code${shown}>${escapeCode(text)}</code></pre>`;
}

function item(element: Element): string {
  const tight = element.closest('ul,ol')?.classList.contains('md-tight');
  return [...element.childNodes]
    .map((child) => (tight && child instanceof Element && child.localName === 'p' ? children(child) : write(child)))
    .join('');
}

/** A picture as the view shows it: a link to it, or, inside of a link, its text alone. */
function image(element: Element): string {
  const source = element.getAttribute('src') ?? '';
  const text = escapeText(element.getAttribute('alt') || source);
  const title = attributes(element, ['title']);
  if (element.closest('a')) return `<span class="md-image"${title}>${text}</span>`;
  return `<a class="md-image" href="${source.replaceAll('"', '&quot;')}"${title}>${text}</a>`;
}

function write(node: Node): string {
  if (node instanceof Text) return escapeText(node.data);
  if (!(node instanceof Element)) return '';
  const name = node.localName;
  if (node.matches('.md-stretch, .md-section, .md-group, .md-table')) return children(node);
  if (node.matches('.md-code')) return code(node);
  if (node.matches('.md-html')) return `<div class="md-html">${escapeCode(node.textContent ?? '')}</div>`;
  if (node.matches('.md-math, .md-source')) return `<${name}${attributes(node, ['class'])}>${escapeCode(node.textContent ?? '')}</${name}>`;
  if (name === 'pre') {
    const inner = node.firstElementChild;
    return `<pre><code${inner ? attributes(inner, ['class']) : ''}>${escapeCode(node.textContent ?? '')}</code></pre>`;
  }
  if (name === 'img') return image(node);
  if (name === 'br' || name === 'hr') return `<${name}>`;
  if (name === 'input') return `<input${attributes(node, ['checked', 'disabled', 'type'])}>`;
  if (name === 'li') return `<li>${item(node)}</li>`;
  const align = node.getAttribute('align') ?? node.getAttribute('data-align');
  const shown = attributes(node, name === 'a' || name === 'span' ? ['class', 'href', 'title'] : ['start']);
  return `<${name}${shown}${align ? ` align="${align}"` : ''}>${children(node)}</${name}>`;
}

/** The content of an element. */
export function canonical(root: Element): string {
  return around.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), children(root));
}
