import type { MovedNotice } from '../../shared/project.ts';
import { composer } from '../composer.ts';
import { ask, host } from '../host.ts';
import { pane } from '../store.ts';
import { count, t } from '../words.ts';
import { IconButton, LinkButton } from './Buttons.tsx';
import { Icon } from './Icon.tsx';

/** Says quietly that conversations of a folder were found that is this one now, or that they can be. */
export function MovedNote({ notice: { key, count: found, from, done } }: { readonly notice: MovedNotice }) {
  const act = () => {
    ask(done ? host.request('undoBringOver', { key }) : host.request('bringOver', { key }));
    // The notice goes, and with it what had the focus.
    if (pane.value === 'conversation') composer.focus();
  };
  return (
    <div class="notice" role="status">
      <Icon name="folder" />
      <span class="notice-sentence">
        {done ? foundWords(found, from) : proposedWords(found, from)}{' '}
        <LinkButton onClick={act}>{done ? t('Undo') : t('Bring over')}</LinkButton>
      </span>
      <IconButton icon="close" name={t('Dismiss')} onClick={() => host.notify({ type: 'dismissNotice', kind: 'moved' })} />
    </div>
  );
}

function foundWords(found: number, from: string): string {
  return found === 1
    ? t('1 conversation of {0} is here now: the folder was moved.', from)
    : t('{0} conversations of {1} are here now: the folder was moved.', count(found), from);
}

function proposedWords(found: number, from: string): string {
  return found === 1
    ? t('1 conversation is of {0}, which is gone and seems to have been this folder.', from)
    : t('{0} conversations are of {1}, which is gone and seems to have been this folder.', count(found), from);
}
