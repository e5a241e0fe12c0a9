/**
 * What windows have in their drafts. A draft is each window's own, but only the one that was written last is stored: what another window has
 * pasted and not sent yet must not go when this one types. So each window's references are noted under a place of its own.
 */
import { isObject } from '../shared/json.ts';
import type { Connection } from './connection.ts';
import type { Life, Owner } from './owner.ts';
import { changeUses, type WindowDraft } from './pictures.ts';
import { parseJson, text } from './rows.ts';

const beginning = 'draft ';

/** The place of a window's drafts in `picture_uses`. */
export function draftOfWindow({ host, pid, instance }: Owner): WindowDraft {
  return `${beginning}${JSON.stringify({ host, pid, instance })}`;
}

/** Forgets what windows had in their drafts that are not there any more. @param closes this one is about to go, too */
export function forgetWindowDrafts(connection: Connection, me: Owner, life: Life, closes: boolean): void {
  const own = draftOfWindow(me);
  const uses = connection.all(
    'SELECT DISTINCT conversation_id, place FROM picture_uses WHERE substr(place, 1, ?) = ?',
    beginning.length,
    beginning,
  );
  const over = uses.filter((row) => {
    const place = text(row, 'place');
    return place === own ? closes : !isThere(parseJson(place.slice(beginning.length)), me, life);
  });
  if (over.length === 0) return;
  connection.transaction(() => {
    for (const row of over) changeUses(connection, text(row, 'conversation_id'), text(row, 'place') as WindowDraft, []);
  });
}

/** Of another machine nothing is known: what is noted there goes with its conversation. */
function isThere(owner: unknown, me: Owner, { isRunning }: Life): boolean {
  if (!isObject(owner)) return false;
  const { host, pid } = owner;
  return host !== me.host || (typeof pid === 'number' && pid !== me.pid && isRunning(pid));
}
