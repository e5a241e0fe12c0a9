/** Calls of the API's own tools: while they run, afterwards, where they fail; their results and what is cited of them. */
import assert from 'node:assert/strict';
import type { ModelView } from '../../../src/shared/headerView.ts';
import type { ToolCallView } from '../../../src/shared/toolCall.ts';
import { toolCallView } from '../../../src/shared/toolCall.ts';
import type { CitationView, TurnView } from '../../../src/shared/turnView.ts';
import { hostileFamilies } from '../driver/hostileAnswers.ts';
import { countingScript, PageWatch } from '../driver/pageWatch.ts';
import { until } from '../driver/until.ts';
import { address, openPage, type PageInBrowser } from './pageInBrowser.ts';
import { assistantTurn, headerView, snapshot, streamingTurn, text, userTurn } from './samples.ts';

const searching: ToolCallView = { call: { kind: 'search', query: 'flaky sockets' }, result: null };
const pages = [
  { url: 'https://example.com/sockets', title: 'Sockets that close twice' },
  { url: 'https://example.org/flaky', title: '' },
  { url: null, title: 'Nowhere' },
];
const searched: ToolCallView = { call: searching.call, result: { kind: 'pages', pages, count: 3 } };
const cut = (value: string) => ({ text: value, more: 0 });
const code: ToolCallView['call'] = { kind: 'code', language: 'python', code: 'print(1)\nraise SystemExit(2)' };
const ran: ToolCallView = {
  call: code,
  result: { kind: 'output', stdout: cut('1\n'), stderr: { text: 'oh', more: 70 }, returnCode: 2, files: ['file_1'], hidden: false },
};
const tool = (view: ToolCallView) => ({ type: 'tool', view }) as const;
const done = { type: 'toolResult' } as const;

