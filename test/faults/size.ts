import type { Size } from './fault.ts';

export const full = process.env['PARLEY_FAULTS_FULL'] === '1';
export const seed = Number(process.env['PARLEY_FAULTS_SEED'] || Date.now() % 1_000_000_007);

/** The sizes of the matrix. What is drawn is the same for the same seed. */
export function sizeOf(full: boolean, seed: number): Size {
  const draw = generator(seed);
  const random = (limit: number) => Math.floor(draw() * limit);
  return {
    full,
    random,
    sample(all, inSmall, inFull = Infinity) {
      const count = full ? inFull : inSmall;
      if (all.length <= count) return all;
      const chosen = new Set([0, all.length - 1]);
      while (chosen.size < count) chosen.add(random(all.length));
      return all.filter((_, index) => chosen.has(index));
    },
  };
}

/** Numbers from 0 to below 1 that look like chance (mulberry32). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
