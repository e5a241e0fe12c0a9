import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import { type Simulator, startSimulator } from '../../sim/server.ts';
import { image, jpeg, pdf, pdfDocument, png } from './samples.ts';
import { clientFor, collect, good, send, stream } from './testClient.ts';

const simulatorSays = /^\*\*This is Parley's local simulator, not Claude\.\*\*/;
const continuePrompt: Anthropic.MessageParam = { role: 'user', content: 'Continue exactly where you stopped, without repeating anything.' };

describe('The demo', () => {
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ deltasPerSecond: Infinity });
  });
  afterEach(() => simulator.reset());
  after(() => simulator.close());

  async function ask(content: unknown, change: object = {}): Promise<string> {
    const answer = await send(simulator, '/v1/messages', { ...good, max_tokens: 20_000, messages: [{ role: 'user', content }], ...change });
    assert.equal(answer.status, 200, answer.text);
    const blocks = answer.body['content'];
    assert.ok(Array.isArray(blocks));
    return blocks.map((block: { text?: string }) => block.text ?? '').join('');
  }

  it('says what it is, and quotes the user', async () => {
    const text = await ask('What does this do?\nTell me.');
    assert.match(text, simulatorSays);
    assert.match(text, /> What does this do\?\n> Tell me\./);
    assert.match(text, /turn \*\*1\*\*/);
    assert.equal(await ask('What does this do?\nTell me.'), text);
  });

  it('quotes the selection in a fence of its language', async () => {
    const selection =
      '<context kind="selection" path="src/a &amp; b.ts" lines="10-12" language="typescript">\nconst a = `1`;\n```\n</context>';
    const text = await ask([
      { type: 'text', text: selection },
      { type: 'text', text: 'Explain this.' },
    ]);
    assert.match(text, /- selection: `src\/a & b\.ts`, lines 10-12, typescript/);
    assert.ok(text.includes('````typescript\nconst a = `1`;\n```\n````'), text);
    assert.match(text, /> Explain this\./);
    assert.ok(!text.includes('<context'));
  });

  it('names pictures and documents', async () => {
    const text = await ask([
      image(png(640, 480)),
      image(jpeg(30, 20), 'image/jpeg'),
      { ...pdfDocument(pdf(2)), title: 'Plan' },
      { type: 'text', text: 'Look.' },
    ]);
    assert.match(text, /picture: PNG, 640 × 480 pixels/);
    assert.match(text, /picture: JPEG, 30 × 20 pixels/);
    assert.match(text, /document: “Plan”, PDF, 2 pages/);
  });

  it('cites the documents that ask for it, in blocks of their own', async () => {
    const content = [
      { ...pdfDocument(pdf(2)), title: 'Plan', citations: { enabled: true } },
      { type: 'text', text: 'Look.' },
    ];
    const { body } = await send(simulator, '/v1/messages', { ...good, messages: [{ role: 'user', content }] });
    assert.ok(Array.isArray(body['content']));
    const cited = body['content'].filter(({ citations }: { citations?: unknown }) => Array.isArray(citations));
    assert.deepEqual(
      cited.map(({ text, citations }: { text: string; citations: { document_title: string }[] }) => [text, citations[0]?.document_title]),
      [['Plan has a first page', 'Plan']],
    );
  });

  it('thinks where it is asked to, and shows it only then', async () => {
    const blocks = async (change: object) => {
      const { body } = await send(simulator, '/v1/messages', { ...good, ...change });
      assert.ok(Array.isArray(body['content']));
      return body['content'].map(({ type, thinking }: { type?: string; thinking?: string }) =>
        type === 'thinking' ? thinking !== '' : type,
      );
    };
    assert.deepEqual(await blocks({ thinking: { type: 'adaptive', display: 'summarized' } }), [true, 'text']);
    assert.deepEqual(await blocks({ thinking: { type: 'adaptive' } }), [false, 'text']);
    assert.deepEqual(await blocks({}), [false, 'text']);
    assert.deepEqual(await blocks({ thinking: { type: 'between_tools' } }), ['text']);
    assert.deepEqual(await blocks({ model: 'claude-opus-4-8' }), ['text']);
  });

  it('has samples', async () => {
    assert.match(await ask('Show me a table'), /\| :-- \| --: \|/);
    assert.match(await ask('Some code!'), /```typescript\n[\s\S]*```python\n/);
    const long = await ask('A long answer, please.');
    assert.ok(long.split(/\s+/).length > 2500);
    assert.equal(long, await ask('A long answer, please.'));
    assert.notEqual(long, await ask('Another long answer, please.'));
  });

  it('stops at max_tokens and goes on from there when it is asked to', async () => {
    const hello: Anthropic.MessageParam = { role: 'user', content: 'Hello' };
    const client = clientFor(simulator);
    const whole = await ask('Hello', { max_tokens: 60, model: 'claude-opus-4-8' });
    const parts: string[] = [whole];
    const messages: Anthropic.MessageParam[] = [hello];
    for (let stop: string | null = 'max_tokens'; stop === 'max_tokens'; ) {
      messages.push({ role: 'assistant', content: parts.at(-1) ?? '' }, continuePrompt);
      const next = await client.messages.create({ model: 'claude-opus-4-8', max_tokens: 60, messages });
      stop = next.stop_reason;
      parts.push(next.content.map((block) => (block.type === 'text' ? block.text : '')).join(''));
    }
    assert.ok(parts.length > 3);
    assert.match(parts.join(''), simulatorSays);
    assert.match(parts.join(''), /other endings \|$/);
  });

  it('answers as usual to a "continue" that continues nothing', async () => {
    const messages = [{ role: 'user', content: 'Hello' }, { role: 'assistant', content: 'Something else.' }, continuePrompt];
    assert.match(await ask('', { messages }), simulatorSays);
  });

  it('fills a schema', async () => {
    const schema = {
      type: 'object',
      properties: { title: { type: 'string' }, kind: { enum: ['a', 'b'] }, parts: { type: 'array', items: { type: 'integer' } } },
      additionalProperties: false,
    };
    const text = await ask('Name this.', { output_config: { format: { type: 'json_schema', schema } } });
    assert.deepEqual(JSON.parse(text), { title: "from Parley's local simulator", kind: 'a', parts: [1] });
  });

  const prompt = (content: string, change: object = {}) =>
    stream(simulator, { max_tokens: 5000, messages: [{ role: 'user', content }], ...change });
  const reason = async (content: string) => {
    const { events } = await collect(prompt(content));
    return events.find((event) => event.type === 'message_delta')?.delta;
  };

  it('fails, waits and breaks when it is told to', async () => {
    const { error: overloaded } = await collect(prompt('error 529'));
    assert.ok(overloaded instanceof Anthropic.APIError && overloaded.status === 529);
    const { error: limited } = await collect(prompt('Error 429 retry 20'));
    assert.ok(limited instanceof Anthropic.RateLimitError);
    assert.equal(limited.headers.get('retry-after'), '20');
    assert.ok((await collect(prompt('cut'))).error instanceof Error);
    const event = await collect(prompt('error event'));
    assert.ok(event.error instanceof Anthropic.APIError && event.error.type === 'overloaded_error');
    assert.match(event.text, /simulator/);
    assert.equal((await reason('max tokens'))?.stop_reason, 'max_tokens');
    assert.equal((await reason('pause'))?.stop_reason, 'pause_turn');
    assert.equal((await reason('context window'))?.stop_reason, 'model_context_window_exceeded');
    assert.equal((await reason('refuse'))?.stop_details?.category, 'general_harms');
  });

  it('does so only where the prompt is nothing else', async () => {
    assert.match(await ask('Why do I get error 529?'), simulatorSays);
  });

  it('fails once, and then answers', async () => {
    const { error } = await collect(prompt('error 529 once'));
    assert.ok(error instanceof Anthropic.APIError);
    assert.match((await collect(prompt('error 529 once'))).text, /simulator/);
  });

  it('stalls until the client leaves', async () => {
    const leaving = new AbortController();
    let deltas = 0;
    for await (const event of await stream(simulator, { messages: [{ role: 'user', content: 'stall' }] }, leaving.signal)) {
      if (event.type === 'content_block_delta') deltas += 1;
      if (deltas === 25) leaving.abort();
    }
    const request = await simulator.nextRequest();
    await request.ended;
    assert.deepEqual([deltas, request.deltas.length, request.aborted], [25, 25, true]);
  });

  it('calls a tool', async () => {
    const tools: Anthropic.Tool[] = [{ name: 'read', input_schema: { type: 'object', properties: { path: { type: 'string' } } } }];
    const { events } = await collect(prompt('tool read', { tools }));
    assert.ok(
      events.some(
        (event) => event.type === 'content_block_start' && event.content_block.type === 'tool_use' && event.content_block.name === 'read',
      ),
    );
  });
});
