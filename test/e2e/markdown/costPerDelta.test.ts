/** What a delta costs does not depend on how long the reply is: counted, not timed. */
import assert from 'node:assert/strict';
import { samples } from './samples.ts';
import { openTestPages, type TestPages } from './testPages.ts';

/** Characters in a delta. */
const deltaLength = 4;
const counted = 500;
const early = 2_000;
const late = 20_000;
/** What differs from one stretch of text to another, since they are not the same text. */
const tolerance = 1.2;

describe('Markdown: the cost of a delta', function () {
  this.timeout(60_000);
  let pages: TestPages;
  before(async () => {
    pages = await openTestPages();
  });
  after(() => pages.close());

  for (const [name, make] of Object.entries(samples)) {
    it(`is the same around delta ${early} and around delta ${late}: ${name}`, async () => {
      const text = make((late + counted) * deltaLength);
      const [before, after] = await pages.view.evaluate(
        ([source, length, starts, deltas]) => markdown.count(source, length, starts, deltas),
        [text, deltaLength, [early, late], counted] as const,
      );
      assert.ok(before && after);
      const told = `${JSON.stringify(before)} and ${JSON.stringify(after)}`;
      assert.ok(after.nodes <= before.nodes * tolerance + 10, `nodes touched: ${told}`);
      assert.ok(after.parsed <= before.parsed * tolerance + 200, `characters parsed: ${told}`);
      // In itself too: a few nodes for a delta, and not many times its text.
      assert.ok(after.nodes <= counted * 4, `nodes touched: ${told}`);
      assert.ok(after.parsed <= counted * deltaLength * 20, `characters parsed: ${told}`);
    });
  }

  for (const mark of ['*', '$x+', '$$x + ', '\\(x+', '\\[ x'])
    it(`is bounded where ${mark} in a long paragraph is never closed`, async () => {
      const text = `a ${mark}${'some words and no mark again '.repeat(5_000)}`;
      const [before, after] = await pages.view.evaluate(([source]) => markdown.count(source, 4, [2_000, 20_000], 2_000), [text] as const);
      assert.ok(before && after);
      // Parsed again whenever it has grown by an eighth: nine times its text at most.
      for (const { parsed, nodes } of [before, after]) {
        assert.ok(parsed <= 2_000 * 4 * 30, `${parsed} characters parsed`);
        assert.ok(nodes <= 2_000 * 3, `${nodes} nodes touched`);
      }
    });
});
