/**
 * What can be done with a code block: copy it, put it into the editor, wrap its lines, fold a long one, scroll a wide one from wherever it is
 * seen.
 */
import { isShell, languageOf, readCodeBlock } from '../shared/codeBlock.ts';
import { oneOf } from '../shared/json.ts';
import { announcer, copyConfirmation } from './announcer.ts';
import { fitScrollbar } from './codeScrollbar.ts';
import { ask, host } from './host.ts';
import type { CodeBlockView } from './markdown/options.ts';
import { atEnd, expanded, toggleExpanded } from './store.ts';
import { t } from './words.ts';

/** What there is a button for. */
const tools = ['copy', 'wrap', 'showDiagram', 'runInTerminal', 'insertCode', 'applyCode', 'newFile'] as const;
type Tool = (typeof tools)[number];

interface Block {
  readonly view: CodeBlockView;
  /** Names it, the same whenever it is drawn. */
  readonly key: string;
}

/** Lines from which on a block can be folded, and from which on it is, unless it was seen to come. */
const foldable = 30;
const folded = 200;
/** Marks that turn the direction of what comes after them, whatever that is. */
const turning = /[\u202a-\u202e\u2066-\u2069]/;
/** By their elements. */
const blocks = new WeakMap<Element, Block>();
/** Blocks whose lines are wrapped, by key; for as long as the page is there. */
const wrapped = new Set<string>();
/** Buttons that stand side by side, by what they are for: every block gets copies, which cost less than new ones. */
const patterns = new Map<string, DocumentFragment>();
/** What unfolds a block, by its element. */
const unfolds = new WeakMap<Element, () => void>();

/** Makes the buttons of the blocks in a place do what they are for. To be called any number of times. */
export function listenForCodeTools(place: HTMLElement): void {
  place.addEventListener('click', onClick);
  place.addEventListener('pointerenter', onEnter, { capture: true });
}

/** Adds the buttons to a block that opens. @param key names the block, the same whenever it is drawn */
export function addCodeTools(view: CodeBlockView, key: string): void {
  const block = { view, key };
  blocks.set(view.element, block);
  view.actions.append(buttons(['wrap', 'copy']));
  if (wrapped.has(key)) showWrapped(block);
}

/** Adds what needs the whole block. @param seen it was on the page while it came, and is not taken away from who reads it */
export function finishCodeTools(view: CodeBlockView, key: string, seen: boolean): void {
  const language = languageOf(view.info);
  view.actions.prepend(
    buttons([
      ...(language === 'mermaid' ? (['showDiagram'] as const) : []),
      ...(isShell(language) ? (['runInTerminal'] as const) : []),
      ...(['insertCode', 'applyCode', 'newFile'] as const),
    ]),
  );
  if (turning.test(view.text())) addTurningNote(view);
  if (view.lineCount > foldable) addFold(view, key, seen);
}

function buttons(wanted: readonly Tool[]): DocumentFragment {
  const kind = wanted.join(' ');
  let pattern = patterns.get(kind);
  if (!pattern) {
    pattern = document.createDocumentFragment();
    pattern.append(...wanted.map(button));
    patterns.set(kind, pattern);
  }
  return document.importNode(pattern, true);
}

/** As an icon of the editor's, with a name. */
function button(tool: Tool): HTMLButtonElement {
  const [icon, name] = lookOf(tool);
  const made = document.createElement('button');
  made.type = 'button';
  made.className = `codicon codicon-${icon}`;
  made.title = name;
  made.setAttribute('aria-label', name);
  made.dataset['tool'] = tool;
  if (tool === 'wrap') made.setAttribute('aria-pressed', 'false');
  return made;
}

/** The icon, and the name. */
function lookOf(tool: Tool): [icon: string, name: string] {
  switch (tool) {
    case 'copy':
      return ['copy', t('Copy')];
    case 'wrap':
      return ['word-wrap', t('Wrap lines')];
    case 'showDiagram':
      return ['type-hierarchy', t('Show diagram')];
    case 'runInTerminal':
      return ['terminal', t('Run in terminal')];
    case 'insertCode':
      return ['insert', t('Insert at cursor')];
    case 'applyCode':
      return ['git-pull-request-go-to-changes', t('Apply')];
    case 'newFile':
      return ['new-file', t('New file')];
  }
}

function onClick({ target }: Event): void {
  const pressed = target instanceof Element ? target.closest<HTMLElement>('[data-tool]') : null;
  const block = blocks.get(pressed?.closest('.md-code') ?? document.body);
  const tool = oneOf(tools, pressed?.dataset['tool']);
  if (block && tool) use(tool, block);
}

function onEnter({ target }: Event): void {
  if (target instanceof Element && blocks.has(target)) fitScrollbar(target);
}

function use(tool: Tool, block: Block): void {
  const { view, key } = block;
  switch (tool) {
    case 'copy':
      ask(copyCode(view));
      return;
    case 'wrap':
      if (!wrapped.delete(key)) wrapped.add(key);
      showWrapped(block);
      return;
    case 'showDiagram':
      ask(host.request('showDiagram', { text: view.text() }));
      return;
    // What the block is of is read when it is asked for: what stands before it is on the page by then.
    case 'runInTerminal':
    case 'insertCode':
    case 'applyCode':
    case 'newFile':
      ask(host.request(tool, readCodeBlock(view.text(), view.info, textBefore(view.element))));
  }
}

function showWrapped({ view, key }: Block): void {
  view.element.classList.toggle('md-code-wrapped', wrapped.has(key));
  view.actions.querySelector('[data-tool=wrap]')?.setAttribute('aria-pressed', String(wrapped.has(key)));
}

async function copyCode(block: CodeBlockView): Promise<void> {
  await host.request('copyText', { text: block.text() });
  announcer.say(t('Copied'));
  const icon = block.actions.querySelector('.codicon-copy');
  icon?.classList.replace('codicon-copy', 'codicon-check');
  setTimeout(() => icon?.classList.replace('codicon-check', 'codicon-copy'), copyConfirmation);
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
