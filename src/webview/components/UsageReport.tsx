import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { shortModel } from '../../shared/modelId.ts';
import { money } from '../../shared/money.ts';
import type { UsageReportView, UsageSumView } from '../../shared/usageView.ts';
import { openConversation } from '../actions.ts';
import { composer } from '../composer.ts';
import { ask, host, tell } from '../host.ts';
import { pane } from '../store.ts';
import { calendarDay, count, t, tokens } from '../words.ts';
import { IconButton } from './Buttons.tsx';
import { Notices } from './Notices.tsx';
import { UsageChart } from './UsageChart.tsx';
import { UsageTable, type UsageTableRow } from './UsageTable.tsx';

/** Days. */
const spans = [7, 30, 90] as const;
/** So many conversations are listed; all are in the file. */
const mostConversations = 20;

/** What was used and paid by day, model and conversation, over the conversation. */
export function UsageReport() {
  const [span, setSpan] = useState<number>(30);
  const [report, setReport] = useState<UsageReportView | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  useLayoutEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    let current = true;
    host.request('usageReport', { days: span }).then((read) => {
      if (current) setReport(read);
    }, tell);
    return () => {
      current = false;
    };
  }, [span]);

  return (
    <section
      class="usage-report"
      aria-label={t('Usage')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <div class="usage-report-top">
        <h1 class="usage-report-title" tabIndex={-1} ref={heading}>
          {t('Usage')}
        </h1>
        <select aria-label={t('Time')} value={span} onChange={({ currentTarget }) => setSpan(Number(currentTarget.value))}>
          {spans.map((days) => (
            <option key={days} value={days}>
              {t('Last {0} days', days)}
            </option>
          ))}
        </select>
        <IconButton icon="save" name={t('Save as CSV')} onClick={() => ask(host.request('saveUsage', { days: span }))} />
        <IconButton icon="close" name={t('Close usage')} onClick={close} />
      </div>
      <div class="usage-report-body" tabIndex={0}>
        {report ? <Sums report={report} /> : <p class="muted">{t('Reading…')}</p>}
      </div>
      <Notices of="usage" />
    </section>
  );
}

function Sums({ report: { days, models, conversations, total } }: { readonly report: UsageReportView }) {
  if (total.turns === 0) return <p class="muted">{t('Nothing was used in this time.')}</p>;
  const used = days.filter(({ turns }) => turns > 0).reverse();
  return (
    <>
      <p class="usage-report-total" role="status">
        <strong>{costText(total)}</strong> {t('for {0} in {1}', tokens(total.tokens), turnsText(total.turns))}
      </p>
      {total.partial ? <p class="muted">{t('Some of it has no known price, or was not counted as the reply ended early.')}</p> : null}
      <UsageChart days={days} />
      <UsageTable caption={t('By day')} first={t('Day')} rows={used.map((each) => row(String(each.day), calendarDay(each.day), each))} />
      <UsageTable caption={t('By model')} first={t('Model')} rows={models.map((each) => row(each.id, shortModel(each.name), each))} />
      <UsageTable
        caption={t('By conversation')}
        first={t('Conversation')}
        rows={conversations.slice(0, mostConversations).map((each) => ({
          ...row(each.id, each.name || t('New conversation'), each),
          open: () => openConversation(each.id),
        }))}
      />
      {conversations.length > mostConversations ? (
        <p class="muted">{t('{0} more are in the file.', count(conversations.length - mostConversations))}</p>
      ) : null}
      <p class="muted">{t('Conversations that were deleted are counted for 30 days.')}</p>
    </>
  );
}

function row(key: string, name: string, sum: UsageSumView): UsageTableRow {
  return { key, name, tokens: count(sum.tokens), cost: costText(sum), share: sum.cost };
}

function costText({ cost, partial }: UsageSumView): string {
  if (!partial) return money(cost);
  return cost === 0 ? t('price unknown') : t('at least {0}', money(cost));
}

function turnsText(turns: number): string {
  return turns === 1 ? t('1 reply') : t('{0} replies', count(turns));
}

/** Back to where one was. */
function close(): void {
  pane.value = 'conversation';
  composer.focus();
}
