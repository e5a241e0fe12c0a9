/** The editor's settings files, written so that the editor reads each setting from the file that it expects it in. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
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
 * Replaces the editor's settings; an editor that runs takes them over by itself.
 * @param {string} userDataDir
 * @param {Settings} settings on top of what keeps the editor quiet
 */
export function writeSettings(userDataDir, settings) {
  const machine = machineSettings();
  const all = Object.entries({ ...quiet, ...settings });
  writeJson(join(userDataDir, 'User', 'settings.json'), Object.fromEntries(all.filter(([name]) => !machine.has(name))));
  writeJson(join(userDataDir, 'Machine', 'settings.json'), Object.fromEntries(all.filter(([name]) => machine.has(name))));
}

/**
 * The settings that are in force, without those that only keep the editor quiet.
 * @param {string} userDataDir
 * @returns {Settings}
 */
export function readSettings(userDataDir) {
  const all = ['User', 'Machine'].flatMap((folder) => {
    const file = join(userDataDir, folder, 'settings.json');
    return existsSync(file) ? Object.entries(JSON.parse(readFileSync(file, 'utf8'))) : [];
  });
  return Object.fromEntries(all.filter(([name, value]) => quiet[name] !== value));
}

/** Whole or not at all: the editor watches these files. @param {string} file @param {unknown} value */
function writeJson(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(value, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
}
