import { type Signal, useComputed, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { isEdited } from '../../pictures/edits.ts';
import type { Size } from '../../pictures/limits.ts';
import { boundsOf, changeWorkbench, type Tool, type Workbench as Work, type WorkbenchChange } from '../../pictures/workbench.ts';
import type { Picture } from '../../shared/picture.ts';
import { originalOf } from '../pictures/originals.ts';
import { header } from '../store.ts';
import { count, t } from '../words.ts';
import { DescriptionBox } from './DescriptionBox.tsx';
import { EditTools } from './EditTools.tsx';
import { SaveBar } from './SaveBar.tsx';
import { Stage, type StageHandle } from './Stage.tsx';
import { type SaveAs, saveEdits } from './saveEdits.ts';
import { ToolPanel, toolDescription } from './ToolPanel.tsx';
import { changeWords } from './toolWords.ts';
import { ZoomBar } from './ZoomBar.tsx';
import { scaleFor, type Zoom, zoomStep } from './zoom.ts';

interface WorkbenchProps {
  readonly picture: Picture;
  /** Where its bytes are. */
  readonly url: string;
  readonly work: Signal<Work>;
  /** Whether one wanted to leave, with edits that are not saved. */
  readonly leaving: Signal<boolean>;
  /** Leaves it, whatever is not saved. */
  readonly close: () => void;
}

/** A picture that is looked at and worked on. Nothing of it changes before it is saved. */
export function Workbench({ picture, url, work, leaving, close }: WorkbenchProps) {
  const stage = useRef<StageHandle | null>(null);
  const textBox = useRef<HTMLInputElement>(null);
  const zoom = useSignal<Zoom>('fit');
  const room = useSignal<Size>({ width: 0, height: 0 });
  const said = useSignal('');
  const saving = useSignal(false);
  const trouble = useSignal('');
  const scale = useComputed(() => scaleFor(zoom.value, room.value, boundsOf(work.value)));
  /** As it is in what is typed; undefined where it was sent, or taken away. */
  const attached = header.value?.pictures.find(({ id }) => id === picture.id);
  const now = attached ?? picture;
  /** As it is written here: what the host has of it comes later. */
  const description = useRef(now.description);
  const { tool } = work.value;

  // Its keys hold from the beginning.
  useLayoutEffect(() => stage.current?.focus(), []);

  function change(what: WorkbenchChange): void {
    const before = work.peek();
    const after = changeWorkbench(before, what);
    work.value = after;
    const words = changeWords(before, what, after);
    if (words !== '') say(words);
    if (after.edits !== before.edits) leaving.value = false;
  }

  /** The same words twice are said twice. */
  function say(words: string): void {
    said.value = said.peek() === words ? `${words}\u00a0` : words;
  }

  function choose(next: Tool | null, byKeys: boolean): void {
    change({ type: 'choose', tool: next, region: byKeys });
    if (next !== null && byKeys) stage.current?.focus();
  }

  function zoomTo(next: Zoom): void {
    zoom.value = next;
    say(t('{0} %', count(Math.round(scale.peek() * 100))));
  }

  function zoomAtMiddle(next: Zoom): void {
    stage.current?.holdMiddle();
    zoomTo(next);
  }

  async function save(as: SaveAs): Promise<void> {
    if (saving.peek()) return;
    saving.value = true;
    trouble.value = '';
    try {
      await saveEdits({ ...now, description: description.current }, work.peek().edits, as);
      close();
    } catch (error) {
      trouble.value = error instanceof Error ? error.message : String(error);
    } finally {
      saving.value = false;
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.target instanceof HTMLInputElement || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      const key = event.key.toLowerCase();
      if (key !== 'z' && key !== 'y') return;
      event.preventDefault();
      change({ type: key === 'y' || event.shiftKey ? 'redo' : 'undo' });
      return;
    }
    const next = zoomOf(event.key, scale.peek());
    if (next === undefined) return;
    event.preventDefault();
    zoomAtMiddle(next);
  }

  const edited = isEdited(work.value.edits);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that hold wherever the focus is in it.
    <div class="workbench" onKeyDown={onKeyDown}>
      <div class="workbench-bars">
        <EditTools work={work.value} choose={choose} change={change} />
        <ZoomBar scale={scale.value} zoom={zoomAtMiddle} />
      </div>
      <Stage
        handle={stage}
        work={work.value}
        url={url}
        alt={now.description ?? now.name}
        scale={scale.value}
        hint={tool === null ? undefined : toolDescription}
        change={change}
        zoomTo={zoomTo}
        onRoom={(there) => {
          room.value = there;
        }}
        onWrite={() => textBox.current?.focus()}
      />
      <div class="workbench-foot">
        {tool === null ? null : (
          <ToolPanel work={work.value} from={sourceWords(now)} textBox={textBox} change={change} back={() => stage.current?.focus()} />
        )}
        <DescriptionBox
          picture={now}
          isAttached={attached !== undefined}
          onWrite={(written) => {
            description.current = written;
          }}
        />
        {edited ? (
          <SaveBar
            isAttached={attached !== undefined}
            leaving={leaving.value}
            saving={saving.value}
            trouble={trouble.value}
            save={(as) => void save(as)}
            discard={close}
          />
        ) : null}
      </div>
      <div class="sr-only" role="status">
        {said.value}
      </div>
    </div>
  );
}

/** From which pixels what is saved is made, where these are not those that one sees; null where they are. */
function sourceWords({ id, note }: Picture): string | null {
  if (originalOf(id)) return t('What is saved is made from the original.');
  return note === null ? null : t('{0}. The original is not at hand: what is saved is made from what is sent.', note);
}

function zoomOf(key: string, scale: number): Zoom | undefined {
  switch (key) {
    case '+':
    case '=':
      return zoomStep(scale, 1);
    case '-':
      return zoomStep(scale, -1);
    case '0':
      return 'fit';
    case '1':
      return 1;
    default:
      return undefined;
  }
}
