import { computed } from '@preact/signals';
import type { Picture, PictureFate, PictureSending } from '../../shared/picture.ts';
import { ask, host } from '../host.ts';
import { header } from '../store.ts';
import { count, t } from '../words.ts';
import { LinkButton } from './Buttons.tsx';

const none: Readonly<Record<string, PictureFate>> = {};
const fates = computed(() => header.value?.pictureFates ?? none);

/** In this order. */
const told: readonly PictureFate[] = ['unseen', 'leftOut', 'keptLeftOut', 'kept', 'small', 'never'];

/** What becomes of a prompt's pictures in the next request, where they are not simply sent: a line for each, with what can be done about it. */
export function PictureNotes({ pictures }: { readonly pictures: readonly Picture[] }) {
  const all = fates.value;
  const notes = told
    .map((fate) => ({ fate, meant: pictures.filter(({ id }) => all[id] === fate) }))
    .filter(({ meant }) => meant.length > 0);
  return (
    <>
      {notes.map(({ fate, meant }) => (
        <Note key={fate} fate={fate} pictures={meant} />
      ))}
    </>
  );
}

function Note({ fate, pictures }: { readonly fate: PictureFate; readonly pictures: readonly Picture[] }) {
  const offered = offerOf(fate);
  const hashes = [...new Set(pictures.map(({ hash }) => hash))];
  return (
    <div class="picture-note">
      {wordsOf(fate, pictures.length)}
      {offered ? (
        <>
          {' · '}
          <LinkButton onClick={() => ask(host.request('setPictureSending', { hashes, sending: offered.sending }))}>
            {offered.name}
          </LinkButton>
        </>
      ) : null}
    </div>
  );
}

function wordsOf(fate: PictureFate, pictures: number): string {
  const one = pictures === 1;
  switch (fate) {
    case 'unseen':
      return one
        ? t('1 picture is not sent: this model cannot see pictures')
        : t('{0} pictures are not sent: this model cannot see pictures', count(pictures));
    case 'leftOut':
      return one ? t('1 older picture is not sent any more') : t('{0} older pictures are not sent any more', count(pictures));
    case 'keptLeftOut':
      return one
        ? t('1 picture is kept, but there is no room for all that are')
        : t('{0} pictures are kept, but there is no room for all that are', count(pictures));
    case 'kept':
      return one ? t('1 picture is kept in every request') : t('{0} pictures are kept in every request', count(pictures));
    case 'small':
      return one ? t('1 picture is sent smaller than it is') : t('{0} pictures are sent smaller than they are', count(pictures));
    case 'never':
      return one ? t('1 picture is taken out') : t('{0} pictures are taken out', count(pictures));
  }
}

function offerOf(fate: PictureFate): { readonly name: string; readonly sending: PictureSending | null } | null {
  switch (fate) {
    case 'leftOut':
      return { name: t('Keep'), sending: 'kept' };
    case 'keptLeftOut':
    case 'kept':
      return { name: t('Let go'), sending: null };
    case 'never':
      return { name: t('Put back'), sending: null };
    case 'small':
    case 'unseen':
      return null;
  }
}
