import { takeFiles } from '../dropFiles.ts';
import { t } from '../words.ts';
import { IconButton } from './Buttons.tsx';

let input: HTMLInputElement | null = null;

/** Lets the user choose files where the page is shown, which may not be where the workspace is: pictures, PDFs and texts. */
export function chooseFiles(): void {
  input?.click();
}

export function AttachButton() {
  return (
    <>
      <IconButton icon="add" name={t('Attach files')} onClick={chooseFiles} />
      <input
        ref={(element) => {
          input = element;
        }}
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
