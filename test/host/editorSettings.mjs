/** The editor's settings files, written so that the editor reads each setting from the file that it expects it in. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './paths.mjs';

/** @typedef {Readonly<Record<string, unknown>>} Settings */

/** What makes the editor look nothing up outside this machine and put nothing of its own in the way. @type {Settings} */
const quiet = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'json.schemaDownload.enable': false,
  'npm.fetchOnlinePackageInfo': false,
  'telemetry.telemetryLevel': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/** Settings that belong to the machine: in a window of a remote editor, which this is, they are read from a file of their own. */
function machineSettings() {
  /** @type {{contributes?: {configuration?: {properties?: Record<string, {scope?: string}>}}}} */
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const properties = Object.entries(manifest.contributes?.configuration?.properties ?? {});
  return new Set(properties.filter(([, { scope }]) => scope?.startsWith('machine')).map(([name]) => name));
}

/**
 * Replaces the editor's settings, before it starts.
 * @param {string} userDataDir
 * @param {Settings} settings on top of what keeps the editor quiet
 */
export function writeSettings(userDataDir, settings) {
  const machine = machineSettings();
  const all = Object.entries({ ...quiet, ...settings });
  writeJson(fileOf(userDataDir, 'User'), Object.fromEntries(all.filter(([name]) => !machine.has(name))));
  writeJson(fileOf(userDataDir, 'Machine'), Object.fromEntries(all.filter(([name]) => machine.has(name))));
}

/**
 * Changes settings of an editor that runs; its windows take them over by themselves. They are written as the machine's, whoever they belong to:
 * those have precedence, and this editor stops to notice changes to the user's file soon after a window has opened.
 * @param {string} userDataDir
 * @param {Settings} changes
 * @param {'User' | 'Machine'} [owner] the user's, for a desktop editor, which has no machine's
 */
export function changeSettings(userDataDir, changes, owner = 'Machine') {
  const file = fileOf(userDataDir, owner);
  writeJson(file, { ...readJson(file), ...changes });
}

/** @param {string} userDataDir @param {'User' | 'Machine'} owner */
function fileOf(userDataDir, owner) {
  return join(userDataDir, owner, 'settings.json');
}

/** @param {string} file @returns {Settings} */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {}; // There is none yet.
  }
}

/** @param {string} file @param {unknown} value */
function writeJson(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`);
}
