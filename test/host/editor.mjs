/** The real editor, served to a browser: code-server on a loopback port, on data of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { changeSettings, writeSettings } from './editorSettings.mjs';
import { editorScript, ensureHost, hostNode, requireEditor } from './install.mjs';
import { descendants, onInterrupt, run, startGroup, stopGroup } from './processes.mjs';

/**
 * @typedef EditorOptions
 * @property {string} folder the workspace to open
 * @property {string} [userDataDir] the editor's data; kept when the editor stops. Without it a new one, which is removed
 * @property {string} [extensionsDir] where extensions are installed; kept. Without it a new one, which is removed
 * @property {string} [vsix] an extension to install first
 * @property {string} [developmentPath] an extension to load from its folder, without installing it
 * @property {Readonly<Record<string, unknown>>} [settings] user and machine settings; replaces those of `userDataDir`
 * @property {number} [port] 0, the default: any free one. What a browser keeps (secrets, the layout) belongs to the port
 * @property {Readonly<Record<string, string>>} [env] for the server and the extension host, beside the little that they need
 * @property {boolean} [workspaceTrust] whether folders must be trusted; false unless said otherwise
 * @property {number} [reconnection] seconds that an extension host waits for a window that has gone without a goodbye; 10 unless said otherwise
 * @property {number} [idleTimeout] seconds without a window until the server ends by itself, at least 60; 900 unless said otherwise, 0 is never: for people.
 *   For when this process is killed so hard that it cannot end what it started
 */

/**
 * @typedef Editor
 * @property {string} url what to open in a browser
 * @property {string} origin scheme, host and port
 * @property {number} port
 * @property {number} pid of the server
 * @property {string} folder the workspace
 * @property {string} userDataDir
 * @property {string} extensionsDir
 * @property {(payload: readonly (readonly [string, string])[]) => string} urlWith the address with more of the window's own options
 * @property {(settings: Readonly<Record<string, unknown>>) => void} setSettings changes some settings while the editor runs, as the machine's, which precede the user's; `undefined` removes one from there
 * @property {() => Promise<number[]>} extensionHosts the process ids of the extension hosts, one for each window
 * @property {Promise<void>} ended settles when the server is gone, whoever ended it
 * @property {() => string} output what the server has printed, for when a test has failed
 * @property {() => Promise<void>} stop ends the server and all that it started; settles when they are gone
 */

const host = '127.0.0.1';
/**
 * Starts an editor; it serves when the promise settles. Throws `Skipped` where there is none for this system.
 * @param {EditorOptions} options
 * @returns {Promise<Editor>}
 */
