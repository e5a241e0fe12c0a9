/** A focus that goes with what had it is handed on: from nowhere, neither the keys of the page nor a screen reader would get any further. */
import { composer } from './composer.ts';
import { pane } from './store.ts';

/** Where the focus stays, at the same place among what can have it there. From anywhere else it goes to what is shown as a whole. */
const homes = '.history-row, .history, .usage-report, .header, .notices';
const focusable = 'button:enabled, input:enabled, select:enabled';

interface Home {
  readonly element: Element;
  readonly at: number;
}

/** What had the focus last, and the homes around it, innermost first. */
let last: { readonly element: Element; readonly homes: readonly Home[] } | null = null;

/** To be called once. */
export function keepFocus(): void {
  addEventListener('focusin', ({ target }) => {
    if (target instanceof Element) last = { element: target, homes: homesOf(target) };
  });
  // It is still there while it loses the focus.
  addEventListener('focusout', () => queueMicrotask(handOn));
  // Some browsers do not say that what had the focus is gone.
  addEventListener('keydown', handOn, true);
}

/** To what one writes in, or goes on from, in what is shown. */
export function focusPane(): void {
  if (pane.peek() === 'conversation') composer.focus();
  else document.querySelector<HTMLElement>('.history input, .usage-report [tabindex]')?.focus();
}

function handOn(): void {
  if (!last || document.activeElement !== document.body || !document.hasFocus()) return;
  const { element, homes: around } = last;
  if (element.isConnected && !element.matches(':disabled')) return;
  for (const home of around) {
    const all = home.element.isConnected ? [...home.element.querySelectorAll<HTMLElement>(focusable)] : [];
    const heir = all[Math.min(home.at, all.length - 1)];
    if (heir) {
      heir.focus();
      return;
    }
  }
  focusPane();
}

function homesOf(element: Element): Home[] {
  const found: Home[] = [];
  for (let home = element.closest(homes); home; home = home.parentElement?.closest(homes) ?? null)
    found.push({ element: home, at: Math.max(0, [...home.querySelectorAll(focusable)].indexOf(element)) });
  return found;
}
