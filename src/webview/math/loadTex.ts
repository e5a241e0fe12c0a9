import { boot } from '../boot.ts';
import { loadedOnce } from '../loadedOnce.ts';

export type TexModule = typeof import('./tex.ts');

/** Loads what reads TeX. */
export const loadTex = loadedOnce<TexModule>(() => import(boot.mathScript));
