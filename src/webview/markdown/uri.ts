import type { LinkTarget } from './options.ts';

/** Percent-encodes what a URI cannot hold and leaves what is encoded already. Lone surrogates become U+FFFD. */
export function normalizeUri(destination: string): string {
  if (/^[\w.~:/?#@!$&'()*+,;=-]*$/.test(destination)) return destination;
  return encodeURI(destination.replace(/\p{Surrogate}/gu, '\ufffd'))
    .replace(/%25([0-9a-fA-F]{2})/g, '%$1')
    .replace(/[[\]]/g, (bracket) => (bracket === '[' ? '%5B' : '%5D'));
}

/** UTF-16 units. The host reads no longer ones. */
const longestLink = 10_000;

/** Links that leave the editor: http, https and mailto. Anything else is no target. */
export function webLink(href: string): LinkTarget | null {
  if (href.length > longestLink || !/^(?:https?:\/\/|mailto:)/i.test(href)) return null;
  return URL.canParse(href) ? { href } : null;
}
