/** What the API refuses of a schema for answers: it takes a part of JSON Schema, and all of that it wants to be said. */
import { isObject, type JsonObject } from '../../src/shared/json.ts';
import { refuse } from './apiError.ts';

const path = 'output_config.format.schema';
const formats = ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid'];
const everywhere = ['title', 'description'];
const byType: Readonly<Record<string, readonly string[]>> = {
  object: ['properties', 'required', 'additionalProperties'],
  array: ['items', 'minItems'],
  string: ['format'],
  number: [],
  integer: [],
  boolean: [],
  null: [],
};
const deepest = 100;

/** @throws ApiError for what the API does not take */
export function checkFormatSchema(schema: JsonObject): void {
  const { $defs = {}, ...root } = schema;
  if (!isObject($defs)) refuse(path, '$defs must be an object');
  const definitions = isObject($defs) ? $defs : {};
  for (const each of Object.values(definitions)) checkNode(each, definitions, 0);
  checkNode(root, definitions, 0);
  for (const name of Object.keys(definitions)) checkCircle(name, definitions, []);
}

function checkNode(schema: unknown, definitions: JsonObject, depth: number): void {
  if (depth > deepest) refuse(path, 'Schema is too deeply nested.');
  if (!isObject(schema)) {
    refuse(path, 'A schema must be an object.');
    return;
  }
  const { $ref, anyOf, allOf } = schema;
  if ($ref !== undefined) {
    const name = typeof $ref === 'string' ? /^#\/\$defs\/([^/]+)$/.exec($ref)?.[1] : undefined;
    if (name === undefined || !Object.hasOwn(definitions, name)) refuse(path, `Unresolvable reference '${String($ref)}'.`);
    only(schema, ['$ref', ...everywhere], 'reference');
    return;
  }
  if (schema['enum'] !== undefined || schema['const'] !== undefined) {
    const values = Array.isArray(schema['enum']) ? schema['enum'] : [schema['const']];
    if (values.length === 0 || values.some((value) => isObject(value) || Array.isArray(value)))
      refuse(path, "'enum' and 'const' may only hold strings, numbers, booleans and null.");
    only(schema, ['enum', 'const', ...everywhere], 'enum');
    return;
  }
  const variants = anyOf ?? allOf;
  if (variants !== undefined) {
    if (!Array.isArray(variants) || variants.length === 0) refuse(path, "'anyOf' must be a non-empty list.");
    for (const each of Array.isArray(variants) ? variants : []) checkNode(each, definitions, depth + 1);
    only(schema, [anyOf === undefined ? 'allOf' : 'anyOf', ...everywhere], 'anyOf');
    return;
  }
  checkTyped(schema, definitions, depth);
}

function checkTyped(schema: JsonObject, definitions: JsonObject, depth: number): void {
  const { type } = schema;
  const types = Array.isArray(type) ? type : [type];
  const keywords = types.flatMap((each) => {
    if (typeof each === 'string' && Object.hasOwn(byType, each)) return byType[each] ?? [];
    refuse(path, 'Schema type is missing or unknown.');
    return [];
  });
  only(schema, ['type', ...keywords, ...everywhere], String(type));
  if (types.includes('object')) checkObject(schema, definitions, depth);
  if (types.includes('array')) {
    if (schema['items'] === undefined) refuse(path, "For 'array' type, 'items' must be set.");
    checkNode(schema['items'], definitions, depth + 1);
    if (schema['minItems'] !== undefined && schema['minItems'] !== 0 && schema['minItems'] !== 1)
      refuse(path, "For 'array' type, 'minItems' values other than 0 or 1 are not supported.");
  }
  if (schema['format'] !== undefined && !formats.includes(String(schema['format'])))
    refuse(path, `For 'string' type, format '${String(schema['format'])}' is not supported.`);
}

function checkObject({ properties, required, additionalProperties }: JsonObject, definitions: JsonObject, depth: number): void {
  if (additionalProperties !== false) refuse(path, "For 'object' type, 'additionalProperties' must be explicitly set to false.");
  const named = isObject(properties) ? properties : {};
  for (const each of Object.values(named)) checkNode(each, definitions, depth + 1);
  for (const name of Array.isArray(required) ? required : [])
    if (!Object.hasOwn(named, String(name))) refuse(path, `Required property '${String(name)}' is not defined.`);
}

function only(schema: JsonObject, keywords: readonly string[], type: string): void {
  const other = Object.keys(schema).find((keyword) => !keywords.includes(keyword));
  if (other !== undefined) refuse(path, `For '${type}' type, property '${other}' is not supported.`);
}

function checkCircle(name: string, definitions: JsonObject, above: readonly string[]): void {
  if (above.includes(name)) refuse(path, `Recursive schemas are not supported: '${name}' refers to itself.`);
  for (const [, next = ''] of JSON.stringify(definitions[name] ?? null).matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g))
    checkCircle(next, definitions, [...above, name]);
}
