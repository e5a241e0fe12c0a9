import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { codePaints } from '../codeColors.ts';
import { showInCode } from '../codeTools.ts';
import { asked, currentMessage, endFinding, find, found, matchNumber, moves, place, step, totalMatches } from '../find.ts';
import { matchesIn } from '../matches.ts';
import type { Scroller } from '../scroller.ts';
import { conversationId, expanded, target, toggleExpanded, turns } from '../store.ts';
import { count, t } from '../words.ts';
import { IconButton } from './Buttons.tsx';

/** Milliseconds after the last key before a search is asked for. */
const pause = 80;
/** So many matches are marked at the most; the current one always is. */
const mostMarked = 1000;

/** Finds in the conversation, as the editor's own find does in a file: over what is on the page, and over what is not. */
export function FindBar({ scroller }: { readonly scroller: RefObject<Scroller | null> }) {
  const box = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const id = conversationId.value;
  const opened = useRef(id);
  /** Counts prompts that were drawn whole. */
  const [drawn, setDrawn] = useState(0);

  useLayoutEffect(() => box.current?.select(), [asked.value]);
  useEffect(() => {
    if (opened.current !== id) endFinding();
  }, [id]);
  // In the task that takes the bar away: marks that stay for a frame, or a search that begins then, would be nobody's.
  useLayoutEffect(
    () => () => {
      clearTimeout(timer.current);
      mark([]);
    },
    [],
  );

  const here = place.value;
  const messageId = currentMessage.value?.messageId;
  const current = useRef<Range>(undefined);
  // Code that is coloured is other text nodes, with other places.
  useLayoutEffect(() => {
    const turn = messageId === undefined ? null : scroller.current?.find(messageId);
    const inTurn = turn ? matchesIn(turn, found.value?.query ?? '') : [];
    // A reply may be several messages.
    const before = (found.value?.messages ?? [])
      .slice(0, here.message)
      .filter((each) => turn && scroller.current?.find(each.messageId) === turn);
    const at = before.reduce((sum, each) => sum + each.count, here.match);
    current.current = inTurn[Math.min(at, inTurn.length - 1)];
    mark(matchesOnPage(scroller.current), current.current);
  }, [messageId, here, found.value, turns.value, target.value === null, codePaints.value, drawn]);

  /** The last one of `moves` that was made, and the last one for which the message was asked for. */
  const moved = useRef(0);
  const broughtIn = useRef(0);
  // The message is brought on the page first; then the place in it is shown.
  useLayoutEffect(() => {
    const move = moves.value;
    if (messageId === undefined || moved.current === move) return;
    const turn = scroller.current?.find(messageId);
    if (!turn) {
      if (broughtIn.current !== move) target.value = { conversationId: id, messageId, offset: 0, found: false, stays: true };
      broughtIn.current = move;
    } else if (turn.querySelector('.prompt-folded, .summary-folded')) unfold(messageId);
    else {
      moved.current = move;
      scroller.current?.show(() => {
        if (current.current) showInCode(current.current);
        return current.current;
      });
    }
  }, [messageId, moves.value, turns.value, target.value === null, drawn]);

  /** A long prompt shows its beginning only: it is looked at again when it is drawn whole. */
  function unfold(id: string): void {
    if (!expanded.peek().has(id)) toggleExpanded(id);
    requestAnimationFrame(() => setDrawn((before) => before + 1));
  }

  function search(): void {
    clearTimeout(timer.current);
    const query = box.current?.value ?? '';
    timer.current = setTimeout(() => find(query, (ids) => ids.findIndex((each) => scroller.current?.isBelowTop(each))), pause);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && event.target === box.current) step(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Back to what was found. */
  function close(): void {
    endFinding();
    const turn = messageId === undefined ? null : scroller.current?.find(messageId);
    (turn ?? document.querySelector<HTMLElement>('.turn-list'))?.focus({ preventScroll: true });
  }

  const none = totalMatches.value === 0;
  return (
    <search class="find-bar" onKeyDown={onKeyDown}>
      <input ref={box} type="text" aria-label={t('Find in conversation')} placeholder={t('Find')} onInput={search} />
      <span class="find-count" role="status">
        {found.value ? (none ? t('No results') : t('{0} of {1}', count(matchNumber.value), count(totalMatches.value))) : ''}
      </span>
      <IconButton icon="arrow-up" name={t('Previous match')} disabled={none} onClick={() => step(-1)} />
      <IconButton icon="arrow-down" name={t('Next match')} disabled={none} onClick={() => step(1)} />
      <IconButton icon="close" name={t('Close')} onClick={close} />
    </search>
  );
}

function matchesOnPage(scroller: Scroller | null): Range[] {
  const { query, messages } = found.value ?? { query: '', messages: [] };
  const ranges: Range[] = [];
  for (const turn of new Set(messages.map(({ messageId }) => scroller?.find(messageId)))) {
    if (turn) ranges.push(...matchesIn(turn, query));
    if (ranges.length > mostMarked) break;
  }
  return ranges;
}

/** Nothing in the page changes for a mark: the browser paints it over the text. */
function mark(all: readonly Range[], current?: Range): void {
  CSS.highlights.set('find-match', new Highlight(...all));
  const highlight = new Highlight(...(current ? [current] : []));
  highlight.priority = 1;
  CSS.highlights.set('find-current', highlight);
}
