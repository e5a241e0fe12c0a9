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
  return (
    <>
      <IconButton icon="save" name={t('Save as…')} onClick={() => void inSight(savePicture(picture)).catch(tell)} />
      <CopyButton name={t('Copy')} copy={() => inSight(copyPicture(picture.hash))} />
      {isTyped ? null : (
        <IconButton icon="redo" name={t('Send again')} onClick={() => void inSight(sendPictureAgain(picture)).catch(tell)} />
      )}
    </>
  );
}

/** What went wrong is told behind the picture, which then goes. */
function inSight(action: Promise<void>): Promise<void> {
  return action.catch((error: unknown) => {
    viewed.value = null;
    throw error;
  });
}
