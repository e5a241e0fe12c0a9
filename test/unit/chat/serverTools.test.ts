/** The API's own tools: what is asked for, what goes back of what they brought, and what they cost. */
import assert from 'node:assert/strict';
import { costOf } from '../../../src/chat/cost.ts';
import { htmlTurn } from '../../../src/chat/htmlPage.ts';
import { conversationMarkdown, sourcesOf } from '../../../src/chat/markdown.ts';
import { continuePrompt, type RequestSettings } from '../../../src/chat/request.ts';
import { OpenTurn, PendingEvents } from '../../../src/chat/turnEvents.ts';
import { modelView } from '../../../src/host/modelView.ts';
import { turnViews } from '../../../src/host/turnViews.ts';
import { citedAddress } from '../../../src/shared/citation.ts';
import type { AssistantMessage } from '../../../src/shared/message.ts';
import { noServerTools, type ServerToolName } from '../../../src/shared/serverTools.ts';
import type { Reply, ReplyBlock } from '../../sim/script.ts';
import { codeBlocks, fetchBlocks, foundCitation, searchBlocks, toolUsage } from '../../sim/serverTools.ts';
import { words } from '../history/exported.ts';
import { begin, ended, exchange, known } from '../wholeApi/exchange.ts';

const page = { url: 'https://example.com/tea', title: 'Tea' };
const on = (...names: ServerToolName[]): Partial<RequestSettings> => ({ tools: { ...noServerTools, names } });
const text = (value: string): ReplyBlock => ({ type: 'text', text: value });
const said = { type: 'text', text: 'Tea is warm.', citations: [foundCitation(page, 'warm')] } as const satisfies ReplyBlock;
const searched: readonly ReplyBlock[] = [...searchBlocks('srvtoolu_1', 'tea', [page]), said];

/** The types of what the assistant has said in a request. */
function typesIn(body: { readonly messages: readonly { readonly role: string; readonly content: unknown }[] } | undefined): string[][] {
  const replies = (body?.messages ?? []).filter(({ role }) => role === 'assistant');
  return replies.map(({ content }) => (Array.isArray(content) ? content.map(({ type }: { type: string }) => type) : []));
}

