import { useEffect, useRef } from 'preact/hooks';
import { liveText } from '../liveText.ts';
import { expanded } from '../store.ts';
import { t } from '../words.ts';
import { Icon } from './Icon.tsx';

interface ThinkingBlockProps {
  readonly messageId: string;
  readonly index: number;
  readonly text: string;
  readonly open: boolean;
}

/** What the model thought, folded to one line until it is asked for. */
export function ThinkingBlock({ messageId, index, text, open }: ThinkingBlockProps) {
  const key = `${messageId}/${index}`;
  const unfolded = expanded.value.has(key);
  const all = useRef<string[]>([]);
  const body = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    all.current = [text];
    show();
    return liveText.register(messageId, index, {
      append(more) {
        all.current.push(more);
        if (line.current) line.current.textContent = lastLine(all.current.slice(-40).join(''));
        if (body.current) body.current.append(more);
      },
    });
  }, [messageId, index, text, unfolded]);

  function show(): void {
    if (line.current) line.current.textContent = lastLine(text.slice(-400));
    if (body.current) body.current.textContent = all.current.join('');
  }

  function toggle(): void {
    const next = new Set(expanded.value);
    if (unfolded) next.delete(key);
    else next.add(key);
    expanded.value = next;
  }

  if (text === '' && !open) return null;
  return (
    <div class="thinking">
      <button type="button" class="thinking-summary" aria-expanded={unfolded} onClick={toggle}>
        <Icon name={unfolded ? 'chevron-down' : 'chevron-right'} />
        <span class="thinking-title">{open ? t('Thinking') : t('Thought')}</span>
        {unfolded ? null : <span class="thinking-line" ref={line} />}
      </button>
      {unfolded ? <div class="thinking-body" ref={body} /> : null}
    </div>
  );
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.replace(/\*\*/g, '') ?? '';
}
