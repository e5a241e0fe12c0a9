import { useEffect, useRef, useState } from 'preact/hooks';

/** Milliseconds: as long as the editor waits, unless its settings say otherwise; and for the way from what is hovered to what it shows. */
const before = 500;
const after = 200;

/** Takes away the one that is shown: two would cover each other. */
let hideShown = () => {};

/** What is shown while the pointer is near something, or while its button has the focus of a keyboard; Esc takes it away. */
export function useHover() {
  const [isShown, setShown] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  function set(shown: boolean): void {
    clearTimeout(timer.current);
    if (shown && !isShown) {
      hideShown();
      hideShown = () => setShown(false);
    }
    setShown(shown);
  }

  function soon(shown: boolean): void {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => set(shown), shown ? before : after);
  }

  useEffect(() => () => clearTimeout(timer.current), []);

  return {
    isShown,
    near: { onPointerEnter: () => soon(true), onPointerLeave: () => soon(false) },
    button: {
      onFocus({ currentTarget }: FocusEvent & { readonly currentTarget: HTMLElement }) {
        if (currentTarget.matches(':focus-visible')) set(true);
      },
      onBlur: () => set(false),
      onKeyDown(event: KeyboardEvent) {
        if (event.key !== 'Escape' || !isShown) return;
        event.stopPropagation();
        set(false);
      },
    },
  };
}
