import type { Translate } from './l10n.ts';

/** A time for people: seconds up to two minutes, then minutes, hours and days. @param ms milliseconds */
export function duration(ms: number, t: Translate): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds <= 120) return t('{0} s', seconds);
  const minutes = Math.ceil(seconds / 60);
  if (minutes <= 120) return t('{0} minutes', minutes);
  const hours = Math.ceil(minutes / 60);
  return hours <= 48 ? t('{0} hours', hours) : t('{0} days', Math.ceil(hours / 24));
}
