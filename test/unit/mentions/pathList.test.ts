import assert from 'node:assert/strict';
import { PathList } from '../../../src/mentions/pathList.ts';
import type { PathMatch } from '../../../src/mentions/pathSearch.ts';
import { matchText } from '../../../src/mentions/ranges.ts';
import { monorepoPaths } from '../../bench/monorepo.ts';

function listOf(paths: readonly string[]): PathList {
  const list = new PathList();
  for (const path of paths) list.add(path);
  return list;
}

const found = (paths: readonly string[], query: string) =>
  listOf(paths)
    .search(query, 20)
    .whole()
    .matches()
    .map(({ path }) => path);

/** The path with what matched in brackets. */
function marked({ path, ranges }: Pick<PathMatch, 'path' | 'ranges'>): string {
  let text = '';
  let from = 0;
  for (const [start, end] of ranges) {
    text += `${path.slice(from, start)}[${path.slice(start, end)}]`;
    from = end;
  }
  return text + path.slice(from);
}

describe('fuzzy matching of paths', () => {
  // Each: of these two, both of which match, the first one is meant.
  const orders: readonly [what: string, query: string, better: string, worse: string][] = [
    ['a name before a folder', 'user', 'src/lib/user.ts', 'user/src/lib.ts'],
    ['the exact name first', 'package.json', 'deep/down/in/a/folder/package.json', 'package.json.orig'],
    ['the name without its ending next', 'index', 'src/deep/index.ts', 'indexes.ts'],
    ['a beginning before a middle', 'form', 'src/components/formatter.ts', 'a/reform.ts'],
    ['the shorter path of equals', 'main', 'a/main.ts', 'a/b/main.ts'],
    ['beginnings of words', 'us', 'a/user_store.ts', 'a/abacus.ts'],
    ['humps', 'ucs', 'src/UserCardStore.ts', 'src/aucapse.ts'],
    ['runs', 'card', 'x/a-card.ts', 'x/catalogRowDialog.ts'],
    ['after a dash', 'list', 'x/user-list.ts', 'x/userblisters.ts'],
    ['a folder in one piece before a strewn name', 'srccomp', 'x/src/components/a.ts', 'a/searchClickOnMap.ts'],
    ['a slash: folder and name', 'api/user', 'src/api/user.ts', 'src/api/old/things/misuser.ts'],
    ['a folder that ends as said', 'api/', 'src/api/x.ts', 'src/alpinism/x.ts'],
    ['words in any order', 'user test', 'src/user.test.ts', 'user/testing/src/a.ts'],
  ];
  for (const [what, query, better, worse] of orders) {
    it(`${what}: “${query}”`, () => {
      assert.deepEqual(found([worse, better], query), [better, worse]);
      assert.deepEqual(found([better, worse], query), [better, worse]);
    });
  }

  const marks: readonly [query: string, expected: string][] = [
    ['usc', 'src/[us]er[C]ard.ts'],
    ['src/card', '[src/]user[Card].ts'],
    ['SRC\\card', '[src/]user[Card].ts'],
    ['./src/user', '[src/user]Card.ts'],
    ['card src', '[src]/user[Card].ts'],
    ['userCard.ts', 'src/[userCard.ts]'],
    ['rsr', 's[r]c/u[s]e[r]Card.ts'],
  ];
  for (const [query, expected] of marks) {
    it(`says where it matched: “${query}”`, () => {
      assert.deepEqual(listOf(['src/userCard.ts']).search(query, 1).whole().matches().map(marked), [expected]);
    });
  }
  it('says where it matched in other scripts', () => {
    assert.deepEqual(listOf(['src/Über.ts']).search('ü', 1).whole().matches().map(marked), ['src/[Ü]ber.ts']);
    // Its lower case is two characters long: it stays one, so that places stay places.
    assert.deepEqual(listOf(['src/İstanbul.ts']).search('stan', 1).whole().matches().map(marked), ['src/İ[stan]bul.ts']);
    assert.deepEqual(listOf(['文档/说明.md']).search('说', 1).whole().matches().map(marked), ['文档/[说]明.md']);
  });

  const misses: readonly string[] = ['x', 'userq', 'card user card z', 'user/src', 'ttt', '1'];
  for (const query of misses) {
    it(`does not match “${query}”`, () => assert.deepEqual(found(['src/userCard.ts'], query), []));
  }

  it('has nothing to say about an empty query', () => {
    for (const query of ['', '  ', '/', './']) assert.deepEqual(found(['a.ts'], query), []);
  });

  it('gives no more than it was asked for, the best', () => {
    const all = Array.from({ length: 500 }, (_, index) => `a/${'x'.repeat(index % 50)}user${index}.ts`);
    const list = listOf(all);
    const ten = list
      .search('user', 10)
      .whole()
      .matches()
      .map(({ path }) => path);
    assert.equal(ten.length, 10);
    assert.deepEqual(
      ten.map((path) => path.startsWith('a/user')),
      Array(10).fill(true),
    );
  });

  it('knows some more that fit, none of which is among the best', () => {
    const search = listOf(Array.from({ length: 500 }, (_, index) => `a/user${index}.ts`))
      .search('user', 10)
      .whole();
    const best = search.matches().map(({ path }) => path);
    const others = search.others();
    assert.equal(others.length, 30);
    assert.equal(new Set([...best, ...others]).size, 40);
    assert.ok(others.every((path) => path.startsWith('a/user')));
    assert.deepEqual(listOf(['user.ts']).search('user', 10).whole().others(), []);
  });

  it('survives long queries and long names', () => {
    const long = `${'ab'.repeat(400)}.ts`;
    assert.deepEqual(found([long], 'ab'.repeat(100)), [long]);
    assert.deepEqual(found([long], 'c'.repeat(5000)), []);
    assert.deepEqual(found(['a'.repeat(5000)], 'a'.repeat(60)), ['a'.repeat(5000)]);
  });

  it('matches labels', () => {
    const match = matchText('prob', 'Problems');
    assert.ok(match);
    assert.equal(marked({ path: 'Problems', ranges: match.ranges }), '[Prob]lems');
    assert.equal(matchText('zz', 'Problems'), undefined);
  });
});

