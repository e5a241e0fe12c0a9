import assert from 'node:assert/strict';
import { fillPrompt, isProblem, type PromptFile, type PromptProblem, readPromptFile } from '../../../src/mentions/promptFiles.ts';

function read(source: string, name = 'review.prompt.md'): PromptFile {
  const result = readPromptFile(name, source);
  assert.ok(!isProblem(result), JSON.stringify(result));
  return result;
}

describe('prompt files', () => {
  it('have a head that says what they are', () => {
    assert.deepEqual(
      read(
        '---\ntitle: Review\ndescription: "Looks for: faults"\nmodel: claude-opus-5-5\narguments:\n  - focus: what matters\n  - depth\nmode: agent\n---\n\nReview {{focus}}.\n',
      ),
      {
        name: 'review',
        title: 'Review',
        description: 'Looks for: faults',
        model: 'claude-opus-5-5',
        arguments: [
          { name: 'focus', description: 'what matters' },
          { name: 'depth', description: null },
        ],
        text: 'Review {{focus}}.',
      },
    );
  });

  it('need no head', () => {
    assert.deepEqual(read('Just do it.', 'do it!.md'), {
      name: 'do-it-',
      title: 'do-it-',
      description: null,
      model: null,
      arguments: [],
      text: 'Just do it.',
    });
  });

  const titles: readonly [written: string, title: string][] = [
    ['Plain text', 'Plain text'],
    ['plain # with a comment', 'plain'],
    ['C#', 'C#'],
    ['"a \\"quoted\\" one"', 'a "quoted" one'],
    ["'it''s'", "it's"],
    ['|\n  two\n  lines', 'two\nlines'],
    ['>\n  one\n  line', 'one line'],
    ['', 'review'],
    ['über 文', 'über 文'],
    ['http://example.org', 'http://example.org'],
  ];
  for (const [written, title] of titles) {
    it(`title: ${JSON.stringify(written)}`, () => assert.equal(read(`---\ntitle: ${written}\n---\nx`).title, title));
  }

  it('may be written with the line ends of Windows and a mark at their beginning', () => {
    const { title, text } = read('\uFEFF---\r\ntitle: A\r\n---\r\nb\r\nc\r\n');
    assert.deepEqual([title, text], ['A', 'b\nc']);
  });

  it('may have heads of others, with what Parley does not know', () => {
    assert.equal(read("---\ntools: ['a', {b: c}]\nmore:\n  deep: 1\n  er: [x]\ntitle: A\n---\nx").title, 'A');
  });

  const argumentLists: readonly [head: string, names: readonly string[]][] = [
    ['arguments: [a, "b", c-d]', ['a', 'b', 'c-d']],
    ['arguments: a, b', ['a', 'b']],
    ['arguments:\n- a\n- b', ['a', 'b']],
    ['arguments: []', []],
  ];
  for (const [head, names] of argumentLists) {
    it(head, () =>
      assert.deepEqual(
        read(`---\n${head}\n---\nx`).arguments.map(({ name }) => name),
        names,
      ),
    );
  }

  it('have the arguments that stand in their text', () => {
    assert.deepEqual(read(`Of \${input:what:Which part?} and {{ how }} and \${input:what}, not \${other} nor {{a b}}.`).arguments, [
      { name: 'what', description: 'Which part?' },
      { name: 'how', description: null },
    ]);
  });

  const malformed: readonly [what: string, source: string, problem: PromptProblem][] = [
    ['a head without an end', '---\ntitle: A\n\ntext', { kind: 'notClosed', line: 1, about: '' }],
    ['no field', '---\ntitle: A\njust words\n---\nx', { kind: 'notRead', line: 3, about: 'just words' }],
    ['a quote without its end', '---\n\ntitle: "A\n---\nx', { kind: 'notRead', line: 3, about: 'title' }],
    ['a list without its end', '---\narguments: [a, b\n---\nx', { kind: 'notRead', line: 2, about: 'arguments' }],
    ['a map', '---\ndescription:\n  a: b\n---\nx', { kind: 'notRead', line: 2, about: 'description' }],
    ['a list for a text', '---\nmodel: [a, b]\n---\nx', { kind: 'wrongType', line: 2, about: 'model' }],
    ['a field twice', '---\ntitle: A\ntitle: B\n---\nx', { kind: 'twice', line: 3, about: 'title' }],
    ['no text', '---\ntitle: A\n---\n\n', { kind: 'empty', line: null, about: '' }],
    ['nothing', '', { kind: 'empty', line: null, about: '' }],
    ['much too much', 'x'.repeat(100_001), { kind: 'tooLong', line: null, about: '' }],
  ];
  for (const [what, source, problem] of malformed) {
    it(`say what is wrong: ${what}`, () => assert.deepEqual(readPromptFile('a.md', source), problem));
  }

  it('are read in a bounded time, whatever is in them', () => {
    for (const part of ['[', '"', "'", '\\', '- ', '{{', '${input:', ' ', ': ', '#', '\n']) {
      readPromptFile('a.md', `---\ntitle: ${part.repeat(90_000 / part.length)}\n---\nx`);
      readPromptFile('a.md', `---\narguments: [${part.repeat(90_000 / part.length)}]\n---\nx`);
      readPromptFile('a.md', part.repeat(90_000 / part.length));
    }
  });

  it('are filled in once', () => {
    const values = new Map([
      ['a', '{{b}} $& $1'],
      ['b', 'B'],
    ]);
    assert.equal(fillPrompt(`\${input:a:What?} {{ b }} {{c}} \${input:c}`, values), `{{b}} $& $1 B {{c}} \${input:c}`);
  });
});
