import type { Signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { TurnView } from '../../shared/protocol.ts';
import { loadEarlier } from '../actions.ts';
import { saveViewState } from '../persistence.ts';
import { Scroller } from '../scroller.ts';
import { conversationId, expanded, hasEarlier, newBelow, streaming, takeRestoredView, turns } from '../store.ts';
import { pendingTarget, takeTarget } from '../target.ts';
import { t } from '../words.ts';
import { AssistantTurn } from './AssistantTurn.tsx';
import { Icon } from './Icon.tsx';
import { UserTurn } from './UserTurn.tsx';

/** Pixels from the top from which on earlier turns are asked for. */
const nearTop = 400;

/** The conversation. */
export function TurnList() {
  const list = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const scroller = useRef<Scroller | null>(null);
  const anchor = useRef<{ readonly id: string; readonly top: number } | null>(null);
  const id = conversationId.value;

  useLayoutEffect(() => {
    if (!list.current || !content.current) return;
    const made = new Scroller(list.current, content.current, () => {
      saveViewState(made.position());
      if (list.current && list.current.scrollTop < nearTop && hasEarlier.value) void loadEarlier();
    });
    scroller.current = made;
    return () => made.dispose();
  }, []);

  useLayoutEffect(() => {
    scroller.current?.restore(takeRestoredView().scroll);
  }, [id]);

  const target = pendingTarget.value;
  useLayoutEffect(() => {
    if (target !== null && turns.value.some((turn) => turn.value.id === target)) scroller.current?.show(takeTarget());
  }, [target, turns.value]);

  // A prompt that was just sent is what the reader wants to see.
  const last = turns.value.at(-1)?.value;
  useLayoutEffect(() => {
    if (last?.role === 'user') scroller.current?.toEnd();
  }, [last?.role === 'user' ? last.id : '']);

  // Turns that come in above must not move what is read.
  const first = turns.value[0]?.value.id;
  useLayoutEffect(() => {
    const before = anchor.current;
    if (before && before.id !== first && list.current) {
      const turn = list.current.querySelector(`[data-message-id="${CSS.escape(before.id)}"]`);
      if (turn) list.current.scrollTop += turn.getBoundingClientRect().top - before.top;
    }
    const top = first === undefined ? null : list.current?.querySelector(`[data-message-id="${CSS.escape(first)}"]`);
    anchor.current = top && first !== undefined ? { id: first, top: top.getBoundingClientRect().top } : null;
  });

  const unfolded = expanded.value;
  useEffect(() => {
    if (scroller.current) saveViewState(scroller.current.position());
  }, [unfolded]);

  return (
    <div class="turn-list-frame">
      <div
        class="turn-list"
        ref={list}
        role="log"
        aria-label={t('Conversation')}
        aria-live="off"
        aria-busy={streaming.value}
        tabIndex={0}
        onKeyDown={stepTurns}
      >
        <div class="turn-list-content" ref={content}>
          {turns.value.map((turn, index) => (
            <Turn key={turn.value.id} turn={turn} isLast={index === turns.value.length - 1} />
          ))}
        </div>
      </div>
      {newBelow.value ? (
        <button type="button" class="new-below" onClick={() => scroller.current?.toEnd()}>
          <Icon name="arrow-down" /> {t('New below')}
        </button>
      ) : null}
    </div>
  );
}

function Turn({ turn, isLast }: { readonly turn: Signal<TurnView>; readonly isLast: boolean }) {
  const view = turn.value;
  return view.role === 'user' ? <UserTurn turn={view} /> : <AssistantTurn turn={view} isLast={isLast} />;
}

/** Ctrl+Up and Ctrl+Down go from turn to turn. */
export function stepTurns(event: KeyboardEvent): void {
  if (!event.ctrlKey || event.shiftKey || event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
  const all = [...document.querySelectorAll<HTMLElement>('.turn-list [data-message-id]')];
  const at = all.findIndex((turn) => turn.contains(document.activeElement));
  const next = event.key === 'ArrowUp' ? (at < 0 ? all.length - 1 : at - 1) : at + 1;
  event.preventDefault();
  if (at >= 0 && next >= all.length) document.querySelector<HTMLElement>('.composer textarea')?.focus();
  else all[Math.max(0, next)]?.focus();
}
