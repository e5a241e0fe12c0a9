/** Reads declarations of types: interfaces, aliases and enums, as far as JSON can have what they describe. */
import { type Token, TypeTokens } from './typeTokens.ts';

export type TypeNode =
  | { readonly kind: 'primitive'; readonly name: 'string' | 'number' | 'boolean' | 'null' | 'undefined' }
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'array'; readonly items: TypeNode }
  | { readonly kind: 'tuple'; readonly items: readonly TypeNode[] }
  | { readonly kind: 'union' | 'intersection'; readonly parts: readonly TypeNode[] }
  | ObjectType
  | { readonly kind: 'named'; readonly name: string; readonly parameters: readonly TypeNode[] };

export interface ObjectType {
  readonly kind: 'object';
  readonly members: readonly Member[];
  /** Of what any other property is. */
  readonly others: TypeNode | null;
}

export interface Member {
  readonly name: string;
  readonly optional: boolean;
  readonly type: TypeNode;
  readonly comment: string | null;
}

export interface Declaration {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly comment: string | null;
  /** What an interface adds to. */
  readonly bases: readonly TypeNode[];
  readonly type: TypeNode;
}

/** What of TypeScript's types has no schema here. */
export type Unsupported =
  | 'syntax'
  | 'generic'
  | 'function'
  | 'conditional'
  | 'mapped'
  | 'operator'
  | 'template'
  | 'computed'
  | 'rest'
  | 'any'
  | 'bigint'
  | 'never';

/** Why a type cannot be made a schema. `name` is the part that is meant, as it is written. */
export type TypeProblem =
  | { readonly kind: Unsupported; readonly name: string }
  /** It is a class or an object of the language's own, which JSON has not. */
  | { readonly kind: 'notJson'; readonly name: string }
  /** It is declared in another file, or nowhere. */
  | { readonly kind: 'elsewhere'; readonly name: string }
  | { readonly kind: 'several'; readonly name: string }
  | { readonly kind: 'undefined'; readonly name: string }
  | { readonly kind: 'notObject'; readonly name: string }
  | { readonly kind: 'tooDeep'; readonly name: string };

export class TypeRefusal extends Error {
  readonly problem: TypeProblem;

