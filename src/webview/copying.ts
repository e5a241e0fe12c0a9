/**
 * Copying what is selected of the conversation. What writes it is a script of its own, which is loaded when something is selected first: a browser
 * wants to know at once what is copied. Where it is not there yet, the browser copies as it always does.
 */
import { promptText } from './actions.ts';
import { boot } from './boot.ts';
import { loadedOnce } from './loadedOnce.ts';
import { answerText } from './ownTurns.ts';
import { findTurn } from './store.ts';

type CopyModule = typeof import('./copy/copySelection.ts');

const load = loadedOnce<CopyModule>(() => import(boot.copyScript));
let copied: CopyModule['copied'] | null = null;

/** From now on what is copied of the conversation is Markdown, and HTML. */
export function copyAsMarkdown(): void {
  document.addEventListener('selectionchange', onSelect);
  document.addEventListener('copy', onCopy);
}

function onSelect(): void {
  if (!rangeOf(getSelection())) return;
  load().then(
    (module) => {
      copied = module.copied;
      document.removeEventListener('selectionchange', onSelect);
    },
    // The browser's own way is left.
    () => {},
  );
}

function onCopy(event: ClipboardEvent): void {
  const range = rangeOf(getSelection());
  if (event.defaultPrevented || !event.clipboardData || !range) return;
  // In a text field the selection of the page is not what is copied.
  if (document.activeElement?.matches('textarea, input')) return;
  const what = copied?.(range, { textOf });
  if (!what) return;
  event.clipboardData.setData('text/plain', what.text);
  event.clipboardData.setData('text/html', what.html);
  event.preventDefault();
}

function rangeOf(selection: Selection | null): Range | null {
  return selection && !selection.isCollapsed && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
}

function textOf(messageId: string): string {
  const turn = findTurn(messageId)?.peek();
  if (!turn) return '';
  return turn.role === 'user' ? promptText(turn) : answerText(turn);
}
