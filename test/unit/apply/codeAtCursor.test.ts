/** How code is written where the cursor is. `|` is the cursor. */
import assert from 'node:assert/strict';
import { type CursorPlace, codeAtCursor } from '../../../src/apply/codeAtCursor.ts';

const spaces = { insertSpaces: true, tabSize: 2 };
const tabs = { insertSpaces: false, tabSize: 4 };

function inserted(code: string, text: string, options: { insertSpaces: boolean; tabSize: number } = spaces): string {
  const [head = '', tail = ''] = text.split('|');
  const place: CursorPlace = {
    before: head.slice(head.lastIndexOf('\n') + 1),
    after: tail.split('\n')[0] ?? '',
    above:
      head
        .split('\n')
        .slice(0, -1)
        .findLast((line) => line.trim() !== '') ?? '',
    below:
      tail
        .split('\n')
        .slice(1)
        .find((line) => line.trim() !== '') ?? '',
    ...options,
  };
  return head + codeAtCursor(code, place) + tail;
}

describe('code at a cursor', () => {
  const code = '    if (a) {\n      b();\n    }';

  it('is indented as its place is, its own common indentation taken off', () => {
    assert.equal(inserted(code, 'f() {\n  |\n}'), 'f() {\n  if (a) {\n    b();\n  }\n}');
  });

  it('is indented as what is around it where a line has lost its indentation', () => {
    assert.equal(inserted(code, 'f() {\n|\n}'), 'f() {\n  if (a) {\n    b();\n  }\n}');
    assert.equal(inserted('x()', 'f() {\n    y();\n|\n}'), 'f() {\n    y();\n    x()\n}');
    assert.equal(inserted('x()', 'a()\n|\nb()'), 'a()\nx()\nb()');
    assert.equal(inserted('x = 1', 'def f():\n|\n', { insertSpaces: true, tabSize: 4 }), 'def f():\n    x = 1\n');
  });

  it('takes the editor’s steps: tabs for spaces, spaces for tabs, wide for narrow', () => {
    assert.equal(inserted(code, 'f() {\n\t|\n}', tabs), 'f() {\n\tif (a) {\n\t\tb();\n\t}\n}');
    assert.equal(inserted('if (a) {\n\tb();\n\t\tc();\n}', '|'), 'if (a) {\n  b();\n    c();\n}');
    assert.equal(inserted('a:\n  b:\n    c', '|', { insertSpaces: true, tabSize: 4 }), 'a:\n    b:\n        c');
    assert.equal(inserted('/**\n * A.\n */\na {\n  b\n}', '|', tabs), '/**\n * A.\n */\na {\n\tb\n}');
  });

  it('goes in as it is where it is one line', () => {
    assert.equal(inserted('b', 'a(|, c)'), 'a(b, c)');
    assert.equal(inserted('  b ', '  |a'), '  b a');
  });

  it('stands on lines of its own where it is several and the cursor is at one end of a line', () => {
    assert.equal(inserted('a\nb', '  |c'), '  a\n  b\n  c');
    assert.equal(inserted('a\nb', '  c|'), '  c\n  a\n  b');
    assert.equal(inserted('a\nb', '  c|d'), '  ca\n  bd');
  });

  it('has no blank lines at its ends, and none of white space', () => {
    assert.equal(inserted('\n\n  a\n  \n  b\n\n', '  |'), '  a\n\n  b');
  });
});
