/** Grammars and themes that a test has written: what is read when, and what happens when that fails. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usualLimits } from '../../../src/highlight/colorRuns.ts';
import { readContributions } from '../../../src/highlight/contributions.ts';
import { Highlighter } from '../../../src/highlight/highlighter.ts';
import { pieces, wasmFile } from './editorExtensions.ts';

const grammar = {
  scopeName: 'source.tiny',
  patterns: [
    { name: 'comment.tiny', begin: '/\\*', end: '\\*/' },
    { name: 'keyword.tiny', match: '\\blet\\b' },
    { name: 'variable.tiny', match: '\\bx\\b' },
  ],
};
const theme = (keyword: string, comment: string) => ({
  tokenColors: [
    { scope: 'keyword', settings: { foreground: keyword } },
    { scope: 'comment', settings: { foreground: comment, fontStyle: 'italic' } },
  ],
});
const injected = { scopeName: 'todo', injectionSelector: 'L:comment', patterns: [{ name: 'string.todo', match: 'TODO' }] };

describe('highlight: highlighter', () => {
  let folder: string;
  let log: string[];
  let highlighter: Highlighter;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-highlight-'));
    const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
    write('tiny.json', grammar);
    write('todo.json', injected);
    write('dark.json', theme('#aaaaaa', '#bbbbbb'));
    write('light.json', theme('#111111', '#222222'));
    writeFileSync(join(folder, 'broken.json'), '{');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  beforeEach(() => {
    log = [];
    const named = (id: string, uiTheme: string, path = `${id}.json`) => ({ id, uiTheme, path });
    const contributions = readContributions([
      {
        folder,
        builtIn: true,
        languages: ['tiny', 'broken', 'gone'].map((id) => ({ id })),
        grammars: [
          { language: 'tiny', scopeName: 'source.tiny', path: 'tiny.json' },
          { language: 'broken', scopeName: 'source.broken', path: 'broken.json' },
          { language: 'gone', scopeName: 'source.gone', path: 'gone.json' },
          { scopeName: 'todo', path: 'todo.json', injectTo: ['source'] },
        ],
        themes: [named('dark', 'vs-dark'), named('light', 'vs'), named('broken', 'vs')],
      },
    ]);
    // Every line is a slice: whatever can come between, does.
    highlighter = new Highlighter(contributions, { wasmFile, log: (line) => log.push(line), limits: { ...usualLimits, slice: 0 } });
  });

  const color = (text: string, id = 'dark', customizations: unknown = {}, language = 'tiny') =>
    highlighter.highlight({ text, languages: ['unknown', language], theme: { id, type: 'vs' } }, customizations);

  async function shown(...args: Parameters<typeof color>): Promise<string[]> {
    const colors = await color(...args);
    assert.ok(colors);
    return pieces(args[0], colors).map(([piece, style]) => `${piece.trim()} ${style.color}${style.italic ? ' italic' : ''}`);
  }

  it('colours by the theme; what no rule holds for is plain', async () => {
    assert.deepEqual(await shown('let x /* a\nb */ x'), ['let #AAAAAA', 'x null', '/* a\nb */ #BBBBBB italic', 'x null']);
    assert.deepEqual(await shown('let x', 'light'), ['let #111111', 'x null']);
  });

  it("has the user's rules on top, and grammars that put themselves into others", async () => {
    const rules = { variables: '#123456', textMateRules: [{ scope: 'string', settings: { foreground: '#654321', fontStyle: '' } }] };
    assert.deepEqual(await shown('x /* TODO */', 'dark', rules), [
      'x #123456',
      ' null',
      '/* #BBBBBB italic',
      'TODO #654321',
      '*/ #BBBBBB italic',
    ]);
  });

  it('answers again from memory', async () => {
    const first = await color('let x');
    assert.equal(await color('let x'), first);
    assert.notEqual(await color('let x', 'light'), first);
    assert.equal(await color('let x', 'dark'), first);
  });

  it('gives the new colours to what was under way when the theme changed, and never both', async () => {
    const text = 'let /* x\n */\n'.repeat(200);
    const [before, after] = await Promise.all([color(text, 'dark'), color(text, 'light')]);
    assert.deepEqual(
      before?.styles.map((style) => style.color),
      [null, '#111111', '#222222'],
    );
    assert.deepEqual(after?.styles, before?.styles);
  });

  it('is plain and says so where a grammar or a theme cannot be read', async () => {
    assert.equal(await color('let', 'dark', {}, 'broken'), null);
    assert.equal(await color('let', 'dark', {}, 'gone'), null);
    assert.deepEqual(await shown('let x', 'broken'), ['let x null']);
    for (const file of [
      /grammar source\.broken could not be read/,
      /grammar source\.gone could not be read/,
      /theme broken could not be read/,
    ])
      assert.match(log.join('\n'), file);
    assert.deepEqual(await shown('let x'), ['let #AAAAAA', 'x null']);
  });
});
