/** What the user is told of a reply's use of the prompt cache. Pure, so that page and tests say the same. */
import type { Translate } from './l10n.ts';
import type { CacheMiss, PrefixChange } from './turnCache.ts';

/** The API's own reason, as a sentence. */
export function missSentence({ reason }: CacheMiss, t: Translate): string {
  switch (reason) {
    case 'model_changed':
      return t('The API says: another model was asked.');
    case 'system_changed':
      return t('The API says: the instructions have changed.');
    case 'tools_changed':
      return t('The API says: the tools have changed.');
    case 'messages_changed':
      return t('The API says: something that was said before was sent in another form.');
    case 'previous_message_not_found':
      return t('The API does not remember the request before this one.');
    case 'unavailable':
      return t('The API could not compare this request with the one before.');
    case 'other':
      return t('The API gives a reason that this version does not know.');
  }
}

/** What Parley sees, as a sentence. @param time how long something took, for people */
export function changeSentence(change: PrefixChange, t: Translate, time: (ms: number) => string): string {
  switch (change.type) {
    case 'model':
      return t('Before, {0} was asked. Each model keeps its own cache.', change.from);
    case 'instructions':
      return instructionsSentence(change.name, t);
    case 'tools':
      return t('The tools of the API were switched on or off, or set otherwise.');
    case 'thinking':
      return t('Thinking was set otherwise.');
    case 'effort':
      return t('The effort was set otherwise.');
    case 'format':
      return t('The format of answers was set otherwise.');
    case 'place':
      return t('Another region was asked for.');
    case 'speed':
      return t('Another speed was asked for.');
    case 'expired':
      return t('The turn before was {0} earlier: the API does not keep it for so long.', time(change.after));
    case 'files':
      return filesSentence(change, t);
    case 'turn':
      return change.index === null
        ? t('An early message was sent in another form.')
        : t('Message {0} was sent in another form.', change.index + 1);
    case 'summary':
      return summarySentence(change.is, t);
    case 'leftOut':
      if (change.count < 0) return t('Early turns are sent again that were left out before.');
      return change.count === 1
        ? t('The oldest message was left out, as there are too many.')
        : t('The {0} oldest messages were left out, as there are too many.', change.count);
    case 'farBack':
      return t('{0} blocks are new, and the API looks back over 20 only.', change.blocks);
  }
}

function summarySentence(is: Extract<PrefixChange, { type: 'summary' }>['is'], t: Translate): string {
  switch (is) {
    case 'new':
      return t('A summary stands for what was said before.');
    case 'another':
      return t('The summary of what was said before is another one.');
    case 'gone':
      return t('What was said before is sent again in the place of its summary.');
  }
}

function instructionsSentence(name: string, t: Translate): string {
  switch (name) {
    case 'user':
      return t('Your instructions in the settings have changed.');
    case 'conversation':
      return t('The instructions of this conversation have changed.');
    default:
      return t('{0} has changed.', name);
  }
}

function filesSentence({ what, count }: Extract<PrefixChange, { type: 'files' }>, t: Translate): string {
  switch (what) {
    case 'leftOut':
      return count === 1
        ? t('A picture or document was left out, as there is too much.')
        : t('{0} pictures or documents were left out, as there is too much.', count);
    case 'takenOut':
      return count === 1 ? t('A picture or document was taken out.') : t('{0} pictures or documents were taken out.', count);
    case 'smaller':
      return count === 1 ? t('A picture was sent smaller.') : t('{0} pictures were sent smaller.', count);
    case 'lost':
      return count === 1 ? t('A picture or document is lost.') : t('{0} pictures or documents are lost.', count);
    case 'back':
      return count === 1 ? t('A picture or document was sent again.') : t('{0} pictures or documents were sent again.', count);
    case 'citations':
      return t('Citations of documents were switched on or off.');
  }
}
