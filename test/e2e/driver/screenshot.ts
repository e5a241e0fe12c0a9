/** Pictures of a window, below `out/screenshots`. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { outFolder } from '../../host/paths.mjs';
import { frameSelector, type Surface } from './parley.ts';

/**
 * Takes a picture of the window, or of Parley in it alone.
 * @param name without `.png`; may name a folder
 * @returns the file
 */
export async function screenshot(page: Page, name: string, of: 'window' | Surface = 'window'): Promise<string> {
  const path = join(outFolder, 'screenshots', `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  if (of === 'window') await page.screenshot({ path });
  else await page.locator(frameSelector(of)).screenshot({ path });
  return path;
}
