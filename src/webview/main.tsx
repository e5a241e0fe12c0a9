import { render } from 'preact';
import { useBridge } from './actions.ts';
import { announcer } from './announcer.ts';
import { Bridge } from './bridge.ts';
import { App } from './components/App.tsx';
import { composer } from './composer.ts';
import { watchForLeaving } from './persistence.ts';
import { applyUpdates, conversationId, pane } from './store.ts';

const root = document.getElementById('parley-root');
if (!root) throw new Error('The page has no root.');

let shown = '';
const bridge = new Bridge({
  onUpdates(updates) {
    const { snapshot } = applyUpdates(updates);
    announcer.hear(updates);
    if (!snapshot || conversationId.value === shown) return;
    shown = conversationId.value;
    bridge.remember({ conversationId: shown });
    composer.set(snapshot.draft);
  },
  onShow(what) {
    pane.value = what === 'history' ? 'history' : 'conversation';
    if (what === 'composer') composer.focus();
  },
});

addEventListener('error', ({ message }) => bridge.notify({ type: 'pageError', message }));
addEventListener('unhandledrejection', ({ reason }) => bridge.notify({ type: 'pageError', message: String(reason) }));

useBridge(bridge);
watchForLeaving();
render(<App />, root);
announcer.attach(document.body);
bridge.notify({ type: 'ready' });
