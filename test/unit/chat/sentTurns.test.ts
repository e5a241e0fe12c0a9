/** Which turns of a conversation a request has: what is left out where it does not fit, and what a summary stands for. */
import assert from 'node:assert/strict';
import { leftOutLine, type ReadingRoom, sentTurns } from '../../../src/chat/sentTurns.ts';
import { askingForSummary } from '../../../src/chat/summaries.ts';
import { type AssistantMessage, type Message, messageText, noUsage } from '../../../src/shared/message.ts';
import type { RequestPrefix } from '../../../src/shared/turnCache.ts';
import { assistantMessage, userMessage } from './messages.ts';

const room: ReadingRoom = { model: 'claude-sonnet-5-5', window: 10_000, answer: 1000, instructions: '' };
const leavesOut: ReadingRoom = { ...room, leaveOut: { most: null } };
/** About 500 tokens, as they are estimated. */
const long = 'word '.repeat(440);

/** A path of prompts and replies, built one after the other. */
class Path {
  readonly messages: Message[] = [];

  prompt(text: string, fields: Parameters<typeof userMessage>[0] = {}): this {
    this.messages.push(userMessage({ ...this.#place(), text, ...fields }));
    return this;
  }

  reply(text: string, fields: Partial<AssistantMessage> = {}): this {
    this.messages.push(assistantMessage({ ...this.#place(), text, status: 'complete', stopReason: 'end_turn', ...fields }));
    return this;
  }

  /** A prompt that asks for a summary, and what comes of it. */
  summary(text: string, fields: Partial<AssistantMessage> = {}): this {
    this.messages.push(askingForSummary(userMessage({ ...this.#place() }), 'Summarise', this.messages.length));
    return this.reply(text, fields);
  }

  #place() {
    const depth = this.messages.length;
    return { id: `m${depth}`, depth, parentId: this.messages.at(-1)?.id ?? null };
  }
}

const prefix = (leftOut: number, model = room.model): RequestPrefix => ({
  ...{ model, caching: '5m', system: {}, thinking: '', effort: '', blocks: 1, above: { count: 0, hash: '' }, turns: [] },
  ...(leftOut > 0 && { leftOut }),
});

/** A reply to a request that was so, of which the API counted so many tokens. */
const answered = (leftOut: number, input: number, model?: string): Partial<AssistantMessage> => ({
  cache: { prefix: prefix(leftOut, model), expected: null, changes: [], diagnosed: false, miss: null },
  usage: { ...noUsage, input },
});

const texts = (messages: readonly Message[]) => messages.map(messageText);

describe('the turns of a request', () => {
  it('are all that was said, unless it is chosen otherwise', () => {
    const { messages } = new Path().prompt(long.repeat(40)).reply(long.repeat(40)).prompt('And?');
    const sent = sentTurns(messages, room);
    assert.deepEqual(sent, { path: messages, said: messages, summary: null, leftOut: 0, tokens: null });
    assert.equal(
      sent.path.every((message, at) => message === messages[at]),
      true,
    );
  });

  it('are all that was said as long as it fits', () => {
    const { messages } = new Path().prompt(long).reply(long).prompt('And?');
    const sent = sentTurns(messages, leavesOut);
    assert.deepEqual(sent.path, messages);
    assert.equal(sent.leftOut, 0);
  });

  it('begin so much later, where it does not fit, that they seldom begin anew: each with a prompt, and with a line for what is left out', () => {
    const path = new Path();
    const begun: number[] = [];
    for (let turn = 0; turn < 60; turn++) {
      path.prompt(`Question ${turn}. ${long}`);
      const sent = sentTurns(path.messages, leavesOut);
      // The same again gives the same.
      assert.deepEqual(sentTurns(path.messages, leavesOut), sent);
      begun.push(sent.leftOut);
      const [first] = sent.path;
      assert.equal(first?.role, 'user');
      assert.equal(
        first?.blocks.some((block) => block.type === 'text' && block.text === leftOutLine),
        sent.leftOut > 0,
      );
      assert.equal(sent.path.length, path.messages.length - sent.leftOut);
      // As a strict reader counts: four characters are a token.
      const counted = sent.path.reduce((sum, message) => sum + Math.ceil(messageText(message).length / 4), 0);
      assert.ok(counted <= 9000, `${counted} tokens at turn ${turn}`);
      path.reply(`Answer ${turn}. ${long}`, answered(sent.leftOut, counted));
    }
    assert.ok((begun.at(-1) ?? 0) > 90, `${begun.at(-1)}`);
    assert.deepEqual(
      [...begun].sort((a, b) => a - b),
      begun,
    );
    // Some 1100 tokens come with each turn, and half of 7750 is freed each time.
    const changes = new Set(begun).size - 1;
    assert.ok(changes >= 10 && changes <= 20, `${changes} changes`);
  });

  it('go by what the API counted, where it is far from what was estimated', () => {
    const path = new Path();
    for (let turn = 0; turn < 4; turn++) path.prompt(long).reply(long, answered(0, 3.5 * (2 * turn + 1) * 500));
    path.prompt('And?');
    assert.ok(sentTurns(path.messages, leavesOut).leftOut > 0);
    // The same with a server that tells nothing that can be.
    const unsaid = new Path();
    for (let turn = 0; turn < 4; turn++) unsaid.prompt(long).reply(long, answered(0, 0));
    assert.equal(sentTurns(unsaid.prompt('And?').messages, leavesOut).leftOut, 0);
  });

  it('go by the model: another one begins at the beginning again', () => {
    const path = new Path();
    for (let turn = 0; turn < 4; turn++) path.prompt(long).reply(long, answered(turn < 3 ? 0 : 4, 3000));
    path.prompt('And?');
    assert.equal(sentTurns(path.messages, leavesOut).leftOut, 4);
    assert.equal(sentTurns(path.messages, { ...leavesOut, model: 'claude-opus-5-5', window: 1_000_000 }).leftOut, 0);
    assert.equal(sentTurns(path.messages, room).leftOut, 0);
  });

  it('have room for as many tokens as is said, where the model’s window is not known', () => {
    const path = new Path();
    for (let turn = 0; turn < 20; turn++) path.prompt(long).reply(long);
    path.prompt('And?');
    const unknown = { ...leavesOut, window: null };
    assert.equal(sentTurns(path.messages, unknown).leftOut, 0);
    const few = sentTurns(path.messages, { ...unknown, leaveOut: { most: 8000 } });
    assert.ok(few.leftOut > 20, `${few.leftOut}`);
  });

  it('keep what is asked about just now, however long it is, and never begin in the midst of a reply', () => {
    const huge = new Path().prompt(long).reply(long).prompt(long.repeat(40));
    assert.equal(sentTurns(huge.messages, leavesOut).leftOut, 2);
    const cut = new Path();
    for (let turn = 0; turn < 12; turn++)
      cut.prompt(long).reply(long, { stopReason: 'max_tokens' }).prompt('Go on', { origin: 'continue' }).reply(long);
    const { path, leftOut } = sentTurns(cut.prompt('And?').messages, leavesOut);
    assert.equal(leftOut % 4, 0);
    assert.ok(leftOut > 0 && path[0]?.role === 'user' && path[0].origin === 'typed');
    const goingOn = new Path().prompt(long).reply(long).prompt(long).reply(long.repeat(20)).prompt('Go on', { origin: 'continue' });
    assert.equal(sentTurns(goingOn.messages, leavesOut).leftOut, 2);
  });

  describe('after a summary', () => {
    const counted = () => new Path().prompt('One').reply('First').prompt('Two').reply('Second');

    it('begin with it, and with nothing that it stands for', () => {
      const { messages } = counted().summary('They counted to two.').prompt('Three').reply('Third').prompt('Four');
      const sent = sentTurns(messages, room);
      assert.deepEqual(texts(sent.path), ['[What was said before, as a summary:]\n\nThey counted to two.Three', 'Third', 'Four']);
      assert.deepEqual(sent.summary, { text: 'They counted to two.', messages: 6 });
      assert.equal(sent.leftOut, 0);
    });

    it('begin with the last one', () => {
      const { messages } = counted().summary('Old.').prompt('Three').reply('Third').summary('New.').prompt('Four');
      assert.deepEqual(texts(sentTurns(messages, room).path), ['[What was said before, as a summary:]\n\nNew.Four']);
    });

    it('that came to nothing are as if it had not been asked for', () => {
      for (const vain of [
        { status: 'failed' },
        { status: 'stopped' },
        { blocks: [] },
        { stopReason: 'refusal' },
        { status: 'streaming' },
      ] as const) {
        const { messages } = counted().summary('They', vain).prompt('Three');
        const sent = sentTurns(messages, room);
        assert.deepEqual(texts(sent.path), ['One', 'First', 'Two', 'Second', 'Three'], JSON.stringify(vain));
        assert.deepEqual(texts(sent.said), texts(sent.path));
      }
    });

    it('that is being asked for, or gone on with, have all that it is to stand for, as far as it fits', () => {
      const asked = counted();
      asked.messages.push(askingForSummary(userMessage({ id: 's', depth: 4, parentId: 'm3' }), 'Summarise', 2));
      assert.deepEqual(texts(sentTurns(asked.messages, room).path), ['One', 'First', 'Two', 'Second', 'Summarise']);
      const goesOn = counted().summary('They counted', { stopReason: 'max_tokens' }).prompt('Go on', { origin: 'continue' });
      assert.equal(sentTurns(goesOn.messages, room).path.length, 7);
      const whole = goesOn.reply(' to two.').prompt('Three');
      assert.equal(sentTurns(whole.messages, room).summary?.text, 'They counted to two.');
      const far = new Path();
      for (let turn = 0; turn < 20; turn++) far.prompt(long).reply(long);
      far.messages.push(askingForSummary(userMessage({ id: 's', depth: 40, parentId: 'm39' }), 'Summarise', 20));
      const part = sentTurns(far.messages, room);
      assert.ok(part.leftOut > 20 && part.path.at(-1)?.id === 's', `${part.leftOut}`);
    });

    it('leave out what does not fit beside it, and keep it', () => {
      const path = counted().summary('They counted to two.');
      for (let turn = 0; turn < 20; turn++) path.prompt(long).reply(long);
      const sent = sentTurns(path.prompt('And?').messages, leavesOut);
      assert.ok(sent.leftOut > 20, `${sent.leftOut}`);
      assert.ok(messageText(sent.path[0] ?? { blocks: [] }).startsWith('[What was said before, as a summary:]\n\nThey counted to two.'));
      assert.ok(messageText(sent.path[0] ?? { blocks: [] }).includes(leftOutLine));
    });
  });
});
