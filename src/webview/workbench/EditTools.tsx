import { type Tool, tools, type Workbench, type WorkbenchChange } from '../../pictures/workbench.ts';
import { IconButton } from '../components/Buttons.tsx';
import { Icon } from '../components/Icon.tsx';
import { t } from '../words.ts';
import { Toolbar } from './Toolbar.tsx';
import { toolIcons, toolName } from './toolWords.ts';

interface EditToolsProps {
  readonly work: Workbench;
  /** @param byKeys it was chosen by a key, and is used by keys */
  readonly choose: (tool: Tool | null, byKeys: boolean) => void;
  readonly change: (change: WorkbenchChange) => void;
}

/** What can be done to a picture. A tool that is pressed again is laid down. */
export function EditTools({ work: { tool, past, future }, choose, change }: EditToolsProps) {
  return (
    <Toolbar label={t('Edit picture')}>
      {tools.map((each) => (
        <button
          key={each}
          type="button"
          class="icon-button"
          aria-label={toolName(each)}
          title={toolName(each)}
          aria-pressed={each === tool}
          // A click that no pointer has made counts none.
          onClick={({ detail }) => choose(each === tool ? null : each, detail === 0)}
        >
          <Icon name={toolIcons[each]} />
        </button>
      ))}
      <span class="toolbar-gap" />
      <IconButton icon="discard" name={t('Undo')} disabled={past.length === 0} onClick={() => change({ type: 'undo' })} />
      <IconButton icon="redo" name={t('Redo')} disabled={future.length === 0} onClick={() => change({ type: 'redo' })} />
    </Toolbar>
  );
}
