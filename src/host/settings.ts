import * as vscode from 'vscode';
import type { RequestSettings } from '../chat/request.ts';
import { type Advanced, isRegion, isSequences, isUserId, serviceTiers } from '../shared/advanced.ts';
import { type Budgets, noBudgets } from '../shared/budget.ts';
import { effortLevels } from '../shared/effort.ts';
import { oneOf } from '../shared/json.ts';
import { noServerTools, readDomains, readServerTools, type ServerToolSettings } from '../shared/serverTools.ts';
import { cachingModes } from '../shared/turnCache.ts';
import type { Provider } from './apiKey.ts';
import { publicBaseUrl } from './endpoint.ts';

/** Everything that can be set, valid by type and bounds. */
export interface Settings extends RequestSettings {
  readonly tools: ServerToolSettings;
  readonly provider: Provider;
  /** Without a slash at its end. Where requests go with all else that is set, says `endpointOf`. */
  readonly baseUrl: string;
  /** Of Claude Platform on AWS, and its workspace; empty where they are not set. */
  readonly awsRegion: string;
  readonly awsWorkspaceId: string;
  /** Milliseconds. */
  readonly stallTimeout: number;
  /** Whether what is selected in the editor goes with what is typed. */
  readonly followEditor: boolean;
  readonly budgets: Budgets;
  /** Whether the API counts what is typed when it is quiet. */
  readonly countTokens: boolean;
  /** Whether the window's status bar has an item. */
  readonly statusBar: boolean;
  readonly advanced: Advanced;
}

const defaults: Settings = {
  provider: 'anthropic',
  baseUrl: publicBaseUrl,
  awsRegion: '',
  awsWorkspaceId: '',
  model: 'claude-sonnet-5-5',
  maxTokens: 32_000,
  effort: null,
  thinking: 'auto',
  instructions: '',
  caching: '5m',
  tools: { ...noServerTools, maxUses: 10 },
  stallTimeout: 60_000,
  followEditor: false,
  budgets: noBudgets,
  countTokens: true,
  statusBar: true,
  advanced: {},
};

const thinkingModes = ['auto', 'off'] as const;

/** A reader of one raw value: the valid value, or undefined where it is malformed. */
type Reader<T> = (raw: unknown) => T | undefined;

const text: Reader<string> = (raw) => (typeof raw === 'string' ? raw : undefined);
const flag: Reader<boolean> = (raw) => (typeof raw === 'boolean' ? raw : undefined);
const nonEmpty: Reader<string> = (raw) => text(raw)?.trim() || undefined;
const within =
  (low: number, high: number): Reader<number> =>
  (raw) =>
    typeof raw === 'number' && Number.isFinite(raw) && raw >= low && raw <= high ? raw : undefined;

/** How often; null: no limit. */
const uses: Reader<number | null> = (raw) => {
  const count = raw === null ? null : within(1, 1000)(raw);
  return typeof count === 'number' ? Math.floor(count) : count;
};

/** US dollars; null: no limit. */
const amount: Reader<number | null> = (raw) => (raw === null ? null : within(0, 1_000_000)(raw));
const matching =
  (pattern: RegExp): Reader<string> =>
  (raw) => {
    const value = text(raw)?.trim();
    return value !== undefined && pattern.test(value) ? value : undefined;
  };
const sequences: Reader<readonly string[]> = (raw) => (isSequences(raw) ? raw : undefined);
/** Empty: none. */
const optional =
  (isOne: (text: string) => boolean): Reader<string> =>
  (raw) => {
    const value = text(raw)?.trim();
    return value === undefined || (value !== '' && !isOne(value)) ? undefined : value;
  };
/** It becomes part of a host's name. */
const region = matching(/^([a-z]{2,4}(-[a-z]+)+-\d{1,2})?$/);
const workspaceId = matching(/^[\w-]{0,100}$/);

