import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface ToolbarProps {
  readonly label: string;
  /** Buttons among them. */
  readonly children: ComponentChildren;
}

/** Buttons in a row, of which Tab reaches one; the left and right arrow keys go from one to the next. */
export function Toolbar({ label, children }: ToolbarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const buttons = () => [...(bar.current?.querySelectorAll<HTMLButtonElement>('button:not(:disabled)') ?? [])];

  function reachBy(chosen: HTMLButtonElement | undefined): void {
    for (const each of bar.current?.querySelectorAll('button') ?? []) each.tabIndex = each === chosen ? 0 : -1;
  }

  // One that is disabled cannot be reached, and keeps no focus.
  useLayoutEffect(() => {
    const all = buttons();
    if (all.filter(({ tabIndex }) => tabIndex === 0).length !== 1) reachBy(all[0]);
    const focused = document.activeElement;
    if (focused instanceof HTMLButtonElement && focused.disabled && bar.current?.contains(focused)) all.at(-1)?.focus();
  });

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const all = buttons();
    const focused = document.activeElement;
    const at = focused instanceof HTMLButtonElement ? all.indexOf(focused) : -1;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1 }[event.key];
    const next = to === undefined ? undefined : all[Math.min(all.length - 1, Math.max(0, to))];
    if (at < 0 || !next) return;
    event.preventDefault();
    reachBy(next);
    next.focus();
  }

  return (
    <div
      ref={bar}
      class="toolbar"
      role="toolbar"
      aria-label={label}
      onKeyDown={onKeyDown}
      onFocusIn={({ target }) => {
        if (target instanceof HTMLButtonElement) reachBy(target);
      }}
    >
      {children}
    </div>
  );
}
