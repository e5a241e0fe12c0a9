import { useState } from 'preact/hooks';
import { shortModel } from '../../shared/modelId.ts';
import { money } from '../../shared/money.ts';
import type { AssistantTurnView } from '../../shared/turnView.ts';
import { cacheLines, cacheNote } from '../cacheWords.ts';
import { count, t, tokens, took } from '../words.ts';

/** One muted line: model, tokens, cost, time, what the cache did. The rest on hover, and below it when it is clicked. */
export function UsageLine({ turn }: { readonly turn: AssistantTurnView }) {
  const [open, setOpen] = useState(false);
  const { usage, endedAt, createdAt } = turn;
  const total = usage ? usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h + usage.output : 0;
  const note = cacheNote(turn);
  const time = endedAt === null ? null : took(endedAt - createdAt);
  const figures = [
    usage ? tokens(total) : null,
    usage ? costText(turn) : null,
    // In a narrow view the end is cut off: what was missed tells more than how long it took.
    ...(note?.isMiss ? [note.words, time] : [turn.origin ? null : time, note?.words ?? null]),
  ].filter((part) => part !== null);
  const details = explain(turn);
  const line = (
    <>
      <span class="usage-who">{who(turn)}</span>
      <span class="usage-figures">{figures.map((figure) => ` · ${figure}`).join('')}</span>
    </>
  );
  if (details.length === 0) return <span class="usage-line">{line}</span>;
  return (
    <>
      <button type="button" class="usage-line" title={details.join('\n')} aria-expanded={open} onClick={() => setOpen(!open)}>
        {line}
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

/** What the user wrote took no time of a model's, and costs nothing. */
function who({ origin, modelName }: AssistantTurnView): string {
  if (origin === 'written') return t('Written by you');
  return origin === 'edited' ? `${t('Edited by you')} · ${shortModel(modelName)}` : shortModel(modelName);
}

function costText({ cost, estimated }: AssistantTurnView): string {
  if (cost === null) return t('price unknown');
  return estimated ? t('at least {0}', money(cost)) : money(cost);
}

function explain(turn: AssistantTurnView): string[] {
  const { usage, createdAt, firstTokenAt, webUses } = turn;
  const lines = usage
    ? [
        t('Input: {0}', tokens(usage.input)),
        ...cacheLines(turn),
        usage.thinking > 0
          ? t('Output: {0}, {1} of them thinking', tokens(usage.output), count(usage.thinking))
          : t('Output: {0}', tokens(usage.output)),
        ...(turn.estimated ? [t('The reply ended before the API counted it: its output is an estimate.')] : []),
      ]
    : [];
  if (webUses && webUses.searches > 0) lines.push(t('Web searches: {0}', count(webUses.searches)));
  if (webUses && webUses.fetches > 0) lines.push(t('Pages read: {0}', count(webUses.fetches)));
  if (firstTokenAt !== null) lines.push(t('First word after {0}', took(firstTokenAt - createdAt)));
  return lines;
}
