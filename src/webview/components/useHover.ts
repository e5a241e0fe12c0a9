import { useEffect, useState } from 'preact/hooks';
import { Hovering } from '../hovering.ts';

/** Takes away the one that is shown: two would cover each other. */
let hideShown = () => {};

/** What is shown while the pointer is near something, or while its button has the focus of a keyboard; Esc takes it away. */
export function useHover() {
  const [isShown, setShown] = useState(false);
  const [hovering] = useState(() => {
    const hide = () => setShown(false);
    return new Hovering<true>((shown) => {
      if (shown && hideShown !== hide) {
        hideShown();
        hideShown = hide;
      }
      setShown(shown !== null);
    });
  });

  useEffect(() => () => hovering.keep(), []);

  return {
    isShown,
    near: { onPointerEnter: () => hovering.soon(true), onPointerLeave: () => hovering.soon(null) },
    button: {
      onFocus({ currentTarget }: FocusEvent & { readonly currentTarget: HTMLElement }) {
        if (currentTarget.matches(':focus-visible')) hovering.now(true);
      },
      onBlur: () => hovering.now(null),
      onKeyDown(event: KeyboardEvent) {
        if (event.key !== 'Escape' || !isShown) return;
        event.stopPropagation();
        hovering.now(null);
      },
    },
  };
}
