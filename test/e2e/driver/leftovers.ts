/** What tests have opened: looked at when a test fails, and closed when the outermost `describe` ends, whatever tests forget. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { outFolder } from '../../host/paths.mjs';
import type { EditorWindow } from './editorWindow.ts';

/** Windows that are open. */
export const openWindows = new Set<EditorWindow>();
/** What to end when the outermost `describe` ends, the latest first. */
const endings = new Set<() => Promise<unknown>>();

/** Asks for `end` to be called when the outermost `describe` ends; it must not mind to be called again. */
export function endWithSuite(end: () => Promise<unknown>): void {
  endings.add(end);
}

/** A file name made of a title. */
function fileName(title: string): string {
  return title
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 120);
}

// Outside of any `describe`, so these hold for every test of the suite.
afterEach(async function showFailure() {
  this.timeout(30_000);
  const test = this.currentTest;
  if (test?.state !== 'failed') return;
  const folder = join(outFolder, 'screenshots', 'failed');
  mkdirSync(folder, { recursive: true });
  for (const [index, window] of [...openWindows].entries()) {
    const path = join(folder, `${fileName(test.fullTitle())}${index ? `-${index}` : ''}.png`);
    try {
      await window.page.screenshot({ path, timeout: 10_000 });
      console.log(`      Picture: ${path}`);
    } catch (error) {
      console.log(`      No picture: ${String(error).split('\n')[0]}`);
    }
    const errors = window.log.filter((line) => line.startsWith('error')).slice(-10);
    if (errors.length)
      console.log(`      The page's last errors:\n${errors.map((line) => `        ${line.split('\n')[0]?.slice(0, 200)}`).join('\n')}`);
  }
});

// Not at the end of them all: dozens of editors and windows would take the machine's memory, and its time from what is measured.
before(function endEachSuite() {
  for (const suite of this.test?.parent?.suites ?? []) suite.afterAll('what it has left open', endLeftovers);
});

async function endLeftovers(this: Mocha.Context) {
  this.timeout(60_000);
  const latestFirst = [...endings].reverse();
  endings.clear();
  openWindows.clear();
  for (const end of latestFirst) await end();
}