describe('The page: the API’s own tools', () => {
  let parley: PageInBrowser;

  beforeEach(async () => {
    parley = await openPage({ snapshot: snapshot([]), width: 300, before: countingScript() });
  });
  afterEach(async () => {
    assert.deepEqual(parley.violations, []);
    await parley.page.close();
  });

  async function show(...blocks: TurnView['blocks']): Promise<void> {
    await parley.update([{ type: 'snapshot', snapshot: snapshot([userTurn('u1', 'Why?'), assistantTurn('a1', '', { blocks })]) }]);
    await parley.painted();
  }

  const tools = () => parley.page.locator('[data-message-id=a1] .tool');
  const button = (name: RegExp | string) => parley.page.getByRole('button', { name });
  const asked = async (name: string) =>
    (await parley.posted()).flatMap((message) => (message.type === 'request' && message.name === name ? [message.params] : []));

  it('are a quiet line while they run, and a line that unfolds when they are over', async () => {
    const stream = async (...blocks: TurnView['blocks']) => {
      await parley.update([{ type: 'turn', turn: streamingTurn('a1', { blocks }) }]);
      await parley.painted();
    };
    await parley.update([{ type: 'snapshot', snapshot: snapshot([userTurn('u1', 'Why?'), streamingTurn('a1')]) }]);
    await stream(text('Let me look.'), tool({ call: { kind: 'search', query: '' }, result: null }));
    assert.equal(await tools().innerText(), 'Searching the web');
    await stream(text('Let me look.'), tool(searching));
    assert.equal(await tools().innerText(), 'Searching the web: “flaky sockets”');
    assert.equal(await tools().getByRole('button').count(), 0);
    await stream(text('Let me look.'), tool(searched), done, text(''));
    const line = button('Searched the web · 3 results · flaky sockets');
    assert.equal(await line.getAttribute('aria-expanded'), 'false');
    await parley.update([{ type: 'delta', messageId: 'a1', block: 3, text: 'It closes twice.' }]);
    await parley.painted();
    assert.deepEqual(await parley.page.locator('[data-message-id=a1] .md').allTextContents(), ['Let me look.', 'It closes twice.']);
    // What is over without a result says so.
    await parley.update([{ type: 'turn', turn: assistantTurn('a1', '', { status: 'stopped', blocks: [tool(searching)] }) }]);
    await parley.painted();
    assert.equal(await tools().innerText(), 'Web search “flaky sockets”: no result has come');
  });

  it('show what they found as links, by keyboard, each with the host that it leads to', async () => {
    await show(tool(searched), done, text('So.'));
    await button(/^Searched the web/).focus();
    await parley.page.keyboard.press('Enter');
    const links = tools().getByRole('link');
    await links.first().waitFor();
    assert.deepEqual(
      await links.evaluateAll((all) => all.map((each) => [each.textContent, each.getAttribute('href'), each.getAttribute('title')])),
      [
        ['Sockets that close twice', 'https://example.com/sockets', 'https://example.com/sockets'],
        ['example.org', 'https://example.org/flaky', 'https://example.org/flaky'],
      ],
    );
    assert.deepEqual(await tools().getByRole('listitem').allInnerTexts(), [
      'Sockets that close twiceexample.com',
      'example.org',
      'Nowhere',
    ]);
    await parley.page.keyboard.press('Tab');
    await until('the focus of the link', () => links.first().evaluate((link) => link === document.activeElement));
    await parley.page.keyboard.press('Enter');
    assert.deepEqual(await asked('openLink'), [{ url: 'https://example.com/sockets' }]);
    assert.equal(parley.page.url(), address);
    await parley.page.keyboard.press('Shift+Tab');
    await parley.page.keyboard.press('Enter');
    await links.first().waitFor({ state: 'detached' });
  });

  it('show code with what it wrote, and say that its files are not here', async () => {
    await show(tool(ran), done);
    await button('Ran code · exit code 2').click();
    assert.deepEqual(
      await tools()
        .getByRole('group')
        .evaluateAll((all) => all.map((each) => [each.getAttribute('aria-label'), each.textContent])),
      [
        ['Code', 'print(1)\nraise SystemExit(2)'],
        ['Output', '1\n'],
        ['Errors', 'oh'],
      ],
    );
    for (const words of [
      '70 characters more are not shown.',
      'It made a file: file_1. Files that the code makes stay with the API: they are not loaded.',
    ])
      await tools().getByText(words).waitFor();
    const wide = await parley.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false);
  });

  it('say in words why they failed', async () => {
    const failed = (code_: string): ToolCallView => ({ call: searching.call, result: { kind: 'error', code: code_, detail: '' } });
    await show(tool(failed('max_uses_exceeded')), done, tool({ ...failed('of_tomorrow'), call: code }), done);
    await button('Web search “flaky sockets”: it failed').click();
    await tools().getByText('The model had used it as often as it may for one reply.').waitFor();
    await button('Code: it failed').click();
    await tools().getByText('The API says: of_tomorrow').waitFor();
  });

  it('are cited by numbers that tell the page, quote it and lead to it', async () => {
    const citation: CitationView = {
      name: 'Sockets that close twice',
      pages: null,
      quote: 'The close event is emitted once.',
      url: 'https://example.com/sockets',
    };
    await show(tool(searched), done, { type: 'text', text: 'It closes once', citations: [citation, { ...citation, name: '' }] }, text('.'));
    assert.equal(await parley.page.locator('[data-message-id=a1] .md').textContent(), 'It closes once.');
    const cited = button('Citation 1: Sockets that close twice, example.com');
    await cited.hover();
    const hover = parley.page.getByRole('tooltip');
    await hover.getByText('The close event is emitted once.').waitFor();
    await hover.getByText('https://example.com/sockets').waitFor();
    await button('Citation 2: example.com').click();
    assert.deepEqual(await asked('openLink'), [{ url: 'https://example.com/sockets' }]);
    assert.deepEqual(await asked('openCitation'), []);
  });

  it('that are on are named in the message box, and those that the model has not; else there is nothing', async () => {
    const model: ModelView = { id: 'm', name: 'M', effort: null, thinking: null };
    const withTools = async (on: ModelView['tools']) => {
      await parley.update([{ type: 'header', header: headerView({ model: on ? { ...model, tools: on } : model }) }]);
      await parley.painted();
    };
    await withTools(undefined);
    assert.equal(await button(/^Tools/).count(), 0);
    await withTools({ on: ['web_search', 'web_fetch'], missing: ['code_execution'] });
    await button('Tools: web search, web fetch; not with this model: code execution').click();
    assert.deepEqual(await asked('chooseTools'), [null]);
    await withTools({ on: [], missing: ['web_search'] });
    await button('Tools: none; not with this model: web search').waitFor();
  });

  it('count what they cost in the line of the turn', async () => {
    await parley.update([
      {
        type: 'snapshot',
        snapshot: snapshot([userTurn('u1', 'Why?'), assistantTurn('a1', 'So.', { webUses: { searches: 2, fetches: 1 } })]),
      },
    ]);
    await parley.page.locator('[data-message-id=a1] button.usage-line').click();
    const details = parley.page.getByRole('list', { name: 'Usage of this turn' });
    await details.getByText('Web searches: 2').waitFor();
    await details.getByText('Pages read: 1').waitFor();
  });

  it('bring whatever the web has, and none of it acts', async function () {
    this.timeout(120_000);
    const watch = await PageWatch.begin(parley.page);
    const answers = hostileFamilies().flatMap(({ answers: all }) => all);
    const parts = Array.from({ length: Math.ceil(answers.length / 40) }, (_, n) => answers.slice(n * 40, n * 40 + 40));
    for (const [n, part] of parts.entries()) {
      const id = `a${n}`;
      const shown = parley.page.locator(`[data-message-id=${id}] .tool`);
      const found = part.flatMap((answer) => [
        { type: 'web_search_result', url: answer, title: answer },
        { type: 'web_search_result', url: `https://a.example/${answer}`, title: answer },
      ]);
      const call = (name: string, input: object) => ({
        type: 'server_tool_use',
        id: 's',
        name,
        input: JSON.parse(JSON.stringify(input)) as null,
      });
      const all = part.join('\n');
      const output = { type: 'code_execution_result', stdout: all, stderr: all, return_code: 1, content: [{ file_id: all }] };
      const views = [
        toolCallView(call('web_search', { query: all }), { type: 'x_tool_result', tool_use_id: 's', content: found }),
        toolCallView(call('web_fetch', { url: part[0] ?? '' }), undefined),
        toolCallView(call('code_execution', { code: all }), { type: 'x_tool_result', tool_use_id: 's', content: output }),
        toolCallView(call(all, {}), {
          type: 'x_tool_result',
          tool_use_id: 's',
          content: { type: 'x_error', error_code: all, error_message: all },
        }),
      ];
      const turn = assistantTurn(id, '', { blocks: views.map(tool) });
      await parley.update([{ type: 'snapshot', snapshot: snapshot([userTurn('u1', 'Why?'), turn]) }]);
      await parley.painted();
      for (const line of await shown.getByRole('button').all()) await line.click();
      await parley.painted();
      const links = await shown
        .locator('a')
        .evaluateAll((each) => each.map((link) => (link instanceof HTMLAnchorElement ? link.href : '')));
      assert.ok(links.length > 0);
      for (const link of links) assert.match(link, /^https?:\/\//);
      const foreign = await shown.evaluateAll((each) =>
        each.flatMap((one) => [...one.querySelectorAll('*')].map(({ localName }) => localName)),
      );
      assert.deepEqual(
        [...new Set(foreign)].filter((name) => !'a bdi button code div li ol pre span'.split(' ').includes(name)),
        [],
      );
    }
    const compiled = watch.compiled.filter((url) => url !== `${address}math.js`);
    assert.deepEqual([await watch.ran(), compiled, watch.left(address), await watch.reports()], [[], [], [], []]);
  });
});
