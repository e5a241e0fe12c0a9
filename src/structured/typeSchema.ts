/** A JSON schema of a TypeScript type, as it is declared in one text. References are followed in that text only. Pure. */
import type { JsonObject, JsonValue } from '../shared/json.ts';
import type { Translate } from '../shared/l10n.ts';
import {
  type Declaration,
  declarationHeads,
  nameOf,
  type ObjectType,
  readDeclaration,
  type TypeNode,
  type TypeProblem,
  TypeRefusal,
} from './typeSyntax.ts';

export type TypeSchema =
  | { readonly kind: 'schema'; readonly name: string; readonly schema: JsonObject }
  | { readonly kind: 'refused'; readonly name: string; readonly problem: TypeProblem };

/** What the language has and JSON has not. */
const notJson: ReadonlySet<string> = new Set([
  ...['Date', 'Map', 'Set', 'WeakMap', 'WeakSet', 'RegExp', 'Function', 'Promise', 'Error', 'Symbol', 'URL', 'Blob', 'File', 'Buffer'],
  ...['ArrayBuffer', 'Uint8Array', 'Int32Array', 'Float64Array'],
]);
const deepest = 60;

/** The name of the type that is meant at a place: the one that is named there, else the declaration around it; undefined where there is none. */
export function typeAt(text: string, offset: number): string | undefined {
  const heads = declarationHeads(text);
  const before = /[\p{ID_Continue}$]*$/u.exec(text.slice(Math.max(0, offset - 200), offset))?.[0] ?? '';
  const after = /^[\p{ID_Continue}$]*/u.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  const word = before + after;
  if (heads.some(({ name }) => name === word)) return word;
  return heads.findLast((head) => head.start <= offset && offset <= endOf(text, head))?.name;
}

/** Where it ends, also where it cannot be made a schema: at the brace that closes it. */
function endOf(text: string, head: ReturnType<typeof declarationHeads>[number]): number {
  try {
    return readDeclaration(text, head).end;
  } catch (error) {
    if (!(error instanceof TypeRefusal)) throw error;
    const next = /^\}/m.exec(text.slice(head.body));
    return next ? head.body + next.index + 1 : head.body;
  }
}

export function typeSchema(text: string, name: string): TypeSchema {
  try {
    return { kind: 'schema', name, schema: new Conversion(text).schemaOf(name) };
  } catch (error) {
    if (error instanceof TypeRefusal) return { kind: 'refused', name, problem: error.problem };
    throw error;
  }
}

