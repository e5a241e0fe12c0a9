/** The tree by keyboard: the arrows, Home and End go through what is shown of it, and the tab key comes back to where one was. */

/** What can be done with an item of the tree; where it can't, nothing is. */
export interface TreeActions {
  unfold(item: HTMLElement, open: boolean): void;
  /** What Enter and a click do. */
  toggle(item: HTMLElement): void;
}

export function addTreeKeys(tree: HTMLElement, actions: TreeActions): void {
  tree.addEventListener('keydown', (event) => {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !(target instanceof HTMLElement)) return;
    if (!act(tree, actions, key, target)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  tree.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement) || target.getAttribute('role') !== 'treeitem') return;
    for (const each of tree.querySelectorAll('.json-item[tabindex="0"]')) each.setAttribute('tabindex', '-1');
    target.setAttribute('tabindex', '0');
  });
}

/** Does what a key of a tree does; false for any other key. */
function act(tree: HTMLElement, actions: TreeActions, key: string, item: HTMLElement): boolean {
  const all = [...tree.querySelectorAll<HTMLElement>('.json-item')];
  const at = all.indexOf(item);
  const isUnfolded = item.getAttribute('aria-expanded') === 'true';
  switch (key) {
    case 'ArrowDown':
      all[at + 1]?.focus();
      return true;
    case 'ArrowUp':
      all[at - 1]?.focus();
      return true;
    case 'Home':
      all[0]?.focus();
      return true;
    case 'End':
      all.at(-1)?.focus();
      return true;
    case 'ArrowRight':
      if (isUnfolded) all[at + 1]?.focus();
      else actions.unfold(item, true);
      return true;
    case 'ArrowLeft':
      if (isUnfolded) actions.unfold(item, false);
      else itemAround(item)?.focus();
      return true;
    case 'Enter':
    case ' ':
      actions.toggle(item);
      return true;
    default:
      return false;
  }
}

/** The item in whose group one is. */
export function itemAround(item: HTMLElement): HTMLElement | null {
  const around = item.closest('.json-group')?.previousElementSibling;
  return around instanceof HTMLElement ? around : null;
}