describe('a list of paths that is searched while one types', () => {
  const paths = monorepoPaths(100_000);
  let list: PathList;
  before(() => {
    list = listOf(paths);
  });
  beforeEach(() => list.forget());

  function typed(queries: readonly string[]): { readonly looked: number; readonly first: string | undefined }[] {
    return queries.map((query) => {
      const search = list.search(query, 50).whole();
      return { looked: search.looked, first: search.matches()[0]?.path };
    });
  }
  const prefixes = (query: string) => Array.from(query, (_, index) => query.slice(0, index + 1));

  it('looks at all of 100 000 for the first key, and for each further key only at what the last one left', () => {
    const steps = typed(prefixes('ordservice'));
    assert.equal(steps[0]?.looked, 100_000);
    for (const [index, { looked }] of steps.entries()) if (index > 0) assert.ok(looked <= (steps[index - 1]?.looked ?? 0));
    assert.ok((steps[5]?.looked ?? 0) < 50_000, JSON.stringify(steps));
    assert.ok((steps.at(-1)?.looked ?? 0) < 10_000, JSON.stringify(steps));
  });

  it('finds by keys what it finds at once', () => {
    for (const query of ['customerform', 'billing/order', 'use entry', 'pkgjson']) {
      typed(prefixes(query));
      const byKeys = list.search(query, 50).whole().matches();
      list.forget();
      assert.deepEqual(byKeys, list.search(query, 50).whole().matches(), query);
      assert.ok(byKeys.length > 0);
    }
  });

  it('does not look again at all of them when keys are taken back', () => {
    typed(prefixes('ordser'));
    const [back] = typed(['ords']);
    assert.ok((back?.looked ?? 0) < 100_000);
  });

  it('can be searched in parts: what is found by then is there at any time, and the whole is the same', () => {
    for (const query of ['o', 'ordservice', 'billing/order']) {
      const search = list.search(query, 50);
      let parts = 0;
      let looked = 0;
      while (!search.isDone) {
        search.step(() => false);
        assert.ok(search.looked - looked <= 256);
        looked = search.looked;
        parts += 1;
        if (parts % 50 === 0) assert.ok(search.matches().length <= 50);
      }
      assert.ok(parts > 300, `${parts} parts`);
      const inParts = search.matches();
      list.forget();
      assert.deepEqual(inParts, list.search(query, 50).whole().matches());
      list.forget();
    }
  });

  it('keeps what a search in parts left over only when it is whole', () => {
    list.search('ord', 5).step(() => false);
    assert.equal(list.search('ords', 5).whole().looked, 100_000);
  });

  it('looks at what has come since', () => {
    list.search('zzunheard', 5).whole();
    list.add('apps/zzUnheardOf.ts');
    const search = list.search('zzunheardo', 5).whole();
    assert.deepEqual(
      search.matches().map(({ path }) => path),
      ['apps/zzUnheardOf.ts'],
    );
    assert.equal(search.looked, 1);
    list.remove('apps/zzUnheardOf.ts');
    assert.deepEqual(list.search('zzunheardof', 5).whole().matches(), []);
  });

  it('forgets what is removed, however much', () => {
    const own = listOf(paths.slice(0, 5000));
    own.search('o', 5).whole();
    const under = own.search('or', 2000);
    under.step(() => false);
    for (const path of paths.slice(0, 4000)) assert.equal(own.remove(path), true);
    assert.equal(own.remove(paths[0] ?? ''), false);
    assert.equal(own.size, 1000);
    const left = new Set(paths.slice(4000, 5000));
    for (const { path } of own.search('or', 2000).whole().matches()) assert.ok(left.has(path));
    assert.ok(under.whole().isDone);
    assert.equal(own.search('', 5).whole().matches().length, 0);
    assert.equal(own.add(paths[0] ?? ''), true);
    assert.equal(own.size, 1001);
  });
});
