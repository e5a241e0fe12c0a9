import type { RefObject } from 'preact';
import { editsAfter, type Workbench, type WorkbenchChange } from '../../pictures/workbench.ts';
import { t } from '../words.ts';
import { keyHint, regionWords, toolHint } from './toolWords.ts';

const hintId = 'workbench-hint';
const keysId = 'workbench-keys';
/** The ids of what says how the tool is used. */
export const toolDescription = `${hintId} ${keysId}`;

interface ToolPanelProps {
  readonly work: Workbench;
  /** From which pixels what is saved is made; null where that goes without saying. */
  readonly from: string | null;
  readonly textBox: RefObject<HTMLInputElement | null>;
  readonly change: (change: WorkbenchChange) => void;
  /** To the picture. */
  readonly back: () => void;
}

/** How the tool is used, the region that it is for, and what else it needs. */
export function ToolPanel({ work, from, textBox, change, back }: ToolPanelProps) {
  const { tool, region, text } = work;
  if (tool === null) return null;

  function apply(): void {
    change({ type: 'apply' });
    back();
  }

  return (
    <div class="tool-panel">
      <p class="tool-hint">
        <span id={hintId}>{[toolHint(tool), tool === 'crop' ? from : null].filter((each) => each !== null).join(' ')}</span>{' '}
        <span id={keysId} class="tool-keys">
          {keyHint()}
        </span>
      </p>
      {/* Always there: what comes and goes while one draws would move the picture under the pointer. */}
      <div class="tool-region">
        {tool === 'text' ? (
          <input
            ref={textBox}
            type="text"
            aria-label={t('Text on the picture')}
            placeholder={t('Text on the picture')}
            value={text}
            onInput={({ currentTarget }) => change({ type: 'write', text: currentTarget.value })}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.isComposing) return;
              event.preventDefault();
              apply();
            }}
          />
        ) : (
          <span class="tool-place">{region ? regionWords(region) : t('Nothing chosen')}</span>
        )}
        <button type="button" class="button" disabled={!editsAfter(work)} onClick={apply}>
          {t('Apply')}
        </button>
      </div>
    </div>
  );
}
