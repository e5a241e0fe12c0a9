/** Scrolls a wide block of code from wherever it is seen. */

/**
 * A block that is higher than the view has its scrollbar out of sight. So a wide one gets another, which stays at the lower edge of the
 * view for as long as the block is there. Measured when the pointer comes to the block: a browser looks at what is observed in each frame.
 */
export function fitScrollbar(block: Element): void {
  const pre = block.querySelector('pre');
  if (!pre) return;
  const isWide = pre.scrollWidth > pre.clientWidth + 1;
  const known = block.querySelector<HTMLElement>('.md-code-scroll');
  if (!isWide) {
    known?.remove();
    return;
  }
  const bar = known ?? addScrollbar(pre);
  const content = bar.firstElementChild;
  if (content instanceof HTMLElement) content.style.width = `${pre.scrollWidth - pre.clientWidth + bar.clientWidth}px`;
}

/** A scrollbar without content, tied to the code's own place. */
function addScrollbar(pre: HTMLElement): HTMLElement {
  const bar = document.createElement('div');
  bar.className = 'md-code-scroll';
  // Keys and screen readers have the code itself, which scrolls.
  bar.setAttribute('aria-hidden', 'true');
  bar.tabIndex = -1;
  bar.append(document.createElement('div'));
  bar.addEventListener('scroll', () => {
    if (pre.scrollLeft !== bar.scrollLeft) pre.scrollLeft = bar.scrollLeft;
  });
  pre.addEventListener('scroll', () => {
    if (bar.scrollLeft !== pre.scrollLeft) bar.scrollLeft = pre.scrollLeft;
  });
  pre.after(bar);
  bar.scrollLeft = pre.scrollLeft;
  return bar;
}
