/** What is changed of a picture, told in its own pixels; and the same for a picture that shows it in another size. */
import type { Size } from './limits.ts';
import type { Mark } from './marks.ts';
import type { Point, Rect } from './region.ts';

export interface Edits {
  /** What stays of it; null: all. */
  readonly crop: Rect | null;
  /** The later ones lie over the earlier ones. */
  readonly marks: readonly Mark[];
}

export const noEdits: Edits = { crop: null, marks: [] };

export function isEdited({ crop, marks }: Edits): boolean {
  return crop !== null || marks.length > 0;
}

/** The same edits of the same picture in another size. */
export function scaledEdits({ crop, marks }: Edits, from: Size, to: Size): Edits {
  const [sx, sy] = [to.width / from.width, to.height / from.height];
  return { crop: crop && cropped(edges(crop, sx, sy), to), marks: marks.map((mark) => scaledMark(mark, sx, sy)) };
}

/** Nothing of what is redacted is left, not even a part of a pixel. */
function scaledMark(mark: Mark, sx: number, sy: number): Mark {
  const point = ({ x, y }: Point): Point => ({ x: x * sx, y: y * sy });
  switch (mark.kind) {
    case 'arrow':
      return { ...mark, from: point(mark.from), to: point(mark.to), thickness: mark.thickness * sx };
    case 'rectangle': {
      const { width, height } = mark.rect;
      return { ...mark, rect: { ...point(mark.rect), width: width * sx, height: height * sy }, thickness: mark.thickness * sx };
    }
    case 'text':
      return { ...mark, at: point(mark.at), size: mark.size * sy };
    case 'redaction':
      return { ...mark, rect: around(edges(mark.rect, sx, sy)) };
  }
}

interface Edges {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function edges({ x, y, width, height }: Rect, sx: number, sy: number): Edges {
  return { left: x * sx, top: y * sy, right: (x + width) * sx, bottom: (y + height) * sy };
}

/** The whole pixels that are nearest: at least one, and within the picture. */
function cropped({ left, top, right, bottom }: Edges, { width, height }: Size): Rect {
  const x = Math.min(Math.round(left), width - 1);
  const y = Math.min(Math.round(top), height - 1);
  return {
    x,
    y,
    width: Math.max(1, Math.min(Math.round(right), width) - x),
    height: Math.max(1, Math.min(Math.round(bottom), height) - y),
  };
}

/** The whole pixels of which any part is within. What a division leaves over is no part. */
function around({ left, top, right, bottom }: Edges): Rect {
  const [x, y] = [Math.floor(left + tiny), Math.floor(top + tiny)];
  return { x, y, width: Math.ceil(right - tiny) - x, height: Math.ceil(bottom - tiny) - y };
}

/** Pixels. */
const tiny = 1e-6;
