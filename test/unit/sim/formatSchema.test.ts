/** What the simulator refuses of answers by a schema: what the model cannot do, what the API does not take, and what does not go together. */
import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/shared/json.ts';
import { ApiError } from '../../sim/apiError.ts';
import { validateCreate } from '../../sim/validate.ts';
import { pdf } from './samples.ts';

const plain: JsonObject = { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false };
const user = (content: unknown) => ({ role: 'user', content });

function refusalOf(schema: JsonObject, change: JsonObject = {}, messages: readonly unknown[] = [user('Why?')]): string {
  const output_config = { format: { type: 'json_schema', schema } };
  try {
    validateCreate({ model: 'claude-sonnet-5-5', max_tokens: 100, messages, output_config, ...change }, () => false);
    return '';
  } catch (error) {
    assert.ok(error instanceof ApiError);
    assert.equal(error.status, 400);
    return error.message;
  }
}

const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({ ...plain, properties, ...more });

describe('the simulator and answers by a schema', () => {
  it('takes what the API takes', () => {
    assert.equal(refusalOf(plain), '');
    assert.equal(
      refusalOf(
        object(
          { a: { $ref: '#/$defs/A' }, b: { anyOf: [{ type: 'null' }, { enum: [1] }] } },
          { $defs: { A: { type: 'array', items: plain, minItems: 1 } } },
        ),
      ),
      '',
    );
  });

  const refused: readonly (readonly [schema: JsonObject, words: RegExp])[] = [
    [{ type: 'object', properties: {} }, /'additionalProperties' must be explicitly set to false/],
    [object({ a: { type: 'object', properties: {}, additionalProperties: true } }), /'additionalProperties' must be/],
    [object({ a: { type: 'integer', minimum: 1 } }), /'minimum' is not supported/],
    [object({ a: { type: 'string', pattern: 'x' } }), /'pattern' is not supported/],
    [object({ a: { type: 'string', format: 'iban' } }), /format 'iban' is not supported/],
    [object({ a: { type: 'array', items: { type: 'null' }, minItems: 2 } }), /'minItems' values other than 0 or 1/],
    [object({ a: { type: 'array' } }), /'items' must be set/],
    [object({ a: {} }), /type is missing/],
    [object({ a: { oneOf: [{ type: 'null' }] } }), /type is missing/],
    [object({ a: { enum: [{ b: 1 }] } }), /may only hold/],
    [object({}, { required: ['b'] }), /'b' is not defined/],
    [object({ a: { $ref: 'other.json' } }), /Unresolvable reference/],
    [object({ a: { $ref: '#/$defs/A' } }, { $defs: { A: object({ b: { $ref: '#/$defs/A' } }) } }), /Recursive schemas are not supported/],
  ];
  for (const [schema, words] of refused)
    it(`refuses ${JSON.stringify(schema).slice(0, 100)}`, () => assert.match(refusalOf(schema), words));

  it('refuses it of a model that has no such answers, beside citations, and after a beginning of the answer', () => {
    assert.match(refusalOf(plain, { model: 'gateway-text-1' }), /does not support structured outputs/);
    const cited = {
      type: 'document',
      source: { type: 'base64', media_type: 'application/pdf', data: pdf(1) },
      citations: { enabled: true },
    };
    assert.match(refusalOf(plain, {}, [user([cited, { type: 'text', text: 'Why?' }])]), /Citations cannot be used/);
    const begun = [user('Why?'), { role: 'assistant', content: '{"a"' }];
    assert.match(refusalOf(plain, { model: 'claude-haiku-4-5' }, begun), /not supported with structured outputs/);
  });
});
