export type TexModule = typeof import('./tex.ts');

/** Only known while the page's script runs for the first time. */
const script = document.currentScript;
const address = script instanceof HTMLScriptElement ? new URL('math.js', script.src).href : './math.js';

let loading: Promise<TexModule> | undefined;

/**
 * Loads what reads TeX, once. The import carries the nonce of the page's script, so that the page's policy allows it and needs no further
 * source. Where it fails the next formula tries again.
 */
export function loadTex(): Promise<TexModule> {
  loading ??= (import(address) as Promise<TexModule>).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}
