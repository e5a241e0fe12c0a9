/** The thread: started late, ended when it hangs, and never in anyone's way. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { type CodeHighlighter, openHighlighter } from '../../../src/highlight/client.ts';
import type { CodeToColor, ExtensionContributions } from '../../../src/shared/codeColors.ts';
import { wasmFile } from './editorExtensions.ts';

/** A worker that answers with what it was told, and does what the text says. */
const script = `
  const { parentPort } = require('node:worker_threads');
  let extensions = 0;
  parentPort.on('message', (request) => {
    if (request.type === 'extensions') { extensions++; return; }
    const { id, code, customizations } = request;
    if (code.text === 'exit') process.exit(3);
    if (code.text === 'hang') for (;;);
    if (code.text === 'log') parentPort.postMessage({ type: 'log', message: 'a warning' });
    parentPort.postMessage({ type: 'result', id, colors: { text: code.text, extensions, customizations } });
  });
`;

describe('highlight: client', () => {
  let folder: string;
  let log: string[];
  let asked: number;
  let highlighter: CodeHighlighter;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-highlight-'));
    writeFileSync(join(folder, 'worker.js'), script);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(() => highlighter.close());

  const open = (changes: { workerScript?: string; patience?: number; extensions?: readonly ExtensionContributions[] } = {}) => {
    log = [];
    asked = 0;
    highlighter = openHighlighter({
      ...{ workerScript: join(folder, 'worker.js'), wasmFile, customizations: () => ({ own: true }), patience: 10_000 },
      ...changes,
      extensions: () => {
        asked++;
        return changes.extensions ?? [];
      },
      log: (message) => log.push(message),
    });
  };
  const color = (text: string, language = 'tiny') =>
    highlighter.highlight({ text, languages: [language], theme: { id: '', type: 'vs' } } satisfies CodeToColor);
  const answer = (text: string, extensions = 1) => ({ text, extensions, customizations: { own: true } });

  it('asks what is installed with the first block, and again when that has changed', async () => {
    open();
    assert.equal(asked, 0);
    assert.deepEqual(await Promise.all([color('a'), color('b')]), [answer('a'), answer('b')]);
    highlighter.refresh();
    assert.equal(asked, 1);
    assert.deepEqual(await color('c'), answer('c', 2));
    assert.equal(asked, 2);
  });

  it('leaves plain what was under way when the thread ended, starts it again, and gives up after three', async () => {
    open();
    for (let start = 0; start < 3; start++) {
      assert.deepEqual(await color('a'), answer('a'));
      assert.deepEqual(await Promise.all([color('exit'), color('b')]), [null, null]);
    }
    assert.equal(await color('a'), null);
    assert.equal(log.length, 3);
  });

  it('ends a thread that does not come to an end', async () => {
    // A thread that begins anew has to start in that time, too, on a busy machine.
    open({ patience: 3000 });
    assert.equal(await color('hang'), null);
    assert.match(log.join(), /did not answer/);
    assert.deepEqual(await color('a'), answer('a'));
  });

  it('logs what the thread says, and what it cannot be told', async () => {
    open();
    await color('log');
    assert.deepEqual(log, ['highlighter: a warning']);
    open({ extensions: [{ folder: '', builtIn: true, languages: () => {}, grammars: null, themes: null }] });
    assert.equal(await color('a'), null);
    assert.match(log.join(), /could not be cloned/);
  });

  it('is plain where there is no worker, and once closed', async () => {
    open({ workerScript: join(folder, 'none.js') });
    assert.equal(await color('a'), null);
    open();
    await Promise.all([highlighter.close(), highlighter.close()]);
    assert.equal(await color('a'), null);
    assert.equal(asked, 0);
  });

  it('colours in the thread as it is shipped', async () => {
    const workerScript = join(folder, 'highlight.js');
    const entryPoints = [resolve('src/highlight/worker.ts')];
    await build({ entryPoints, outfile: workerScript, bundle: true, platform: 'node', format: 'cjs', target: 'node22', logLevel: 'error' });
    writeFileSync(join(folder, 'tiny.json'), JSON.stringify({ scopeName: 'source.tiny', patterns: [{ name: 'comment', match: '#.*' }] }));
    writeFileSync(
      join(folder, 'theme.json'),
      JSON.stringify({ tokenColors: [{ scope: 'comment', settings: { foreground: '#123456', fontStyle: 'italic bold' } }] }),
    );
    const tiny = {
      ...{ folder, builtIn: false },
      languages: [{ id: 'tiny' }],
      grammars: [{ language: 'tiny', scopeName: 'source.tiny', path: 'tiny.json' }],
      themes: [{ id: '', uiTheme: 'vs', path: 'theme.json' }],
    };
    open({ workerScript, extensions: [tiny] });
    const colors = await color('a # b\nc');
    assert.deepEqual([...(colors?.runs ?? [])], [2, 0, 6, 1, 7, 0]);
    assert.deepEqual(colors?.styles[1], { color: '#123456', italic: true, bold: true, underline: false, strikethrough: false });
    assert.equal(await color('a', 'other'), null);
    assert.deepEqual(log, []);
  });

  it('brings no grammar into the extension host', async () => {
    const { metafile } = await build({
      entryPoints: [resolve('src/highlight/client.ts')],
      ...{ bundle: true, write: false, metafile: true, platform: 'node', logLevel: 'error', outdir: 'out' },
    });
    assert.deepEqual(
      Object.values(metafile.outputs)[0]?.imports.map(({ path }) => path),
      ['node:worker_threads'],
    );
  });
});
