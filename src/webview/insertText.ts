/** Puts a text in the place of a part of what is in a box, as if it were typed: undo takes it back, and who listens to the box hears of it. */
export function insertText(box: HTMLTextAreaElement, text: string, start: number, end: number): void {
  box.focus({ preventScroll: true });
  box.setSelectionRange(start, end);
  // Deprecated, and the only way that the browser's undo knows.
  if (document.execCommand('insertText', false, text)) return;
  box.setRangeText(text, start, end, 'end');
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
