import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Picture } from '../../shared/picture.ts';
import { pictureMenu } from '../pictures/pictureActions.ts';
import { readBlob } from '../pictures/thumbnails.ts';
import { viewed } from '../pictures/viewer.ts';
import { header } from '../store.ts';
import { count, t } from '../words.ts';
import { IconButton } from './Buttons.tsx';
import { PictureActions } from './PictureActions.tsx';

/** The picture that is looked at, over everything else. */
export function PictureViewer() {
  const picture = viewed.value;
  return picture ? <Viewer key={picture.id} picture={picture} /> : null;
}

function Viewer({ picture }: { readonly picture: Picture }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [url, setUrl] = useState<string | null>(null);
  const [lost, setLost] = useState(false);
  const { hash, name, width, height, note } = picture;
  const isTyped = header.value?.pictures.some(({ id }) => id === picture.id) ?? false;

  // With it, the rest of the page cannot be reached, Esc closes it, and what had the focus gets it back.
  useLayoutEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    let address: string | null = null;
    let gone = false;
    void readBlob(hash, 'whole').then(
      (blob) => {
        if (gone) return;
        if (!blob) return setLost(true);
        address = URL.createObjectURL(blob);
        setUrl(address);
      },
      () => setLost(true),
    );
    return () => {
      gone = true;
      if (address !== null) URL.revokeObjectURL(address);
    };
  }, [hash]);

  return (
    <dialog
      ref={dialog}
      class="viewer"
      aria-label={name}
      data-vscode-context={pictureMenu(picture, !isTyped)}
      onClose={() => {
        viewed.value = null;
      }}
    >
      <div class="viewer-bar">
        <span class="viewer-title">
          <span>{name}</span>
          <span class="viewer-facts">{[`${count(width)} × ${count(height)}`, note].filter((fact) => fact !== null).join(' · ')}</span>
        </span>
        <PictureActions picture={picture} />
        <IconButton icon="close" name={t('Close')} onClick={() => dialog.current?.close()} />
      </div>
      <div class="viewer-picture">
        {url === null ? null : <img src={url} alt={name} width={width} height={height} />}
        {lost ? <p>{t('The picture is not there any more.')}</p> : null}
      </div>
    </dialog>
  );
}
