import { boot } from '../boot.ts';

export type TexModule = typeof import('./tex.ts');

let loading: Promise<TexModule> | undefined;

/**
 * Loads what reads TeX, once. The import carries the nonce of the page's script, so that the page's policy allows it and needs no further
 * source. Where it fails the next formula tries again.
 */
export function loadTex(): Promise<TexModule> {
  loading ??= (import(boot.mathScript) as Promise<TexModule>).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}