class Conversion {
  readonly #text: string;
  readonly #heads: ReturnType<typeof declarationHeads>;
  readonly #declarations = new Map<string, Declaration>();
  readonly #definitions = new Map<string, JsonObject | null>();
  #root = '';
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#heads = declarationHeads(text);
  }

  schemaOf(name: string): JsonObject {
    this.#root = name;
    const schema = this.#declared(name);
    const definitions = [...this.#definitions].flatMap(([each, found]) => (found ? [[each, found] as const] : []));
    return { title: name, ...schema, ...(definitions.length > 0 ? { $defs: Object.fromEntries(definitions) } : {}) };
  }

  #declared(name: string): JsonObject {
    const { bases, type, comment } = this.#find(name);
    const whole: TypeNode = bases.length > 0 ? { kind: 'intersection', parts: [...bases, type] } : type;
    return described(this.#convert(whole), comment);
  }

  #find(name: string): Declaration {
    const known = this.#declarations.get(name);
    if (known) return known;
    const heads = this.#heads.filter((head) => head.name === name);
    const [head] = heads;
    if (!head) throw new TypeRefusal({ kind: notJson.has(name) ? 'notJson' : 'elsewhere', name });
    if (heads.length > 1) throw new TypeRefusal({ kind: 'several', name });
    const declaration = readDeclaration(this.#text, head);
    this.#declarations.set(name, declaration);
    return declaration;
  }

  #convert(type: TypeNode): JsonObject {
    if (++this.#depth > deepest) throw new TypeRefusal({ kind: 'tooDeep', name: nameOf(type) });
    const schema = this.#converted(type);
    this.#depth--;
    return schema;
  }

  #converted(type: TypeNode): JsonObject {
    switch (type.kind) {
      case 'primitive':
        if (type.name === 'undefined') throw new TypeRefusal({ kind: 'undefined', name: type.name });
        return { type: type.name };
      case 'literal':
        return { const: type.value };
      case 'array':
        return { type: 'array', items: this.#convert(type.items) };
      case 'tuple': {
        const count = type.items.length;
        return { type: 'array', prefixItems: type.items.map((each) => this.#convert(each)), minItems: count, maxItems: count };
      }
      case 'union':
        return this.#union(type.parts);
      case 'intersection':
        return this.#objectSchema(this.#asObject(type));
      case 'object':
        return this.#objectSchema(type);
      case 'named':
        return this.#named(type.name, type.parameters);
    }
  }

  #union(parts: readonly TypeNode[]): JsonObject {
    const each = parts.flatMap((part) => (part.kind === 'union' ? part.parts : [part]));
    const literals = each.flatMap((part) => (part.kind === 'literal' ? [part.value] : []));
    const hasNull = each.some((part) => part.kind === 'primitive' && part.name === 'null');
    const plain: JsonValue[] = hasNull ? [...literals, null] : literals;
    if (plain.length === each.length) return { enum: plain };
    const others = each.filter((part) => part.kind !== 'literal').map((part) => this.#convert(part));
    const schemas = literals.length > 0 ? [{ enum: literals }, ...others] : others;
    return schemas.length === 1 ? (schemas[0] ?? {}) : { anyOf: schemas };
  }

  #objectSchema({ members, others }: ObjectType): JsonObject {
    const properties = members.map(({ name, type, comment }) => [name, described(this.#convert(withoutUndefined(type)), comment)] as const);
    const required = members.filter(({ optional, type }) => !optional && !allowsUndefined(type)).map(({ name }) => name);
    return {
      type: 'object',
      properties: Object.fromEntries(properties),
      ...(required.length > 0 ? { required } : {}),
      additionalProperties: others ? this.#convert(others) : false,
    };
  }

  #named(name: string, parameters: readonly TypeNode[]): JsonObject {
    const [first, second] = parameters;
    switch (name) {
      case 'Array':
      case 'ReadonlyArray':
        if (first && !this.#isDeclared(name)) return { type: 'array', items: this.#convert(first) };
        break;
      case 'Readonly':
        if (first && !this.#isDeclared(name)) return this.#convert(first);
        break;
      case 'Record':
      case 'Partial':
      case 'Required':
      case 'Pick':
      case 'Omit':
        if (first && !this.#isDeclared(name)) return this.#objectSchema(this.#derived(name, first, second));
        break;
      default:
    }
    if (parameters.length > 0) throw this.#generic(name);
    if (name === this.#root) return { $ref: '#' };
    if (!this.#definitions.has(name)) {
      // Before it is converted: it may lead back to itself.
      this.#definitions.set(name, null);
      this.#definitions.set(name, this.#declared(name));
    }
    return { $ref: `#/$defs/${name}` };
  }

  #generic(name: string): TypeRefusal {
    if (this.#isDeclared(name)) return new TypeRefusal({ kind: 'generic', name });
    return new TypeRefusal({ kind: notJson.has(name) ? 'notJson' : 'elsewhere', name });
  }

  #isDeclared(name: string): boolean {
    return this.#heads.some((head) => head.name === name);
  }

  /** What TypeScript's own helpers make of an object. */
  #derived(name: 'Record' | 'Partial' | 'Required' | 'Pick' | 'Omit', first: TypeNode, second: TypeNode | undefined): ObjectType {
    if (name === 'Record') {
      if (!second) throw new TypeRefusal({ kind: 'syntax', name });
      const isAnyName = first.kind === 'primitive' && first.name === 'string';
      if (isAnyName) return { kind: 'object', members: [], others: second };
      const members = this.#names(first).map((each) => ({ name: each, optional: false, type: second, comment: null }));
      return { kind: 'object', members, others: null };
    }
    const object = this.#asObject(first);
    if (name === 'Partial') return { ...object, members: object.members.map((each) => ({ ...each, optional: true })) };
    if (name === 'Required')
      return { ...object, members: object.members.map((each) => ({ ...each, optional: false, type: withoutUndefined(each.type) })) };
    const names = new Set(second ? this.#names(second) : []);
    return { ...object, members: object.members.filter((each) => names.has(each.name) === (name === 'Pick')) };
  }

  /** The texts that a type is one of. */
  #names(type: TypeNode): string[] {
    switch (type.kind) {
      case 'literal':
        return [String(type.value)];
      case 'union':
        return type.parts.flatMap((part) => this.#names(part));
      case 'named':
        if (type.parameters.length === 0) return this.#names(this.#find(type.name).type);
        break;
      default:
    }
    throw new TypeRefusal({ kind: 'operator', name: nameOf(type) });
  }

  /** The properties that a type has, wherever they are written. */
  #asObject(type: TypeNode): ObjectType {
    if (++this.#depth > deepest) throw new TypeRefusal({ kind: 'tooDeep', name: nameOf(type) });
    const object = this.#object(type);
    this.#depth--;
    return object;
  }

  #object(type: TypeNode): ObjectType {
    switch (type.kind) {
      case 'object':
        return type;
      case 'intersection':
        return type.parts.map((part) => this.#asObject(part)).reduce(joined);
      case 'named': {
        const [first, second] = type.parameters;
        if (!this.#isDeclared(type.name) && first) {
          if (type.name === 'Readonly') return this.#asObject(first);
          const helper = (['Record', 'Partial', 'Required', 'Pick', 'Omit'] as const).find((each) => each === type.name);
          if (helper) return this.#derived(helper, first, second);
        }
        if (type.parameters.length > 0) throw this.#generic(type.name);
        const { bases, type: own } = this.#find(type.name);
        return [...bases, own].map((part) => this.#asObject(part)).reduce(joined);
      }
      default:
        throw new TypeRefusal({ kind: 'notObject', name: nameOf(type) });
    }
  }
}

/** One object with the properties of both; a later one takes an earlier one's place. */
function joined(one: ObjectType, other: ObjectType): ObjectType {
  const members = new Map([...one.members, ...other.members].map((member) => [member.name, member]));
  return { kind: 'object', members: [...members.values()], others: other.others ?? one.others };
}

function allowsUndefined(type: TypeNode): boolean {
  return type.kind === 'union' && type.parts.some((part) => part.kind === 'primitive' && part.name === 'undefined');
}

function withoutUndefined(type: TypeNode): TypeNode {
  if (type.kind !== 'union' || !allowsUndefined(type)) return type;
  const parts = type.parts.filter((part) => part.kind !== 'primitive' || part.name !== 'undefined');
  return parts.length === 1 ? (parts[0] ?? type) : { kind: 'union', parts };
}

/** Where it only refers to another, that one's description holds. */
function described(schema: JsonObject, comment: string | null): JsonObject {
  return comment === null ? schema : { ...schema, description: comment };
}

/** Why a type cannot be made a schema. @param name the type's that was asked for */
export function typeProblemSentence(name: string, problem: TypeProblem, t: Translate): string {
  return t('“{0}” cannot be made a schema: {1}', name, reason(problem, t));
}

function reason({ kind, name }: TypeProblem, t: Translate): string {
  switch (kind) {
    case 'syntax':
      return t('what stands at “{0}” could not be read.', name);
    case 'generic':
      return t('“{0}” takes type parameters.', name);
    case 'function':
      return t('“{0}” is a function, and JSON has none.', name);
    case 'conditional':
      return t('what “{0}” is depends on a condition.', name);
    case 'mapped':
      return t('“{0}” is mapped from another type.', name);
    case 'operator':
      return t('“{0}” has to be worked out by TypeScript.', name);
    case 'template':
      return t('{0} is a pattern of texts.', name);
    case 'computed':
      return t('the value of “{0}” is computed.', name);
    case 'rest':
      return t('“{0}” is a list of no fixed length with places of their own.', name);
    case 'any':
      return t('“{0}” says nothing of what is to be there.', name);
    case 'bigint':
      return t('“{0}” is larger than what JSON’s numbers are read as.', name);
    case 'never':
      return t('nothing is a “{0}”.', name);
    case 'notJson':
      return t('JSON has no “{0}”. A text or a number may stand for it.', name);
    case 'elsewhere':
      return t('“{0}” is not declared in this file, and other files are not read.', name);
    case 'several':
      return t('“{0}” is declared more than once.', name);
    case 'undefined':
      return t('JSON has no “{0}”. A property that may be missing is written with a question mark.', name);
    case 'notObject':
      return t('“{0}” is no object that could be put together with another.', name);
    case 'tooDeep':
      return t('“{0}” is nested too deeply, or leads back to itself.', name);
  }
}
