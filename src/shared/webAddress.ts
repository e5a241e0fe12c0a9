/** Addresses and titles that come from the web. Pure: whatever they are, what comes out can be shown and opened. */
import { isString } from './json.ts';

/** UTF-16 units, as for every link. */
const longestAddress = 10_000;
const longestTitle = 300;

/** An address of the web as a browser reads it; null for anything else, whatever it looks like. */
export function webAddress(value: unknown): string | null {
  if (!isString(value) || value.length > longestAddress || !/^https?:\/\//i.test(value) || !URL.canParse(value)) return null;
  const { href } = new URL(value);
  return href.length > longestAddress ? null : href;
}

/** Where it leads: the host, as it is asked for, with letters that look like others in another form. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : '';
}

/** A title in one line, without what would change the order or the look of what stands beside it. */
export function plainTitle(value: unknown): string {
  if (!isString(value)) return '';
  const title = value
    .slice(0, 4 * longestTitle)
    .replace(/[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .toWellFormed()
    .trim();
  return title.length > longestTitle ? `${title.slice(0, longestTitle).toWellFormed()}…` : title;
}
