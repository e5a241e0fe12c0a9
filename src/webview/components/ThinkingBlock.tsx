import { useLayoutEffect, useRef } from 'preact/hooks';
import { liveText } from '../liveText.ts';
import { expanded, toggleExpanded } from '../store.ts';
import { useNow } from '../useNow.ts';
import { t } from '../words.ts';
import { Icon } from './Icon.tsx';

interface ThinkingBlockProps {
  readonly messageId: string;
  readonly index: number;
  readonly text: string;
  /** When it began, milliseconds since the epoch; null once it is over. */
  readonly since: number | null;
}

/** As much of the end of what was thought as its last line is looked for in: pieces, and characters. */
const lastPieces = 40;
const lastCharacters = 400;

/** What the model thought, folded to one line until it is asked for. Folded, it costs the same however long it is. */
export function ThinkingBlock({ messageId, index, text, since }: ThinkingBlockProps) {
  const key = `${messageId}/${index}`;
  const unfolded = expanded.value.has(key);
  const pieces = useRef<string[]>([]);
  const body = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLSpanElement>(null);

  useLayoutEffect(() => {
    pieces.current = [text];
    let length = text.length;
    return liveText.register(messageId, index, {
      append(more) {
        pieces.current.push(more);
        length += more.length;
        showLine();
        body.current?.append(more);
      },
      catchUp(whole) {
        if (whole.length > length) this.append(whole.slice(length));
      },
    });
  }, [messageId, index]);

  useLayoutEffect(() => {
    showLine();
    if (body.current) body.current.textContent = pieces.current.join('');
  }, [messageId, index, unfolded]);

  function showLine(): void {
    if (line.current) line.current.textContent = lastLine(pieces.current.slice(-lastPieces).join('').slice(-lastCharacters));
  }

  if (text === '' && since === null && pieces.current.length < 2) return null;
  return (
    <div class="thinking">
      <button type="button" class="thinking-summary" aria-expanded={unfolded} onClick={() => toggleExpanded(key)}>
        <Icon name={unfolded ? 'chevron-down' : 'chevron-right'} />
        <span class="thinking-title">{since === null ? t('Thought') : <Thinking since={since} />}</span>
        {unfolded ? null : <span class="thinking-line" ref={line} />}
      </button>
      {unfolded ? <div class="thinking-body" ref={body} /> : null}
    </div>
  );
}

function Thinking({ since }: { readonly since: number }) {
  return <>{t('Thinking · {0} s', Math.max(0, Math.floor((useNow() - since) / 1000)))}</>;
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.replace(/\*\*/g, '') ?? '';
}
