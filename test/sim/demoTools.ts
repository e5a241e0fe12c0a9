/** What the demo does with the API's own tools, where a request has them: it pretends to use each of them once, and says so. */
import type { ToolUnion } from '@anthropic-ai/sdk/resources/messages';
import type { ReplyBlock } from './script.ts';
import { codeBlocks, fetchBlocks, foundCitation, searchBlocks } from './serverTools.ts';

const pages = [
  { url: 'https://example.com/sockets', title: 'Sockets that close twice' },
  { url: 'https://example.org/flaky', title: 'Why tests are flaky' },
  { url: 'https://docs.example.net/net/socket#event-close', title: 'Event: close' },
];

/** @param key makes the ids of calls: each of a conversation is another one */
export function toolBlocks(tools: readonly ToolUnion[], prompt: string, key: string): ReplyBlock[] {
  const names = new Set(tools.flatMap((tool) => ('name' in tool ? [tool.name] : [])));
  const id = (name: string) => `srvtoolu_${name}_${key}`;
  const [first = pages[0], second = pages[1]] = pages;
  return [
    ...(names.has('web_search') && first && second
      ? [
          ...searchBlocks(id('search'), prompt.slice(0, 60) || 'sockets', pages),
          {
            type: 'text' as const,
            text: 'A socket that was destroyed still emits one event',
            citations: [foundCitation(first, 'The close event is emitted once.')],
          },
          {
            type: 'text' as const,
            text: ', and a test that does not wait for it is flaky',
            citations: [foundCitation(second, 'Wait for the event, not for the time.')],
          },
          { type: 'text' as const, text: '.\n\n' },
        ]
      : []),
    ...(names.has('web_fetch')
      ? fetchBlocks(id('fetch'), 'https://example.org/flaky', { title: 'Why tests are flaky', text: 'They wait for the time.' })
      : []),
    ...(names.has('code_execution') ? codeBlocks(id('code'), 'print(sum(range(10)))', { stdout: '45\n' }) : []),
  ];
}
