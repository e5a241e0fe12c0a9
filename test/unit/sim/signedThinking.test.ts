import assert from 'node:assert/strict';
import { type Simulator, startSimulator } from '../../sim/server.ts';
import { clientFor, send } from './testClient.ts';

const cache_control = { type: 'ephemeral' };

describe('Thinking that the simulator signed', () => {
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ answer: () => ({ reply: { text: 'Fine.' } }) });
  });
  afterEach(() => simulator.reset());
  after(() => simulator.close());

  const first = { role: 'user', content: 'Hello' } as const;
  const next = { role: 'user', content: 'Go on.' } as const;

  async function turn(model: string) {
    simulator.script({ reply: { thinking: 'I see.', text: 'Hi.' } });
    const { content } = await clientFor(simulator).messages.create({ model, max_tokens: 2000, messages: [first] });
    return { role: 'assistant' as const, content };
  }
  const status = async (body: unknown) => (await send(simulator, '/v1/messages', body)).status;

  it('comes back as it was', async () => {
    const reply = await turn('claude-opus-5-5');
    assert.equal(await status({ model: 'claude-opus-5-5', max_tokens: 100, messages: [first, reply, next] }), 200);
  });

  it('is refused when its text was changed', async () => {
    const { content } = await turn('claude-opus-5-5');
    const changed = content.map((block) => (block.type === 'thinking' ? { ...block, thinking: 'I saw.' } : block));
    assert.equal(
      await status({ model: 'claude-opus-5-5', max_tokens: 100, messages: [first, { role: 'assistant', content: changed }, next] }),
      400,
    );
  });

  it('is refused by another model', async () => {
    const reply = await turn('claude-opus-4-6');
    assert.equal(await status({ model: 'claude-opus-4-6', max_tokens: 100, messages: [first, reply, next] }), 200);
    assert.equal(await status({ model: 'claude-opus-4-7', max_tokens: 100, messages: [first, reply, next] }), 400);
  });

  it('is refused after another conversation, where the model binds it', async () => {
    const edited = { role: 'user', content: 'Hello!' };
    const bound = await turn('claude-opus-5-5');
    assert.equal(await status({ model: 'claude-opus-5-5', max_tokens: 100, messages: [edited, bound, next] }), 400);
    const free = await turn('claude-sonnet-5');
    assert.equal(await status({ model: 'claude-sonnet-5', max_tokens: 100, messages: [edited, free, next] }), 200);
  });

  it('allows cache marks to move and earlier thinking to be dropped', async () => {
    const reply = await turn('claude-opus-5-5');
    const bare = { role: 'assistant' as const, content: reply.content.filter(({ type }) => type !== 'thinking') };
    simulator.script({ reply: { thinking: 'More.', text: 'Well.' } });
    const second = await clientFor(simulator).messages.create({
      model: 'claude-opus-5-5',
      max_tokens: 2000,
      messages: [first, reply, next],
    });
    const marked = { role: 'user', content: [{ type: 'text', text: 'Hello', cache_control }] };
    const later = [marked, bare, next, { role: 'assistant', content: second.content }, next];
    assert.equal(await status({ model: 'claude-opus-5-5', max_tokens: 100, messages: later }), 200);
  });
});
