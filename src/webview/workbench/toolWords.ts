/** What is said of tools, regions and what was done with them. */
import type { Mark } from '../../pictures/marks.ts';
import { type Region, rectOf } from '../../pictures/region.ts';
import type { Tool, Workbench, WorkbenchChange } from '../../pictures/workbench.ts';
import { count, t } from '../words.ts';

export const toolIcons: Readonly<Record<Tool, string>> = {
  crop: 'screen-cut',
  arrow: 'arrow-right',
  rectangle: 'chrome-maximize',
  text: 'text-size',
  redact: 'eye-closed',
};

export function toolName(tool: Tool): string {
  switch (tool) {
    case 'crop':
      return t('Crop');
    case 'arrow':
      return t('Arrow');
    case 'rectangle':
      return t('Rectangle');
    case 'text':
      return t('Text');
    case 'redact':
      return t('Redact');
  }
}

/** What a tool is for. */
export function toolHint(tool: Tool): string {
  switch (tool) {
    case 'crop':
      return t('Drag over the part that is to stay.');
    case 'arrow':
      return t('Drag to what the arrow is to point at.');
    case 'rectangle':
      return t('Drag over what the rectangle is to stand around.');
    case 'text':
      return t('Click where the text is to begin.');
    case 'redact':
      return t('Drag over what nobody is to see. Its pixels are replaced.');
  }
}

/** How it is used by keys. */
export function keyHint(): string {
  return t('Arrow keys move, with Shift they size, with Ctrl finely. Enter applies.');
}

/** A region, by its size and place. */
export function regionWords(region: Region): string {
  const { x, y, width, height } = rectOf(region);
  return t('{0} × {1} at {2}, {3}', count(width), count(height), count(x), count(y));
}

/** What a change has done that cannot be heard otherwise; empty: nothing. */
export function changeWords(before: Workbench, change: WorkbenchChange, after: Workbench): string {
  if (after === before) return change.type === 'apply' ? t('Nothing to apply') : '';
  switch (change.type) {
    case 'choose':
      return after.tool === null
        ? t('No tool')
        : [toolName(after.tool), after.region ? regionWords(after.region) : ''].filter(Boolean).join(', ');
    case 'move':
    case 'size':
      return after.region ? regionWords(after.region) : '';
    case 'apply':
      return appliedWords(before, after);
    case 'undo':
      return t('Undone');
    case 'redo':
      return t('Done again');
    case 'place':
    case 'write':
      return '';
  }
}

function appliedWords(before: Workbench, { edits }: Workbench): string {
  const mark = edits.marks.at(-1);
  if (edits.marks.length > before.edits.marks.length && mark) return markWords(mark);
  return edits.crop ? t('Cropped to {0} × {1}', count(edits.crop.width), count(edits.crop.height)) : '';
}

function markWords(mark: Mark): string {
  switch (mark.kind) {
    case 'arrow':
      return t('Arrow added');
    case 'rectangle':
      return t('Rectangle added');
    case 'text':
      return t('Text added');
    case 'redaction':
      return t('Redacted');
  }
}
