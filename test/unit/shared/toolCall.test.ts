/** What a reader sees of calls of the API's tools, whatever came. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { translator } from '../../../src/shared/l10n.ts';
import { readDomains, readServerTools } from '../../../src/shared/serverTools.ts';
import { resultAlone, toolCallView, uploadView } from '../../../src/shared/toolCall.ts';
import { toolErrorSentence, toolLine } from '../../../src/shared/toolText.ts';
import { hostOf, plainTitle, webAddress } from '../../../src/shared/webAddress.ts';

const t = translator({});
const call = (name: string, input: object) => ({ type: 'server_tool_use', id: 's1', name, input: { ...input } });
const result = (type: string, content: object) => ({ type, tool_use_id: 's1', content: JSON.parse(JSON.stringify(content)) as null });
const found = (...pages: readonly object[]) => pages.map((each) => ({ type: 'web_search_result', ...each }));

describe('a call of a tool', () => {
  const search = call('web_search', { query: 'tea' });
  const fetch = call('web_fetch', { url: 'https://example.com/tea?x=1' });
  const code = call('code_execution', { code: 'print(1)' });

  it('is told while it runs, when it is over, and where nothing has come', () => {
    const pages = result(
      'web_search_tool_result',
      found({ url: 'https://a.example/', title: 'A' }, { url: 'https://b.example/', title: 'B' }),
    );
    const page = result('web_fetch_tool_result', { type: 'web_fetch_result', url: 'https://example.com/tea', content: { title: 'Tea' } });
    const output = result('code_execution_tool_result', {
      type: 'code_execution_result',
      stdout: '1',
      stderr: '',
      return_code: 3,
      content: [],
    });
    const failed = result('web_search_tool_result', { type: 'web_search_tool_result_error', error_code: 'unavailable' });
    const lines = [
      [toolCallView(search, undefined), true],
      [toolCallView(call('web_search', {}), undefined), true],
      [toolCallView(search, undefined), false],
      [toolCallView(search, pages), false],
      [toolCallView(search, failed), false],
      [toolCallView(fetch, undefined), true],
      [toolCallView(fetch, page), false],
      [toolCallView(code, undefined), true],
      [toolCallView(code, output), false],
      [toolCallView(call('bash_code_execution', { command: 'ls' }), undefined), true],
      [toolCallView(call('text_editor_code_execution', { command: 'create', path: 'a.py' }), result('x_tool_result', {})), false],
      [toolCallView(call('of_tomorrow', {}), undefined), true],
      [resultAlone(pages), false],
    ] as const;
    assert.deepEqual(
      lines.map(([view, running]) => toolLine(view, running, t)),
      [
        ...['Searching the web: “tea”', 'Searching the web', 'Web search “tea”: no result has come', 'Searched the web · 2 results · tea'],
        ...['Web search “tea”: it failed', 'Reading example.com', 'Read example.com · Tea', 'Running code', 'Ran code · exit code 3'],
        ...['Running code', 'Wrote a.py', 'Using of_tomorrow', 'Used web_search'],
      ],
    );
  });

  it('has what its code wrote, bounded, and the files that it made', () => {
    const content = {
      type: 'bash_code_execution_result',
      stdout: 'x'.repeat(30_000),
      stderr: 'no',
      return_code: 0,
      content: [{ file_id: 'file_1' }],
    };
    const { result: ran } = toolCallView(code, result('bash_code_execution_tool_result', content));
    assert.ok(ran?.kind === 'output');
    assert.deepEqual([ran.stdout.text.length, ran.stdout.more, ran.stderr.text, ran.files], [20_000, 10_000, 'no', ['file_1']]);
    const hidden = toolCallView(code, result('x_tool_result', { type: 'encrypted_code_execution_result', encrypted_stdout: 'x' }));
    assert.ok(hidden.result?.kind === 'output' && hidden.result.hidden);
    assert.deepEqual(uploadView({ type: 'container_upload', file_id: 'file_1' })?.call, { kind: 'upload', id: 'file_1' });
  });

  it('is read whatever it is', () => {
    for (const content of [
      null,
      7,
      'x',
      [],
      [null, 7],
      {},
      { type: 7 },
      { type: 'web_fetch_result' },
      { type: 'x_error', error_code: {} },
      found({}, { url: 7, title: [] }),
    ])
      for (const each of [search, fetch, code, call('x', { query: 7, url: {}, code: [] })]) {
        const view = toolCallView(each, { type: 'web_search_tool_result', tool_use_id: 's1', content: content as null });
        assert.equal(typeof toolLine(view, false, t), 'string');
      }
    const many = toolCallView(
      search,
      result('x_tool_result', found(...Array.from({ length: 500 }, (_, n) => ({ url: `https://a.example/${n}`, title: 'A' })))),
    );
    assert.ok(many.result?.kind === 'pages' && many.result.pages.length === 40 && many.result.count === 500);
  });

  it('leads only to addresses of the web, under titles that are a line and say nothing with their direction', () => {
    for (const url of [
      'javascript:alert(1)',
      'command:x',
      'file:///etc/passwd',
      ' https://a.example',
      '//a.example',
      'https://',
      'vscode://x',
      7,
      null,
    ])
      assert.equal(webAddress(url), null, String(url));
    assert.equal(webAddress(`https://a.example/${'x'.repeat(20_000)}`), null);
    assert.equal(webAddress('HTTPS://a.example/<b>"'), 'https://a.example/%3Cb%3E%22');
    assert.equal(hostOf(webAddress('https://bank.example@evil.example/') ?? ''), 'evil.example');
    assert.equal(hostOf(webAddress('https://\u0430pple.example/') ?? ''), 'xn--pple-43d.example');
    assert.equal(plainTitle('a\u202eb\n\tc\u0000d\u2066\u200be\ud800'), 'ab c de\ufffd');
    assert.equal(plainTitle('x'.repeat(1000)).length, 301);
  });

  it('that failed has words for each code that the API has', () => {
    const types = readFileSync('node_modules/@anthropic-ai/sdk/resources/messages/messages.d.ts', 'utf8');
    const unions = [...types.matchAll(/type (\w+)ToolResultErrorCode = ([^;]+);/g)].filter(([, name]) => name !== 'ToolSearch');
    const codes = new Set(unions.flatMap(([, , union = '']) => [...union.matchAll(/'(\w+)'/g)].map(([, code = '']) => code)));
    assert.equal(unions.length, 5);
    assert.ok(codes.size >= 15);
    for (const code of codes) assert.doesNotMatch(toolErrorSentence(code, t), /says/, code);
    assert.equal(toolErrorSentence('of_tomorrow', t), 'The API says: of_tomorrow');
  });

  it('is of a tool that is set by its name, on domains as people write them', () => {
    assert.deepEqual(readServerTools(['web_fetch', 'x', 7, 'web_search', 'web_fetch']), ['web_search', 'web_fetch']);
    assert.equal(readServerTools('web_search'), undefined);
    assert.deepEqual(readDomains([' https://example.com/ ', 'a.example/b', '']), ['example.com', 'a.example/b']);
    assert.equal(readDomains(['a', 7]), undefined);
  });
});
