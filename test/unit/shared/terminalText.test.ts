/** What of a shell block goes to a terminal's prompt: never anything that runs, or is not what it looks like. */
import assert from 'node:assert/strict';
import { terminalText } from '../../../src/shared/terminalText.ts';

const line = (text: string) => ({ kind: 'line', line: text });

describe('the text for a terminal', () => {
  for (const [name, text, expected] of [
    ['one line', 'npm test\n\n', line('npm test')],
    ['nothing', ' \n\t\n', { kind: 'nothing' }],
    ['a prompt', '$ npm test', line('npm test')],
    ['two commands', 'npm ci\nnpm test', line('npm ci && npm test')],
    ['a comment between them', 'npm ci\n# then\nnpm test', line('npm ci && npm test')],
    ['a command over lines', 'docker run \\\n  --rm \\\n  alpine', line('docker run --rm alpine')],
    ['a pipe over lines', 'cat a |\n  sort', line('cat a | sort')],
    ['control characters', 'echo\u0007 a\u001b[201~\tb\u0003', line('echo a[201~ b')],
    ['a carriage return', 'echo a\rrm -rf b', line('echo a && rm -rf b')],
    ['marks of direction', 'echo \u202eabc\u2066', line('echo abc')],
    ['the Arabic mark of direction', 'echo \u061ca', line('echo a')],
    ['letters that nobody sees', 'echo a\u{e003b}\u{e0072}\u180e\ufffa', line('echo a')],
    ['halves of characters', 'echo \ud800a\udc00 \u{1f600}', line('echo a \u{1f600}')],
    ['a quotation over lines', "echo 'a\nb'", { kind: 'lines', lines: ["echo 'a", "b'"] }],
    ['a document in it', 'cat <<EOF\na\nEOF', { kind: 'lines', lines: ['cat <<EOF', 'a', 'EOF'] }],
    ['a loop', 'for a in b; do\n  c\ndone', { kind: 'lines', lines: ['for a in b; do', '  c', 'done'] }],
    ['a comment behind a command', 'npm ci # all\nnpm test', { kind: 'lines', lines: ['npm ci # all', 'npm test'] }],
    ['something in the background', 'serve &\nopen .', { kind: 'lines', lines: ['serve &', 'open .'] }],
    ['a function', 'f() {\n  a\n}', { kind: 'lines', lines: ['f() {', '  a', '}'] }],
    ['prompts in some lines only', '$ a\nb', line('$ a && b')],
  ] as const) {
    it(`of ${name}`, () => assert.deepEqual(terminalText(text, 'bash'), expected));
  }

  it('of a session: its commands, not their output', () => {
    assert.deepEqual(terminalText('$ npm ci\nadded 3 packages\n$ npm test\n1 passed', 'console'), line('npm ci && npm test'));
    assert.deepEqual(terminalText('me@host:~/a$ ls\nb.txt', 'shell-session'), line('ls'));
  });

  it('of shells that join otherwise: line by line', () => {
    assert.deepEqual(terminalText('a\nb', 'powershell'), { kind: 'lines', lines: ['a', 'b'] });
    assert.deepEqual(terminalText('a\r\nb', 'cmd'), { kind: 'lines', lines: ['a', 'b'] });
  });

  it('of more than one can read at a prompt: line by line', () => {
    const many = Array.from({ length: 9 }, (_, n) => `a${n}`);
    assert.deepEqual(terminalText(many.join('\n'), 'bash'), { kind: 'lines', lines: many });
    const long = ['a'.repeat(300), 'b'.repeat(300)];
    assert.deepEqual(terminalText(long.join('\n'), 'bash'), { kind: 'lines', lines: long });
  });

  it('never holds a line break or a control character, whatever the block holds', () => {
    const parts = ['a', ' ', '\n', '\r', '\u001b', '\t', '\\', '"', "'", '$ ', '|', '&&', '#', '\u2028', '\u0085', '<<', '(', '\u007f'];
    let state = 1;
    const next = (n: number) => {
      state = (state * 48271) % 2147483647;
      return state % n;
    };
    for (let round = 0; round < 5000; round++) {
      const text = Array.from({ length: next(20) }, () => parts[next(parts.length)]).join('');
      const fit = terminalText(text, ['bash', 'console', 'cmd'][next(3)] ?? '');
      const lines = fit.kind === 'line' ? [fit.line] : fit.kind === 'lines' ? fit.lines : [];
      for (const each of lines) assert.match(each, /^[^\p{Cc}\u2028\u2029]+$/u, JSON.stringify(text));
    }
  });
});
