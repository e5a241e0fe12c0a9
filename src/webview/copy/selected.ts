/** What of the page's nodes is selected. */
export class Selected {
  readonly #range: Range;

  constructor(range: Range) {
    this.#range = range;
  }

  /** All that is in a node. */
  static all(node: Node): Selected {
    const range = document.createRange();
    range.selectNodeContents(node);
    return new Selected(range);
  }

  /** Whether the node is in the selection, or a part of it, or where it begins or ends. */
  has(node: Node): boolean {
    return this.#range.intersectsNode(node);
  }

  /** Whether the selection begins or ends in the node. */
  cuts(node: Node): boolean {
    return node.contains(this.#range.startContainer) || node.contains(this.#range.endContainer);
  }

  /** Of a node's text, what is selected. */
  text(node: Node): string {
    const part = document.createRange();
    part.selectNodeContents(node);
    const whole = this.#range;
    if (whole.compareBoundaryPoints(Range.START_TO_START, part) > 0) part.setStart(whole.startContainer, whole.startOffset);
    if (whole.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(whole.endContainer, whole.endOffset);
    return part.toString();
  }
}