  constructor(problem: TypeProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

const head =
  /^[ \t]*(?:export[ \t]+)?(?:default[ \t]+)?(?:declare[ \t]+)?(?:const[ \t]+)?(interface|type|enum)[ \t]+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gmu;
const deepest = 60;

/** Where a type is declared in a text, by its name; the name may be there more than once. */
export function declarationHeads(
  text: string,
): { readonly kind: string; readonly name: string; readonly start: number; readonly body: number }[] {
  return [...text.matchAll(head)].map(({ 0: whole, 1: kind = '', 2: name = '', index }) => {
    return { kind, name, start: index, body: index + whole.length };
  });
}

/** Reads the declaration that has this head. @throws {TypeRefusal} */
export function readDeclaration(text: string, { kind, name, start, body }: ReturnType<typeof declarationHeads>[number]): Declaration {
  const before = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(text.slice(Math.max(0, start - 4000), start))?.[1];
  const comment =
    before
      ?.split('\n')
      .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
      .join('\n')
      .trim() || null;
  const parser = new TypeParser(new TypeTokens(text, body));
  const { bases, type } =
    kind === 'enum' ? { bases: [], type: parser.enumBody(name) } : kind === 'interface' ? parser.interfaceBody(name) : parser.alias(name);
  return { name, start, end: parser.end, comment, bases, type };
}

class TypeParser {
  readonly #tokens: TypeTokens;
  #depth = 0;

  constructor(tokens: TypeTokens) {
    this.#tokens = tokens;
  }

  get end(): number {
    return this.#tokens.end;
  }

  alias(name: string): { bases: TypeNode[]; type: TypeNode } {
    if (this.#tokens.is('<')) throw refusal('generic', name);
    this.#expect('=');
    return { bases: [], type: this.#type() };
  }

  interfaceBody(name: string): { bases: TypeNode[]; type: TypeNode } {
    if (this.#tokens.is('<')) throw refusal('generic', name);
    const bases: TypeNode[] = [];
    if (this.#tokens.takes('extends'))
      do bases.push(this.#type());
      while (this.#tokens.takes(','));
    return { bases, type: this.#object() };
  }

  enumBody(name: string): TypeNode {
    const tokens = this.#tokens;
    this.#expect('{');
    const parts: TypeNode[] = [];
    let next: number | null = 0;
    while (!tokens.takes('}')) {
      const member = tokens.take();
      if (member.type !== 'name' && member.type !== 'string') throw refusal('syntax', member.text);
      let value: string | number | null = next;
      if (tokens.takes('=')) {
        const literal = this.#type();
        value = literal.kind === 'literal' && typeof literal.value !== 'boolean' ? literal.value : null;
      }
      if (value === null || !(tokens.is(',') || tokens.is('}'))) throw refusal('computed', `${name}.${member.text}`);
      next = typeof value === 'number' ? value + 1 : null;
      parts.push({ kind: 'literal', value });
      tokens.takes(',');
    }
    if (parts.length === 0) throw refusal('never', name);
    return { kind: 'union', parts };
  }

  #type(): TypeNode {
    if (++this.#depth > deepest) throw refusal('tooDeep', this.#tokens.peek().text);
    const type = this.#parts('|', 'union', () => this.#parts('&', 'intersection', () => this.#postfixed()));
    if (this.#tokens.is('extends') && !this.#tokens.peek().onNewLine) throw refusal('conditional', nameOf(type));
    if (this.#tokens.is('=>')) throw refusal('function', nameOf(type));
    this.#depth--;
    return type;
  }

  #parts(mark: string, kind: 'union' | 'intersection', read: () => TypeNode): TypeNode {
    this.#tokens.takes(mark);
    const first = read();
    const parts = [first];
    while (this.#tokens.takes(mark)) parts.push(read());
    return parts.length === 1 ? first : { kind, parts };
  }

  #postfixed(): TypeNode {
    const tokens = this.#tokens;
    let type = this.#primary();
    while (tokens.is('[') && !tokens.peek().onNewLine) {
      tokens.take();
      if (!tokens.takes(']')) throw refusal('operator', `${nameOf(type)}[${tokens.peek().text}]`);
      type = { kind: 'array', items: type };
    }
    return type;
  }

  #primary(): TypeNode {
    const tokens = this.#tokens;
    if (tokens.is('{')) return this.#object();
    const token = tokens.take();
    switch (token.type) {
      case 'string':
        return { kind: 'literal', value: token.text };
      case 'number':
        return number(token.text);
      case 'template':
        if (token.text.includes('${')) throw refusal('template', `\`${token.text}\``);
        return { kind: 'literal', value: token.text };
      case 'mark':
        return this.#marked(token);
      case 'name':
        return this.#named(token);
      case 'end':
        throw refusal('syntax', '');
    }
  }

  #marked({ text }: Token): TypeNode {
    const tokens = this.#tokens;
    if (text === '-' && tokens.peek().type === 'number') return number(`-${tokens.take().text}`);
    if (text === '[') return this.#tuple();
    if (text !== '(') throw refusal('syntax', text);
    if (tokens.is(')') || tokens.is('...')) throw refusal('function', '()');
    const type = this.#type();
    // Parameters of a function.
    if (tokens.is(':') || tokens.is('?') || tokens.is(',')) throw refusal('function', '()');
    this.#expect(')');
    if (tokens.is('=>')) throw refusal('function', '()');
    return type;
  }

  #named({ text }: Token): TypeNode {
    const tokens = this.#tokens;
    switch (text) {
      case 'string':
      case 'number':
      case 'boolean':
      case 'null':
      case 'undefined':
        return { kind: 'primitive', name: text };
      case 'void':
        return { kind: 'primitive', name: 'undefined' };
      case 'true':
      case 'false':
        return { kind: 'literal', value: text === 'true' };
      case 'readonly':
        return this.#postfixed();
      case 'any':
      case 'unknown':
      case 'object':
        throw refusal('any', text);
      case 'bigint':
      case 'never':
        throw refusal(text, text);
      case 'symbol':
        throw refusal('notJson', text);
      case 'new':
      case 'abstract':
        throw refusal('function', text);
    }
    if (/^(?:keyof|typeof|infer|unique|import)$/.test(text)) throw refusal('operator', text);
    if (tokens.is('.')) {
      tokens.take();
      throw refusal('elsewhere', `${text}.${tokens.peek().text}`);
    }
    const parameters: TypeNode[] = [];
    if (tokens.takes('<')) {
      do parameters.push(this.#type());
      while (tokens.takes(','));
      this.#expect('>');
    }
    return { kind: 'named', name: text, parameters };
  }

  #tuple(): TypeNode {
    const tokens = this.#tokens;
    const items: TypeNode[] = [];
    while (!tokens.takes(']')) {
      if (tokens.is('...')) throw refusal('rest', '...');
      const item = this.#type();
      if (tokens.is('?')) throw refusal('rest', `${nameOf(item)}?`);
      // What it was is the name of a place.
      items.push(tokens.takes(':') ? this.#type() : item);
      if (!tokens.is(']')) this.#expect(',');
    }
    return { kind: 'tuple', items };
  }

  #object(): ObjectType {
    const tokens = this.#tokens;
    this.#expect('{');
    const members: Member[] = [];
    let others: TypeNode | null = null;
    while (!tokens.takes('}')) {
      if (tokens.takes(';') || tokens.takes(',')) continue;
      const first = tokens.take();
      const { comment } = first;
      const isModifier =
        first.text === 'readonly' && first.type === 'name' && !['?', ':', '(', ';', ',', '}'].some((mark) => tokens.is(mark));
      const name = isModifier ? tokens.take() : first;
      if (name.type === 'mark' && name.text === '[') others = this.#index();
      else if (name.type === 'mark' && ['+', '-'].includes(name.text)) throw refusal('mapped', name.text);
      else if (name.type === 'mark' && ['(', '<'].includes(name.text)) throw refusal('function', '()');
      else if (name.type !== 'name' && name.type !== 'string' && name.type !== 'number') throw refusal('syntax', name.text);
      else {
        const optional = tokens.takes('?');
        if (tokens.is('(') || tokens.is('<')) throw refusal('function', name.text);
        if ((name.text === 'get' || name.text === 'set') && tokens.peek().type === 'name') throw refusal('function', name.text);
        this.#expect(':');
        members.push({ name: name.text, optional, type: this.#type(), comment });
      }
      if (!(tokens.is(';') || tokens.is(',') || tokens.is('}') || tokens.peek().onNewLine)) throw refusal('syntax', tokens.peek().text);
    }
    return { kind: 'object', members, others };
  }

  /** `[name: string]: …`, after its bracket. */
  #index(): TypeNode {
    const tokens = this.#tokens;
    const name = tokens.take();
    if (tokens.is('in')) throw refusal('mapped', `[${name.text} in …]`);
    if (!tokens.takes(':')) throw refusal('computed', `[${name.text}]`);
    if (!tokens.takes('string')) throw refusal('operator', `[${name.text}: ${tokens.peek().text}]`);
    this.#expect(']');
    this.#expect(':');
    return this.#type();
  }

  #expect(mark: string): void {
    if (!this.#tokens.takes(mark)) throw refusal('syntax', this.#tokens.peek().text);
  }
}

function number(text: string): TypeNode {
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isFinite(value)) throw refusal(text.endsWith('n') ? 'bigint' : 'syntax', text);
  return { kind: 'literal', value };
}

function refusal(kind: TypeProblem['kind'], name: string): TypeRefusal {
  return new TypeRefusal({ kind, name });
}

/** For people. */
export function nameOf(type: TypeNode): string {
  switch (type.kind) {
    case 'named':
    case 'primitive':
      return type.name;
    case 'literal':
      return JSON.stringify(type.value);
    case 'array':
      return `${nameOf(type.items)}[]`;
    case 'tuple':
      return '[…]';
    case 'object':
      return '{…}';
    case 'union':
      return type.parts.map(nameOf).join(' | ');
    case 'intersection':
      return type.parts.map(nameOf).join(' & ');
  }
}
