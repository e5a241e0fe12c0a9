/** What is being done to a picture: the tool, the region that it is for, what was done, and the way back. Pure: each change makes a new one. */
import { type Edits, noEdits } from './edits.ts';
import type { Size } from './limits.ts';
import { type Mark, textSizeFor, thicknessFor } from './marks.ts';
import { middleOf, moved, type Point, placeWithin, type Rect, type Region, rectOf, sized } from './region.ts';

export const tools = ['crop', 'arrow', 'rectangle', 'text', 'redact'] as const;
export type Tool = (typeof tools)[number];

export interface Workbench {
  /** The picture's. All places are told in its pixels, also when it is cropped. */
  readonly size: Size;
  readonly edits: Edits;
  /** The last one comes last. */
  readonly past: readonly Edits[];
  /** What was undone, the last one last. */
  readonly future: readonly Edits[];
  /** Null: the picture is only looked at. */
  readonly tool: Tool | null;
  /** What the tool is for; null until one has been chosen. */
  readonly region: Region | null;
  /** What is to be written there. */
  readonly text: string;
}

export type WorkbenchChange =
  /** Takes up a tool, or lays it down; `region`: with a region to be moved by keys. */
  | { readonly type: 'choose'; readonly tool: Tool | null; readonly region: boolean }
  | { readonly type: 'place'; readonly region: Region | null }
  /** Moves the region, or its end. The first one only brings it. */
  | { readonly type: 'move' | 'size'; readonly by: Point }
  | { readonly type: 'write'; readonly text: string }
  /** Does what the tool does, where there is something to do. */
  | { readonly type: 'apply' }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' };

export function beginWorkbench(size: Size): Workbench {
  return { size, edits: noEdits, past: [], future: [], tool: null, region: null, text: '' };
}

/** What is left of the picture: what one works on. */
export function boundsOf({ size, edits }: Pick<Workbench, 'size' | 'edits'>): Rect {
  return edits.crop ?? { x: 0, y: 0, ...size };
}

/** Where a text is written that is to begin at a place. */
export function textRegion(at: Point, bounds: Rect): Region {
  const height = textSizeFor(bounds);
  const from = placeWithin({ x: at.x, y: Math.min(at.y, bounds.y + bounds.height - height) }, bounds);
  return { from, to: placeWithin({ x: from.x + 4 * height, y: from.y + height }, bounds) };
}

export function changeWorkbench(workbench: Workbench, change: WorkbenchChange): Workbench {
  const bounds = boundsOf(workbench);
  const { tool, region, edits, past, future } = workbench;
  switch (change.type) {
    case 'choose': {
      const begun = change.tool !== null && change.region ? firstRegion(change.tool, bounds) : null;
      return { ...workbench, tool: change.tool, region: begun, text: '' };
    }
    case 'place':
      return { ...workbench, region: change.region };
    case 'move':
    case 'size': {
      if (tool === null) return workbench;
      if (region === null) return { ...workbench, region: firstRegion(tool, bounds) };
      return { ...workbench, region: (change.type === 'move' ? moved : sized)(region, change.by, bounds) };
    }
    case 'write':
      return { ...workbench, text: change.text };
    case 'apply': {
      const after = editsAfter(workbench);
      if (!after) return workbench;
      // A picture is cropped once, and marked often.
      const next = tool === 'crop' ? null : tool;
      return { ...workbench, edits: after, past: [...past, edits], future: [], tool: next, region: null, text: '' };
    }
    case 'undo': {
      const before = past.at(-1);
      if (!before) return workbench;
      return { ...workbench, edits: before, past: past.slice(0, -1), future: [...future, edits], region: null, text: '' };
    }
    case 'redo': {
      const after = future.at(-1);
      if (!after) return workbench;
      return { ...workbench, edits: after, past: [...past, edits], future: future.slice(0, -1), region: null, text: '' };
    }
  }
}

/** What the picture's edits are when the tool has done its work; undefined where there is nothing to do. */
export function editsAfter(workbench: Workbench): Edits | undefined {
  const { edits, tool, region, text } = workbench;
  if (tool === null || region === null) return undefined;
  const bounds = boundsOf(workbench);
  if (tool === 'crop') {
    const rect = rectOf(region);
    const isLess = rect.width < bounds.width || rect.height < bounds.height;
    return isArea(rect) && isLess ? { ...edits, crop: rect } : undefined;
  }
  const mark = markOf(tool, region, text, bounds);
  return mark && { ...edits, marks: [...edits.marks, mark] };
}

/** What a tool draws; undefined where that is nothing. */
export function markOf(tool: Exclude<Tool, 'crop'>, region: Region, text: string, bounds: Rect): Mark | undefined {
  const rect = rectOf(region);
  switch (tool) {
    case 'arrow':
      return rect.width + rect.height > 0 ? { kind: 'arrow', ...region, thickness: thicknessFor(bounds) } : undefined;
    case 'rectangle':
      return isArea(rect) ? { kind: 'rectangle', rect, thickness: thicknessFor(bounds) } : undefined;
    case 'text':
      return text.trim() === ''
        ? undefined
        : { kind: 'text', at: { x: rect.x, y: rect.y }, size: Math.max(1, rect.height), text: text.trim() };
    case 'redact':
      return isArea(rect) ? { kind: 'redaction', rect } : undefined;
  }
}

function firstRegion(tool: Tool, bounds: Rect): Region {
  const middle = middleOf(bounds);
  return tool === 'text' ? textRegion(middle.from, bounds) : middle;
}

function isArea({ width, height }: Rect): boolean {
  return width > 0 && height > 0;
}
