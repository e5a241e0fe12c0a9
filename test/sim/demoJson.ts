/** A value that fits a JSON schema: for structured output and for the input of a tool. */
import { isObject, type JsonObject, type JsonValue } from '../../src/shared/json.ts';

/** The plainest value that `schema` allows, as far as its usual words are understood. */
export function sampleOf(schema: unknown): JsonValue {
  return isObject(schema) ? sampleIn(schema, isObject(schema['$defs']) ? schema['$defs'] : {}) : null;
}

function sampleIn(schema: unknown, definitions: JsonObject): JsonValue {
  if (!isObject(schema)) return null;
  if (typeof schema['$ref'] === 'string') return sampleIn(definitions[schema['$ref'].split('/').at(-1) ?? ''], definitions);
  if (schema['const'] !== undefined) return schema['const'];
  const choices = schema['enum'];
  if (Array.isArray(choices)) return choices[0] ?? null;
  const alternatives = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(alternatives)) return sampleIn(alternatives[0], definitions);
  const type = Array.isArray(schema['type']) ? schema['type'][0] : schema['type'];
  switch (type) {
    case 'object': {
      const properties = isObject(schema['properties']) ? schema['properties'] : {};
      return Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, sampleIn(each, definitions)]));
    }
    case 'array':
      return schema['items'] === undefined ? [] : [sampleIn(schema['items'], definitions)];
    case 'string':
      return "from Parley's local simulator";
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 1;
    case 'boolean':
      return true;
    default:
      return null;
  }
}
