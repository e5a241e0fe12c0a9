import assert from 'node:assert/strict';
import { cachedUntil } from '../../../src/chat/cacheLife.ts';
import { noUsage, type Usage } from '../../../src/shared/message.ts';
import { assistantMessage, userMessage } from './messages.ts';

const reply = (usage: Partial<Usage> | null) =>
  assistantMessage({
    ...{ status: 'complete', model: 'claude-sonnet-5-5', createdAt: 1000, firstTokenAt: 2000 },
    usage: usage && { ...noUsage, input: 10, ...usage },
  });

describe('the life of the cache', () => {
  const cases: readonly [name: string, last: Parameters<typeof cachedUntil>[0], until: number | null][] = [
    ['written for five minutes', reply({ cacheWrite5m: 5000 }), 302_000],
    ['written for an hour', reply({ cacheWrite1h: 5000 }), 3_602_000],
    ['read, with a little written after it', reply({ cacheRead: 5000, cacheWrite5m: 10 }), 302_000],
    ['neither written nor read', reply({}), null],
    ['no usage yet', reply(null), null],
    ['a prompt without a reply', userMessage(), null],
    ['nothing said', undefined, null],
  ];
  for (const [name, last, until] of cases) {
    it(name, () => assert.equal(cachedUntil(last, 'claude-sonnet-5-5'), until));
  }

  it('a dated id is the same model', () => {
    const dated = { ...reply({ cacheWrite5m: 5000 }), model: 'claude-haiku-4-5-20251001' };
    assert.equal(cachedUntil(dated, 'claude-haiku-4-5'), 302_000);
  });

  it('another model has read nothing', () => assert.equal(cachedUntil(reply({ cacheWrite5m: 5000 }), 'claude-opus-5-5'), null));
});
