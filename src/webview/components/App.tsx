import { useEffect, useLayoutEffect } from 'preact/hooks';
import { composer } from '../composer.ts';
import { beginFinding } from '../find.ts';
import { viewed } from '../pictures/viewer.ts';
import { pane, turns } from '../store.ts';
import { CitationHover } from './CitationHover.tsx';
import { Composer } from './Composer.tsx';
import { Header } from './Header.tsx';
import { History } from './History.tsx';
import { PictureViewer } from './PictureViewer.tsx';
import { stepTurns, TurnList } from './TurnList.tsx';
import { UsageReport } from './UsageReport.tsx';
import { Welcome } from './Welcome.tsx';

/** The page. One can write in it before the host has said what it shows. The conversation stays as it is while the history or the usage is over it: hidden, but with its place. */
export function App() {
  const covered = pane.value !== 'conversation';
  useEffect(() => {
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
  useLayoutEffect(() => {
    // What had the focus went with what was over it, and until now the conversation could not take it.
    if (!covered && document.activeElement === document.body && document.hasFocus()) composer.focus();
  }, [covered]);
  const empty = turns.value.length === 0;
  return (
    <main class="app">
      <div class={covered ? 'conversation covered' : 'conversation'} inert={covered}>
        <Header />
        {empty ? <Welcome /> : null}
        <div class="turn-list-holder" hidden={empty}>
          <TurnList />
        </div>
        <Composer />
      </div>
      {pane.value === 'history' ? <History /> : null}
      {pane.value === 'usage' ? <UsageReport /> : null}
      <PictureViewer />
      <CitationHover />
    </main>
  );
}

/** Keys that hold wherever the focus is in the page, and where it is nowhere. */
function onKeyDown(event: KeyboardEvent): void {
  // They are not meant for what cannot be reached.
  if (viewed.value) return;
  stepTurns(event);
  // The editor has no context key that says whether a view's page has the focus, so that this cannot be a keybinding of its own.
  if (event.ctrlKey === event.metaKey || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'f' || pane.value !== 'conversation')
    return;
  event.preventDefault();
  beginFinding();
}
