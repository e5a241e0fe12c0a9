/** Copies of the sample workspace: tests and users may change what they like. */
import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAtEnd, sampleWorkspace } from './paths.mjs';

/**
 * Copies the sample workspace.
 * @param {string} [target] where to; what is there already is kept. Without it a new folder, which is removed when this process ends
 * @returns {string} the copy
 */
export function copySample(target) {
  const folder = target ?? mkdtempSync(join(tmpdir(), 'parley-sample-'));
  if (!target) removeAtEnd(folder);
  if (!target || !existsSync(folder)) cpSync(sampleWorkspace, folder, { recursive: true });
  return folder;
}
