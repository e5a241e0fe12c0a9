/** Scaling down, row by row. */
import assert from 'node:assert/strict';
import { Resampler } from '../../../src/pictures/resample.ts';

type Pixel = readonly [number, number, number, number];

function scaled(from: readonly [number, number], to: readonly [number, number], pixel: (x: number, y: number) => Pixel): Uint8ClampedArray {
  const [width, height] = from;
  const made = new Uint8ClampedArray(to[0] * to[1] * 4);
  const rows: number[] = [];
  const resampler = new Resampler({ width, height }, { width: to[0], height: to[1] });
  for (let y = 0; y < height; y++) {
    const row = Uint8ClampedArray.from(Array.from({ length: width }, (_, x) => pixel(x, y)).flat());
    resampler.add(row, 0, (place, pixels) => {
      rows.push(place);
      made.set(pixels, place * to[0] * 4);
    });
  }
  // Each once, in order.
  assert.deepEqual(rows, [...rows.keys()]);
  assert.equal(rows.length, to[1]);
  return made;
}

describe('scaling down', () => {
  for (const [from, to] of [
    [
      [10, 10],
      [3, 7],
    ],
    [
      [2000, 3],
      [257, 1],
    ],
    [
      [7, 9],
      [7, 4],
    ],
    [
      [1, 500],
      [1, 1],
    ],
    [
      [97, 31],
      [96, 30],
    ],
  ] as const) {
    it(`leaves one colour as it is: ${from.join(' × ')} to ${to.join(' × ')}`, () => {
      const made = scaled(from, to, () => [200, 100, 50, 255]);
      for (let at = 0; at < made.length; at += 4) assert.deepEqual([...made.subarray(at, at + 4)], [200, 100, 50, 255]);
    });
  }

  it('keeps the light of thin lines, wherever they are', () => {
    const dark = (line: number) => {
      const made = scaled([300, 6], [100, 2], (x) => (x === line ? [0, 0, 0, 255] : [180, 180, 180, 255]));
      let sum = 0;
      for (let at = 0; at < 400; at += 4) sum += 180 - (made[at] ?? 0);
      return sum;
    };
    // A third of a black line on grey, which nothing overshoots.
    for (let line = 60; line < 90; line++) assert.ok(Math.abs(dark(line) - 60) < 5, `${line}: ${dark(line)}`);
  });

  it('keeps the order of what is beside each other, without a shift', () => {
    const made = scaled([400, 4], [100, 1], (x) => [Math.floor((x * 255) / 399), 0, 0, 255]);
    for (let x = 0; x < 100; x++) assert.ok(Math.abs((made[x * 4] ?? 0) - ((x + 0.5) * 4 * 255) / 400) < 2, `${x}: ${made[x * 4]}`);
  });

  it('takes no colour from what cannot be seen', () => {
    const made = scaled([40, 40], [10, 10], (x) => (x < 20 ? [255, 0, 0, 255] : [0, 255, 0, 0]));
    for (let at = 0; at < made.length; at += 4) {
      if ((made[at + 3] ?? 0) === 0) continue;
      assert.equal(made[at + 1], 0);
      assert.ok((made[at] ?? 0) >= 254, `${made[at]}`);
    }
  });
});
