/** Desktop VS Code: where it comes from, and how the integration suite is run in it. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { outFolder, root } from './paths.mjs';
import { startGroup, stopGroup } from './processes.mjs';
import { outputMark } from './runMocha.mjs';
import { copySample } from './sample.mjs';
import { Skipped } from './skipped.mjs';

/** The executable: the one that `VSCODE` names, or the stable one, downloaded once. Throws `Skipped` where there is none to have. */
export async function desktopEditor() {
  const named = process.env['VSCODE'];
  if (named) {
    if (!existsSync(named)) throw new Error(`VSCODE names a file that does not exist: ${named}`);
    return named;
  }
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  const cachePath = join(outFolder, 'desktop');
  mkdirSync(cachePath, { recursive: true });
  try {
    return await downloadAndUnzipVSCode({ version: 'stable', cachePath, timeout: 10_000, reporter: { report() {}, error() {} } });
  } catch (error) {
    throw new Skipped(`Desktop VS Code could not be downloaded: ${firstLine(String(error))}`);
  }
}

/**
 * Runs tests in it; their lines are shown as they come.
 * @param {string} executable
 * @param {string} index
 * @param {Readonly<Record<string, string>>} env
 * @param {number} bound milliseconds
 */
export async function runDesktop(executable, index, env, bound) {
  const data = mkdtempSync(join(tmpdir(), 'parley-'));
  const args = [
    copySample(),
    `--extensionDevelopmentPath=${root}`,
    `--extensionTestsPath=${index}`,
    `--user-data-dir=${join(data, 'data')}`,
    `--extensions-dir=${join(data, 'extensions')}`,
    '--disable-workspace-trust',
    '--disable-updates',
    '--disable-telemetry',
    '--skip-welcome',
    '--skip-release-notes',
    '--no-sandbox',
    '--disable-gpu-sandbox',
  ];
  // As a program of Node's, which it becomes with this variable set, it would have no window.
  const { ELECTRON_RUN_AS_NODE: _, ...environment } = process.env;
  const [command, ...first] = [...display(), executable];
  const child = startGroup(String(command), [...first, ...args], { env: { ...environment, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let line = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      output = (output + text).slice(-20_000);
      const lines = (line + text).split(/\r?\n/);
      line = lines.pop() ?? '';
      for (const each of lines) if (each.startsWith(outputMark)) console.log(each.slice(outputMark.length + 1));
    });
  }
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    void stopGroup(child);
  }, bound);
  const code = await new Promise((/** @type {(code: number | null) => void} */ resolve) => {
    child.once('error', (error) => {
      output += String(error);
      resolve(null);
    });
    child.once('close', resolve);
  });
  clearTimeout(timer);
  await stopGroup(child);
  rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  return { code, output, timedOut };
}

/** What a window is opened with where there is no screen. */
function display() {
  const { env, platform } = process;
  if (platform !== 'linux' || env['DISPLAY'] || env['WAYLAND_DISPLAY']) return [];
  const found = (env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'xvfb-run'))
    .find((file) => existsSync(file));
  if (!found) throw new Skipped('Desktop VS Code could not be started: there is no display here, and no xvfb-run.');
  return [found, '--auto-servernum'];
}

/** @param {string} text */
export function firstLine(text) {
  return text.trim().split('\n')[0] ?? '';
}
