/** `GET /v1/models` and `GET /v1/models/{id}`. */
import type { ModelInfo } from '@anthropic-ai/sdk/resources/models';
import { ApiError, refuse } from './apiError.ts';
import { findModel, models } from './models.ts';
import type { Windows } from './validate.ts';

const parameters = new Set(['limit', 'after_id', 'before_id', 'lifecycle', 'lifecycle[]']);

interface ModelsPage {
  readonly data: readonly ModelInfo[];
  readonly has_more: boolean;
  readonly first_id: string | null;
  readonly last_id: string | null;
}

/** One page of the models, newest first. */
export function answerModels(query: URLSearchParams, windows: Windows = {}): ModelsPage {
  for (const name of query.keys()) if (!parameters.has(name)) refuse(name, 'Extra inputs are not permitted');
  const limit = limitOf(query.get('limit'));
  const stages = [...query.getAll('lifecycle'), ...query.getAll('lifecycle[]')];
  const wanted = stages.length > 0 ? stages : ['active', 'deprecated'];
  const listed = models.map(({ info }) => narrowed(info, windows)).filter(({ lifecycle }) => wanted.includes(lifecycle));
  const before = query.get('before_id');
  const after = query.get('after_id');
  if (before !== null && after !== null) refuse('', 'Only one of before_id and after_id may be given');
  const from = after === null ? 0 : indexOf(listed, after, 'after_id') + 1;
  const to = before === null ? listed.length : indexOf(listed, before, 'before_id');
  const window = listed.slice(from, to);
  const data = before === null ? window.slice(0, limit) : window.slice(-limit);
  return { data, has_more: data.length < window.length, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
}

/** One model, by its id or an alias. */
export function answerModel(path: string, windows: Windows = {}): ModelInfo {
  const id = decodeURIComponent(path.slice('/v1/models/'.length));
  const model = findModel(id);
  if (model === undefined) throw new ApiError(404, `model: ${id}`);
  return narrowed(model.info, windows);
}

function narrowed(info: ModelInfo, windows: Windows): ModelInfo {
  return { ...info, max_input_tokens: windows[info.id] ?? info.max_input_tokens };
}

function limitOf(text: string | null): number {
  if (text === null) return 20;
  const limit = Number(text);
  if (!Number.isInteger(limit)) refuse('limit', 'Input should be a valid integer, unable to parse string as an integer');
  if (limit < 1) refuse('limit', 'Input should be greater than or equal to 1');
  if (limit > 1000) refuse('limit', 'Input should be less than or equal to 1000');
  return limit;
}

function indexOf(listed: readonly ModelInfo[], id: string, parameter: string): number {
  const index = listed.findIndex((model) => model.id === id);
  if (index < 0) refuse(parameter, `no model has the id ${id}`);
  return index;
}
