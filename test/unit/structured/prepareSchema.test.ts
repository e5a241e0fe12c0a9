/** What the API gets of a schema: what it does not know goes as words, and what it cannot take is refused with its reason. */
import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/shared/json.ts';
import { translator } from '../../../src/shared/l10n.ts';
import { prepareSchema, type SchemaProblem } from '../../../src/structured/prepareSchema.ts';
import { changeSentences, problemSentence } from '../../../src/structured/schemaText.ts';
import { checkFormatSchema } from '../../sim/formatSchema.ts';

const t = translator({});

/** What is sent, which the API takes, and what is said of it. */
function prepared(schema: JsonObject): { readonly schema: JsonObject; readonly said: readonly string[] } {
  const result = prepareSchema(schema);
  assert.ok(result.kind === 'prepared', result.kind === 'refused' ? JSON.stringify(result.problem) : '');
  checkFormatSchema(result.schema);
  return { schema: result.schema, said: changeSentences(result.changes, t) };
}

function refused(schema: JsonObject): SchemaProblem {
  const result = prepareSchema(schema);
  assert.ok(result.kind === 'refused', JSON.stringify(result));
  assert.match(problemSentence(result.problem, 'x.schema.json', t), /^“x\.schema\.json” .*\.$/);
  return result.problem;
}

const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({ type: 'object', properties, ...more });

