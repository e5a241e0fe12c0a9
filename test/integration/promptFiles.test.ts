/** The prompts behind `/`, read from a workspace in the real editor. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { PromptSearch } from '../../src/host/promptFiles.ts';

describe('prompt files of the workspace', () => {
  const root = () => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? assert.fail('There is no workspace.');
  const clean = () => {
    for (const folder of ['.parley', '.github/prompts']) rmSync(join(root(), folder), { recursive: true, force: true });
  };
  const write = (path: string, text: string | Uint8Array) => {
    mkdirSync(dirname(join(root(), path)), { recursive: true });
    writeFileSync(join(root(), path), text);
  };
  beforeEach(clean);
  afterEach(clean);

  it('come before those of Parley', async () => {
    write('.parley/prompts/port.md', '---\ntitle: Port it\nmodel: m\n---\nPort {{what}}.');
    write('.github/prompts/ship.prompt.md', 'Ship it.');
    write('.github/prompts/notes.md', 'No prompt.');
    const search = new PromptSearch();
    const all = await search.search('');
    assert.deepEqual(
      all.slice(0, 3).map(({ name, title, path }) => [name, title, path]),
      [
        ['port', 'Port it', '.parley/prompts/port.md'],
        ['ship', 'ship', '.github/prompts/ship.prompt.md'],
        ['explain', 'Explain', null],
      ],
    );
    const prompt = search.resolve(all[0]?.id ?? '');
    assert.ok(typeof prompt === 'object');
    assert.deepEqual([prompt.model, prompt.text, prompt.arguments], ['m', 'Port {{what}}.', [{ name: 'what', description: null }]]);
  });

  it('are found by what is typed', async () => {
    const [best] = await new PromptSearch().search('expl');
    assert.deepEqual([best?.name, best?.nameRanges], ['explain', [[0, 4]]]);
    assert.deepEqual(await new PromptSearch().search('zzzz'), []);
  });

  it('say in words what is wrong with them', async () => {
    write('.parley/prompts/a.md', '---\ntitle: A\nno end');
    write('.parley/prompts/b.md', new Uint8Array([0, 1, 2]));
    write('.parley/prompts/c.md', 'x'.repeat(500_000));
    write('.parley/prompts/d.md', '---\ntitle: [a\n---\nx');
    const search = new PromptSearch();
    const problems = (await search.search('')).flatMap(({ problem }) => problem ?? []);
    assert.deepEqual(problems, [
      '.parley/prompts/a.md:1: the head has no end: a line “---” is missing.',
      '“.parley/prompts/b.md” is a binary file.',
      '.parley/prompts/c.md: it is too long for a prompt.',
      '.parley/prompts/d.md:2: “title” was not understood.',
    ]);
    assert.equal(search.resolve('builtIn:nothing'), 'This prompt is not there any more.');
  });
});
