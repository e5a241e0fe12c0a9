import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { composer } from '../composer.ts';

/** Of a chip's button that takes it away, and of one that is gone once it was pressed. */
export const chipRemove = 'chip-remove';
export const chipRefresh = 'chip-refresh';

interface ChipListProps {
  readonly label: string;
  /** `li` elements, whose first button is what a chip is gone to by. */
  readonly children: ComponentChildren;
}

/** Chips in a row: the arrow keys go from one to the next, Delete takes one away. The focus never stays where something is gone. */
export function ChipList({ label, children }: ChipListProps) {
  const list = useRef<HTMLUListElement>(null);

  const chips = () => [...(list.current?.children ?? [])];
  const head = (chip: Element | undefined) => chip?.querySelector<HTMLElement>('button');
  const chipOf = (target: EventTarget | null) => (target instanceof Element ? (target.closest('li') ?? undefined) : undefined);

  function onClick({ target }: Event): void {
    const chip = chipOf(target);
    if (!chip || !(target instanceof Element)) return;
    if (target.closest(`.${chipRefresh}`)) head(chip)?.focus();
    if (!target.closest(`.${chipRemove}`)) return;
    const all = chips();
    const at = all.indexOf(chip);
    const beside = head(all[at + 1]) ?? head(all[at - 1]);
    if (beside) beside.focus();
    else composer.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const chip = chipOf(event.target);
    if (event.target !== head(chip) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const all = chips();
    const at = chip ? all.indexOf(chip) : -1;
    const remove = chip?.querySelector<HTMLElement>(`.${chipRemove}`);
    if (event.key === 'ArrowLeft') head(all[at - 1])?.focus();
    else if (event.key === 'ArrowRight') head(all[at + 1])?.focus();
    else if ((event.key === 'Delete' || event.key === 'Backspace') && remove) remove.click();
    else return;
    event.preventDefault();
  }

  return (
    <ul ref={list} class="chips" aria-label={label} onClick={onClick} onKeyDown={onKeyDown}>
      {children}
    </ul>
  );
}
