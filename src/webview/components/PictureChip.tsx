import type { PictureView } from '../../shared/attachmentViews.ts';
import { money } from '../../shared/money.ts';
import type { Picture } from '../../shared/picture.ts';
import { ask, host } from '../host.ts';
import type { PendingPicture } from '../pictures/intake.ts';
import { forgetOriginal } from '../pictures/originals.ts';
import { count, t } from '../words.ts';
import { IconButton } from './Buttons.tsx';
import { chipRemove } from './ChipList.tsx';
import { Icon } from './Icon.tsx';
import { Thumbnail } from './Thumbnail.tsx';

/** A picture that goes with the prompt that is being typed, and what it costs there. */
export function PictureChip({ picture }: { readonly picture: PictureView }) {
  const { id, name, note, description, tokens, cost } = picture;
  return (
    <li class="chip picture-chip" title={[note, description].filter((fact) => fact !== null).join('\n') || undefined}>
      <Thumbnail picture={picture} />
      <span class="picture-facts">
        <span class="picture-head">
          <span class="picture-name">{name}</span>
          <span class="picture-size">
            {count(picture.width)} × {count(picture.height)}
          </span>
        </span>
        <span class="picture-size">
          {t('{0} tok', count(tokens))}
          {cost === null ? '' : ` · ${money(cost)}`}
        </span>
      </span>
      <IconButton
        icon="close"
        class={chipRemove}
        name={t('Remove {0}', name)}
        onClick={() => {
          forgetOriginal(id);
          ask(host.request('removePicture', { id }));
        }}
      />
    </li>
  );
}

/** One that is being made ready. */
export function PendingChip({ picture: { name } }: { readonly picture: PendingPicture }) {
  return (
    <li class="chip picture-chip" aria-busy="true">
      <span class="thumbnail">
        <Icon name="file-media" />
      </span>
      <span class="picture-facts">
        <span class="picture-name">{name}</span>
        <span class="picture-size">{t('Reading…')}</span>
      </span>
    </li>
  );
}

/** The pictures that went with a prompt; what was said of one goes with it, as it was sent. */
export function PictureRow({ pictures }: { readonly pictures: readonly Picture[] }) {
  if (pictures.length === 0) return null;
  return (
    <ul class="picture-row" aria-label={t('Pictures')}>
      {pictures.map((picture) => (
        <li key={picture.id}>
          <Thumbnail picture={picture} sent />
          {picture.description === null ? null : <span class="picture-caption">{picture.description}</span>}
        </li>
      ))}
    </ul>
  );
}
