import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useErrorBoundary, useLayoutEffect, useRef } from 'preact/hooks';
import type { TurnView } from '../../shared/turnView.ts';
import { finding } from '../find.ts';
import { host } from '../host.ts';
import { leftOutBefore } from '../longConversation.ts';
import { saveUnfolded, saveViewState } from '../persistence.ts';
import { Scroller } from '../scroller.ts';
import { atEnd, conversationId, expanded, news, onTurnsMove, streaming, target, turns } from '../store.ts';
import { bringIn, goToEnd, loadEarlier, loadLater } from '../turnWindow.ts';
import { t } from '../words.ts';
import { AssistantTurn } from './AssistantTurn.tsx';
import { FindBar } from './FindBar.tsx';
import { Icon } from './Icon.tsx';
import { LeftOutLine } from './LeftOutLine.tsx';
import { UserTurn } from './UserTurn.tsx';

/** Pixels from the first or the last turn from which on more are asked for. */
const nearEdge = 400;

/** The conversation. */
export function TurnList() {
  const list = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const scroller = useRef<Scroller | null>(null);

  useLayoutEffect(() => {
    const element = list.current;
    if (!element || !content.current) return;
    const made = new Scroller(element, content.current, () => {
      saveViewState(() => made.position());
      if (element.scrollTop < nearEdge) void loadEarlier();
      if (element.scrollHeight - element.scrollTop - element.clientHeight < nearEdge) void loadLater();
    });
    scroller.current = made;
    onTurnsMove(() => made.mark());
    return () => made.dispose();
  }, []);

  const id = conversationId.value;
  useLayoutEffect(() => {
    if (target.peek()?.conversationId !== id) scroller.current?.toEnd();
  }, [id]);

  // Turns that came or went above must not move what is read. What is new at the end is what the reader there wants to see.
  useLayoutEffect(() => {
    if (atEnd.peek()) scroller.current?.toEnd();
    else scroller.current?.settle(id);
  }, [turns.value]);

  const wanted = target.value;
  useLayoutEffect(() => {
    if (wanted?.conversationId !== id || turns.value.length === 0) return;
    const turn = scroller.current?.find(wanted.messageId);
    if (!turn) {
      void bringIn(wanted).then((there) => {
        if (!there && !wanted.found && !wanted.stays) scroller.current?.toEnd();
      });
      return;
    }
    target.value = null;
    scroller.current?.goTo(turn, wanted.offset);
    if (wanted.found) turn.focus({ preventScroll: true });
  }, [wanted, id, turns.value]);

  const unfolded = expanded.value;
  useEffect(() => {
    if (scroller.current) saveUnfolded(() => scroller.current?.position() ?? null);
  }, [unfolded]);

  return (
    <div class="turn-list-frame">
      <div class="turn-list" ref={list} role="log" aria-label={t('Conversation')} aria-live="off" aria-busy={streaming.value} tabIndex={0}>
        <div class="turn-list-content" ref={content}>
          {turns.value.map((turn) =>
            turn.peek().id === leftOutBefore.value ? [<LeftOutLine key="left-out" />, turnNode(turn)] : turnNode(turn),
          )}
        </div>
      </div>
      {finding.value ? <FindBar scroller={scroller} /> : null}
      <ToEnd onClick={() => goToEnd(() => scroller.current?.toEnd())} />
    </div>
  );
}

/** A turn that is drawn already is not even compared when others come or go. */
const nodes = new WeakMap<Signal<TurnView>, VNode>();

function turnNode(turn: Signal<TurnView>): VNode {
  const known = nodes.get(turn);
  if (known) return known;
  const made = <Turn key={turn.peek().id} turn={turn} />;
  nodes.set(turn, made);
  return made;
}

/** One turn; if it cannot be drawn, the others are. */
function Turn({ turn }: { readonly turn: Signal<TurnView> }) {
  const [broken] = useErrorBoundary((error) => host.notify({ type: 'pageError', message: `A turn cannot be drawn: ${error}` }));
  const view = turn.value;
  if (broken) return <p class="turn muted">{t('This turn cannot be shown.')}</p>;
  return view.role === 'user' ? <UserTurn turn={view} /> : <AssistantTurn turn={view} />;
}

/** The way to the end, where the reader is elsewhere. */
function ToEnd({ onClick }: { readonly onClick: () => void }) {
  if (atEnd.value) return null;
  return (
    <button type="button" class="to-end" onClick={onClick} title={t('Go to the end')}>
      <Icon name="arrow-down" />
      <span class={news.value ? '' : 'sr-only'}>{news.value ? t('New below') : t('Go to the end')}</span>
    </button>
  );
}

/** Ctrl+Up and Ctrl+Down go from turn to turn, and from the last one to the box. */
export function stepTurns(event: KeyboardEvent): void {
  if (!event.ctrlKey || event.shiftKey || event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
  const all = [...document.querySelectorAll<HTMLElement>('.turn-list [data-message-id]')];
  const at = all.findIndex((turn) => turn.contains(document.activeElement));
  const next = event.key === 'ArrowUp' ? (at < 0 ? all.length - 1 : at - 1) : at + 1;
  event.preventDefault();
  if (at >= 0 && next >= all.length) document.querySelector<HTMLElement>('.composer textarea')?.focus();
  else if (at >= 0 || event.key === 'ArrowUp') all[Math.max(0, next)]?.focus();
}
