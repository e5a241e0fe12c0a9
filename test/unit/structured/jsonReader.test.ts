/** JSON that is read as it comes: the same whatever pieces it comes in, each character looked at once, and what is no JSON is known at once. */
import assert from 'node:assert/strict';
import type { JsonValue } from '../../../src/shared/json.ts';
import { JsonReader, type JsonSink, type JsonState } from '../../../src/structured/jsonReader.ts';
import { prettyJson } from '../../../src/structured/prettyJson.ts';
import { Chance } from '../chat/chance.ts';

/** Puts values together again, and counts what is told. */
class Collector implements JsonSink {
  calls = 0;
  value: unknown;
  readonly #open: { readonly value: Record<string, unknown> | unknown[]; key: string }[] = [];
  #text: string[] = [];

  begin(kind: 'object' | 'array'): void {
    const value = kind === 'object' ? {} : [];
    this.#put(value);
    this.#open.push({ value, key: '' });
  }

  end(): void {
    this.calls++;
    this.#open.pop();
  }

  key(name: string): void {
    this.calls++;
    const top = this.#open.at(-1);
    if (top) top.key = name;
  }

  beginString(): void {
    this.#text = [];
  }

  string(text: string): void {
    this.calls++;
    this.#text.push(text);
  }

  endString(): void {
    this.#put(this.#text.join(''));
  }

  literal(text: string): void {
    this.#put(JSON.parse(text));
  }

  #put(value: unknown): void {
    this.calls++;
    const top = this.#open.at(-1);
    if (!top) this.value = value;
    else if (Array.isArray(top.value)) top.value.push(value);
    else Object.defineProperty(top.value, top.key, { value, enumerable: true, configurable: true, writable: true });
  }
}

function read(pieces: readonly string[]): {
  readonly state: JsonState;
  readonly value: unknown;
  readonly read: number;
  readonly calls: number;
} {
  const collector = new Collector();
  const reader = new JsonReader(collector);
  for (const piece of pieces) reader.push(piece);
  const state = reader.finish();
  return { state, value: collector.value, read: reader.read, calls: collector.calls };
}

const texts = ['', 'a', '"', '\\', '\n', '\u0000', 'é', '\ud83d\ude00', '\ud83d', 'null', '{', ']', 'long '.repeat(50), '__proto__'];

function someValue(chance: Chance, depth: number): JsonValue {
  switch (chance.below(depth > 0 ? 8 : 5)) {
    case 0:
      return chance.pick(texts);
    case 1:
      return chance.pick([0, -1, 1.5, 1e21, -2.5e-7, 123456789]);
    case 2:
      return chance.of(0.5);
    case 3:
      return null;
    case 4:
      return '';
    case 5:
      return Object.fromEntries(Array.from({ length: chance.below(4) }, () => [chance.pick(texts), someValue(chance, depth - 1)]));
    default:
      return Array.from({ length: chance.below(4) }, () => someValue(chance, depth - 1));
  }
}

/** Escapes some characters that need none. */
function written(value: JsonValue, chance: Chance): string {
  const json = JSON.stringify(value, null, chance.pick([0, 2, '\t']));
  return chance.of(0.5)
    ? json
    : json.replace(/[a-z](?=[^"]*")/g, (letter) => (chance.of(0.2) && !/[bfnrtu]/.test(letter) ? letter : letter));
}

function cut(text: string, chance: Chance): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const length = chance.pick([0, 1, 1, 2, 3, 7, 40]);
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return pieces;
}

describe('reading JSON as it comes', () => {
  it('any value in any pieces is the same as the whole at once, each character looked at once', () => {
    for (let seed = 1; seed <= 600; seed++) {
      const chance = new Chance(seed);
      const value = someValue(chance, 4);
      const text = written(value, chance);
      const pieces = cut(text, chance);
      const found = read(pieces);
      assert.equal(found.state, 'whole', `Seed ${seed}: ${text}`);
      assert.equal(JSON.stringify(found.value), JSON.stringify(value), `Seed ${seed}`);
      assert.equal(found.read, text.length, `Seed ${seed}`);
    }
  });

  it('a beginning of any value, in any pieces, is open, and what is told is its beginning', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const chance = new Chance(seed);
      const text = JSON.stringify({ a: someValue(chance, 4), end: true });
      const length = chance.below(text.length);
      const found = read(cut(text.slice(0, length), chance));
      // A number's end cannot be known: all that is broken by a cut in it is that number.
      assert.ok(found.state === 'open' || /[\d.eE+\-a-z]$/.test(text.slice(0, length)), `Seed ${seed}: ${text.slice(0, length)}`);
      assert.equal(found.read, length, `Seed ${seed}`);
    }
  });

  it('a piece costs the same at any length of what came before', () => {
    const collector = new Collector();
    const reader = new JsonReader(collector);
    reader.push('[');
    const costs = Array.from({ length: 20_000 }, () => {
      const [before, calls] = [reader.read, collector.calls];
      reader.push('{"name":"x","n":1},');
      return `${reader.read - before} ${collector.calls - calls}`;
    });
    assert.deepEqual([...new Set(costs)], ['19 7']);
    reader.push('"');
    const string = Array.from({ length: 20_000 }, () => {
      const [before, calls] = [reader.read, collector.calls];
      reader.push('word and word ');
      return `${reader.read - before} ${collector.calls - calls}`;
    });
    assert.deepEqual([...new Set(string)], ['14 1']);
  });

  it('what is no JSON is broken at the character that shows it, in any pieces', () => {
    const wrong = [
      ...['I cannot', '{a:1}', "{'a':1}", '{"a" 1}', '{"a":1,}', '[1,]', '[1 2]', '{"a":1]', '[1}', ']', '}', ','],
      ...[
        '{"a":tru}',
        'nul',
        'nulll',
        '01',
        '1.',
        '.5',
        '+1',
        '-',
        '1e',
        '0x1',
        'NaN',
        '"\n"',
        '"\\x"',
        '"\\u12g4"',
        '{} {}',
        '1 2',
        '{"a":}',
        '{,}',
      ],
    ];
    for (const text of wrong) {
      assert.throws(() => JSON.parse(text), text);
      assert.equal(read([text]).state, 'broken', text);
      assert.equal(read([...text]).state, 'broken', text);
    }
    assert.equal(read(['']).state, 'open');
    assert.equal(read([' \n']).state, 'open');
    const deep = '['.repeat(5000);
    assert.equal(read([deep]).state, 'broken');
    assert.equal(read(['1'.repeat(5000)]).state, 'broken');
  });

  it('looks at nothing after what broke it', () => {
    const reader = new JsonReader(new Collector());
    reader.push('No');
    const { read: seen } = reader;
    reader.push('x'.repeat(1000));
    assert.equal(reader.read, seen);
  });
});

describe('JSON in lines', () => {
  it('is as JSON.stringify sets it, for any value', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const value = someValue(new Chance(seed), 4);
      assert.equal(prettyJson(JSON.stringify(value)), JSON.stringify(value, null, 2), `Seed ${seed}`);
      assert.equal(prettyJson(JSON.stringify(value, null, '\t')), JSON.stringify(value, null, 2), `Seed ${seed}`);
    }
  });

  it('keeps digits and escapes as they are', () => {
    assert.equal(
      prettyJson('{"a":12345678901234567890,"b":"\\u00e9","c":1.0}'),
      '{\n  "a": 12345678901234567890,\n  "b": "\\u00e9",\n  "c": 1.0\n}',
    );
  });
});
