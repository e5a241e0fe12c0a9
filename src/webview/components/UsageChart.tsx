import { money } from '../../shared/money.ts';
import type { UsageReportView } from '../../shared/usageView.ts';
import { calendarDay, t } from '../words.ts';

/** Of the drawing, in its own units. */
const height = 60;
/** What was paid for can be seen, however little it was. */
const least = 1.5;

/** A column for each day, as high as it cost. The table below it says the same in words. */
export function UsageChart({ days }: { readonly days: UsageReportView['days'] }) {
  const dearest = Math.max(...days.map(({ cost }) => cost));
  const [first, last] = [days[0], days.at(-1)];
  if (dearest === 0 || !first || !last) return null;
  return (
    <figure class="usage-chart" aria-label={t('Cost by day, {0} at the most', money(dearest))}>
      <svg viewBox={`0 0 ${days.length * 4} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        {days.map(({ day, cost, turns }, at) => {
          const tall = turns === 0 ? 0 : Math.max(least, (cost / dearest) * height);
          return (
            <rect key={day} x={at * 4 + 0.5} y={height - tall} width={3} height={tall}>
              <title>{`${calendarDay(day)} · ${money(cost)}`}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption>
        <span>{calendarDay(first.day)}</span>
        <span>{t('{0} at the most', money(dearest))}</span>
        <span>{calendarDay(last.day)}</span>
      </figcaption>
    </figure>
  );
}
