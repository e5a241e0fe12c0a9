import * as vscode from 'vscode';
import { attachedKinds, type Model, modelAbilities, thinkingTypes } from '../chat/model.ts';
import type { ModelApi } from '../chat/modelApi.ts';
import { effortLevels } from '../shared/effort.ts';
import { isCount, isObject, isString, oneOf } from '../shared/json.ts';

const stateName = 'parley.models';
/** Milliseconds after which a list is asked for again. */
const freshFor = 6 * 60 * 60 * 1000;
/** Milliseconds. */
const patience = 15_000;

/** The models of the server that is set, as the Models API told last: kept between sessions, so that it serves offline too. */
export class ModelCatalog {
  readonly #memory: vscode.Memento;
  readonly #baseUrl: () => string;
  readonly #connect: () => Promise<ModelApi>;
  /** Models of a server that were asked for because they were not known. */
  readonly #sought = new Set<string>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(memory: vscode.Memento, baseUrl: () => string, connect: () => Promise<ModelApi>) {
    this.#memory = memory;
    this.#baseUrl = baseUrl;
    this.#connect = connect;
  }

  list(): readonly Model[] {
    return this.#read()?.models ?? [];
  }

  find(id: string): Model | undefined {
    return this.list().find((model) => model.id === id);
  }

  /**
   * What a turn needs to know of its model, as it is known now: a turn never waits for it. For one that is not known the list is asked
   * for beside the turn, once for each while the window lasts, so that the next turn knows.
   */
  findForTurn(id: string): Model | undefined {
    const model = this.find(id);
    const sought = `${this.#baseUrl()} ${id}`;
    if (!model && !this.#sought.has(sought)) {
      this.#sought.add(sought);
      void this.refresh().catch(() => {});
    }
    return model;
  }

  /** A model's name for people; made from its id where the API has not told it yet. */
  nameOf(id: string): string {
    return (
      this.find(id)?.name ??
      id
        .replace(/^claude-/, 'Claude ')
        .replace(/(\w+)-(\d+)-(\d+)$/, '$1 $2.$3')
        .replace(/ (\w)/, (_, first: string) => ` ${first.toUpperCase()}`)
    );
  }

  /** Whether there is a model that reads more at once than one of which that is known. */
  hasLonger(id: string): boolean {
    const window = this.find(id)?.maxInputTokens ?? Number.POSITIVE_INFINITY;
    return this.list().some(({ maxInputTokens, lifecycle }) => lifecycle === 'active' && (maxInputTokens ?? 0) > window);
  }

  /** Asks the API for its models. Throws `TurnFailure`. */
  async refresh(): Promise<readonly Model[]> {
    const baseUrl = this.#baseUrl();
    const api = await this.#connect();
    const models = await api.listModels(AbortSignal.timeout(patience));
    await this.#memory.update(stateName, { baseUrl, at: Date.now(), models });
    this.#changed.fire();
    return models;
  }

  /** Asks again if the list is old or of another server. Never throws: an old list serves. */
  async refreshIfOld(): Promise<void> {
    const known = this.#read();
    if (known && Date.now() - known.at < freshFor) return;
    await this.refresh().catch(() => {});
  }

  #read(): { at: number; models: readonly Model[] } | undefined {
    const stored: unknown = this.#memory.get(stateName);
    if (!isObject(stored) || stored['baseUrl'] !== this.#baseUrl() || !isCount(stored['at']) || !Array.isArray(stored['models']))
      return undefined;
    return { at: stored['at'], models: stored['models'].flatMap((raw: unknown) => readStoredModel(raw) ?? []) };
  }
}

/** Another version of Parley may have written it. */
function readStoredModel(raw: unknown): Model | undefined {
  if (!isObject(raw) || !isString(raw['id']) || !isString(raw['name'])) return undefined;
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  return {
    id: raw['id'],
    name: raw['name'],
    lifecycle: oneOf(['active', 'deprecated', 'retired'], raw['lifecycle']) ?? 'active',
    retiresAt: isString(raw['retiresAt']) ? raw['retiresAt'] : null,
    maxInputTokens: isCount(raw['maxInputTokens']) ? raw['maxInputTokens'] : null,
    maxTokens: isCount(raw['maxTokens']) ? raw['maxTokens'] : null,
    effort: effortLevels.filter((level) => list(raw['effort']).includes(level)),
    thinking: thinkingTypes.filter((type) => list(raw['thinking']).includes(type)),
    images: raw['images'] === true,
    cannotRead: attachedKinds.filter((kind) => list(raw['cannotRead']).includes(kind)),
    abilities: modelAbilities.filter((ability) => list(raw['abilities']).includes(ability)),
  };
}
