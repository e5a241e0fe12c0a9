import assert from 'node:assert/strict';
import {
  isRegion,
  isUserId,
  looksPersonal,
  readAdvanced,
  shownSequence,
  stopSequenceProblem,
  typedSequence,
} from '../../../src/shared/advanced.ts';
import { noOptions, withAdvanced } from '../../../src/shared/conversation.ts';

describe('what is chosen beside the model', () => {
  it('a stop sequence says something, and is written on one line', () => {
    assert.deepEqual([' \n', '', '###', '\n\nB', 'x'.repeat(501)].map(stopSequenceProblem), ['blank', 'blank', null, null, 'tooLong']);
    for (const each of ['###', '\n\nHuman:', 'a\\nb', 'tab\tand\r', '\\']) assert.equal(typedSequence(shownSequence(each)), each);
    assert.equal(shownSequence('\n\nB'), '\\n\\nB');
    assert.equal(typedSequence('\\q \\\\n'), '\\q \\n');
  });

  it('an id that says who somebody is, is told from one that does not', () => {
    const personal = ['ada@example.com', 'Ada Lovelace', 'ada', 'ada.lovelace', '+49301234567'];
    assert.deepEqual(personal.map(looksPersonal), [true, true, true, true, true]);
    assert.deepEqual(['3f2a91c0', 'u-17', '0b8c5d1e-2f3a-4b5c-8d7e-9f0a1b2c3d4e'].map(looksPersonal), [false, false, false]);
    assert.deepEqual(['', ' a', 'a\nb', 'x'.repeat(257), 'u-17'].map(isUserId), [false, false, false, false, true]);
    assert.deepEqual(['us', 'eu-central', 'US', '', 'a b', '-x'].map(isRegion), [true, true, false, false, false, false]);
  });

  it('is read as it was stored, and what is malformed is as if it had not been chosen', () => {
    const all = { stopSequences: ['###'], serviceTier: 'standard_only', inferenceGeo: 'us', userId: 'u-17', speed: 'fast' } as const;
    assert.deepEqual(readAdvanced(JSON.parse(JSON.stringify(all))), all);
    assert.equal(readAdvanced({ stopSequences: [' '], serviceTier: 'batch', inferenceGeo: 'X Y', userId: 7, speed: null }), undefined);
    const none = { stopSequences: [], inferenceGeo: '', userId: '' };
    assert.deepEqual(readAdvanced(none), none);
    for (const nonsense of [null, 7, 'us', []]) assert.equal(readAdvanced(nonsense), undefined);
  });

  it('changes one by one, and nothing is left of it where nothing is chosen', () => {
    const one = withAdvanced(noOptions, { inferenceGeo: 'us' });
    const two = withAdvanced(one, { stopSequences: ['###'] });
    assert.deepEqual(two.advanced, { stopSequences: ['###'], inferenceGeo: 'us' });
    assert.deepEqual(withAdvanced(withAdvanced(two, { inferenceGeo: undefined }), { stopSequences: undefined }), noOptions);
  });
});
