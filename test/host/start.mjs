/** `npm start`: Parley in a real editor, on a sample workspace and the local simulator of the API. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { installParley } from './build.mjs';
import { startEditor } from './editor.mjs';
import { changeSettings, writeSettings } from './editorSettings.mjs';
import { ensureHost, requireEditor } from './install.mjs';
import { outFolder } from './paths.mjs';
import { isEnding } from './processes.mjs';
import { copySample } from './sample.mjs';
import { startSimulator } from './simulator.mjs';

/** Where the editor is if `PORT` says nothing: always the same, as what the browser keeps (the layout, secrets) belongs to the address. */
const usualPort = 8181;

/** Runs until Ctrl+C. Data and workspace are below `out/demo` and outlive it, so that the next start finds the history. */
export async function start() {
  requireEditor();
  await ensureHost();
  const demo = join(outFolder, 'demo');
  const { env } = process;
  const folder = env['PARLEY_WORKSPACE'] ? resolve(env['PARLEY_WORKSPACE']) : copySample(join(demo, 'workspace'));
  const port = env['PORT'] ? Number(env['PORT']) : (await isFree(usualPort)) ? usualPort : 0;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT is not a port: ${env['PORT']}`);
  if (port && !(await isFree(port))) throw new Error(`Port ${port} is in use: set PORT to another one, or to 0 for any.`);

  const userDataDir = join(demo, 'data');
  const extensionsDir = join(demo, 'extensions');
  await installParley(extensionsDir);
  const simulator = await startSimulator();
  // What the user has set in the meantime is kept; only the simulator's address is new each time.
  if (!existsSync(join(userDataDir, 'User'))) writeSettings(userDataDir, { 'workbench.startupEditor': 'readme' });
  changeSettings(userDataDir, { 'parley.baseUrl': simulator.url });
  const editor = await startEditor({ folder, userDataDir, extensionsDir, port, idleTimeout: 0 });

  console.log(`The simulator of the API is at ${simulator.url}; nothing leaves this machine.`);
  console.log('Open the address below and click the Parley icon at the left. Ctrl+C ends it all.');
  console.log(`Parley is running at ${editor.url}`);
  await editor.ended;
  // On Ctrl+C it is ended by us, and this process by whoever is tidying up.
  if (isEnding()) await new Promise(() => {});
  await simulator.close();
  throw new Error(`The editor has ended:\n${editor.output().slice(-4000)}`);
}

/** @param {number} port */
async function isFree(port) {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