export async function startEditor(options) {
  requireEditor();
  await ensureHost();
  const temporary = mkdtempSync(join(tmpdir(), 'parley-'));
  const userDataDir = resolve(options.userDataDir ?? join(temporary, 'data'));
  const extensionsDir = resolve(options.extensionsDir ?? join(temporary, 'extensions'));
  const folder = resolve(options.folder);
  for (const each of [userDataDir, extensionsDir]) mkdirSync(each, { recursive: true });
  if (options.settings || !options.userDataDir) writeSettings(userDataDir, options.settings ?? {});

  const env = environment(temporary, options.env ?? {});
  const data = ['--user-data-dir', userDataDir, '--extensions-dir', extensionsDir, '--config', join(temporary, 'config.yaml')];
  writeFileSync(join(temporary, 'config.yaml'), 'auth: none\n');
  if (options.vsix) await installExtension(options.vsix, extensionsDir);

  const { idleTimeout = 900, reconnection = 10 } = options;
  const args = [
    ...data,
    ...['--bind-addr', `${host}:${options.port ?? 0}`],
    ...['--auth', 'none'],
    // In a folder with a short name: the path of a socket may have about 100 characters.
    ...['--session-socket', join(temporary, 'session.sock')],
    ...['--vscode-option', 'enable-smoke-test-driver'],
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', '--ignore-last-opened'],
    ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
    // A window's extension host ends when the window says goodbye. Where that is lost, it would wait three hours for the window to come back.
    ...(idleTimeout ? ['--idle-timeout-seconds', String(idleTimeout), '--reconnection-grace-time', String(reconnection)] : []),
  ];
  const child = startGroup(hostNode(), [editorScript, ...args], { cwd: temporary, env, stdio: ['ignore', 'pipe', 'pipe'] });

  const stop = async () => {
    forget();
    await stopGroup(child);
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  };
  const forget = onInterrupt(stop);

  const ended = new Promise((/** @type {(value?: unknown) => void} */ settle) => child.once('exit', settle)).then(() => undefined);
  let output = '';
  const origin = await new Promise((/** @type {(origin: string) => void} */ settle, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        output = (output + text).slice(-200_000);
        const [, found] = /HTTP server listening on (http:\/\/[\d.]+:\d+)/.exec(output) ?? [];
        if (found) settle(found);
      });
    }
    const fail = (/** @type {string} */ why) => reject(new Error(`The editor ${why}:\n${output.slice(-4000)}`));
    child.once('error', reject);
    child.once('exit', (code) => fail(`ended with code ${code}`));
    setTimeout(() => fail('did not start in a minute'), 60_000).unref();
  }).catch(async (error) => {
    await stop();
    throw error;
  });

  const { port } = new URL(origin);
  const { developmentPath } = options;
  const remote = (/** @type {string} */ path) => `vscode-remote://${host}:${port}${path}`;
  const urlWith = (/** @type {readonly (readonly [string, string])[]} */ payload) => {
    const all = [...(developmentPath ? [['extensionDevelopmentPath', remote(resolve(developmentPath))]] : []), ...payload];
    const query = all.length ? `&payload=${encodeURIComponent(JSON.stringify(all))}` : '';
    return `${origin}/?folder=${encodeURIComponent(folder).replaceAll('%2F', '/')}${query}`;
  };
  return {
    url: urlWith([]),
    origin,
    port: Number(port),
    pid: /** @type {number} */ (child.pid),
    folder,
    userDataDir,
    extensionsDir,
    urlWith,
    setSettings: (settings) => changeSettings(userDataDir, settings),
    extensionHosts: async () => {
      const all = await descendants(/** @type {number} */ (child.pid));
      return all.filter(({ command }) => command.includes('--type=extensionHost')).map(({ pid }) => pid);
    },
    ended,
    output: () => output,
    stop,
  };
}

/** A path as the window's options have it: on the machine of the server. @param {Editor} editor @param {string} path */
export function remotePath(editor, path) {
  return `vscode-remote://${host}:${editor.port}${resolve(path)}`;
}

/**
 * Nothing of the user's own environment comes in but what a program needs to run: no key, no address, no setting of another editor.
 * @param {string} temporary
 * @param {Readonly<Record<string, string>>} extra
 */
function environment(temporary, extra) {
  const { env } = process;
  const home = join(temporary, 'home');
  mkdirSync(home, { recursive: true });
  return {
    HOME: home,
    LANG: 'C.UTF-8',
    PATH: env['PATH'] ?? '',
    SHELL: '/bin/sh',
    ...(env['TMPDIR'] ? { TMPDIR: env['TMPDIR'] } : {}),
    // No extension gallery: nothing is looked up outside this machine.
    EXTENSIONS_GALLERY: '{}',
    ...extra,
  };
}

/**
 * Installs an extension, as a user does who installs from a file.
 * @param {string} vsix
 * @param {string} extensionsDir
 */
export async function installExtension(vsix, extensionsDir) {
  const temporary = mkdtempSync(join(tmpdir(), 'parley-'));
  try {
    writeFileSync(join(temporary, 'config.yaml'), 'auth: none\n');
    const places = [
      '--user-data-dir',
      join(temporary, 'data'),
      '--extensions-dir',
      extensionsDir,
      '--config',
      join(temporary, 'config.yaml'),
    ];
    const { code, output } = await run(hostNode(), [editorScript, ...places, '--install-extension', resolve(vsix), '--force'], {
      env: environment(temporary, {}),
      quiet: true,
      bound: 120_000,
    });
    if (code !== 0 || !/successfully installed/.test(output)) throw new Error(`${vsix} could not be installed:\n${output}`);
  } finally {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}
