/** How large a picture is shown: in CSS pixels for each of its own. */
import type { Size } from '../../pictures/limits.ts';

/** As large as there is room for, but no larger than it is; or so much. */
export type Zoom = 'fit' | number;

const levels = [0.02, 0.05, 0.1, 0.2, 0.33, 0.5, 0.67, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16] as const;
const smallest = levels[0];
const largest = 16;

/** @param room CSS pixels; unknown as long as one of them is 0 */
export function scaleFor(zoom: Zoom, room: Size, { width, height }: Size): number {
  if (zoom !== 'fit') return zoom;
  if (room.width <= 0 || room.height <= 0) return 1;
  return Math.min(1, room.width / width, room.height / height);
}

/** The next larger or smaller level. */
export function zoomStep(scale: number, direction: 1 | -1): number {
  // What is a level but for a rounding is that level.
  const slack = 1 + 1e-6;
  const next = direction > 0 ? levels.find((level) => level > scale * slack) : levels.findLast((level) => level < scale / slack);
  return next ?? (direction > 0 ? largest : smallest);
}

/** Zoomed by the wheel, or by two fingers. @param delta as the browser tells it, pixels */
export function zoomBy(scale: number, delta: number): number {
  return Math.min(largest, Math.max(smallest, scale * Math.exp(-delta / 200)));
}
