import type { ComponentChildren } from 'preact';
import { dragging, hasFiles, takeDrop } from '../dropFiles.ts';
import { t } from '../words.ts';

interface DropZoneProps {
  readonly class: string;
  readonly children: ComponentChildren;
}

/** Takes the files that are dropped on what is in it. With keys one names them after `@` instead. */
export function DropZone({ class: name, children }: DropZoneProps) {
  function onDrag(event: DragEvent): void {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    dragging.value = true;
  }

  function onDragLeave({ currentTarget, relatedTarget }: DragEvent): void {
    const isWithin = currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
    if (!isWithin) dragging.value = false;
  }

  function onDrop(event: DragEvent): void {
    dragging.value = false;
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    void takeDrop(event.dataTransfer);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dragging is the mouse's.
    <div class={name} onDragEnter={onDrag} onDragOver={onDrag} onDragLeave={onDragLeave} onDrop={onDrop}>
      {dragging.value ? <div class="drop-hint">{t('Drop to add to the prompt')}</div> : null}
      {children}
    </div>
  );
}
