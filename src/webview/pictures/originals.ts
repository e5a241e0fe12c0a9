/** What pictures were before they were scaled down, as long as the page lives: what is cut out of one is cut from there. Nothing of it is stored. */

/** Bytes of all of them, which the browser keeps beside the page. */
const mostBytes = 100_000_000;
/** By the picture's id; the newest comes last. */
const kept = new Map<string, Blob>();

export function keepOriginal(id: string, blob: Blob): void {
  kept.delete(id);
  kept.set(id, blob);
  let sum = 0;
  for (const [each, { size }] of [...kept].reverse()) {
    sum += size;
    if (sum > mostBytes) kept.delete(each);
  }
}

/** Undefined where the picture was not scaled down, and where it was before the page was loaded or long ago. */
export function originalOf(id: string): Blob | undefined {
  return kept.get(id);
}

export function forgetOriginal(id: string): void {
  kept.delete(id);
}
