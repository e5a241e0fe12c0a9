/** The list behind “Advanced…”: what it offers, what it refuses, and what it warns of. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { advancedItems, advancedWords, sequenceItems, userIdMessage } from '../../src/host/advancedPicker.ts';

describe('what is advanced', () => {
  const told = (...args: Parameters<typeof advancedItems>) => advancedItems(...args).map(({ part, description }) => [part, description]);

  it('is listed with what is chosen for the conversation, else with what is set', () => {
    assert.deepEqual(told({}, {}), [
      ['stopSequences', 'No stop sequences'],
      ['serviceTier', 'Priority where there is some'],
      ['inferenceGeo', 'As the API’s workspace says'],
      ['userId', 'No user id'],
      ['speed', 'Standard speed'],
    ]);
    assert.deepEqual(told({ stopSequences: ['###', '\n\nB'], inferenceGeo: 'us' }, { inferenceGeo: 'global', userId: 'u-17' }), [
      ['stopSequences', '“###”, “\\n\\nB”'],
      ['serviceTier', 'Priority where there is some'],
      ['inferenceGeo', 'us'],
      ['userId', 'u-17'],
      ['speed', 'Standard speed'],
    ]);
    assert.equal(advancedWords({ stopSequences: ['###'], speed: 'fast' }), '“###” · Fast');
    assert.equal(advancedWords(), '');
  });

  it('takes several stop sequences, and none of white space alone', () => {
    const choices = (...args: Parameters<typeof sequenceItems>) => sequenceItems(...args).map(({ label, choice }) => [label, choice.type]);
    assert.deepEqual(choices('', undefined, []), []);
    assert.deepEqual(choices('\\n\\nB', undefined, []), [['$(add) Stop at “\\n\\nB”', 'add']]);
    const [added] = sequenceItems('\\n\\nB', ['###'], []);
    assert.deepEqual(added?.choice, { type: 'add', sequence: '\n\nB' });
    for (const white of ['  ', '\\n', '\\t \\n'])
      assert.deepEqual(choices(white, undefined, [])[0], ['$(warning) The API takes no stop sequence of white space alone.', 'nothing']);
    assert.deepEqual(choices('', ['###'], ['END']), [
      ['$(close) “###”', 'remove'],
      ['As in the settings', 'settings'],
      ['No stop sequences', 'none'],
    ]);
    const full = Array.from({ length: 16 }, (_, n) => `${n}#`);
    assert.equal(sequenceItems('one more', full, [])[0]?.choice.type, 'nothing');
  });

  it('warns of an id that says who somebody is, and refuses one that cannot be sent', () => {
    for (const personal of ['ada@example.com', 'Ada Lovelace', '+49 30 1234567']) {
      const message = userIdMessage(personal);
      assert.ok(typeof message === 'object' && message.severity === vscode.InputBoxValidationSeverity.Warning, personal);
    }
    for (const wrong of ['', 'x'.repeat(257), 'a\u0000b']) assert.equal(typeof userIdMessage(wrong), 'string');
    assert.equal(userIdMessage('3f2a91c0'), undefined);
  });
});
