import { readFileLink } from '../shared/fileLink.ts';
import { readFileMention } from '../shared/fileMention.ts';
import type { LinkTarget } from './markdown/options.ts';
import { webLink } from './markdown/uri.ts';

/** The web, mail, and files of the workspace; nothing else can be clicked. The tooltip says where it leads, whatever the link's text says. */
export function resolveLink(href: string): LinkTarget | null {
  const web = webLink(href);
  // As it is read: letters that look like others have another form there.
  if (web) return { href, title: new URL(href).href };
  return readFileLink(href) ? { href, title: href } : null;
}

/** Code that names a file of the workspace, as `src/a.ts:10` does. */
export function resolveCode(text: string): LinkTarget | null {
  return readFileMention(text) ? { href: text } : null;
}
