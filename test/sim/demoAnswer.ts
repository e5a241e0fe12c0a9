/** The demo's answer: what arrived, in Markdown, and the samples that the prompt asks for. */
import type { ContentBlockParam, DocumentBlockParam, ImageBlockParam, MessageParam } from '@anthropic-ai/sdk/resources/messages';
import { type EditorContext, splitContext } from './demoContext.ts';
import { samplesFor } from './demoSamples.ts';
import { decodeBase64, imageFacts, pdfFacts } from './images.ts';
import { countRequest } from './tokens.ts';
import type { AcceptedRequest } from './validate.ts';

/** The user's own words in the last turn, without the context that the editor put beside them. */
export function promptOf(messages: readonly MessageParam[]): string {
  return splitContext(textsOf(lastTurn(messages))).prompt;
}

/** The whole answer to a conversation that ends with a user's turn. */
export function answerTo(accepted: AcceptedRequest): string {
  const blocks = lastTurn(accepted.body.messages);
  const { prompt, contexts } = splitContext(textsOf(blocks));
  const samples = samplesFor(prompt);
  const parts = [
    "**This is Parley's local simulator, not Claude.** Nothing left this machine, and no model has read what you wrote.",
    arrived(accepted, blocks, contexts),
    prompt === '' ? '' : `## Your last words\n\n${quote(prompt)}`,
    ...contexts.map(shown),
    ...(samples.length > 0 ? samples : [sketch(accepted), hints]),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The blocks of the last user turn: everything after the assistant's last word. */
function lastTurn(messages: readonly MessageParam[]): readonly ContentBlockParam[] {
  const from = messages.findLastIndex(({ role }) => role === 'assistant') + 1;
  return messages.slice(from).flatMap(({ role, content }): readonly ContentBlockParam[] => {
    if (role !== 'user') return [];
    return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  });
}

function textsOf(blocks: readonly ContentBlockParam[]): readonly string[] {
  return blocks.flatMap((block) => (block.type === 'text' ? [block.text] : []));
}

function arrived(accepted: AcceptedRequest, blocks: readonly ContentBlockParam[], contexts: readonly EditorContext[]): string {
  const { body, model } = accepted;
  // Counted here: a conversation that is continued is looked at without its end.
  const inputTokens = countRequest(body, model);
  const turns = body.messages.filter(({ role }, index) => role === 'user' && body.messages[index - 1]?.role !== 'user').length;
  const system = typeof body.system === 'string' ? body.system : (body.system ?? []).map(({ text }) => text).join('\n');
  const items = [
    `turn **${turns}** of the conversation, ${body.messages.length} message${body.messages.length === 1 ? '' : 's'} in all`,
    `for the model \`${body.model}\`, about ${inputTokens} tokens`,
    ...(system === '' ? [] : [`instructions of ${system.length} characters`]),
    ...contexts.map((context) => `${context.kind}: ${place(context)}`),
    ...blocks.flatMap((block) => (block.type === 'image' ? [`picture: ${picture(block)}`] : [])),
    ...blocks.flatMap((block) => (block.type === 'document' ? [`document: ${documentFacts(block)}`] : [])),
    ...blocks.flatMap((block) => (block.type === 'tool_result' ? [`result of the tool call \`${block.tool_use_id}\``] : [])),
    ...(body.tools && body.tools.length > 0
      ? [`tools: ${body.tools.map((tool) => `\`${'name' in tool ? tool.name : tool.type}\``).join(', ')}`]
      : []),
  ];
  return `## What arrived\n\n${items.map((item) => `- ${item}`).join('\n')}`;
}

function place({ path, lines, language }: EditorContext): string {
  return [`\`${path}\``, ...(lines === '' ? [] : [`lines ${lines}`]), ...(language === '' ? [] : [language])].join(', ');
}

function picture({ source }: ImageBlockParam): string {
  if (source.type === 'url') return source.url;
  if (source.type === 'file') return `the file \`${source.file_id}\``;
  const bytes = decodeBase64(source.data);
  const facts = bytes && imageFacts(bytes);
  return facts ? `${facts.format.toUpperCase()}, ${facts.width} × ${facts.height} pixels` : source.media_type;
}

function documentFacts({ title, source }: DocumentBlockParam): string {
  const name = title ? `“${title}”, ` : '';
  switch (source.type) {
    case 'base64': {
      const pages = pdfFacts(decodeBase64(source.data) ?? Buffer.alloc(0))?.pages ?? 0;
      return `${name}PDF, ${pages} page${pages === 1 ? '' : 's'}`;
    }
    case 'text':
      return `${name}plain text, ${source.data.length} characters`;
    case 'content':
      return `${name}${typeof source.content === 'string' ? 1 : source.content.length} blocks of content`;
    case 'url':
      return `${name}${source.url}`;
    case 'file':
      return `${name}the file \`${source.file_id}\``;
  }
}

/** Long prompts are quoted in part. */
function quote(prompt: string): string {
  const lines = prompt.slice(0, 800).split('\n').slice(0, 12);
  const cut = lines.join('\n').length < prompt.length ? ['…'] : [];
  return [...lines, ...cut].map((line) => `> ${line}`.trimEnd()).join('\n');
}

function shown(context: EditorContext): string {
  const fence = '`'.repeat(Math.max(3, ...(context.text.match(/`+/g) ?? []).map((run) => run.length + 1)));
  return `## The ${context.kind} from ${place(context)}\n\n${fence}${context.language}\n${context.text}\n${fence}`;
}

function sketch({ body }: AcceptedRequest): string {
  const { model, max_tokens } = body;
  const lines = [
    '// The request that this answers, in short.',
    'const request = {',
    `  model: '${model}',`,
    `  max_tokens: ${max_tokens},`,
    `  messages: Array(${body.messages.length}),`,
    '};',
  ];
  return `The same as code, in the manner of the [Messages API](https://platform.claude.com/docs/en/api/messages):\n\n\`\`\`typescript\n${lines.join('\n')}\n\`\`\``;
}

const hints = [
  '## What to try',
  '',
  '| Prompt | What comes |',
  '| --- | --- |',
  '| `long` | a few thousand words |',
  '| `code`, `table`, `list`, `markdown`, `emoji` | samples |',
  '| `error 529`, `error 429 retry 20` | an error’s status |',
  '| `stall`, `cut`, `refuse`, `max tokens` | other endings |',
].join('\n');
