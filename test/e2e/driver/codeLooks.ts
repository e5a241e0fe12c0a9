/** How code looks, character by character: in an editor, and in a code block of Parley's. */
import type { Page } from 'playwright-core';
import { parleyFrame } from './parley.ts';

/** A character that is not white space, with its colour, slant, weight and lines. */
export type Look = readonly [character: string, color: string, fontStyle: string, fontWeight: string, lines: string];

/** What the editor shows that is open beside Parley; as much of it as is in view. */
export function looksInEditor(page: Page): Promise<Look[]> {
  return page.evaluate(readLooks, { selector: '.editor-instance .view-line', index: null });
}

/** A code block, by its place on the page. */
export async function looksInParley(page: Page, block: number): Promise<Look[]> {
  const frame = await parleyFrame(page);
  return frame.evaluate(readLooks, { selector: '.md-code code', index: block });
}

/** Runs in the page, for one element or, from top to bottom, for all: an editor has its lines in any order. */
function readLooks({ selector, index }: { readonly selector: string; readonly index: number | null }): Look[] {
  const found = [...document.querySelectorAll<HTMLElement>(selector)];
  const top = (element: HTMLElement) => element.getBoundingClientRect().top;
  const roots = index === null ? found.sort((a, b) => top(a) - top(b)) : found.slice(index, index + 1);
  return roots.flatMap((root) => {
    const looks: Look[] = [];
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node?.parentElement; node = texts.nextNode()) {
      const { color, fontStyle, fontWeight, textDecorationLine } = getComputedStyle(node.parentElement);
      for (const character of node.nodeValue ?? '')
        if (/\S/.test(character)) looks.push([character, color, fontStyle, fontWeight, textDecorationLine]);
    }
    return looks;
  });
}
