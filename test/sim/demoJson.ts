/** A value that fits a JSON schema: for structured output and for the input of a tool. */
import { isObject, type JsonValue } from '../../src/shared/json.ts';

/** The plainest value that `schema` allows, as far as its usual words are understood. */
export function sampleOf(schema: unknown): JsonValue {
  if (!isObject(schema)) return null;
  if (schema['const'] !== undefined) return schema['const'];
  const choices = schema['enum'];
  if (Array.isArray(choices)) return choices[0] ?? null;
  const alternatives = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(alternatives)) return sampleOf(alternatives[0]);
  const type = Array.isArray(schema['type']) ? schema['type'][0] : schema['type'];
  switch (type) {
    case 'object': {
      const properties = isObject(schema['properties']) ? schema['properties'] : {};
      return Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, sampleOf(each)]));
    }
    case 'array':
      return schema['items'] === undefined ? [] : [sampleOf(schema['items'])];
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
