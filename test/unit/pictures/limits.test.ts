/** What models see of pictures, and what the API takes. The simulator's own rule is the other side of it. */
import assert from 'node:assert/strict';
import { isMany, pictureTokens, type Sight, sightOf, sizeSeen, within } from '../../../src/pictures/limits.ts';
import { encodings, isBetterEncoding, isGoodEncoding } from '../../../src/pictures/plan.ts';
import { models } from '../../sim/models.ts';
import { countImage } from '../../sim/tokens.ts';

const sharp: Sight = { edge: 2576, tokens: 4784 };
const older: Sight = { edge: 1568, tokens: 1568 };

describe('what a model sees', () => {
  it('is known of every model of the API by its id', () => {
    for (const { info, image, aliases } of models)
      for (const id of [info.id, ...aliases]) assert.deepEqual(sightOf(id), { edge: image.maxEdge, tokens: image.maxTokens }, id);
    for (const id of ['claude-3-5-sonnet-20241022', 'claude-sonnet-4-20250514', 'claude-opus-4-1-20250805'])
      assert.deepEqual(sightOf(id), older, id);
    for (const id of ['some-gateway/model', 'claude-opus-6', 'claude-sonnet-10-2']) assert.deepEqual(sightOf(id), sharp, id);
  });

  const table: readonly (readonly [size: readonly [number, number], sight: Sight, seen: readonly [number, number], tokens: number])[] = [
    [[640, 400], sharp, [640, 400], 345],
    [[1, 1], sharp, [1, 1], 1],
    [[28, 28], older, [28, 28], 1],
    [[29, 28], older, [29, 28], 2],
    [[1092, 1092], older, [1092, 1092], 1521],
    [[3840, 2160], sharp, [2576, 1449], 4784],
    [[2576, 1120], sharp, [2576, 1120], 3680],
    [[3840, 2160], older, [1456, 819], 1560],
    [[20_000, 2], sharp, [2576, 1], 92],
  ];
  for (const [[width, height], sight, [seenWidth, seenHeight], tokens] of table) {
    it(`${width} × ${height} at ${sight.edge}: ${seenWidth} × ${seenHeight}, ${tokens} tokens`, () => {
      assert.deepEqual(sizeSeen({ width, height }, sight), { width: seenWidth, height: seenHeight });
      assert.equal(pictureTokens({ width, height }, sight), tokens);
    });
  }

  it('is never more than it takes, of the same shape, and nearly all that it takes', () => {
    let state = 3;
    const next = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return 1 + (state % below);
    };
    for (let round = 0; round < 20_000; round++) {
      const size = { width: next(9000), height: next(9000) };
      for (const sight of [sharp, older]) {
        const seen = sizeSeen(size, sight);
        const tokens = pictureTokens(size, sight);
        const of = `${size.width} × ${size.height} at ${sight.edge}`;
        assert.ok(Math.max(seen.width, seen.height) <= sight.edge && tokens <= sight.tokens, of);
        assert.ok(seen.width <= size.width && seen.height <= size.height && seen.width >= 1 && seen.height >= 1, of);
        const scale = Math.max(seen.width, seen.height) / Math.max(size.width, size.height);
        assert.ok(Math.abs(seen.width - size.width * scale) <= 1 && Math.abs(seen.height - size.height * scale) <= 1, of);
        const isWhole = seen.width === size.width && seen.height === size.height;
        const isLong = Math.max(seen.width, seen.height) === sight.edge;
        // One patch more in each direction would be too much.
        const more = (Math.ceil(seen.width / 28) + 1) * (Math.ceil(seen.height / 28) + 1);
        assert.ok(isWhole || isLong || more > sight.tokens, `${of}: ${seen.width} × ${seen.height}`);
        // What is seen is seen as it is: the server has nothing left to scale down.
        assert.deepEqual(sizeSeen(seen, sight), seen, of);
        const model = models.find(({ image }) => image.maxEdge === sight.edge);
        if (model) assert.equal(countImage(seen.width, seen.height, model), tokens, of);
      }
    }
  });

  it('more than twenty are many, and then each is small', () => {
    assert.equal(isMany(20), false);
    assert.equal(isMany(21), true);
    assert.deepEqual(within({ width: 2576, height: 1449 }, 2000), { width: 2000, height: 1125 });
    assert.deepEqual(within({ width: 10, height: 2000 }, 2000), { width: 10, height: 2000 });
  });
});

describe('how a picture is written', () => {
  const size = { width: 2000, height: 1000 };

  it('without loss where that is small enough, and what can be seen through never as JPEG', () => {
    assert.deepEqual(
      encodings(true, true).map(({ type }) => type),
      ['image/png', 'image/jpeg', 'image/jpeg', 'image/jpeg'],
    );
    assert.deepEqual(
      encodings(false, true).map(({ type }) => type),
      ['image/jpeg', 'image/jpeg', 'image/jpeg'],
    );
    assert.deepEqual(encodings(false, false)[0], { type: 'image/png', quality: null });
    assert.ok(encodings(true, false).every(({ type }) => type !== 'image/jpeg'));
  });

  it('a photograph that was pasted as PNG is known by its bytes', () => {
    const asPng = { type: 'image/png', quality: null } as const;
    assert.equal(isGoodEncoding(asPng, 700_000, size), true);
    assert.equal(isGoodEncoding(asPng, 2_000_000, size), true);
    assert.equal(isGoodEncoding(asPng, 3_000_000, size), false);
    assert.equal(isGoodEncoding({ type: 'image/jpeg', quality: 0.92 }, 3_000_000, size), true);
    assert.equal(isBetterEncoding(3_000_000, 900_000), true);
    assert.equal(isBetterEncoding(3_000_000, 2_000_000), false);
    assert.equal(isBetterEncoding(8_000_000, 7_000_000), true);
  });
});