describe('preparing a schema', () => {
  it('closes every object, which is no news where the schema says nothing of it', () => {
    const { schema, said } = prepared(object({ a: object({ b: { type: 'string' } }) }, { required: ['a'], title: 'T', description: 'D' }));
    assert.deepEqual(schema, {
      type: 'object',
      title: 'T',
      properties: { a: { type: 'object', properties: { b: { type: 'string' } }, additionalProperties: false } },
      required: ['a'],
      additionalProperties: false,
      description: 'D',
    });
    assert.deepEqual(said, []);
  });

  it('says in words what the API does not know, and tells the user which rules those are', () => {
    const { schema, said } = prepared(
      object({
        n: { type: 'integer', minimum: 1, description: 'How many.' },
        s: { type: 'string', format: 'iban' },
        l: { type: 'array', items: { type: 'null' }, minItems: 3 },
      }),
    );
    assert.deepEqual(schema['properties'], {
      n: { type: 'integer', description: 'How many.\n\n{minimum: 1}' },
      s: { type: 'string', description: '{format: "iban"}' },
      l: { type: 'array', items: { type: 'null' }, description: '{minItems: 3}' },
    });
    assert.deepEqual(said, ['Told in words, as the API does not know these rules: minimum, format, minItems.']);
  });

  it('keeps what the API knows', () => {
    const known = {
      f: { type: 'string', format: 'date' },
      e: { enum: ['a', 1, null] },
      c: { const: true },
      l: { type: 'array', items: { type: 'number' }, minItems: 1 },
      o: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      m: { type: ['string', 'null'] },
    };
    const { schema, said } = prepared(object(known));
    assert.deepEqual(schema['properties'], known);
    assert.deepEqual(said, []);
  });

  it('says that further properties are not allowed where the schema allows them', () => {
    const { said } = prepared(
      object({ a: object({ b: { type: 'null' } }, { additionalProperties: true }) }, { additionalProperties: false }),
    );
    assert.deepEqual(said, ['Properties that are not named are not allowed in a.']);
  });

  it('sends one of several as any of them, and several together as one', () => {
    const { schema, said } = prepared({
      oneOf: [{ allOf: [{ $ref: '#/definitions/A' }, object({ b: { type: 'string' } }, { required: ['b'] })] }, { type: 'null' }],
      definitions: { A: object({ a: { type: 'string' } }, { required: ['a'] }) },
    });
    assert.deepEqual(schema, {
      anyOf: [
        { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } }, required: ['a', 'b'], additionalProperties: false },
        { type: 'null' },
      ],
    });
    assert.deepEqual(said, ['“oneOf” is sent as “anyOf”: the whole.', '“allOf” is sent as one schema: the whole.']);
  });

  it('takes a choice beside properties for a rule, and not for what is described', () => {
    const { schema } = prepared(object({ a: { type: 'null' } }, { anyOf: [{ required: ['a'] }] }));
    assert.equal(schema['anyOf'], undefined);
    assert.equal(schema['description'], '{anyOf: [{"required":["a"]}]}');
  });

  it('sends items by their places as a list of any of them', () => {
    const { schema, said } = prepared(
      object({ p: { type: 'array', prefixItems: [{ type: 'number' }, { type: 'number' }], minItems: 2, maxItems: 2 } }),
    );
    assert.deepEqual(schema['properties'], {
      p: {
        type: 'array',
        items: { type: 'number' },
        description: '{minItems: 2, maxItems: 2, itemsInOrder: [{"type":"number"},{"type":"number"}]}',
      },
    });
    assert.match(said.join(' '), /The order of items is told in words: p\./);
  });

  it('follows references, wherever they lead in the schema, and writes the whole out', () => {
    const { schema } = prepared({
      $ref: '#/definitions/Order',
      definitions: {
        Order: object({ of: { $ref: '#/definitions/Who~1What' }, by: { $ref: '#/definitions/Who~1What' } }),
        'Who/What': { type: 'string' },
      },
    });
    assert.deepEqual(schema, {
      type: 'object',
      properties: { of: { $ref: '#/$defs/Who_1What' }, by: { $ref: '#/$defs/Who_1What' } },
      additionalProperties: false,
      $defs: { Who_1What: { type: 'string' } },
    });
  });

  it('refuses what cannot be sent, and says where', () => {
    assert.deepEqual(refused(object({ next: { $ref: '#' } })), { kind: 'recursive', ref: '#' });
    const circle = { A: object({ b: { $ref: '#/$defs/B' } }), B: object({ a: { $ref: '#/$defs/A' } }) };
    assert.deepEqual(refused({ $ref: '#/$defs/A', $defs: circle }), { kind: 'recursive', ref: '#/$defs/A' });
    assert.deepEqual(refused(object({ a: { $ref: 'other.json#/a' } })), { kind: 'external', ref: 'other.json#/a' });
    assert.deepEqual(refused(object({ a: { $ref: '#/$defs/A' } })), { kind: 'missing', ref: '#/$defs/A' });
    assert.deepEqual(refused(object({ a: { type: 'array', items: {} } })), { kind: 'untyped', path: 'a[]' });
    assert.deepEqual(refused(object({ a: { type: 'array' } })), { kind: 'untyped', path: 'a[]' });
    assert.deepEqual(refused(object({ a: object({}, { additionalProperties: { type: 'number' } }) })), { kind: 'noProperties', path: 'a' });
    assert.deepEqual(refused({ type: 'text' }), { kind: 'unknownType', path: '', type: 'text' });
    assert.deepEqual(refused(object({ a: { type: 'null' } }, { required: ['b'] })), { kind: 'required', path: '', name: 'b' });
    assert.deepEqual(refused({ allOf: [object({ a: { type: 'null' } }), object({ a: { type: 'string' } })] }), {
      kind: 'combination',
      path: '',
    });
    assert.deepEqual(refused(object({ a: 5 })), { kind: 'malformed', path: 'a' });
    assert.deepEqual(refused({}), { kind: 'untyped', path: '' });
  });

  it('refuses what is too deep or too large, also where references make it so', () => {
    let deep: JsonObject = { type: 'null' };
    for (let level = 0; level < 60; level++) deep = { type: 'array', items: deep };
    assert.equal(refused(deep).kind, 'tooDeep');
    const many = Object.fromEntries(Array.from({ length: 6000 }, (_, n) => [`p${n}`, { type: 'null' }]));
    assert.equal(refused(object(many)).kind, 'tooLarge');
    // Each is described once, however often it is referred to.
    const defs = Object.fromEntries(
      Array.from({ length: 15 }, (_, n) => [
        `D${n}`,
        n === 14 ? { type: 'null' } : object({ a: { $ref: `#/$defs/D${n + 1}` }, b: { $ref: `#/$defs/D${n + 1}` } }),
      ]),
    );
    assert.equal(Object.keys(prepared({ $ref: '#/$defs/D0', $defs: defs }).schema['$defs'] ?? {}).length, 14);
  });

  it('leaves names alone that are names of anything else', () => {
    const names: JsonObject = JSON.parse('{"__proto__": {"type": "string"}, "constructor": {"$ref": "#/$defs/__proto__"}}');
    const { schema } = prepared({ type: 'object', properties: names, $defs: JSON.parse('{"__proto__": {"type": "null"}}') });
    assert.equal(JSON.stringify(schema['properties']), '{"__proto__":{"type":"string"},"constructor":{"$ref":"#/$defs/__proto__"}}');
    assert.equal(JSON.stringify(schema['$defs']), '{"__proto__":{"type":"null"}}');
  });

  it('is the same for the same schema, and changes nothing of it', () => {
    const schema = object({ a: { type: 'integer', minimum: 1 } });
    const before = JSON.stringify(schema);
    assert.equal(JSON.stringify(prepareSchema(schema)), JSON.stringify(prepareSchema(JSON.parse(before))));
    assert.equal(JSON.stringify(schema), before);
  });
});
