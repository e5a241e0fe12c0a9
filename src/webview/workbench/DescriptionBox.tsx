import { longestDescription, type Picture } from '../../shared/picture.ts';
import { ask, host } from '../host.ts';
import { t } from '../words.ts';

interface DescriptionBoxProps {
  readonly picture: Picture;
  /** Whether it is still to be sent. */
  readonly isAttached: boolean;
  /** Told at each key, as is the host. */
  readonly onWrite: (description: string | null) => void;
}

/** What is seen on a picture, in the user's words: written as long as it was not sent. Stored at each key. */
export function DescriptionBox({ picture: { id, description }, isAttached, onWrite }: DescriptionBoxProps) {
  if (!isAttached) return description === null ? null : <p class="picture-description">{description}</p>;
  return (
    <input
      type="text"
      class="description-box"
      aria-label={t('Description')}
      placeholder={t('Describe the picture')}
      title={t('For who cannot see it. It is sent with the picture.')}
      maxLength={longestDescription}
      defaultValue={description ?? ''}
      onInput={({ currentTarget: { value } }) => {
        const written = value.trim() === '' ? null : value.trim();
        onWrite(written);
        ask(host.request('describePicture', { id, description: written }));
      }}
    />
  );
}
