import assert from 'node:assert/strict';
import { fold, foldWithOffsets } from '../../../src/shared/fold.ts';

describe('folding', () => {
  const cases: Readonly<Record<string, string>> = {
    'Crème Brûlée': 'creme brulee',
    ΕΛΛΆΣ: 'ελλασ',
    'Ｆｕｌｌ ﬁ': 'full fi',
    'नमस्ते 数据库': 'नमसत 数据库',
    '𝒜\u{1e8d0}x': 'ax',
    'a\0b': 'a b',
    '\ud800é': '\ud800e',
  };
  for (const [text, folded] of Object.entries(cases)) {
    it(`takes ${JSON.stringify(text)} for ${JSON.stringify(folded)}`, () => {
      assert.equal(fold(text), folded);
      assert.equal(foldWithOffsets(text).folded, folded);
    });
  }

  it('drops every mark there is, and nothing else', () => {
    for (let from = 1; from < 0x20000; from += 0x100) {
      const text = Array.from({ length: 0x100 }, (_, n) => `a${String.fromCodePoint(from + n)}`).join('');
      const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ς', 'σ');
      assert.equal(fold(text), plain, from.toString(16));
    }
  });
});
