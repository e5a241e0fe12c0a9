import type { AssistantTurnView } from '../../shared/protocol.ts';
import { count, money, shortModel, t, tokens } from '../words.ts';

/** One muted line: model, tokens, cost, time; the rest on hover and for screen readers. */
export function UsageLine({ turn }: { readonly turn: AssistantTurnView }) {
  const { usage, cost, endedAt, createdAt } = turn;
  const total = usage ? usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h + usage.output : 0;
  const parts = [
    shortModel(turn.modelName),
    usage ? tokens(total) : null,
    usage ? (cost === null ? t('price unknown') : money(cost)) : null,
    endedAt === null ? null : t('{0} s', seconds(endedAt - createdAt)),
  ];
  return (
    <span class="usage-line" title={explain(turn)}>
      {parts.filter((part) => part !== null).join(' · ')}
    </span>
  );
}

function explain({ usage, createdAt, firstTokenAt }: AssistantTurnView): string {
  const lines = usage
    ? [
        t('Input: {0}', tokens(usage.input)),
        t('From cache: {0}', tokens(usage.cacheRead)),
        t('Written to cache: {0}', tokens(usage.cacheWrite5m + usage.cacheWrite1h)),
        usage.thinking > 0
          ? t('Output: {0}, {1} of them thinking', tokens(usage.output), count(usage.thinking))
          : t('Output: {0}', tokens(usage.output)),
      ]
    : [];
  if (firstTokenAt !== null) lines.push(t('First word after {0} s', seconds(firstTokenAt - createdAt)));
  return lines.join('\n');
}

function seconds(ms: number): string {
  return ms < 10_000 ? (ms / 1000).toFixed(1) : String(Math.round(ms / 1000));
}
