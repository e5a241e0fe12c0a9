/** Values cut out of JSON: the same however the bytes come. */
import assert from 'node:assert/strict';
import { ItemCutter } from '../../../src/history/jsonItems.ts';

const texts = ['', '"', '\\', '\\"', 'a\\\\"b', ']}', '{', ',', '\n', 'x'.repeat(50), '"}]', '\\u0022', '日本語', '\\'.repeat(7)];
const items = [...texts.map((text) => ({ text, [text]: [text, { text }] })), {}, { a: [[], {}, 1, null, true] }];

function cut(bytes: Uint8Array, size: number): string[] {
  const cutter = new ItemCutter();
  const found: string[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    for (const { bytes: part } of cutter.push(bytes.slice(at, at + size))) found.push(Buffer.from(part).toString());
  }
  cutter.end();
  return found;
}

describe('history: items of a JSON file', () => {
  for (const layout of [undefined, 2, '\t']) {
    it(`are the same in chunks of any size, laid out by ${JSON.stringify(layout)}`, () => {
      const bytes = Buffer.from(JSON.stringify({ 'a "head]': 1, items }, null, layout));
      for (let size = 1; size <= 80; size++) {
        const [head, ...rest] = cut(bytes, size);
        assert.deepEqual(JSON.parse(`${head}]}`), { 'a "head]': 1, items: [] });
        assert.deepEqual(
          rest.map((each) => JSON.parse(each) as unknown),
          items,
          `chunks of ${size}`,
        );
      }
    });
  }
});
