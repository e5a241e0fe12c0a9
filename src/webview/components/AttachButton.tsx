import { useRef } from 'preact/hooks';
import { takeFiles } from '../dropFiles.ts';
import { t } from '../words.ts';
import { IconButton } from './Buttons.tsx';

/** Chooses files where the page is shown, which may not be where the workspace is: pictures, PDFs and texts. */
export function AttachButton() {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton icon="add" name={t('Attach files')} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          void takeFiles([...(currentTarget.files ?? [])]);
          // The same file may be chosen again.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
