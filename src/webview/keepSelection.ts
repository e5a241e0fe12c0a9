/** Changes what is in an element, to the same text, and selects again what was selected in it. */
export function keepSelection(element: HTMLElement, change: () => void): void {
  const selection = getSelection();
  const { anchorNode, anchorOffset = 0, focusNode, focusOffset = 0 } = selection ?? {};
  const anchor = anchorNode && element.contains(anchorNode) ? offsetIn(element, anchorNode, anchorOffset) : null;
  const focus = focusNode && element.contains(focusNode) ? offsetIn(element, focusNode, focusOffset) : null;
  change();
  if (!selection || !anchorNode || !focusNode || (anchor === null && focus === null)) return;
  const [newAnchor, newAnchorOffset] = anchor === null ? [anchorNode, anchorOffset] : pointAt(element, anchor);
  const [newFocus, newFocusOffset] = focus === null ? [focusNode, focusOffset] : pointAt(element, focus);
  selection.setBaseAndExtent(newAnchor, newAnchorOffset, newFocus, newFocusOffset);
}

/** So many characters of the element are before the point. */
function offsetIn(element: HTMLElement, node: Node, offset: number): number {
  const range = document.createRange();
  range.setStart(element, 0);
  range.setEnd(node, offset);
  return range.toString().length;
}

function pointAt(element: HTMLElement, offset: number): [Node, number] {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let rest = offset;
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    if (rest <= length) return [node, rest];
    rest -= length;
  }
  return [element, element.childNodes.length];
}
