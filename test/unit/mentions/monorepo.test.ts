import assert from 'node:assert/strict';
import { monorepoPaths } from '../../bench/monorepo.ts';

describe('the generated workspace', () => {
  const paths = monorepoPaths(100_000);

  it('is the same each time, and has each path once', () => {
    assert.equal(new Set(paths).size, 100_000);
    assert.deepEqual(monorepoPaths(1000), paths.slice(0, 1000));
  });

  it('is as deep and as wide as such workspaces are', () => {
    const folders = new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/'))));
    const packages = paths.filter((path) => path.endsWith('/package.json')).length;
    assert.ok(folders.size > 5000 && folders.size < 30_000, String(folders.size));
    assert.ok(packages > 200 && packages < 2000, String(packages));
    assert.ok(paths.every((path) => path.split('/').length <= 8));
  });
});
