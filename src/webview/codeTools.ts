/**
 * What can be done with a code block beside copying it: put it into the editor, wrap its lines, fold a long one, scroll a wide one from
 * wherever it is seen.
 */
import { isShell, languageOf, readCodeBlock } from '../shared/codeBlock.ts';
import { ask, host } from './host.ts';
import { iconButton } from './markdown/iconButton.ts';
import type { CodeBlockView } from './markdown/options.ts';
import { atEnd, expanded, toggleExpanded } from './store.ts';
import { t } from './words.ts';

/** Lines from which on a block can be folded, and from which on it is, unless it was seen to come. */
const foldable = 30;
const folded = 200;
/** Marks that turn the direction of what comes after them, whatever that is. */
const turning = /[\u202a-\u202e\u2066-\u2069]/;
/** Blocks whose lines are wrapped, by key; for as long as the page is there. */
const wrapped = new Set<string>();
/** A button of each kind: every block gets copies, which cost less than new ones. */
const patterns = new Map<string, HTMLButtonElement>();
/** What unfolds a block, by its element. */
const unfolds = new WeakMap<Element, () => void>();

/** Adds the buttons to a block that opens. @param key names the block, the same whenever it is drawn */
export function addCodeTools(block: CodeBlockView, key: string): void {
  const wrap = button('word-wrap', t('Wrap lines'), () => {
    if (!wrapped.delete(key)) wrapped.add(key);
    showWrap();
  });
  const showWrap = () => {
    block.element.classList.toggle('md-code-wrapped', wrapped.has(key));
    wrap.setAttribute('aria-pressed', String(wrapped.has(key)));
  };
  showWrap();
  block.actions.prepend(wrap);
}

/** Adds what needs the whole block. @param seen it was on the page while it came, and is not taken away from who reads it */
export function finishCodeTools(block: CodeBlockView, key: string, seen: boolean): void {
  block.actions.prepend(...editorTools(block));
  if (turning.test(block.text())) addTurningNote(block);
  if (block.lineCount > foldable) addFold(block, key, seen);
  block.element.addEventListener('pointerenter', () => fitScrollbar(block.element));
}

/** Says that the code is not read as it is shown, as the editor does of files. */
function addTurningNote(block: CodeBlockView): void {
  const note = document.createElement('p');
  note.className = 'md-code-note';
  note.setAttribute('role', 'note');
  const icon = document.createElement('span');
  icon.className = 'codicon codicon-warning';
  icon.setAttribute('aria-hidden', 'true');
  note.append(icon, t('This code has invisible marks that show parts of it in another order than it has.'));
  block.code.closest('pre')?.before(note);
}

/** What the editor does with the block. What the block is of is read when it is asked for: what stands before it is on the page by then. */
function editorTools(block: CodeBlockView): HTMLButtonElement[] {
  const read = () => readCodeBlock(block.text(), block.info, textBefore(block.element));
  const tool = (icon: string, name: string, request: 'insertCode' | 'applyCode' | 'newFile' | 'runInTerminal') =>
    button(icon, name, () => ask(host.request(request, read())));
  const language = languageOf(block.info);
  const showDiagram = () => ask(host.request('showDiagram', { text: block.text() }));
  return [
    ...(language === 'mermaid' ? [button('type-hierarchy', t('Show diagram'), showDiagram)] : []),
    ...(isShell(language) ? [tool('terminal', t('Run in terminal'), 'runInTerminal')] : []),
    tool('insert', t('Insert at cursor'), 'insertCode'),
    tool('git-pull-request-go-to-changes', t('Apply'), 'applyCode'),
    tool('new-file', t('New file'), 'newFile'),
  ];
}

/** The text of the paragraph or heading right before a block, with where its links lead. */
function textBefore(element: Element): string {
  const before = blockBefore(element);
  if (!before?.matches('p, h1, h2, h3, h4, h5, h6')) return '';
  const links = [...before.querySelectorAll('a')].map((link) => link.getAttribute('href') ?? '');
  return `${links.join(' ')} ${before.textContent}`;
}

/** The blocks of an answer stand in sections, and those in stretches. */
function blockBefore(element: Element): Element | null {
  const wrapper = '.md-section, .md-stretch';
  let at: Element = element;
  while (!at.previousElementSibling && at.parentElement?.matches(wrapper)) at = at.parentElement;
  let before = at.previousElementSibling;
  while (before?.matches(wrapper)) before = before.lastElementChild;
  return before;
}

/** What is noted of a block is that it is not as it would be by itself, which is folded where it is very long. */
function addFold(block: CodeBlockView, key: string, seen: boolean): void {
  const foldsItself = block.lineCount > folded;
  if (seen && foldsItself) expanded.value = new Set([...expanded.peek(), key]);
  const fold = document.createElement('button');
  fold.type = 'button';
  fold.className = 'md-code-fold';
  const show = () => {
    const isFolded = foldsItself !== expanded.peek().has(key);
    block.element.classList.toggle('md-code-folded', isFolded);
    fold.textContent = isFolded ? t('Show all {0} lines', block.lineCount) : t('Show less');
    fold.setAttribute('aria-expanded', String(!isFolded));
    return isFolded;
  };
  fold.addEventListener('click', () => {
    toggleExpanded(key);
    // The end of what was read would be far below it otherwise.
    if (show()) block.element.scrollIntoView({ block: 'nearest' });
  });
  unfolds.set(block.element, () => {
    if (foldsItself === expanded.peek().has(key)) return;
    toggleExpanded(key);
    atEnd.value = false;
    show();
  });
  show();
  block.element.append(fold);
}

/** Shows a place in code where the code is: unfolds what hides it, and scrolls a line that is too long. */
export function showInCode(place: Range): void {
  const code = place.startContainer.parentElement?.closest('.md-code pre');
  if (!code) return;
  const { bottom } = code.getBoundingClientRect();
  if (place.getBoundingClientRect().bottom > bottom) unfolds.get(code.parentElement ?? code)?.();
  // A place that goes over several lines is seen where it begins.
  const [start] = place.getClientRects();
  const { left, right, width } = code.getBoundingClientRect();
  if (start && (start.left < left || start.right > right)) code.scrollLeft += start.left - left - width / 3;
}

function button(icon: string, name: string, onClick: () => void): HTMLButtonElement {
  const pattern = patterns.get(icon) ?? iconButton(icon, name);
  patterns.set(icon, pattern);
  const made = document.importNode(pattern);
  made.addEventListener('click', onClick);
  return made;
}

/**
 * A block that is higher than the view has its scrollbar out of sight. So a wide one gets another, which stays at the lower edge of the
 * view for as long as the block is there. Measured when the pointer comes to the block: a browser looks at what is observed in each frame.
 */
function fitScrollbar(block: Element): void {
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
