import { signal } from '@preact/signals';
import type { Picture } from '../../shared/picture.ts';

/** The picture that is looked at; null: none. */
export const viewed = signal<Picture | null>(null);

export function view(picture: Picture): void {
  viewed.value = picture;
}
