/** What is said of pictures. */
import type { PictureRefusal } from '../../pictures/readPicture.ts';
import { count, t } from '../words.ts';
import { isScaled, type MadePicture } from './makePicture.ts';

/** Why a file is not added. @param name the file's */
export function refusalWords(refusal: PictureRefusal, name: string): string {
  switch (refusal.reason) {
    case 'empty':
      return t('“{0}” is empty.', name);
    case 'notAPicture':
      return t('“{0}” is not a picture.', name);
    case 'truncated':
      return t('“{0}” is not complete: its end is missing.', name);
    case 'damaged':
      return t('“{0}” is damaged and cannot be read.', name);
    case 'tooManyPixels':
      return t('“{0}” is too large: {1} × {2} pixels.', name, count(refusal.width), count(refusal.height));
    case 'tooManyBytes':
      return t('“{0}” is too large: {1} MB.', name, count(Math.round(refusal.bytes / 1e6)));
    case 'unreadable':
      return t(
        'Pictures of the kind of “{0}” ({1}) cannot be read here. Save it as PNG or JPEG first.',
        name,
        refusal.format.toUpperCase(),
      );
    case 'incompressible':
      return t('“{0}” stays larger than what can be sent.', name);
  }
}

/** What was done to it that can be seen; null: nothing. */
export function noteOf(made: MadePicture): string | null {
  const { facts, from } = made;
  const notes = [
    ...(isScaled(made) ? [t('Scaled down from {0} × {1}', count(from.width), count(from.height))] : []),
    ...(facts.frames > 1 ? [t('The first of {0} frames', count(facts.frames))] : []),
  ];
  return notes.length === 0 ? null : notes.join(' · ');
}
