import { render } from 'preact';
import type { Update } from '../shared/protocol.ts';
import { announcer } from './announcer.ts';
import { Bridge } from './bridge.ts';
import { App } from './components/App.tsx';
import { openInstructions } from './components/Instructions.tsx';
import { composer } from './composer.ts';
import { copyAsMarkdown } from './copying.ts';
import { beginFinding, findAgain } from './find.ts';
import { focusPane, keepFocus } from './focusKeeper.ts';
import { ask, useBridge } from './host.ts';
import { liveText } from './liveText.ts';
import { addPrompt, beginAnswer, startAnswer } from './ownTurns.ts';
import { flushAll, watchForLeaving } from './persistence.ts';
import { addPictures, pending } from './pictures/intake.ts';
import { copyPicture } from './pictures/pictureActions.ts';
import { refuse } from './refusals.ts';
import { followEnd } from './scroller.ts';
import { applyUpdates, conversationId, header, historyAsked, pane } from './store.ts';
import { warmUp } from './warmUp.ts';
import { t } from './words.ts';

const root = document.getElementById('parley-root');
if (!root) throw new Error('The page has no root.');

const bridge = new Bridge({
  onUpdates(updates) {
    const isFirst = conversationId.peek() === '';
    const draft = draftOfAnother(updates);
    if (draft !== undefined) flushAll();
    applyUpdates(updates);
    announcer.hear(updates);
    findAgain(updates);
    if (draft === undefined) return;
    if (isFirst) tellOfUnread();
    if (isFirst) composer.begin(draft);
    else composer.set(draft);
    // The page may be taken away between any two messages: what was typed is told to the host before the editor forgets it.
    remember();
  },
  onFrame() {
    liveText.show();
    followEnd();
  },
  onPictures(id, files) {
    addPictures(
      files.map(({ name, bytes }) => ({ name, blob: new Blob([bytes]) })),
      id,
    );
  },
  onCopyPicture(hash) {
    ask(copyPicture(hash));
  },
  onShow(what) {
    pane.value = what === 'history' || what === 'usage' ? what : 'conversation';
    if (what === 'history') historyAsked.value++;
    else if (what === 'composer') composer.focus();
    else if (what === 'find') beginFinding();
    else if (what === 'instructions') openInstructions();
    else if (what === 'addPrompt') void addPrompt();
    else if (what === 'writeAnswer') beginAnswer();
    else if (what === 'startAnswer') startAnswer();
  },
});

/** The draft of the conversation that is shown from now on; undefined where it is the same as before, whose draft is the page's own. */
function draftOfAnother(updates: readonly Update[]): string | undefined {
  const snapshot = updates.findLast((update) => update.type === 'snapshot')?.snapshot;
  return snapshot && snapshot.header.conversation.id !== conversationId.value ? snapshot.draft.text : undefined;
}

function remember(): void {
  // Until then what the page before this one remembered holds.
  if (conversationId.peek() === '') return;
  bridge.remember({ conversationId: conversationId.peek(), reading: pending.peek().map(({ name }) => name) });
}

/** A picture that is being read is nowhere but in the page: what went with one that was taken away is told. */
function tellOfUnread(): void {
  const added = new Set(header.peek()?.pictures.map(({ name }) => name));
  for (const name of bridge.remembered().reading ?? [])
    if (!added.has(name)) refuse(t('“{0}” was not added: the view was closed while it was being read.', name));
}

addEventListener('error', ({ message }) => bridge.notify({ type: 'pageError', message }));
addEventListener('unhandledrejection', ({ reason }) => bridge.notify({ type: 'pageError', message: String(reason) }));
// The editor gives the focus to the page as a whole: it is meant for the box that one writes in.
addEventListener('focus', () => {
  if (document.activeElement === document.body) focusPane();
});
keepFocus();
copyAsMarkdown();

useBridge(bridge);
watchForLeaving();
pending.subscribe(remember);
// First of all, so that the host is at work while this is drawn.
bridge.notify({ type: 'ready' });
render(<App />, root);
announcer.attach(document.body);
warmUp();
