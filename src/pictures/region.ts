/** A part of a picture that is being chosen, by the pointer or by keys. In whole pixels: places are the lines between them. */
import type { Size } from './limits.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point, Size {}

/** From where it was begun to where it ends: of an arrow, from its tail to its tip. */
export interface Region {
  readonly from: Point;
  readonly to: Point;
}

export function rectOf({ from, to }: Region): Rect {
  return {
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.abs(to.x - from.x),
    height: Math.abs(to.y - from.y),
  };
}

/** The whole place that is nearest to one, within bounds. */
export function placeWithin({ x, y }: Point, bounds: Rect): Point {
  return {
    x: clamp(Math.round(x), bounds.x, bounds.x + bounds.width),
    y: clamp(Math.round(y), bounds.y, bounds.y + bounds.height),
  };
}

/** Where keys begin: the middle, half as wide and high as the whole. */
export function middleOf(bounds: Rect): Region {
  const at = (part: number) => placeWithin({ x: bounds.x + bounds.width * part, y: bounds.y + bounds.height * part }, bounds);
  return { from: at(0.25), to: at(0.75) };
}

/** Moved, as far as bounds allow. */
export function moved({ from, to }: Region, by: Point, bounds: Rect): Region {
  const { x, y, width, height } = rectOf({ from, to });
  const dx = clamp(Math.round(by.x), bounds.x - x, bounds.x + bounds.width - x - width);
  const dy = clamp(Math.round(by.y), bounds.y - y, bounds.y + bounds.height - y - height);
  return { from: { x: from.x + dx, y: from.y + dy }, to: { x: to.x + dx, y: to.y + dy } };
}

/** With its end moved, as far as bounds allow. */
export function sized({ from, to }: Region, by: Point, bounds: Rect): Region {
  return { from, to: placeWithin({ x: to.x + by.x, y: to.y + by.y }, bounds) };
}

/** How far a key goes, in pixels: a hundredth of the longer edge, or one. */
export function keyStep({ width, height }: Size, fine: boolean): number {
  return fine ? 1 : Math.max(1, Math.round(Math.max(width, height) / 100));
}

/** What the pointer takes hold of in a region. */
export type Grip =
  /** A corner: the one across from it stays. */
  { readonly kind: 'corner'; readonly across: Point } | { readonly kind: 'inside' } | { readonly kind: 'none' };

/** @param reach pixels around a corner that belong to it */
export function gripAt(region: Region, at: Point, reach: number): Grip {
  const { x, y, width, height } = rectOf(region);
  const [right, bottom] = [x + width, y + height];
  const nearX = [x, right].find((each) => Math.abs(each - at.x) <= reach);
  const nearY = [y, bottom].find((each) => Math.abs(each - at.y) <= reach);
  if (nearX !== undefined && nearY !== undefined)
    return { kind: 'corner', across: { x: nearX === x ? right : x, y: nearY === y ? bottom : y } };
  const isInside = at.x >= x && at.x <= right && at.y >= y && at.y <= bottom;
  return { kind: isInside ? 'inside' : 'none' };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
