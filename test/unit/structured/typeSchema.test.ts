/** TypeScript's types as schemas: what is read, and in which words the rest is refused. */
import assert from 'node:assert/strict';
import { translator } from '../../../src/shared/l10n.ts';
import { prepareSchema } from '../../../src/structured/prepareSchema.ts';
import { typeAt, typeProblemSentence, typeSchema } from '../../../src/structured/typeSchema.ts';

function schemaOf(text: string, name = 'T'): unknown {
  const made = typeSchema(text, name);
  assert.ok(made.kind === 'schema', JSON.stringify(made));
  return made.schema;
}

const closed = (properties: object, required: readonly string[] = Object.keys(properties)) => ({
  type: 'object',
  properties,
  ...(required.length > 0 ? { required } : {}),
  additionalProperties: false,
});

describe('a TypeScript type as a schema', () => {
  it('has the properties of an interface, with what is said of them', () => {
    const text = `
      import { x } from './x';
      /** An order. */
      export interface T {
        /**
         * In euros,
         * without taxes.
         */
        readonly price: number; 'full name'?: string, 1: boolean
        tags: readonly string[];   // not told
        none: null
      }
      const T = { price: 1 };
    `;
    assert.deepEqual(schemaOf(text), {
      title: 'T',
      ...closed(
        {
          price: { type: 'number', description: 'In euros,\nwithout taxes.' },
          'full name': { type: 'string' },
          1: { type: 'boolean' },
          tags: { type: 'array', items: { type: 'string' } },
          none: { type: 'null' },
        },
        ['price', '1', 'tags', 'none'],
      ),
      description: 'An order.',
    });
  });

  const types: readonly (readonly [type: string, schema: object])[] = [
    ['string', { type: 'string' }],
    ['\'a\' | "b" | 3 | -4.5 | true | `c`', { enum: ['a', 'b', 3, -4.5, true, 'c'] }],
    ["'a' | null", { enum: ['a', null] }],
    ["'a' | number[]", { anyOf: [{ enum: ['a'] }, { type: 'array', items: { type: 'number' } }] }],
    ['\n  | string\n  | null', { anyOf: [{ type: 'string' }, { type: 'null' }] }],
    ['Array<{ a: string }>', { type: 'array', items: closed({ a: { type: 'string' } }) }],
    ['ReadonlyArray<number>', { type: 'array', items: { type: 'number' } }],
    ['(string | null)[][]', { type: 'array', items: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } } }],
    ['[x: number, string]', { type: 'array', prefixItems: [{ type: 'number' }, { type: 'string' }], minItems: 2, maxItems: 2 }],
    ['Record<string, number>', { type: 'object', properties: {}, additionalProperties: { type: 'number' } }],
    ['{ [name: string]: number }', { type: 'object', properties: {}, additionalProperties: { type: 'number' } }],
    ["Record<'a' | 'b', number>", closed({ a: { type: 'number' }, b: { type: 'number' } })],
    ['{ a: string } & { b?: number }', closed({ a: { type: 'string' }, b: { type: 'number' } }, ['a'])],
    ['Partial<{ a: string }>', closed({ a: { type: 'string' } }, [])],
    ['Required<{ a?: string | undefined }>', closed({ a: { type: 'string' } })],
    ["Pick<{ a: string; b: null }, 'a'>", closed({ a: { type: 'string' } })],
    ["Omit<{ a: string; b: null }, 'a'>", closed({ b: { type: 'null' } })],
    ['{ a: string | undefined }', closed({ a: { type: 'string' } }, [])],
    [
      '{ readonly: string; type: string; get: number }',
      closed({ readonly: { type: 'string' }, type: { type: 'string' }, get: { type: 'number' } }),
    ],
    ["'a\\u00e9\\n\\''", { const: "aé\n'" }],
  ];
  for (const [type, schema] of types) {
    it(JSON.stringify(type), () => assert.deepEqual(schemaOf(`type T = ${type};\nconst a = 1;`), { title: 'T', ...schema }));
  }

  it('follows types of the same file, each once, and enums and bases with them', () => {
    const text = `
      enum Size { Small, Medium = 5, Large, Named = 'n' }
      type Name = string;
      interface Base { id: Name }
      export interface T extends Base, Readonly<Sized> { others: Base[]; name: Name }
      interface Sized { size: Size }
    `;
    assert.deepEqual(schemaOf(text), {
      title: 'T',
      ...closed({
        id: { $ref: '#/$defs/Name' },
        size: { $ref: '#/$defs/Size' },
        others: { type: 'array', items: { $ref: '#/$defs/Base' } },
        name: { $ref: '#/$defs/Name' },
      }),
      $defs: {
        Name: { type: 'string' },
        Size: { enum: [0, 5, 6, 'n'] },
        Base: closed({ id: { $ref: '#/$defs/Name' } }),
      },
    });
  });

  it('that leads back to itself has a schema that does, which is refused before it is sent', () => {
    const made = typeSchema('interface T { next: T | null; other: U }\ninterface U { back?: U }', 'T');
    assert.ok(made.kind === 'schema');
    assert.deepEqual(prepareSchema(made.schema), { kind: 'refused', problem: { kind: 'recursive', ref: '#' } });
  });

  const refusals: readonly (readonly [text: string, reason: string])[] = [
    ['interface T { at: Date }', 'JSON has no “Date”. A text or a number may stand for it.'],
    ['interface T { a: Map<string, string> }', 'JSON has no “Map”. A text or a number may stand for it.'],
    ['import { U } from "./u";\ninterface T { a: U }', '“U” is not declared in this file, and other files are not read.'],
    ['interface T { a: ns.U }', '“ns.U” is not declared in this file, and other files are not read.'],
    ['interface T<A> { a: A }', '“T” takes type parameters.'],
    ['type Box<A> = A;\ninterface T { a: Box<string> }', '“Box” takes type parameters.'],
    ['interface T { run(): void }', '“run” is a function, and JSON has none.'],
    ['interface T { run: (a: string) => void }', '“()” is a function, and JSON has none.'],
    ['interface T { (): void }', '“()” is a function, and JSON has none.'],
    ['type T = string extends string ? 1 : 2', 'what “string” is depends on a condition.'],
    ["type T = { [K in 'a' | 'b']: K }", '“[K in …]” is mapped from another type.'],
    ["interface U { a: string }\ntype T = U['a']", '“U[a]” has to be worked out by TypeScript.'],
    ['type T = keyof { a: 1 }', '“keyof” has to be worked out by TypeScript.'],
    ['const c = 1;\ntype T = typeof c', '“typeof” has to be worked out by TypeScript.'],
    ['type T = `a$\u007bstring}`', '`a$\u007bstring}` is a pattern of texts.'],
    ['enum T { A = 1 << 2 }', 'the value of “T.A” is computed.'],
    ['interface T { [key]: string }', 'the value of “[key]” is computed.'],
    ['type T = [string, ...number[]]', '“...” is a list of no fixed length with places of their own.'],
    ['type T = { a: unknown }', '“unknown” says nothing of what is to be there.'],
    ['type T = { a: bigint }', '“bigint” is larger than what JSON’s numbers are read as.'],
    ['type T = never', 'nothing is a “never”.'],
    ['type T = { a: undefined }', 'JSON has no “undefined”. A property that may be missing is written with a question mark.'],
    ['type T = string & { a: 1 }', '“string” is no object that could be put together with another.'],
    ['interface T { a: 1 }\ninterface T { b: 1 }', '“T” is declared more than once.'],
    ['type T = {', 'what stands at “” could not be read.'],
    ['type T = { a: string b: string }', 'what stands at “b” could not be read.'],
    [`type T = ${'('.repeat(200)}`, '“(” is nested too deeply, or leads back to itself.'],
    ['type T = U & { a: 1 };\ntype U = T & { b: 1 }', '“T” is nested too deeply, or leads back to itself.'],
  ];
  for (const [text, reason] of refusals) {
    it(`refuses ${text.split('\n').at(-1)?.slice(0, 60)}`, () => {
      const made = typeSchema(text, 'T');
      assert.ok(made.kind === 'refused', JSON.stringify(made));
      const told = typeProblemSentence('T', made.problem, translator({}));
      // Of a circle it says one of those that it goes through.
      if (text.includes('U & { a: 1 }')) assert.match(told, /nested too deeply, or leads back to itself\.$/);
      else assert.equal(told, `“T” cannot be made a schema: ${reason}`);
    });
  }

  it('is the one at the cursor: what is named there, else what is declared around it', () => {
    const text = 'interface A {\n  b: B;\n  c: string;\n}\n\nexport type B = { x: Date };\nconst b: B = f();\n';
    const at = (what: string, more = 0) => typeAt(text, text.indexOf(what) + more);
    assert.equal(at('b: B', 3), 'B');
    assert.equal(at('c: string', 4), 'A');
    assert.equal(at('interface', 2), 'A');
    assert.equal(at('x: Date', 3), 'B');
    assert.equal(at('b: B = f', 4), 'B');
    assert.equal(at('f()', 1), undefined);
    assert.equal(typeAt('', 0), undefined);
  });
});
