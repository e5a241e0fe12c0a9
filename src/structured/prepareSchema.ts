/** What of a JSON schema the Messages API takes. It takes a part of JSON Schema only; what it does not, goes as words. Pure. */
import { isObject, isString, type JsonObject, type JsonValue } from '../shared/json.ts';

/** Why a schema cannot be sent. `path` is where in an answer: `orders[].price`; empty: the whole. */
export type SchemaProblem =
  | { readonly kind: 'malformed' | 'untyped' | 'noProperties' | 'combination'; readonly path: string }
  | { readonly kind: 'unknownType'; readonly path: string; readonly type: string }
  /** A property is required that there is none of. */
  | { readonly kind: 'required'; readonly path: string; readonly name: string }
  | { readonly kind: 'recursive' | 'external' | 'missing'; readonly ref: string }
  | { readonly kind: 'tooDeep' | 'tooLarge' };

/** Something that the API gets otherwise than it is written. */
export type SchemaChange =
  /** Properties that are not named are not allowed; `asked`: the schema says that they are. */
  | { readonly kind: 'closed'; readonly path: string; readonly asked: boolean }
  /** A rule that the API does not know goes into the description. */
  | { readonly kind: 'words'; readonly path: string; readonly keyword: string }
  /** A rule beside a reference is left out. */
  | { readonly kind: 'leftOut'; readonly path: string; readonly keyword: string }
  /** One of several and not more of them; several as one; items by their places as a list of any of them. */
  | { readonly kind: 'oneOf' | 'allOf' | 'tuple'; readonly path: string };

export type PreparedSchema =
  | { readonly kind: 'prepared'; readonly schema: JsonObject; readonly changes: readonly SchemaChange[] }
  | { readonly kind: 'refused'; readonly problem: SchemaProblem };

/** As the SDK has them: other formats go as words. */
const formats: ReadonlySet<unknown> = new Set([
  ...['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid'],
]);
const types: ReadonlySet<unknown> = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);
/** They rule nothing, or are followed where they are referred to. */
const silent = ['$schema', '$id', '$comment', '$anchor', '$defs', 'definitions'] as const;
const annotations: ReadonlySet<string> = new Set([...silent, 'title', 'description', 'default', 'examples', 'deprecated']);
const deepest = 40;
const mostNodes = 5000;

class Refusal extends Error {
  readonly problem: SchemaProblem;

