/** How code looks, character by character: in an editor, and in a code block of Parley's. */
import type { Page } from 'playwright-core';
import { parleyFrame } from './parley.ts';

/** A character that is not white space, with its colour, slant, weight and lines. */
export type Look = readonly [character: string, color: string, fontStyle: string, fontWeight: string, lines: string];

/** What the editor shows that is open beside Parley; as much of it as is in view. */
export function looksInEditor(page: Page): Promise<Look[]> {
  return page.evaluate(readLooks, { selector: '.editor-instance .view-line', byPlace: true });
}

/** A code block, by its place on the page. */
export async function looksInParley(page: Page, block: number): Promise<Look[]> {
  const frame = await parleyFrame(page);
  return frame.evaluate(readLooks, { selector: `.md-code >> ${block}`, byPlace: false });
}

/** Runs in the page. The editor's lines are in any order, each with its own place. */
function readLooks({ selector, byPlace }: { readonly selector: string; readonly byPlace: boolean }): Look[] {
  const [all = '', index] = selector.split(' >> ');
  const found = [...document.querySelectorAll<HTMLElement>(all)];
  const roots = byPlace
    ? found.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
    : [found[Number(index)]?.querySelector('code')];
  const looks: Look[] = [];
  for (const root of roots) {
    if (!root) continue;
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (!node.parentElement) continue;
      const { color, fontStyle, fontWeight, textDecorationLine } = getComputedStyle(node.parentElement);
      for (const character of node.nodeValue ?? '')
        if (/\S/.test(character)) looks.push([character, color, fontStyle, fontWeight, textDecorationLine]);
    }
  }
  return looks;
}
