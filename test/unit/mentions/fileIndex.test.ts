import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { FileIndex } from '../../../src/mentions/fileIndex.ts';
import { monorepoPaths } from '../../bench/monorepo.ts';

function indexOf(paths: readonly string[]): FileIndex {
  const index = new FileIndex();
  for (const path of paths) index.add(path);
  return index;
}

describe('the index of a workspace’s files', () => {
  it('knows the folders by the files that are in them', () => {
    const index = indexOf(['a/b/one.ts', 'a/b/two.ts', 'a/three.ts', 'four.ts']);
    assert.deepEqual([index.fileCount, index.folderCount], [4, 2]);
    index.remove('a/b/one.ts');
    assert.ok(index.hasFolder('a/b'));
    index.remove('a/b/two.ts');
    assert.ok(!index.hasFolder('a/b'));
    assert.ok(index.hasFolder('a'));
    index.remove('a/three.ts');
    assert.deepEqual([index.fileCount, index.folderCount], [1, 0]);
  });

  it('is not confused by what comes twice or was never there', () => {
    const index = indexOf(['a/one.ts', 'a/one.ts']);
    index.remove('a/two.ts');
    index.remove('b');
    index.add('');
    index.remove('a/one.ts');
    index.remove('a/one.ts');
    assert.deepEqual([index.fileCount, index.folderCount], [0, 0]);
  });

  it('loses all that was in a folder with the folder', () => {
    const index = indexOf(['a/b/c/one.ts', 'a/b/two.ts', 'a/bc/three.ts', 'a/b.ts']);
    index.remove('a/b');
    assert.deepEqual([...index.files()], ['a/bc/three.ts', 'a/b.ts']);
    assert.ok(!index.hasFolder('a/b/c'));
  });

  it('finds files and folders apart', () => {
    const index = indexOf(['src/mentions/fuzzy.ts', 'src/host/mentions.ts']);
    assert.deepEqual(
      index
        .searchFiles('mentions', 5)
        .whole()
        .matches()
        .map(({ path }) => path),
      ['src/host/mentions.ts', 'src/mentions/fuzzy.ts'],
    );
    assert.deepEqual(
      index
        .searchFolders('mentions', 5)
        .whole()
        .matches()
        .map(({ path }) => path),
      ['src/mentions'],
    );
  });

  it('takes up no more than 400 bytes for each of 100 000 files', () => {
    setFlagsFromString('--expose-gc');
    const gc: unknown = runInNewContext('gc');
    assert.ok(typeof gc === 'function');
    const paths = monorepoPaths(100_000);
    const used = () => {
      gc();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const before = used();
    const index = indexOf(paths);
    const bytes = (used() - before) / index.fileCount;
    assert.ok(bytes < 400, `${bytes} bytes`);
  });
});
