/** Words, numbers and times of the page, in the editor's language. */
import { duration } from '../shared/duration.ts';
import { type Translate, translator } from '../shared/l10n.ts';
import { boot } from './boot.ts';

const locale = Intl.NumberFormat.supportedLocalesOf([boot.locale]).length > 0 ? boot.locale : 'en';

export const t: Translate = translator(boot.l10n);

const number = new Intl.NumberFormat(locale);
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' });
const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const dayOfYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });

const part = new Intl.NumberFormat(locale, { style: 'percent' });

export const count = (value: number): string => number.format(value);
/** A part of a whole: `12%`. */
export const percent = (value: number): string => part.format(value);
export const timeOfDay = (at: number): string => clock.format(at);
export const exactTime = (at: number): string => full.format(at);

/** `21 Nov`, with the year where it is another one. */
export function calendarDay(at: number, now = Date.now()): string {
  return (new Date(at).getFullYear() === new Date(now).getFullYear() ? day : dayOfYear).format(at);
}

/** How long something took: `0.7 s`, `9 s`, `3 minutes`. @param ms milliseconds */
export function took(ms: number): string {
  return ms < 10_000 ? t('{0} s', tenths.format(ms / 1000)) : duration(ms, t);
}

/** How much a file has: `340 kB`, `1.2 MB`. */
export function bytes(value: number): string {
  return value < 1_000_000 ? t('{0} kB', count(Math.max(1, Math.round(value / 1000)))) : t('{0} MB', tenths.format(value / 1_000_000));
}

/** `812 tokens`, or `1 token`. */
export function tokens(value: number): string {
  return value === 1 ? t('1 token') : t('{0} tokens', count(value));
}

/** A time as one would say it today: the time of day, "Yesterday", or the date. */
export function relativeTime(at: number, now = Date.now()): string {
  switch (dayGroup(at, now)) {
    case 'today':
      return timeOfDay(at);
    case 'yesterday':
      return t('Yesterday');
    case 'earlier':
      return calendarDay(at, now);
  }
}

export function dayGroup(at: number, now = Date.now()): 'today' | 'yesterday' | 'earlier' {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (at >= midnight) return 'today';
  return at >= midnight - 86_400_000 ? 'yesterday' : 'earlier';
}
