/** A browser to show the editor in: the one that `CHROMIUM` names, one that is installed, or one from a package. */
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { hostFolder } from './paths.mjs';
import { Skipped } from './skipped.mjs';

/** @typedef {{executablePath: string, env: Record<string, string>}} BrowserProgram */

const require = createRequire(join(hostFolder, 'package.json'));

/** For a system without one: the fonts beside it. */
const fontConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="relative">cache</cachedir>
</fontconfig>
`;

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where Chrome and Chromium are on each system, when they are not on the `PATH`. @returns {string[]} */
function usualPlaces() {
  const { env, platform } = process;
  if (platform === 'darwin') return ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  if (platform === 'win32') {
    const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter((folder) => folder !== undefined);
    return folders.map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'));
  }
  const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];
  return (env['PATH'] ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
}

/**
 * The program and what its environment needs.
 * @returns {Promise<BrowserProgram>}
 */
export async function findBrowser() {
  const named = process.env['CHROMIUM'];
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM names a file that does not exist: ${named}`);
    return { executablePath: named, env: {} };
  }
  const installed = usualPlaces().find((place) => existsSync(place));
  if (installed) return { executablePath: installed, env: {} };
  if (process.platform === 'linux' && process.arch === 'x64') return packagedBrowser();
  throw new Skipped('There is no Chrome or Chromium here: install one, or name one in the environment variable CHROMIUM.');
}

/** The browser of `@sparticuz/chromium`, unpacked once, with the libraries that a bare system lacks. @returns {Promise<BrowserProgram>} */
async function packagedBrowser() {
  const folder = join(hostFolder, 'node_modules', '.chromium');
  if (!existsSync(folder)) {
    const packed = join(hostFolder, 'node_modules', '@sparticuz', 'chromium', 'bin');
    const partial = `${folder}-${process.pid}`;
    mkdirSync(partial, { recursive: true });
    await Promise.all([
      pipeline(
        createReadStream(join(packed, 'chromium.br')),
        createBrotliDecompress(),
        createWriteStream(join(partial, 'chromium'), { mode: 0o755 }),
      ),
      unpack(join(packed, 'al2023.tar.br'), partial),
      unpack(join(packed, 'swiftshader.tar.br'), partial),
      unpack(join(packed, 'fonts.tar.br'), partial),
    ]);
    writeFileSync(join(partial, 'fonts.conf'), fontConfiguration);
    try {
      renameSync(partial, folder);
    } catch (error) {
      rmSync(partial, { recursive: true, force: true });
      if (!existsSync(folder)) throw error; // Otherwise another run was faster.
    }
  }
  /** @type {Record<string, string>} */
  const env = { LD_LIBRARY_PATH: join(folder, 'lib') };
  // A system without fonts of its own would show boxes.
  if (!existsSync('/etc/fonts/fonts.conf')) env['FONTCONFIG_FILE'] = join(folder, 'fonts.conf');
  return { executablePath: join(folder, 'chromium'), env };
}

/** @param {string} archive @param {string} folder */
async function unpack(archive, folder) {
  await pipeline(createReadStream(archive), createBrotliDecompress(), require('tar-fs').extract(folder));
}

/** The file that `playwright-core` is loaded from. */
export function playwrightEntry() {
  return join(hostFolder, 'node_modules', 'playwright-core', 'index.mjs');
}

/** @returns {Promise<typeof import('playwright-core')>} */
export async function loadPlaywright() {
  return import(pathToFileURL(playwrightEntry()).href);
}

/**
 * Starts a browser, without a window, on an empty profile that is removed with it.
 * @param {{headless?: boolean}} [options]
 */
export async function launchBrowser({ headless = true } = {}) {
  const [{ chromium }, { executablePath, env }] = await Promise.all([loadPlaywright(), findBrowser()]);
  return chromium.launch({ executablePath, headless, args: flags, env: { ...definedOnly(process.env), ...env } });
}

/** @param {NodeJS.ProcessEnv} env @returns {Record<string, string>} */
function definedOnly(env) {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
