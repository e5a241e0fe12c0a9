/** Which words of an answer can be names, and what the workspace must call a symbol for it to be meant. */
import assert from 'node:assert/strict';
import { isNamed, readSymbolName, symbolText } from '../../../src/shared/symbolName.ts';

describe('a word of an answer', () => {
  for (const [text, owner, name] of [
    ['foo', null, 'foo'],
    ['foo()', null, 'foo'],
    ['clamp(value, 0, 1)', null, 'clamp'],
    ['Foo.bar', 'Foo', 'bar'],
    ['Foo.bar()', 'Foo', 'bar'],
    ['a.b.Foo.bar', 'Foo', 'bar'],
    ['foo?.bar', 'foo', 'bar'],
    ['ns::Type', 'ns', 'Type'],
    ['std::ns::Type<T>', 'ns', 'Type'],
    ['Foo#bar', 'Foo', 'bar'],
    ['$foo->bar', '$foo', 'bar'],
    ['Foo::$bar', 'Foo', '$bar'],
    ['#private', null, '#private'],
    ['Foo.#private', 'Foo', '#private'],
    ['this.#private()', null, '#private'],
    ['this.foo', null, 'foo'],
    ['self.foo', null, 'foo'],
    ['snake_case', null, 'snake_case'],
    ['_inner', null, '_inner'],
    ['$effect', null, '$effect'],
    ['MAX_SIZE', null, 'MAX_SIZE'],
    ['useState<string | null>(null)', null, 'useState'],
    ['Promise<Array<Row>>', null, 'Promise'],
    ['Row[]', null, 'Row'],
    ['@Component', null, 'Component'],
    ['Größe', null, 'Größe'],
    ['名前空間', null, '名前空間'],
    ['map.delete', 'map', 'delete'],
    ['Thing.default', 'Thing', 'default'],
  ] as const) {
    it(`is a name: ${text}`, () => {
      const read = readSymbolName(text);
      assert.deepEqual(read, { name, owner });
      // What the page asks for is read again by the host.
      assert.deepEqual(read && readSymbolName(symbolText(read)), read);
    });
  }

  for (const text of [
    ...[
      '',
      'a',
      'id',
      'x.y',
      '#ab',
      'Node.js',
      '42',
      '1.5',
      'v1.2.3',
      'e.g.',
      '"text"',
      "'text'",
      '`text`',
      '/pattern/',
      '#fff',
      '#a1b2c3',
    ],
    ...['null', 'true', 'None', 'undefined', 'string', 'const', 'function', 'async', 'this', 'this.type', 'super()', 'NaN'],
    ...[
      'npm test',
      'new Foo()',
      'class Foo',
      'a + b',
      'foo(a) + bar(b)',
      'foo(bar(1))',
      'and/or',
      '--flag',
      'my-package',
      '@scope/package',
    ],
    ...['<div>', 'foo bar', ' foo', 'foo ', 'foo\n', '.foo', 'foo.', 'foo..bar', '::foo', 'foo:bar', '#', '##foo', 'foo;', '*ptr', '&str'],
    ...[
      '../../etc/passwd',
      'file:///etc/passwd',
      'command:workbench.action.quit',
      'C:\\foo',
      '>workbench.action.quit',
      '%foo',
      '$HOME/foo',
    ],
    ...['x'.repeat(201), `${'x.'.repeat(100)}y`],
  ]) {
    it(`is none: ${text.slice(0, 40)}`, () => assert.equal(readSymbolName(text), null));
  }
});

describe('a symbol of the workspace', () => {
  for (const [wanted, name, container, is] of [
    ['foo', 'foo', '', true],
    ['foo()', 'foo()', '', true],
    ['foo', 'foo(int, std::function<void(int)>)', '', true],
    ['foo', 'Foo', '', false],
    ['foo', 'foobar', '', false],
    ['foo', 'getFoo', '', false],
    ['foo', '#foo', '', false],
    ['#foo', 'foo', '', false],
    ['#foo', '#foo', 'Bar', true],
    ['bar', 'bar', 'Foo', true],
    ['Foo.bar', 'bar()', 'Foo', true],
    ['Foo.bar', 'bar', 'Other', false],
    ['Foo.bar', 'bar', '', false],
    ['Foo.bar', 'bar', 'app.Foo', true],
    ['Foo.bar', 'bar', 'Foo.inner', false],
    ['Foo::bar', 'bar', 'ns::Foo', true],
    ['bar', 'pkg.Foo.bar', 'example.com/pkg', true],
    ['Foo.bar', 'pkg.Foo.bar', 'example.com/pkg', true],
    ['pkg.bar', 'pkg.Foo.bar', 'example.com/pkg', false],
    ['pkg.Foo', 'Foo', 'example.com/pkg', true],
    ['List', 'List<T>', '', true],
    ['foo', '<anonymous>', '', false],
    ['foo', '', '', false],
  ] as const) {
    it(`${name || '(nameless)'} of ${container || 'nothing'} is ${is ? '' : 'not '}what ${wanted} names`, () => {
      const read = readSymbolName(wanted);
      assert.ok(read);
      assert.equal(isNamed({ name, container }, read), is);
    });
  }
});
