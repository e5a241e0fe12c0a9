import assert from 'node:assert/strict';
import { WireRecord } from '../../../src/chat/wireRecord.ts';

describe('the record of what came', () => {
  it('has a line for each event', () => {
    const record = new WireRecord();
    record.add('{"type":"ping"}');
    record.add('{"type":"message_stop"}');
    assert.equal(record.text(String), '{"type":"ping"}\n{"type":"message_stop"}\n');
  });

  it('keeps no more than it has room for, and says how many it has not kept', () => {
    const record = new WireRecord();
    const event = 'x'.repeat(1_000_000);
    for (let n = 0; n < 20; n++) record.add(event);
    record.add('y');
    const text = record.text((dropped) => `${dropped} dropped`);
    assert.ok(text.length < 9_000_000);
    assert.match(text.slice(-20), /13 dropped\n$/);
  });
});
