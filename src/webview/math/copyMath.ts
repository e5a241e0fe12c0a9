let listening = false;

/** From the first formula on: what is copied has formulas as they are written in TeX, not as the letters and signs that they are drawn with. */
export function copyFormulasAsTex(): void {
  if (listening) return;
  listening = true;
  document.addEventListener('copy', onCopy);
}

function onCopy(event: ClipboardEvent): void {
  const selection = getSelection();
  if (event.defaultPrevented || !event.clipboardData || !selection || selection.isCollapsed) return;
  // In a text field the selection of the page is not what is copied.
  if (document.activeElement?.matches('textarea, input')) return;
  const copied = contentOf(selection);
  const formulas = copied.querySelectorAll<HTMLElement>('[data-math]');
  if (formulas.length === 0) return;
  for (const formula of formulas) formula.textContent = formula.dataset['math'] ?? '';
  event.clipboardData.setData('text/plain', shownText(copied));
  event.clipboardData.setData('text/html', new XMLSerializer().serializeToString(copied));
  event.preventDefault();
}

/** What is selected; of a formula always all of it. */
function contentOf(selection: Selection): HTMLElement {
  const content = document.createElement('div');
  for (let index = 0; index < selection.rangeCount; index += 1) {
    const range = selection.getRangeAt(index).cloneRange();
    const first = formulaAround(range.startContainer);
    const last = formulaAround(range.endContainer);
    if (first) range.setStartBefore(first);
    if (last) range.setEndAfter(last);
    content.append(range.cloneContents());
  }
  return content;
}

function formulaAround(node: Node): Element | null {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest('[data-math]') ?? null;
}

/** Its text with the lines that it has when it is shown: only what is in the page has those. */
function shownText(content: HTMLElement): string {
  content.className = 'md md-copied';
  document.body.append(content);
  const text = content.innerText;
  content.remove();
  content.removeAttribute('class');
  return text;
}
