/** Models as the Models API describes them; read as unknown, since gateways say less. */
import { attachedKinds, type Model, type ModelAbility, modelAbilities, thinkingTypes } from '../chat/model.ts';
import { effortLevels } from '../shared/effort.ts';
import { isCount, isObject, isString, type JsonObject, oneOf } from '../shared/json.ts';

const lifecycles = ['active', 'deprecated', 'retired'] as const;

/** A model from an entry of `GET /v1/models`; undefined where it has no id. Its capabilities are what the entry says, and nothing else. */
export function readModel(raw: unknown): Model | undefined {
  if (!isObject(raw) || !isString(raw['id'])) return undefined;
  const capabilities = isObject(raw['capabilities']) ? raw['capabilities'] : {};
  const effort = capabilities['effort'];
  const thinking = isObject(capabilities['thinking']) ? capabilities['thinking']['types'] : undefined;
  return {
    id: raw['id'],
    name: isString(raw['display_name']) ? raw['display_name'] : raw['id'],
    lifecycle: oneOf(lifecycles, raw['lifecycle']) ?? 'active',
    retiresAt: isString(raw['retires_at']) ? raw['retires_at'] : null,
    maxInputTokens: isCount(raw['max_input_tokens']) ? raw['max_input_tokens'] : null,
    maxTokens: isCount(raw['max_tokens']) ? raw['max_tokens'] : null,
    effort: effortLevels.filter((level) => isObject(effort) && supported(effort[level])),
    thinking: thinkingTypes.filter((type) => isObject(thinking) && supported(thinking[type])),
    images: supported(capabilities['image_input']),
    cannotRead: attachedKinds.filter((kind) => refused(capabilities[capabilityOf[kind]])),
    abilities: modelAbilities.filter((ability) => supported(placeOf(ability, capabilities))),
  };
}

const capabilityOf = { pictures: 'image_input', documents: 'pdf_input' } as const;

/** The server's tools have their own place; `code_execution` beside it tells whether code may call the others. */
function placeOf(ability: ModelAbility, capabilities: JsonObject): unknown {
  if (ability === 'calls_from_code') return capabilities['code_execution'];
  if (ability !== 'web_search' && ability !== 'code_execution') return capabilities[ability];
  const tools = capabilities['server_tools'];
  return isObject(tools) ? tools[ability] : undefined;
}

function supported(value: unknown): boolean {
  return isObject(value) && value['supported'] === true;
}

/** Gateways list models without a word on what they can do: that is no refusal. */
function refused(value: unknown): boolean {
  return isObject(value) && value['supported'] === false;
}
