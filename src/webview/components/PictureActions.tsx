import type { Picture } from '../../shared/picture.ts';
import { tell } from '../host.ts';
import { copyPicture, savePicture, sendPictureAgain } from '../pictures/pictureActions.ts';
import { viewed } from '../pictures/viewer.ts';
import { header } from '../store.ts';
import { t } from '../words.ts';
import { CopyButton, IconButton } from './Buttons.tsx';

/** What can be done with the picture that is looked at. */
export function PictureActions({ picture }: { readonly picture: Picture }) {
  const isTyped = header.value?.pictures.some(({ id }) => id === picture.id) ?? false;
  /** What went wrong is told behind the picture. */
  const orTell = (action: Promise<void>) =>
    action.catch((error: unknown) => {
      viewed.value = null;
      tell(error);
    });
  return (
    <>
      <IconButton icon="save" name={t('Save as…')} onClick={() => void orTell(savePicture(picture))} />
      <CopyButton name={t('Copy')} copy={() => copyPicture(picture.hash)} />
      {isTyped ? null : <IconButton icon="redo" name={t('Send again')} onClick={() => void orTell(sendPictureAgain(picture))} />}
    </>
  );
}
