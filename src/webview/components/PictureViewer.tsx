import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isEdited } from '../../pictures/edits.ts';
import { beginWorkbench, changeWorkbench } from '../../pictures/workbench.ts';
import type { Picture } from '../../shared/picture.ts';
import { pictureMenu } from '../pictures/pictureActions.ts';
import { readBlob } from '../pictures/thumbnails.ts';
import { viewed } from '../pictures/viewer.ts';
import { header } from '../store.ts';
import { count, t } from '../words.ts';
import { Workbench } from '../workbench/Workbench.tsx';
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
  const work = useSignal(beginWorkbench({ width: picture.width, height: picture.height }));
  const leaving = useSignal(false);
  const { hash, name, width, height, note } = picture;
  const isTyped = header.value?.pictures.some(({ id }) => id === picture.id) ?? false;

  // With it, the rest of the page cannot be reached, and what had the focus gets it back.
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

  const close = () => dialog.current?.close();

  /** Closes it, unless that would take something away. */
  function leave(): void {
    if (isEdited(work.peek().edits)) leaving.value = true;
    else close();
  }

  /** One thing after the other: the region, the tool, the picture. */
  function stepBack(): void {
    const { tool, region } = work.peek();
    if (region) work.value = changeWorkbench(work.peek(), { type: 'place', region: null });
    else if (tool !== null) work.value = changeWorkbench(work.peek(), { type: 'choose', tool: null, region: false });
    else leave();
  }

  return (
    <dialog
      ref={dialog}
      class="viewer"
      aria-label={name}
      data-vscode-context={pictureMenu(picture, !isTyped)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.isComposing) return;
        event.preventDefault();
        stepBack();
      }}
      onCancel={(event) => {
        event.preventDefault();
        stepBack();
      }}
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
        <IconButton icon="close" name={t('Close')} onClick={leave} />
      </div>
      {url === null ? null : <Workbench picture={picture} url={url} work={work} leaving={leaving} close={close} />}
      {lost ? <p class="viewer-lost">{t('The picture is not there any more.')}</p> : null}
    </dialog>
  );
}
