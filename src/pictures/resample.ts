/**
 * Scaling down as photographers do: with a filter over all the pixels that a smaller one stands for, so that thin lines and small text are
 * neither dropped nor jagged, as they are where a browser scales. Row by row, so that it can be done a little at a time.
 */
import type { Size } from './limits.ts';

/** Which pixels of a line go into one, and how much of each. */
interface Taps {
  readonly start: Int32Array;
  readonly count: Int32Array;
  /** `most` of each, in order. */
  readonly weights: Float32Array;
  readonly most: number;
}

const channels = 4;
/** How far to each side of a smaller pixel's middle others go into it, in smaller pixels. */
const reach = 3;

/** Rows of RGBA go in from the top, those of the smaller picture come out. */
export class Resampler {
  readonly #to: Size;
  readonly #across: Taps;
  readonly #down: Taps;
  /** The last rows, scaled across, their colours weighted by how much they cover: row n is at n modulo its length. */
  readonly #rows: Float32Array[];
  readonly #sum: Float32Array;
  #taken = 0;
  #made = 0;

  /** @param to no larger than `from` */
  constructor(from: Size, to: Size) {
    this.#to = to;
    this.#across = tapsOf(from.width, to.width);
    this.#down = tapsOf(from.height, to.height);
    this.#rows = Array.from({ length: this.#down.most + 1 }, () => new Float32Array(to.width * channels));
    this.#sum = new Float32Array(to.width * channels);
  }

  /** How many rows have gone in. */
  get taken(): number {
    return this.#taken;
  }

  /**
   * Takes one row.
   * @param pixels four bytes each, from `at` on
   * @param put is called for each row that is whole by it: with its number and its pixels, which are the caller's only until it returns
   */
  add(pixels: Uint8ClampedArray, at: number, put: (row: number, pixels: Float32Array) => void): void {
    this.#scaleAcross(pixels, at, this.#row(this.#taken));
    this.#taken += 1;
    while (this.#made < this.#to.height && this.#lastOf(this.#made) < this.#taken) {
      put(this.#made, this.#scaleDown(this.#made));
      this.#made += 1;
    }
  }

  #lastOf(row: number): number {
    return (this.#down.start[row] ?? 0) + (this.#down.count[row] ?? 0) - 1;
  }

  #row(row: number): Float32Array {
    return this.#rows[row % this.#rows.length] ?? new Float32Array();
  }

  #scaleAcross(pixels: Uint8ClampedArray, at: number, into: Float32Array): void {
    const { start, count, weights, most } = this.#across;
    for (let x = 0; x < this.#to.width; x++) {
      let [r, g, b, a] = [0, 0, 0, 0];
      let pixel = at + (start[x] ?? 0) * channels;
      const end = x * most + (count[x] ?? 0);
      for (let tap = x * most; tap < end; tap++, pixel += channels) {
        const alpha = (pixels[pixel + 3] ?? 0) * (weights[tap] ?? 0);
        r += (pixels[pixel] ?? 0) * alpha;
        g += (pixels[pixel + 1] ?? 0) * alpha;
        b += (pixels[pixel + 2] ?? 0) * alpha;
        a += alpha;
      }
      const place = x * channels;
      into[place] = r;
      into[place + 1] = g;
      into[place + 2] = b;
      into[place + 3] = a;
    }
  }

  #scaleDown(row: number): Float32Array {
    const { start, count, weights, most } = this.#down;
    const sum = this.#sum.fill(0);
    const first = start[row] ?? 0;
    for (let tap = 0; tap < (count[row] ?? 0); tap++) {
      const source = this.#row(first + tap);
      const weight = weights[row * most + tap] ?? 0;
      for (let place = 0; place < sum.length; place++) sum[place] = (sum[place] ?? 0) + (source[place] ?? 0) * weight;
    }
    for (let place = 0; place < sum.length; place += channels) {
      const alpha = sum[place + 3] ?? 0;
      const scale = alpha > 0 ? 1 / alpha : 0;
      sum[place] = (sum[place] ?? 0) * scale;
      sum[place + 1] = (sum[place + 1] ?? 0) * scale;
      sum[place + 2] = (sum[place + 2] ?? 0) * scale;
    }
    return sum;
  }
}

function tapsOf(from: number, to: number): Taps {
  const scale = Math.max(1, from / to);
  const support = reach * scale;
  const most = Math.min(from, Math.ceil(2 * support) + 1);
  const start = new Int32Array(to);
  const count = new Int32Array(to);
  const weights = new Float32Array(to * most);
  for (let place = 0; place < to; place++) {
    const centre = ((place + 0.5) * from) / to;
    const first = Math.max(0, Math.round(centre - support));
    const last = Math.min(from, Math.round(centre + support), first + most);
    start[place] = first;
    count[place] = last - first;
    let sum = 0;
    for (let tap = first; tap < last; tap++) sum += lanczos((tap + 0.5 - centre) / scale);
    for (let tap = first; tap < last; tap++) weights[place * most + tap - first] = lanczos((tap + 0.5 - centre) / scale) / sum;
  }
  return { start, count, weights, most };
}

/** Lanczos's, over three pixels to each side: small text is read best after it (`test/e2e/page/legibility.test.ts`), over two a little worse. */
function lanczos(distance: number): number {
  const x = Math.abs(distance);
  if (x >= reach) return 0;
  return sinc(x) * sinc(x / reach);
}

function sinc(x: number): number {
  return x < 1e-6 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
