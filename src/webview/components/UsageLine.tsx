import { useState } from 'preact/hooks';
import type { AssistantTurnView } from '../../shared/protocol.ts';
import { cacheLines, cacheNote } from '../cacheWords.ts';
import { count, money, shortModel, t, tokens, took } from '../words.ts';

/** One muted line: model, tokens, cost, time, what the cache did. The rest on hover, and below it when it is clicked. */
export function UsageLine({ turn }: { readonly turn: AssistantTurnView }) {
  const [open, setOpen] = useState(false);
  const { usage, cost, endedAt, createdAt } = turn;
  const total = usage ? usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h + usage.output : 0;
  const note = cacheNote(turn);
  const time = endedAt === null ? null : took(endedAt - createdAt);
  const parts = [
    shortModel(turn.modelName),
    usage ? tokens(total) : null,
    usage ? (cost === null ? t('price unknown') : money(cost)) : null,
    // In a narrow view the end is cut off: what was missed tells more than how long it took.
    ...(note?.isMiss ? [note.words, time] : [time, note?.words ?? null]),
  ].filter((part) => part !== null);
  const details = explain(turn);
  if (details.length === 0) return <span class="usage-line">{parts.join(' · ')}</span>;
  return (
    <>
      <button type="button" class="usage-line" title={details.join('\n')} aria-expanded={open} onClick={() => setOpen(!open)}>
        {parts.join(' · ')}
      </button>
      {open ? (
        <ul class="usage-details" aria-label={t('Usage of this turn')}>
          {details.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

function explain(turn: AssistantTurnView): string[] {
  const { usage, createdAt, firstTokenAt } = turn;
  const lines = usage
    ? [
        t('Input: {0}', tokens(usage.input)),
        ...cacheLines(turn),
        usage.thinking > 0
          ? t('Output: {0}, {1} of them thinking', tokens(usage.output), count(usage.thinking))
          : t('Output: {0}', tokens(usage.output)),
      ]
    : [];
  if (firstTokenAt !== null) lines.push(t('First word after {0}', took(firstTokenAt - createdAt)));
  return lines;
}
