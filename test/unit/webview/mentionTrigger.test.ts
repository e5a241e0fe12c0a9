import assert from 'node:assert/strict';
import { replaceTrigger, triggerAt } from '../../../src/webview/mentionTrigger.ts';

/** A text with `|` where the caret is, and the sign and what is named, or null. */
const cases: readonly (readonly [string, string | null])[] = [
  ['@|', '@'],
  ['@sr|', '@sr'],
  ['see @src/a.ts|', '@src/a.ts'],
  ['see @src| and more', '@src'],
  ['(@a|', '@a'],
  ['line\n@a|', '@a'],
  ['me@example|', null],
  ['@a b|', null],
  ['@@|', null],
  ['|@a', null],
  ['/|', '/'],
  ['/exp|', '/exp'],
  ['/exp lain|', null],
  ['see /exp|', null],
  ['/usr/bin|', null],
  [`@${'x'.repeat(300)}|`, null],
];

describe('naming in the message box', () => {
  for (const [marked, expected] of cases) {
    it(`${JSON.stringify(marked.slice(0, 30))} names ${expected ?? 'nothing'}`, () => {
      const caret = marked.indexOf('|');
      const text = marked.slice(0, caret) + marked.slice(caret + 1);
      const trigger = triggerAt(text, caret);
      assert.equal(trigger && trigger.sign + trigger.query, expected);
      if (trigger) assert.ok(text.startsWith(trigger.sign + trigger.query, trigger.start));
    });
  }

  it('takes the name out with the space that is left over, and puts in what stands for it', () => {
    const trigger = { sign: '@', start: 4, query: 'a' } as const;
    assert.deepEqual(replaceTrigger('see @a now', trigger), { text: 'see now', caret: 4 });
    assert.deepEqual(replaceTrigger('see @a', trigger), { text: 'see ', caret: 4 });
    assert.deepEqual(replaceTrigger('see @a now', trigger, 'that'), { text: 'see that now', caret: 8 });
  });
});