describe('the API’s own tools', () => {
  it('are asked for where they are on and the model has them, as they are set', async () => {
    const tools = {
      ...noServerTools,
      names: ['web_search', 'web_fetch'] as const,
      maxUses: 3,
      allowedDomains: ['example.com'],
      blockedDomains: ['x.org'],
    };
    const { sent, say, session } = await begin([], { tools });
    await say(session, 'Why?');
    const web = { max_uses: 3, allowed_domains: ['example.com'], allowed_callers: ['direct'] };
    assert.deepEqual(sent[0]?.tools, [
      { type: 'web_search_20260318', name: 'web_search', ...web },
      { type: 'web_fetch_20260318', name: 'web_fetch', citations: { enabled: true }, ...web },
    ]);
    await session.choices.chooseModel('gateway-text-1');
    await say(session, 'And?');
    assert.equal(sent[1]?.tools, undefined);
    await session.choices.chooseModel('claude-mythos-preview');
    await session.choices.chooseAnswering({ serverTools: ['code_execution', 'web_search'] });
    await say(session, 'And?');
    assert.deepEqual(
      sent[2]?.tools?.map((tool) => 'name' in tool && tool.name),
      ['web_search'],
    );
  });

  it('are said to be missing where the model has them not', () => {
    const settings = {
      model: 'm',
      maxTokens: 1,
      effort: null,
      thinking: 'auto',
      instructions: '',
      caching: 'off',
      ...on('web_search', 'code_execution'),
    } as const;
    const told = (id: string) => modelView('M', known(id), { ...settings, model: id }).tools;
    assert.deepEqual(told('claude-sonnet-5-5'), { on: ['web_search', 'code_execution'], missing: [] });
    assert.deepEqual(told('claude-mythos-preview'), { on: ['web_search'], missing: ['code_execution'] });
    assert.deepEqual(told('unknown'), { on: [], missing: ['web_search', 'code_execution'] });
    assert.equal(modelView('M', known('claude-sonnet-5-5'), { ...settings, tools: noServerTools }).tools, undefined);
  });

  it('are chosen for a conversation, which is stored with it', async () => {
    const { sent, say, session, reopened } = await begin([], on('web_fetch'));
    await session.choices.chooseAnswering({ serverTools: ['web_search'] });
    await say((await reopened()) ?? assert.fail(), 'Why?');
    assert.deepEqual(
      sent[0]?.tools?.map((tool) => 'name' in tool && tool.name),
      ['web_search'],
    );
    await session.choices.chooseAnswering({ serverTools: [] });
    await say(session, 'And?');
    await session.choices.chooseAnswering({ serverTools: null });
    await say(session, 'And?');
    assert.deepEqual(
      sent.slice(1).map(({ tools }) => tools?.map((tool) => 'name' in tool && tool.name)),
      [undefined, ['web_fetch']],
    );
  });

  it('may be called by code only where code may run, on a model that can do that', async () => {
    const callers = async (model: string, ...names: ServerToolName[]) => {
      const { sent, say, session } = await begin([], { model, ...on(...names) });
      await say(session, 'Why?');
      const [search] = sent[0]?.tools ?? [];
      return search?.type === 'web_search_20260318' ? search.allowed_callers : null;
    };
    assert.deepEqual(await callers('claude-sonnet-5-5', 'web_search'), ['direct']);
    assert.equal(await callers('claude-sonnet-5-5', 'web_search', 'code_execution'), undefined);
    assert.deepEqual(await callers('claude-haiku-4-5', 'web_search', 'code_execution'), ['direct']);
  });

  it('put their input together at a constant cost, and lose nothing where it is cut', () => {
    const call = { type: 'opaque', raw: { type: 'server_tool_use', id: 'srvtoolu_1', name: 'code_execution', input: {} } } as const;
    const message = { ...({} as AssistantMessage), blocks: [], firstTokenAt: null };
    const turn = new OpenTurn(message);
    turn.apply({ type: 'blockStarted', at: 1, index: 0, block: call });
    const code = `print("${'x'.repeat(5000)}")`;
    const pending = new PendingEvents();
    for (const json of JSON.stringify({ code })) {
      turn.apply({ type: 'inputJson', index: 0, json });
      pending.add({ type: 'inputJson', index: 0, json });
    }
    const [block] = turn.message().blocks;
    assert.deepEqual(block?.type === 'opaque' && block.raw['input'], { code });
    assert.equal(turn.hasInput(0), true);
    // However many pieces there were, a checkpoint has one.
    assert.deepEqual(pending.take(), [{ type: 'inputJson', index: 0, json: JSON.stringify({ code }) }]);
    const cut = new OpenTurn(message);
    for (const event of [
      { type: 'blockStarted', at: 1, index: 0, block: call },
      { type: 'inputJson', index: 0, json: '{"code":"pri' },
    ] as const)
      cut.apply(event);
    const [half] = cut.message().blocks;
    assert.deepEqual(half?.type === 'opaque' && half.raw['input'], { incomplete_json: '{"code":"pri' });
  });
});

