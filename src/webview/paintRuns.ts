/** Puts colours into a part of a code block: its text stays as it is, and so does what is selected in it. */
import { keepSelection } from './keepSelection.ts';

/** The colours of a whole block, as far as the page needs them. */
export interface PaintedRuns {
  /** As in `CodeColors`. */
  readonly runs: Uint32Array;
  /** By the index of the style; null: no span is needed. */
  readonly classes: readonly (string | null)[];
}

/**
 * Replaces what is in `part` by text and spans. Neighbours that look the same are one.
 * @param start where the part begins in the block, in UTF-16 units
 */
export function paintRuns(part: HTMLElement, start: number, { runs, classes }: PaintedRuns): void {
  const text = part.textContent ?? '';
  const fragment = document.createDocumentFragment();
  let from = 0;
  let shown: string | null = null;
  const put = (to: number, name: string | null) => {
    if (name !== shown) {
      append(fragment, text.slice(from, to), shown);
      from = to;
      shown = name;
    }
  };
  for (let index = firstRun(runs, start), at = 0; index < runs.length && at < text.length; index += 2) {
    put(at, classes[runs[index + 1] ?? 0] ?? null);
    at = (runs[index] ?? 0) - start;
    // What is behind the last run is plain.
    if (index + 2 >= runs.length && at < text.length) put(at, null);
  }
  append(fragment, text.slice(from), shown);
  keepSelection(part, () => part.replaceChildren(fragment));
}

function append(parent: Node, text: string, name: string | null): void {
  if (text === '') return;
  if (name === null) {
    parent.appendChild(document.createTextNode(text));
    return;
  }
  const span = document.createElement('span');
  span.className = name;
  span.textContent = text;
  parent.appendChild(span);
}

/** The index of the first run that ends behind `start`. */
function firstRun(runs: Uint32Array, start: number): number {
  let low = 0;
  let high = runs.length / 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[middle * 2] ?? 0) > start) high = middle;
    else low = middle + 1;
  }
  return low * 2;
}
