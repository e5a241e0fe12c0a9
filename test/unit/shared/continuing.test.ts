import assert from 'node:assert/strict';
import { between, joinedBlocks, turnsOf } from '../../../src/shared/continuing.ts';
import { type AssistantMessage, type ContentBlock, messageText } from '../../../src/shared/message.ts';
import { canPrefill } from '../../../src/shared/modelId.ts';
import { models } from '../../sim/models.ts';
import { assistantMessage, userMessage } from '../chat/messages.ts';

const text = (words: string): ContentBlock => ({ type: 'text', text: words });
const thought: ContentBlock = { type: 'thinking', thinking: 'Hm.', signature: 's' };
const reply = (id: string, blocks: readonly ContentBlock[], change: Partial<AssistantMessage> = {}) =>
  assistantMessage({ id, blocks, status: 'complete', stopReason: 'max_tokens', ...change });
const joined = (...parts: readonly AssistantMessage[]) => messageText({ blocks: joinedBlocks(parts).map(({ block }) => block) });

describe('a reply that goes on', () => {
  it('is begun for the models that the API lets go on, and for no other', () => {
    for (const { info, prefill } of models) assert.equal(canPrefill(info.id), prefill, info.id);
    const others = [
      'claude-sonnet-4-5-20250929',
      'claude-opus-4-1',
      'claude-sonnet-4-20250514',
      'claude-3-5-sonnet-20241022',
      'claude-opus-6',
      'llama-3',
    ];
    assert.deepEqual(others.map(canPrefill), [true, true, true, true, false, false]);
  });

  it('is one turn with what it goes on with, and a prompt ends it', () => {
    const go = { origin: 'continue' } as const;
    const path = [
      userMessage({ id: 'u1' }),
      reply('a1', []),
      userMessage({ id: 'c1', ...go }),
      reply('a2', []),
      userMessage({ id: 'c2', ...go }),
      reply('a3', []),
      userMessage({ id: 'u2' }),
      reply('a4', []),
    ];
    const shown = (from: number) =>
      turnsOf(path.slice(from), (message) => message).map((turn) =>
        turn.type === 'prompt' ? turn.prompt.id : turn.parts.map(({ id }) => id),
      );
    assert.deepEqual(shown(0), ['u1', ['a1', 'a2', 'a3'], 'u2', ['a4']]);
    assert.deepEqual(shown(2), ['c1', ['a2', 'a3'], 'u2', ['a4']], 'what it goes on with may not be there');
  });

  it('goes on in the midst of a word, a fence and a list', () => {
    assert.equal(joined(reply('a', [text('One tw')]), reply('b', [text('o three')])), 'One two three');
    assert.equal(
      joined(reply('a', [text('```ts\nconst a = 1;')]), reply('b', [text('\nconst b = 2;\n```')])),
      '```ts\nconst a = 1;\nconst b = 2;\n```',
    );
    assert.equal(joined(reply('a', [text('- one\n')]), reply('b', [text('- two')])), '- one\n- two');
  });

  it('has the space that a model leaves out after the end of a sentence, but not in code', () => {
    assert.deepEqual([between('One.', 'Two'), between('One', 'two'), between('One. ', 'Two'), between('One.', ' Two')], [' ', '', '', '']);
    assert.deepEqual([between('```ts\na.', 'b()'), between('```ts\na.\n```\nSo:', 'b')], ['', ' ']);
  });

  it('goes on without the white space at its end where it was begun for the model, which saw none', () => {
    const old = { model: 'claude-sonnet-4-5' };
    assert.equal(joined(reply('a', [text('One\n\n')], old), reply('b', [text('\n\nTwo')], old)), 'One\n\nTwo');
  });

  it('shows what was thought before it goes on above the text, and knows where each block is stored', () => {
    const blocks = joinedBlocks([reply('a', [thought, text('One tw')]), reply('b', [thought, text('o'), text(' three')])]);
    assert.deepEqual(
      blocks.map(({ messageId, index, block }) => [messageId, index, block.type]),
      [
        ['a', 0, 'thinking'],
        ['b', 0, 'thinking'],
        ['a', 1, 'text'],
        ['b', 1, 'text'],
        ['b', 2, 'text'],
      ],
    );
    assert.equal(messageText({ blocks: blocks.map(({ block }) => block) }), 'One two three');
  });

  it('says what its first piece goes on with', () => {
    const [, opening] = joinedBlocks([reply('a', [text('One.')]), reply('b', [text('')])]);
    assert.equal(opening?.after, 'One.');
  });
});
