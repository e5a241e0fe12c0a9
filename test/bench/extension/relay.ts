/** The simulator's stream, read with as little as can be: the same for everything that Parley is compared with. */
import { type IncomingMessage, request } from 'node:http';

/** Sends a prompt and hands over each piece of the answer as it comes; settles when the answer has ended. */
export async function relay(prompt: string, onText: (text: string) => void): Promise<void> {
  const response = await post(
    JSON.stringify({ model: 'claude-sonnet-5-5', max_tokens: 64_000, stream: true, messages: [{ role: 'user', content: prompt }] }),
  );
  response.setEncoding('utf8');
  let rest = '';
  for await (const chunk of response) {
    const events = `${rest}${chunk}`.split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      if (!event.startsWith('event: content_block_delta\n')) continue;
      const { delta }: { delta: { text?: string } } = JSON.parse(event.slice(event.indexOf('data: ') + 6));
      if (delta.text !== undefined) onText(delta.text);
    }
  }
}

function post(body: string): Promise<IncomingMessage> {
  const headers = { 'content-type': 'application/json', 'anthropic-version': '2023-06-01', 'x-api-key': 'sk-ant-bench' };
  return new Promise((resolve, reject) => {
    request(`${process.env['BENCH_URL']}/v1/messages`, { method: 'POST', headers }, resolve).once('error', reject).end(body);
  });
}
