/** Layout takes time in proportion to these, and at some depth more of it. */
const mostElements = 4_000;
const deepest = 80;

/** What a formula has no need of: nothing in it leads anywhere, loads anything, or has a name that others could refer to. */
const dropped = ['href', 'src', 'id', 'name', 'target'] as const;

/** In em. What reads formulas bounds sizes, but not all of them: not those below nothing, nor how far something is raised. */
const longestLength = 10;
/** Attributes that have lengths. */
const lengths = ['width', 'height', 'depth', 'lspace', 'rspace', 'voffset', 'minsize', 'maxsize'] as const;

/** Makes what was built fit to be shown. False: it is too much to be laid out. It must not be in the page yet. */
export function limitMath(holder: Element): boolean {
  const walker = document.createTreeWalker(holder, NodeFilter.SHOW_ELEMENT);
  let depth = 0;
  for (let count = 0; count <= mostElements; count += 1) {
    const element = walker.currentNode;
    if (element instanceof Element && element !== holder) tidy(element);
    if (walker.firstChild()) depth += 1;
    else {
      while (!walker.nextSibling()) {
        if (!walker.parentNode()) return true;
        depth -= 1;
      }
    }
    if (depth > deepest) return false;
  }
  return false;
}

function tidy(element: Element): void {
  for (const name of dropped) element.removeAttribute(name);
  for (const name of lengths) {
    const value = element.getAttribute(name);
    if (value !== null && value !== bounded(value)) element.setAttribute(name, bounded(value));
  }
  if (element instanceof MathMLElement) {
    for (const name of [...element.style]) {
      const value = element.style.getPropertyValue(name);
      if (value !== bounded(value)) element.style.setProperty(name, bounded(value));
    }
  }
  // Rules are black unless they are told otherwise; the theme may be dark.
  if (element.getAttribute('mathbackground') === 'black') element.setAttribute('mathbackground', 'currentcolor');
  // Sizes would multiply.
  if (element.hasAttribute('mathsize') && element.parentElement?.closest('[mathsize]')) element.removeAttribute('mathsize');
}

function bounded(value: string): string {
  return value.replace(/[-+]?[\d.]+(?:e[-+]?\d+)?(?=em\b)/g, (length) =>
    Math.abs(Number(length)) > longestLength ? String(Math.sign(Number(length)) * longestLength) : length,
  );
}
