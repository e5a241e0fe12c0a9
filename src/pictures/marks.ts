/** What is drawn on a picture, and the shapes of it. Their colours are not the theme's: they are part of the picture. */
import type { Size } from './limits.ts';
import type { Point, Rect } from './region.ts';

export type Mark =
  | { readonly kind: 'arrow'; readonly from: Point; readonly to: Point; readonly thickness: number }
  | { readonly kind: 'rectangle'; readonly rect: Rect; readonly thickness: number }
  /** `at` is its upper left corner, `size` its height; both in pixels. */
  | { readonly kind: 'text'; readonly at: Point; readonly size: number; readonly text: string }
  /** Takes the place of the pixels. */
  | { readonly kind: 'redaction'; readonly rect: Rect };

/** Seen well on nearly everything, and with its edge on the rest. */
export const markColor = '#f01e3c';
export const edgeColor = '#ffffff';
export const redactionColor = '#000000';

/** Of letters; both the page's and the picture's. */
export const markFont = 'sans-serif';
export const markWeight = 700;

/** Pixels of a line, for a picture of that size. */
export function thicknessFor({ width, height }: Size): number {
  return Math.max(3, Math.round(Math.max(width, height) / 150));
}

/** Pixels of a text's height, unless somebody chooses another one. */
export function textSizeFor({ width, height }: Size): number {
  return Math.max(16, Math.round(Math.max(width, height) / 24));
}

/** How wide the light edge around a mark is, on each of its sides. */
export function edgeOf(mark: Exclude<Mark, { kind: 'redaction' }>): number {
  return mark.kind === 'text' ? mark.size / 10 : mark.thickness / 2;
}

/** Where the letters of a text stand: what is below it is for their tails. */
export function baselineOf({ at, size }: Extract<Mark, { kind: 'text' }>): Point {
  return { x: at.x, y: at.y + size * 0.8 };
}

/** The corners of an arrow, around it; its tip is among them. */
export function arrowShape({ from, to, thickness }: Extract<Mark, { kind: 'arrow' }>): Point[] {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return [];
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const head = Math.min(length, thickness * 5);
  const base = { x: to.x - ux * head, y: to.y - uy * head };
  const beside = ({ x, y }: Point, by: number): Point => ({ x: x - uy * by, y: y + ux * by });
  const [shaft, wing] = [thickness / 2, head / 2];
  return [
    beside(from, shaft),
    beside(base, shaft),
    beside(base, wing),
    to,
    beside(base, -wing),
    beside(base, -shaft),
    beside(from, -shaft),
  ];
}
