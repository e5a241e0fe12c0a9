/**
 * Pictures as pixels: decoded by the browser beside the page's thread, scaled here in slices, and written by the browser when the page is
 * idle. There is no worker to do it in: the page's policy lets nothing make one.
 */
import { mostBytes, type Size } from '../../pictures/limits.ts';
import { type Encoding, encodings, isBetterEncoding, isGoodEncoding } from '../../pictures/plan.ts';
import { Resampler } from '../../pictures/resample.ts';
import { oneOf } from '../../shared/json.ts';
import { type EncodedPicture, pictureTypes } from '../../shared/picture.ts';
import { Pace } from './breathe.ts';

/** Pixels that are read at a time. */
const stripe = 250_000;

/** What can be drawn a few rows at a time. */
export interface Paintable extends Size {
  /** Draws so many rows from `top` on at the upper edge of a context, which it leaves as it was. */
  paint(into: OffscreenCanvasRenderingContext2D, top: number, rows: number): void;
}

/** A picture as it is. */
export function asItIs(source: ImageBitmap | OffscreenCanvas): Paintable {
  const { width, height } = source;
  return { width, height, paint: (into, top, rows) => into.drawImage(source, 0, top, width, rows, 0, 0, width, rows) };
}

/** A picture on a canvas. */
export interface Drawn {
  readonly canvas: OffscreenCanvas;
  /** Nothing can be seen through it. */
  readonly opaque: boolean;
}

/** Decodes a picture, upright and in the colours of screens; undefined where the browser cannot. */
export async function decode(bytes: Uint8Array<ArrayBuffer>): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(new Blob([bytes]));
  } catch {
    return undefined;
  }
}

/** Draws a drawing; undefined where the browser cannot. As a picture it runs nothing and loads nothing. */
export async function drawSvg(bytes: Uint8Array<ArrayBuffer>, { width, height }: Size): Promise<ImageBitmap | undefined> {
  const image = new Image(width, height);
  try {
    image.src = await dataUrl(bytes);
    await image.decode();
    const canvas = new OffscreenCanvas(width, height);
    contextOf(canvas).drawImage(image, 0, 0, width, height);
    // Where something of it was not this page's to see, that is known when it is read.
    return await createImageBitmap(new Blob([await (await canvas.convertToBlob()).arrayBuffer()]));
  } catch {
    return undefined;
  }
}

/** Draws pixels at a size that is not larger. */
export async function draw(source: Paintable, to: Size): Promise<Drawn> {
  const { width, height } = source;
  const canvas = new OffscreenCanvas(to.width, to.height);
  const into = contextOf(canvas);
  const rows = Math.max(1, Math.floor(stripe / width));
  const reader = contextOf(new OffscreenCanvas(width, rows));
  const writer = new StripeWriter(into, to, rows);
  const resampler = to.width === width && to.height === height ? null : new Resampler({ width, height }, to);
  const pace = new Pace();
  let opaque = true;
  for (let top = 0; top < height; top += rows) {
    const count = Math.min(rows, height - top);
    reader.clearRect(0, 0, width, rows);
    source.paint(reader, top, count);
    const pixels = reader.getImageData(0, 0, width, count);
    opaque &&= isOpaque(pixels.data);
    if (resampler) {
      for (let row = 0; row < count; row++) {
        resampler.add(pixels.data, row * width * 4, (place, made) => writer.put(place, made));
        if (pace.isOver) await pace.breathe();
      }
    } else {
      into.putImageData(pixels, 0, top);
    }
    if (pace.isOver) await pace.breathe();
  }
  writer.flush();
  return { canvas, opaque };
}

/** Writes what was drawn in the first way that is good enough; undefined where none is small enough. */
export async function encode({ canvas, opaque }: Drawn, lossless: boolean): Promise<EncodedPicture | undefined> {
  let best: EncodedPicture | undefined;
  for (const encoding of encodings(lossless, opaque)) {
    const made = await write(canvas, encoding);
    if (!best || isBetterEncoding(best.bytes.length, made.bytes.length)) best = made;
    // A second way that is not much better is no reason to look for a third.
    else break;
    if (isGoodEncoding(encoding, made.bytes.length, canvas)) break;
  }
  return best && best.bytes.length <= mostBytes ? best : undefined;
}

export async function write(canvas: OffscreenCanvas, { type, quality }: Encoding): Promise<EncodedPicture> {
  const rest = keepDrawing();
  const blob = await canvas.convertToBlob({ type, ...(quality === null ? {} : { quality }) }).finally(rest);
  // A browser that does not write a type writes PNG.
  return { type: oneOf(pictureTypes, blob.type) ?? 'image/png', bytes: new Uint8Array(await blob.arrayBuffer()) };
}

/**
 * The browser writes in its idle time, of which it takes up to 50 ms at once where no frame is awaited. So one is.
 * @returns ends it
 */
function keepDrawing(): () => void {
  let frame = 0;
  const next = () => {
    frame = requestAnimationFrame(next);
  };
  next();
  return () => cancelAnimationFrame(frame);
}

/** Collects rows, so that not each is put by itself. */
class StripeWriter {
  readonly #into: OffscreenCanvasRenderingContext2D;
  readonly #pixels: ImageData;
  #top = 0;
  #count = 0;

  constructor(into: OffscreenCanvasRenderingContext2D, { width, height }: Size, rows: number) {
    this.#into = into;
    this.#pixels = new ImageData(width, Math.min(rows, height));
  }

  put(row: number, pixels: Float32Array): void {
    if (this.#count === 0) this.#top = row;
    // Rounds, and keeps what a sharp filter overshoots within bounds.
    this.#pixels.data.set(pixels, this.#count * pixels.length);
    this.#count += 1;
    if (this.#count === this.#pixels.height) this.flush();
  }

  flush(): void {
    if (this.#count > 0) this.#into.putImageData(this.#pixels, 0, this.#top, 0, 0, this.#pixels.width, this.#count);
    this.#count = 0;
  }
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  // In memory and not on the graphics card: it is read back at once.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('There is nothing to draw on.');
  return context;
}

function isOpaque(pixels: Uint8ClampedArray): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 255) return false;
  return true;
}

function dataUrl(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Error('The drawing cannot be read.'));
    reader.readAsDataURL(new Blob([bytes], { type: 'image/svg+xml' }));
  });
}