  constructor(problem: SchemaProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

/** Makes of a schema what the API takes. What an answer is compared with stays the schema itself. */
export function prepareSchema(schema: JsonObject): PreparedSchema {
  try {
    return new Preparation(schema).prepared();
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', problem: error.problem };
    throw error;
  }
}

class Preparation {
  readonly #root: JsonObject;
  readonly #changes: SchemaChange[] = [];
  /** What is referred to, by the reference as it is written. */
  readonly #names = new Map<string, string>();
  readonly #definitions = new Map<string, JsonObject>();
  /** References that are being followed. */
  readonly #following = new Set(['#', '#/']);
  #nodes = 0;

  constructor(root: JsonObject) {
    this.#root = root;
  }

  prepared(): PreparedSchema {
    let root: unknown = this.#root;
    // The whole is written out, wherever it stands.
    while (isObject(root) && isString(root['$ref'])) {
      const ref = root['$ref'];
      if (this.#following.has(ref)) throw new Refusal({ kind: 'recursive', ref });
      this.#following.add(ref);
      root = this.#target(ref);
    }
    const schema = this.#node(root, '', 0);
    const withDefinitions = this.#names.size > 0 ? { ...schema, $defs: Object.fromEntries(this.#definitions) } : schema;
    return { kind: 'prepared', schema: withDefinitions, changes: this.#changes };
  }

  #node(schema: unknown, path: string, depth: number): JsonObject {
    if (depth > deepest) throw new Refusal({ kind: 'tooDeep' });
    if (++this.#nodes > mostNodes) throw new Refusal({ kind: 'tooLarge' });
    if (typeof schema === 'boolean') throw new Refusal({ kind: 'untyped', path });
    if (!isObject(schema)) throw new Refusal({ kind: 'malformed', path });
    if (isString(schema['$ref'])) return this.#reference(schema['$ref'], schema, path, depth);
    if (schema['allOf'] !== undefined) {
      this.#changes.push({ kind: 'allOf', path });
      return this.#node(this.#merged(schema, path, 0), path, depth + 1);
    }
    return this.#plain(withPlaces(schema), path, depth);
  }

  /** A schema without references and without `allOf`. */
  #plain(schema: JsonObject, path: string, depth: number): JsonObject {
    const rest = new Map(Object.entries(schema));
    const take = (keyword: string) => {
      const value = rest.get(keyword);
      rest.delete(keyword);
      return value;
    };
    for (const keyword of silent) rest.delete(keyword);
    const variants = this.#variants(schema, path);
    const literals = literalsOf(schema);
    for (const keyword of Object.keys(literals)) rest.delete(keyword);
    const declared = variants || Object.keys(literals).length > 0 ? [] : typesOf(schema, path);
    take('type');
    if (variants) rest.delete(variants.keyword);
    const [description, title] = [take('description'), take('title')];
    const prepared: Record<string, JsonValue> = {
      ...literals,
      ...(variants ? { anyOf: variants.schemas.map((each) => this.#node(each, path, depth + 1)) } : {}),
      ...(declared.length > 0 ? { type: declared.length === 1 ? (declared[0] ?? null) : declared } : {}),
      ...(isString(title) ? { title } : {}),
      ...(declared.includes('object') ? this.#object(take, path, depth) : {}),
      ...(declared.includes('array') ? this.#array(take, schema['minItems'], path, depth) : {}),
      ...(declared.includes('string') && formats.has(schema['format']) ? { format: take('format') ?? null } : {}),
    };
    const words = [...rest].flatMap(([keyword, value]) => (value === undefined ? [] : [`${keyword}: ${JSON.stringify(value)}`]));
    for (const keyword of rest.keys()) this.#changes.push({ kind: 'words', path, keyword });
    const told = [...(isString(description) ? [description] : []), ...(words.length > 0 ? [`{${words.join(', ')}}`] : [])];
    return told.length > 0 ? { ...prepared, description: told.join('\n\n') } : prepared;
  }

  #object(take: (keyword: string) => JsonValue | undefined, path: string, depth: number): JsonObject {
    const [properties, required, additional] = [take('properties') ?? {}, take('required') ?? [], take('additionalProperties')];
    if (!isObject(properties) || !Array.isArray(required)) throw new Refusal({ kind: 'malformed', path });
    const names = Object.keys(properties);
    if (names.length === 0) throw new Refusal({ kind: 'noProperties', path });
    const missing = required.find((name) => !isString(name) || !names.includes(name));
    if (missing !== undefined) throw new Refusal({ kind: 'required', path, name: String(missing) });
    if (additional !== false) this.#changes.push({ kind: 'closed', path, asked: additional !== undefined });
    const prepared = names.map((name) => [name, this.#node(properties[name], pathTo(path, name), depth + 1)] as const);
    return { properties: Object.fromEntries(prepared), ...(required.length > 0 ? { required } : {}), additionalProperties: false };
  }

  #array(take: (keyword: string) => JsonValue | undefined, minItems: JsonValue | undefined, path: string, depth: number): JsonObject {
    // More than one cannot be asked for: such a rule goes as words.
    const few = minItems === 0 || minItems === 1 ? { minItems: take('minItems') ?? 0 } : {};
    const items = take('items');
    const places = Array.isArray(items) ? items : null;
    if (!places) return { items: this.#node(items ?? true, `${path}[]`, depth + 1), ...few };
    this.#changes.push({ kind: 'tuple', path });
    const kinds = [...new Map(places.map((each) => [JSON.stringify(each), each])).values()];
    const prepared = kinds.map((each) => this.#node(each, `${path}[]`, depth + 1));
    if (prepared.length === 0) throw new Refusal({ kind: 'malformed', path });
    return { items: prepared.length === 1 ? (prepared[0] ?? {}) : { anyOf: prepared }, ...few };
  }

  /** What an answer can be one of, where that is not only a rule about what is described beside it. */
  #variants(schema: JsonObject, path: string): { readonly keyword: 'anyOf' | 'oneOf'; readonly schemas: readonly JsonValue[] } | null {
    const keyword = schema['anyOf'] !== undefined ? 'anyOf' : schema['oneOf'] !== undefined ? 'oneOf' : null;
    if (!keyword) return null;
    const schemas = schema[keyword];
    if (!Array.isArray(schemas) || schemas.length === 0) throw new Refusal({ kind: 'malformed', path });
    const describes = ['properties', 'items', 'prefixItems', 'enum', 'const'].some((each) => schema[each] !== undefined);
    const isRule = describes || (schema['type'] !== undefined && !schemas.every(saysWhat));
    if (isRule) return null;
    if (keyword === 'oneOf') this.#changes.push({ kind: 'oneOf', path });
    return { keyword, schemas };
  }

  #reference(ref: string, schema: JsonObject, path: string, depth: number): JsonObject {
    for (const keyword of Object.keys(schema))
      if (keyword !== '$ref' && !annotations.has(keyword)) this.#changes.push({ kind: 'leftOut', path, keyword });
    if (this.#following.has(ref)) throw new Refusal({ kind: 'recursive', ref });
    const name = this.#names.get(ref) ?? this.#define(ref, path, depth);
    return { $ref: `#/$defs/${name}` };
  }

  #define(ref: string, path: string, depth: number): string {
    const target = this.#target(ref);
    const plain = (ref.split('/').at(-1) ?? '').replace(/[^\w.-]/g, '_') || 'definition';
    let name = plain;
    for (let number = 2; [...this.#names.values()].includes(name); number++) name = `${plain}_${number}`;
    this.#names.set(ref, name);
    this.#following.add(ref);
    this.#definitions.set(name, this.#node(target, path, depth + 1));
    this.#following.delete(ref);
    return name;
  }

  #target(ref: string): unknown {
    if (!ref.startsWith('#')) throw new Refusal({ kind: 'external', ref });
    if (ref !== '#' && !ref.startsWith('#/')) throw new Refusal({ kind: 'missing', ref });
    let found: unknown = this.#root;
    for (const part of ref.split('/').slice(1)) {
      const name = unescaped(part);
      if (Array.isArray(found)) found = found[Number(name)];
      else found = isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
    }
    if (found === undefined) throw new Refusal({ kind: 'missing', ref });
    return found;
  }

  /** What several schemas say together of one object: an answer has to fit them all, and the API closes each by itself. */
  #merged(schema: JsonObject, path: string, depth: number): JsonObject {
    if (depth > deepest) throw new Refusal({ kind: 'tooDeep' });
    const { allOf, ...own } = schema;
    if (!Array.isArray(allOf)) throw new Refusal({ kind: 'malformed', path });
    const properties = new Map<string, JsonValue | undefined>();
    const required = new Set<JsonValue>();
    const rest = new Map<string, JsonValue | undefined>();
    for (const part of [own, ...allOf]) {
      for (const [keyword, value] of Object.entries(this.#followed(part, path, depth))) {
        if (keyword === 'properties' && isObject(value)) {
          for (const [name, each] of Object.entries(value)) putOnce(properties, name, each, path);
        } else if (keyword === 'required' && Array.isArray(value)) for (const name of value) required.add(name);
        else if (keyword === 'additionalProperties' || annotations.has(keyword)) {
          if (!rest.has(keyword)) rest.set(keyword, value);
        } else putOnce(rest, keyword, value, path);
      }
    }
    return {
      ...Object.fromEntries(rest),
      ...(properties.size > 0 ? { properties: Object.fromEntries(properties) } : {}),
      ...(required.size > 0 ? { required: [...required] } : {}),
    };
  }

  /** A schema itself, where it stands for another. */
  #followed(schema: unknown, path: string, depth: number): JsonObject {
    let found: unknown = schema;
    for (let steps = 0; isObject(found) && isString(found['$ref']); steps++) {
      const ref = found['$ref'];
      if (steps > deepest || this.#following.has(ref)) throw new Refusal({ kind: 'recursive', ref });
      found = this.#target(ref);
    }
    if (!isObject(found)) throw new Refusal({ kind: 'malformed', path });
    return found['allOf'] === undefined ? found : this.#merged(found, path, depth + 1);
  }
}

function putOnce(into: Map<string, JsonValue | undefined>, name: string, value: JsonValue | undefined, path: string): void {
  if (into.has(name) && JSON.stringify(into.get(name)) !== JSON.stringify(value)) throw new Refusal({ kind: 'combination', path });
  into.set(name, value);
}

/** Whether a schema says by itself what an answer is. */
function saysWhat(schema: JsonValue): boolean {
  return (
    isObject(schema) &&
    ['$ref', 'type', 'properties', 'items', 'enum', 'const', 'anyOf', 'oneOf', 'allOf'].some((each) => schema[each] !== undefined)
  );
}

/** Values that are written out. The API takes plain ones only. */
function literalsOf({ enum: choices, const: value }: JsonObject): Record<string, JsonValue> {
  const isPlain = (each: JsonValue | undefined) => each === null || ['string', 'number', 'boolean'].includes(typeof each);
  return {
    ...(Array.isArray(choices) && choices.length > 0 && choices.every(isPlain) ? { enum: choices } : {}),
    ...(value !== undefined && isPlain(value) ? { const: value } : {}),
  };
}

function typesOf(schema: JsonObject, path: string): string[] {
  const { type } = schema;
  if (type === undefined) {
    if (schema['properties'] !== undefined) return ['object'];
    if (schema['items'] !== undefined || schema['prefixItems'] !== undefined) return ['array'];
    throw new Refusal({ kind: 'untyped', path });
  }
  const declared: readonly JsonValue[] = Array.isArray(type) ? type : [type];
  const unknown = declared.find((each) => !types.has(each));
  if (unknown !== undefined || declared.length === 0) throw new Refusal({ kind: 'unknownType', path, type: String(unknown ?? '') });
  return declared.filter(isString);
}

/** Items by their places, as older schemas write them; what that rules is said in words. */
function withPlaces(schema: JsonObject): JsonObject {
  const { items, prefixItems, ...rest } = schema;
  const places = Array.isArray(prefixItems) ? prefixItems : Array.isArray(items) ? items : null;
  return places ? { ...rest, items: places, itemsInOrder: places } : schema;
}

function pathTo(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function unescaped(part: string): string {
  try {
    return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return part;
  }
}
