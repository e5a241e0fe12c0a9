/** Answers compared with their schemas: by the validator, and in a thread that nothing in a schema can hold up. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import type { JsonObject } from '../../../src/shared/json.ts';
import { checkAnswer } from '../../../src/structured/checkAnswer.ts';
import { openAnswerChecker } from '../../../src/structured/client.ts';

const order: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    id: { type: 'string', pattern: '^[A-Z]' },
    lines: { type: 'array', items: { $ref: '#/$defs/Line' }, maxItems: 2 },
    state: { enum: ['open', 'paid'] },
    to: { anyOf: [{ type: 'string' }, { type: 'null' }] },
  },
  required: ['id'],
  additionalProperties: false,
  $defs: { Line: { type: 'object', properties: { price: { type: 'number', minimum: 1 } }, required: ['price'] } },
};

const rules = (schema: JsonObject, answer: unknown) => {
  const check = checkAnswer({ schema, answer: JSON.stringify(answer) });
  assert.ok(check.kind === 'breaks', check.kind);
  assert.equal(check.count, check.rules.length);
  return check.rules.map(({ path, rule }) => `${path} ${rule}`);
};

describe('an answer and its schema', () => {
  it('fits, or does not, and then each broken rule is named with its place', () => {
    assert.deepEqual(checkAnswer({ schema: order, answer: '{"id":"A1","lines":[{"price":2}],"to":null}' }), { kind: 'fits' });
    assert.deepEqual(rules(order, { id: 'a' }), ['/id pattern: "^[A-Z]"']);
    assert.deepEqual(rules(order, {}), [' required: "id"']);
    assert.deepEqual(rules(order, { id: 'A', lines: [{ price: 0 }] }), ['/lines/0/price minimum: 1']);
    assert.deepEqual(rules(order, { id: 'A', lines: [{ price: 'x' }, {}] }), [
      '/lines/0/price type: "number"',
      '/lines/1 required: "price"',
    ]);
    assert.deepEqual(rules(order, { id: 'A', state: 'lost' }), ['/state enum: ["open","paid"]']);
    assert.deepEqual(rules(order, { id: 'A', more: 1 }), ['/more additionalProperties: false']);
    assert.deepEqual(rules(order, { id: 'A', to: 5 }), ['/to anyOf']);
    assert.deepEqual(rules(order, [1]), [' type: "object"']);
  });

  it('is compared by the draft that the schema names', () => {
    const tuple = (draft: string) => ({ $schema: draft, type: 'array', items: [{ type: 'string' }], additionalItems: false });
    assert.equal(checkAnswer({ schema: tuple('http://json-schema.org/draft-07/schema#'), answer: '["a", 1]' }).kind, 'breaks');
    const exclusive = { $schema: 'http://json-schema.org/draft-04/schema#', type: 'number', minimum: 1, exclusiveMinimum: true };
    assert.equal(checkAnswer({ schema: exclusive, answer: '1' }).kind, 'breaks');
  });

  it('is not compared where the schema or the answer cannot be read', () => {
    assert.deepEqual(checkAnswer({ schema: { $ref: '#/nowhere' }, answer: '1' }), { kind: 'unchecked', reason: 'schema' });
    assert.deepEqual(checkAnswer({ schema: { pattern: '(' }, answer: '"a"' }), { kind: 'unchecked', reason: 'schema' });
    assert.deepEqual(checkAnswer({ schema: {}, answer: '{"a"' }), { kind: 'unchecked', reason: 'gone' });
  });

  it('tells as many broken rules as anybody reads, and how many there are', () => {
    const check = checkAnswer({ schema: { items: { type: 'string' } }, answer: JSON.stringify(Array(500).fill(1)) });
    assert.ok(check.kind === 'breaks');
    assert.deepEqual([check.rules.length, check.count], [20, 500]);
  });

  describe('in a thread', () => {
    const workerScript = resolve('out', 'structuredWorker.cjs');
    const logged: string[] = [];
    const log = (line: string) => logged.push(line);

    before(() =>
      build({ entryPoints: ['src/structured/worker.ts'], bundle: true, platform: 'node', format: 'cjs', outfile: workerScript }),
    );

    it('comes to the same', async () => {
      const checker = openAnswerChecker({ workerScript, log });
      const checks = await Promise.all([
        checker.check({ schema: order, answer: '{"id":"A"}' }),
        checker.check({ schema: order, answer: '{"id":"a"}' }),
      ]);
      assert.deepEqual(
        checks.map(({ kind }) => kind),
        ['fits', 'breaks'],
      );
    });

    it('a pattern that never ends holds nothing up, and the next answer is compared', async () => {
      const checker = openAnswerChecker({ workerScript, log, patience: 400 });
      const endless = { type: 'string', pattern: '^(a+)+$' };
      assert.deepEqual(await checker.check({ schema: endless, answer: JSON.stringify(`${'a'.repeat(40)}!`) }), {
        kind: 'unchecked',
        reason: 'slow',
      });
      assert.deepEqual(logged.splice(0), ['answers: a thread ended (it took too long).']);
      const patient = openAnswerChecker({ workerScript, log });
      assert.deepEqual(await patient.check({ schema: endless, answer: '"aa"' }), { kind: 'fits' });
    });

    it('that does not start is told, and not waited for', async () => {
      const checker = openAnswerChecker({ workerScript: resolve('out', 'nothing.cjs'), log });
      assert.deepEqual(await checker.check({ schema: order, answer: '{}' }), { kind: 'unchecked', reason: 'schema' });
    });
  });
});