describe('what the API’s own tools brought', () => {
  it('goes back with its call in each later turn, with the citations of it', async () => {
    const { sent, say, session } = await begin([{ blocks: searched }], on('web_search'));
    await say(session, 'Tea?');
    await say(session, 'And?');
    const content = sent[1]?.messages[1]?.content;
    assert.ok(Array.isArray(content));
    const { citations, ...rest } = said;
    assert.deepEqual(content[0], {
      type: 'server_tool_use',
      id: 'srvtoolu_1',
      name: 'web_search',
      input: { query: 'tea' },
      caller: { type: 'direct' },
    });
    const result = content[1];
    assert.ok(result?.type === 'web_search_tool_result' && Array.isArray(result.content));
    assert.equal(result.content[0]?.encrypted_content, `enc:${page.url}`);
    assert.deepEqual(content[2], { ...rest, citations });
    assert.equal(JSON.stringify(sent[2]?.messages ?? sent[1]?.messages).startsWith(JSON.stringify(sent[1]?.messages).slice(0, -1)), true);
  });

  it('stays away where the tool is switched off or the model has it not, and comes back with it', async () => {
    const { sent, say, session } = await begin([{ blocks: searched }], on('web_search'));
    await say(session, 'Tea?');
    await session.choices.chooseAnswering({ serverTools: ['code_execution'] });
    await say(session, 'And?');
    await session.choices.chooseAnswering({ serverTools: null });
    await session.choices.chooseModel('gateway-text-1');
    await say(session, 'And?');
    await session.choices.chooseModel(null);
    await say(session, 'And?');
    assert.deepEqual(
      sent.slice(1).map((body) => typesIn(body)[0]),
      [['text'], ['text'], ['server_tool_use', 'web_search_tool_result', 'text']],
    );
    assert.equal(JSON.stringify(sent[1]).includes('citations'), false);
  });

  it('goes in pairs or not at all: a call whose result never came stays away', async () => {
    const [call] = searchBlocks('srvtoolu_2', 'more', []);
    assert.ok(call);
    const { sent, say, session } = await begin([{ blocks: [...searched, call], stopReason: 'max_tokens' }], on('web_search'));
    await say(session, 'Tea?');
    await say(session, 'And?');
    assert.deepEqual(typesIn(sent[1]), [['server_tool_use', 'web_search_tool_result', 'text']]);
    const only = await begin([{ blocks: [call, text('So.')] }], on('web_search'));
    await only.say(only.session, 'Tea?');
    await only.say(only.session, 'And?');
    assert.deepEqual(typesIn(only.sent[1]), [['text']]);
  });

  it('leaves a reply that is begun for the model without an open call, and without white space at its end', async () => {
    const [call] = searchBlocks('srvtoolu_1', 'tea', [page]);
    assert.ok(call);
    const { sent, say, session } = await begin([{ blocks: [text('Let me look. \n'), call], stopReason: 'max_tokens' }], {
      model: 'claude-sonnet-4-5',
      ...on('web_search'),
    });
    await say(session, 'Tea?');
    await session.continueAfter(session.path.at(-1)?.message.id ?? '');
    await ended(session);
    assert.deepEqual(sent[1]?.messages[1], { role: 'assistant', content: [{ type: 'text', text: 'Let me look.' }] });
  });

  it('that code has called goes with the code that called it', async () => {
    const caller = { type: 'code_execution_20260120', tool_id: 'srvtoolu_code' };
    const inner = searchBlocks('srvtoolu_1', 'tea', [page]).map(
      (block): ReplyBlock =>
        block.type === 'opaque'
          ? { type: 'opaque', raw: { ...block.raw, caller } }
          : { ...block, ...(block.type === 'server_tool_use' ? { caller } : {}) },
    );
    const [call, result] = codeBlocks('srvtoolu_code', 'search()', { stdout: '1' });
    assert.ok(call && result);
    const typesWith = async (blocks: readonly ReplyBlock[]) => {
      const { sent, say, session } = await begin([{ blocks: [...blocks, text('So.')] }], on('web_search', 'code_execution'));
      await say(session, 'Tea?');
      await say(session, 'And?');
      return typesIn(sent[1])[0];
    };
    assert.deepEqual(await typesWith([call, ...inner, result]), [
      ...['server_tool_use', 'server_tool_use', 'web_search_tool_result', 'code_execution_tool_result', 'text'],
    ]);
    assert.deepEqual(await typesWith([call, ...inner]), ['text']);
  });

  it('of a reply that was paused in a call goes on, and is one turn later', async () => {
    const [call, result] = searchBlocks('srvtoolu_1', 'tea', [page]);
    assert.ok(call && result);
    const replies: Reply[] = [{ blocks: [text('Let me look.'), call], stopReason: 'pause_turn' }, { blocks: [result, said] }];
    const { sent, say, session } = await begin(replies, on('web_search'));
    await say(session, 'Tea?');
    await say(session, 'And?');
    assert.deepEqual(typesIn(sent[1]), [['text', 'server_tool_use']]);
    assert.deepEqual(typesIn(sent[2]), [
      ['text', 'server_tool_use'],
      ['web_search_tool_result', 'text'],
    ]);
    const [view] = turnViews(session.path, (id) => id, costOf).filter(({ role }) => role === 'assistant');
    const tools = view?.blocks.flatMap((block) => (block.type === 'tool' ? [block.view] : []));
    assert.deepEqual(tools, [{ call: { kind: 'search', query: 'tea' }, result: { kind: 'pages', count: 1, pages: [page] } }]);
  });

  it('of a reply that was paused is asked for anew where its tool is off by then', async () => {
    const paused = Array.from({ length: 6 }, (_, n): Reply => {
      return { blocks: [text('Let me look.'), ...searchBlocks(`srvtoolu_${n}`, 'tea', [page]).slice(0, 1)], stopReason: 'pause_turn' };
    });
    const { sent, say, session } = await begin(paused, on('web_search'));
    await say(session, 'Tea?');
    await session.choices.chooseAnswering({ serverTools: [] });
    await session.continueAfter(session.path.at(-1)?.message.id ?? '');
    await ended(session);
    const last = sent.at(-1)?.messages ?? [];
    assert.deepEqual(last.at(-1), { role: 'user', content: [{ type: 'text', text: continuePrompt }] });
    assert.equal(JSON.stringify(last).includes('server_tool_use'), false);
  });

  it('with documents is cited like them, or not at all', async () => {
    const read = fetchBlocks('srvtoolu_1', page.url, { title: 'Tea', text: 'Warm.' });
    const cited = {
      type: 'char_location',
      cited_text: 'Warm.',
      document_index: 0,
      document_title: 'Tea',
      start_char_index: 0,
      end_char_index: 5,
      file_id: null,
    };
    const blocks: ReplyBlock[] = [...read, { type: 'text', text: 'It is.', citations: [cited] }];
    const { reply } = await exchange({ blocks }, on('web_fetch'));
    const last = reply.blocks.at(-1);
    assert.ok(last?.type === 'text' && last.citations?.[0]);
    assert.deepEqual(last.citations[0].source, { url: page.url });
    assert.equal(citedAddress(last.citations[0]), page.url);
  });

  it('is counted: searches cost by the piece, pages and code their tokens', async () => {
    const { reply } = await exchange({ blocks: searched, usage: toolUsage(2, 1) }, on('web_search', 'web_fetch'));
    assert.deepEqual([reply.usage?.billing?.webSearches, reply.usage?.billing?.webFetches], [2, 1]);
    const plain = reply.usage && { ...reply.usage, billing: undefined };
    assert.ok(reply.usage && plain);
    const { billing: _, ...tokens } = reply.usage;
    const difference = (costOf(reply.model, reply.usage) ?? 0) - (costOf(reply.model, tokens) ?? 0);
    assert.equal(difference.toFixed(6), '0.020000');
    const [view] = turnViews([{ message: reply, siblings: [reply.id] }], (id) => id, costOf);
    assert.deepEqual(view?.role === 'assistant' && view.webUses, { searches: 2, fetches: 1 });
  });

  it('is named in exported HTML by links that say where they lead', async () => {
    const { reply } = await exchange({ blocks: searched }, on('web_search'));
    const html = (message: AssistantMessage) => htmlTurn(message, '', words).join('');
    assert.match(html(reply), /<li dir="auto">warm <a href="https:\/\/example\.com\/tea" rel="noreferrer">example\.com<\/a><\/li>/);
    const { reply: uncited } = await exchange(
      { blocks: searchBlocks('srvtoolu_1', 'x', [{ url: 'https://a.example/"><b>', title: '<b>' }]) },
      on('web_search'),
    );
    assert.match(
      html(uncited),
      /Sources<\/p>\n<ul class="citations"><li dir="auto">&lt;b&gt; <a href="https:\/\/a\.example\/%22%3E%3Cb%3E"/,
    );
  });

  it('is named in Markdown by its links, whose titles have no marks of their own', async () => {
    const evil = { url: 'https://evil.example/a>(b)\\', title: '](javascript:alert(1)) **x**\n# y\u202e' };
    const blocks: ReplyBlock[] = [
      ...searchBlocks('srvtoolu_1', 'x', [page, evil, { url: 'javascript:alert(1)', title: 'No' }]),
      text('So.'),
    ];
    const { reply } = await exchange({ blocks }, on('web_search'));
    assert.deepEqual(
      sourcesOf(reply.blocks).map(({ url }) => url),
      ['https://example.com/tea', 'https://evil.example/a%3E(b)/'],
    );
    const said = { you: 'You', model: () => 'Claude', edited: (name: string) => name, written: '' };
    const named = { ...said, document: () => '', picture: () => '', sources: 'Sources' };
    assert.equal(
      conversationMarkdown('', [reply], named),
      '## Claude\n\nSo.\n\nSources:\n\n1. [Tea](<https://example.com/tea>)\n' +
        '2. [\\](javascript:alert(1)) \\*\\*x\\*\\* \\# y](<https://evil.example/a%3E(b)/>)\n',
    );
  });
});