/** An http(s) address without credentials, query or fragment. */
const address: Reader<string> = (raw) => {
  try {
    const url = new URL(nonEmpty(raw) ?? '');
    const plain = (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';
    return plain && url.search === '' && url.hash === '' ? url.href.replace(/\/+$/, '') : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The user's settings. A malformed value falls back to its default, with one warning for each value: settings are files, and the editor
 * only underlines what is wrong in them.
 */
export class SettingsReader {
  readonly #warned = new Map<string, string>();

  read(): Settings {
    const settings = vscode.workspace.getConfiguration('parley');
    const seconds = this.#value(settings, 'stallTimeout', within(1, 3600), defaults.stallTimeout / 1000);
    const effort = this.#value(settings, 'effort', (raw) => oneOf(['default', ...effortLevels], raw), 'default');
    return {
      provider: this.#value(settings, 'provider', (raw) => oneOf(['anthropic', 'aws'], raw), defaults.provider),
      baseUrl: this.#value(settings, 'baseUrl', address, defaults.baseUrl),
      awsRegion: this.#value(settings, 'aws.region', region, defaults.awsRegion),
      awsWorkspaceId: this.#value(settings, 'aws.workspaceId', workspaceId, defaults.awsWorkspaceId),
      model: this.#value(settings, 'model', nonEmpty, defaults.model),
      maxTokens: Math.floor(this.#value(settings, 'maxTokens', within(1, 1_000_000), defaults.maxTokens)),
      effort: effort === 'default' ? null : effort,
      thinking: this.#value(settings, 'thinking', (raw) => oneOf(thinkingModes, raw), defaults.thinking),
      instructions: this.#value(settings, 'instructions', text, defaults.instructions),
      caching: this.#value(settings, 'caching', (raw) => oneOf(cachingModes, raw), defaults.caching),
      tools: {
        names: this.#value(settings, 'serverTools', readServerTools, defaults.tools.names),
        maxUses: this.#value(settings, 'web.maxUses', uses, defaults.tools.maxUses),
        allowedDomains: this.#value(settings, 'web.allowedDomains', readDomains, defaults.tools.allowedDomains),
        blockedDomains: this.#value(settings, 'web.blockedDomains', readDomains, defaults.tools.blockedDomains),
      },
      stallTimeout: seconds * 1000,
      followEditor: this.#value(settings, 'followEditor', flag, defaults.followEditor),
      advanced: this.#advanced(settings),
      countTokens: this.#value(settings, 'countTokens', flag, defaults.countTokens),
      statusBar: this.#value(settings, 'statusBar', flag, defaults.statusBar),
      budgets: {
        conversation: {
          soft: this.#value(settings, 'budget.conversationSoft', amount, null),
          hard: this.#value(settings, 'budget.conversation', amount, null),
        },
        day: { soft: this.#value(settings, 'budget.daySoft', amount, null), hard: this.#value(settings, 'budget.day', amount, null) },
      },
    };
  }

  /** Only what is set: the rest is the API's own. */
  #advanced(settings: vscode.WorkspaceConfiguration): Advanced {
    const stopSequences = this.#value(settings, 'stopSequences', sequences, []);
    const serviceTier = this.#value(settings, 'serviceTier', (raw) => oneOf(serviceTiers, raw), 'auto');
    const inferenceGeo = this.#value(settings, 'inferenceGeo', optional(isRegion), '');
    const userId = this.#value(settings, 'userId', optional(isUserId), '');
    return {
      ...(stopSequences.length > 0 && { stopSequences }),
      ...(serviceTier !== 'auto' && { serviceTier }),
      ...(inferenceGeo !== '' && { inferenceGeo }),
      ...(userId !== '' && { userId }),
    };
  }

  #value<T>(settings: vscode.WorkspaceConfiguration, key: string, reader: Reader<T>, fallback: T): T {
    const raw: unknown = settings.get(key);
    const value = raw === undefined ? fallback : reader(raw);
    if (value !== undefined) {
      this.#warned.delete(key);
      return value;
    }
    this.#warn(key, raw, fallback);
    return fallback;
  }

  #warn(key: string, raw: unknown, fallback: unknown): void {
    const shown = JSON.stringify(raw);
    if (this.#warned.get(key) === shown) return;
    this.#warned.set(key, shown);
    const open = vscode.l10n.t('Open settings');
    void vscode.window
      .showWarningMessage(
        vscode.l10n.t('The setting parley.{0} is not valid. Parley uses {1} instead.', key, JSON.stringify(fallback)),
        open,
      )
      .then((choice) => {
        if (choice === open) void vscode.commands.executeCommand('workbench.action.openSettings', `parley.${key}`);
      });
  }
}

/** Switches a setting that is on or off, for the user. */
export async function toggleSetting(key: 'followEditor'): Promise<void> {
  const settings = vscode.workspace.getConfiguration('parley');
  await settings.update(key, settings.get(key) !== true, vscode.ConfigurationTarget.Global);
}
