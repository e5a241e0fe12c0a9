/** The small pure parts of the engine. */
import assert from 'node:assert/strict';
import { conversationMarkdown } from '../../../src/chat/markdown.ts';
import { longestWait, planRetry } from '../../../src/chat/retry.ts';
import { titleOf } from '../../../src/chat/title.ts';
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

  it('hammers nobody who asks for no wait, or for one that is over', () => {
    const delays = [0, 1, 2].map((attempt) => planRetry({ kind: 'rateLimited', retryAfter: 0, ...details }, attempt)?.delay);
    assert.deepEqual(delays, [500, 1000, 2000]);
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
      edited: (name: string) => `${name}, edited`,
      written: 'You for Claude',
      document: () => '',
      picture: () => '',
      sources: 'Sources',
    });
    assert.equal(text, '# Title\n\n## You\n\nWhy?\n\n## Claude\n\nBecause.\n');
  });
});
