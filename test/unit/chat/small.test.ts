/** The small pure parts of the engine. */
import assert from 'node:assert/strict';
import { conversationMarkdown } from '../../../src/chat/markdown.ts';
import { costOf } from '../../../src/chat/prices.ts';
import { longestWait, planRetry } from '../../../src/chat/retry.ts';
import { titleOf } from '../../../src/chat/title.ts';
import { noUsage } from '../../../src/shared/message.ts';
import { assistantMessage, userMessage } from './messages.ts';

describe('titles', () => {
  for (const [prompt, title] of [
    ['Why is this slow?', 'Why is this slow?'],
    ['\n\n  ## A heading\nmore', 'A heading'],
    ['', ''],
    ['---', ''],
    ['word '.repeat(30), 'word word word word word word word word word word word word…'],
    ['x'.repeat(100), `${'x'.repeat(60)}…`],
    ['😀'.repeat(70), `${'😀'.repeat(60)}…`],
  ] as const)
    it(JSON.stringify(prompt.slice(0, 20)), () => assert.equal(titleOf(prompt), title));
});

describe('waiting for another attempt', () => {
  const details = { requestId: null, detail: '' };

  it('takes retry-after at its word, up to a bound', () => {
    assert.deepEqual(planRetry({ kind: 'rateLimited', retryAfter: 8000, ...details }, 0), { reason: 'rateLimited', delay: 8000 });
    assert.equal(planRetry({ kind: 'rateLimited', retryAfter: longestWait + 1, ...details }, 0), null);
  });

  it('does not retry a spend limit: it names no time', () => {
    assert.equal(planRetry({ kind: 'rateLimited', retryAfter: null, ...details }, 0), null);
  });

  it('backs off from an overloaded API, and gives up', () => {
    const delays = [0, 1, 2, 3, 4].map(
      (attempt) => planRetry({ kind: 'overloaded', retryAfter: null, ...details }, attempt)?.delay ?? null,
    );
    assert.deepEqual(delays, [2000, 4000, 8000, 16_000, null]);
  });

  it('does not retry what cannot get better by itself', () => {
    for (const kind of ['noKey', 'permission', 'credit', 'tooLarge', 'invalidRequest', 'cutOff', 'unknown'] as const)
      assert.equal(planRetry({ kind, ...details }, 0), null);
    assert.equal(planRetry({ kind: 'maxTokens', asked: 2, allowed: 1, ...details }, 0), null);
  });
});

describe('costs, against sums worked by hand', () => {
  it('counts each kind of token at its own price', () => {
    const usage = { input: 1000, cacheWrite5m: 2000, cacheWrite1h: 3000, cacheRead: 4000, output: 5000, thinking: 0 };
    // 1000·2 + 2000·2.5 + 3000·4 + 4000·0.1 + 5000·10 = 69 400 per million
    assert.equal(costOf('claude-sonnet-5-5', usage)?.toFixed(6), '0.069400');
  });

  it('charges a long prompt to Haiku 5.5 in full, cached tokens counted', () => {
    const short = { ...noUsage, input: 100_000, output: 1000 };
    // 100 000·0.1 + 1000·0.5 = 10 500; 1 + 100 000 cached: 1·0.5 + 100 000·0.05 + 1000·2.5 = 7500.5
    assert.equal(costOf('claude-haiku-5-5', short)?.toFixed(7), '0.0105000');
    assert.equal(costOf('claude-haiku-5-5', { ...short, input: 1, cacheRead: 100_000 })?.toFixed(7), '0.0075005');
  });

  it('knows dated ids, and guesses nothing', () => {
    assert.equal(costOf('claude-haiku-4-5-20251001', { ...noUsage, input: 1_000_000 }), 1);
    assert.equal(costOf('claude-mythos-5-2', { ...noUsage, input: 1 }), null);
  });
});

describe('a conversation as Markdown', () => {
  it('has a heading for each turn and leaves thinking out', () => {
    const reply = assistantMessage({
      blocks: [
        { type: 'thinking', thinking: 'secret', signature: 's' },
        { type: 'text', text: 'Because.\n' },
      ],
    });
    const text = conversationMarkdown('Title', [userMessage({ text: 'Why?' }), reply], {
      you: 'You',
      model: () => 'Claude',
      document: () => '',
      picture: () => '',
    });
    assert.equal(text, '# Title\n\n## You\n\nWhy?\n\n## Claude\n\nBecause.\n');
  });
});
