import assert from 'node:assert/strict';
import { goesUp, pathsBelow } from '../../../src/host/pathsBelow.ts';

describe('where a written path may lead', () => {
  const linux = { path: '/home/me/app', name: 'app' };
  const windows = { path: '/c:/Users/me/app', name: 'app' };
  const upper = { path: '/C:/Users/me/app', name: 'app' };
  const share = { path: '/share/app', name: 'app' };
  const whole = { path: '/c:/', name: 'C' };
  const cases: readonly (readonly [folder: typeof linux, written: string, paths: readonly string[]])[] = [
    [linux, 'src/a.ts', ['/home/me/app/src/a.ts']],
    [linux, './src/../a.ts', ['/home/me/app/a.ts']],
    [linux, 'app/a.ts', ['/home/me/app/app/a.ts', '/home/me/app/a.ts']],
    [linux, '/src/a.ts', ['/home/me/app/src/a.ts']],
    [linux, '/home/me/app/a.ts', ['/home/me/app/home/me/app/a.ts', '/home/me/app/a.ts']],
    [linux, '/HOME/me/app/a.ts', ['/home/me/app/HOME/me/app/a.ts']],
    [linux, '../a.ts', []],
    [linux, 'src/../../application/a.ts', []],
    [linux, 'app/../../a.ts', []],
    [linux, '/home/me/app/../../other/a.ts', ['/home/me/app/home/other/a.ts']],
    [linux, '..\\a.ts', []],
    [linux, '//home/me/app/a.ts', []],
    [linux, '\\\\home\\me\\app\\a.ts', []],
    [windows, 'src\\a.ts', ['/c:/Users/me/app/src/a.ts']],
    [windows, 'c:\\Users\\me\\app\\a.ts', ['/c:/Users/me/app/c:/Users/me/app/a.ts', '/c:/Users/me/app/a.ts']],
    [windows, 'C:\\Users\\me\\app\\a.ts', ['/c:/Users/me/app/C:/Users/me/app/a.ts', '/c:/Users/me/app/a.ts']],
    [windows, 'C:/Users/me/app/A.ts', ['/c:/Users/me/app/C:/Users/me/app/A.ts', '/c:/Users/me/app/A.ts']],
    [windows, '/C:/Users/me/app/a.ts', ['/c:/Users/me/app/C:/Users/me/app/a.ts', '/c:/Users/me/app/a.ts']],
    [upper, 'c:\\Users\\me\\app\\a.ts', ['/C:/Users/me/app/c:/Users/me/app/a.ts', '/C:/Users/me/app/a.ts']],
    [windows, 'D:\\Users\\me\\app\\a.ts', ['/c:/Users/me/app/D:/Users/me/app/a.ts']],
    [windows, 'C:\\Users\\me\\app\\..\\other\\a.ts', ['/c:/Users/me/app/C:/Users/me/other/a.ts']],
    [windows, 'C:\\Users\\me\\application\\a.ts', ['/c:/Users/me/app/C:/Users/me/application/a.ts']],
    [whole, 'C:\\a.ts', ['/c:/C:/a.ts', '/c:/a.ts']],
    [share, '\\\\server\\share\\app\\a.ts', []],
    [share, '//share/app/a.ts', []],
    [share, '/\\server/share/a.ts', []],
  ];
  for (const [folder, written, paths] of cases) {
    it(`${written} below ${folder.path}`, () => assert.deepEqual(pathsBelow(folder, written), paths));
  }

  it('goes up by either slash', () => {
    for (const path of ['..', '../a', 'a/../b', 'a\\..\\b', '..\\..\\secret', 'a/..\\b']) assert.equal(goesUp(path), true, path);
    for (const path of ['a', 'a..b/c', '...', '.../a', './a', '']) assert.equal(goesUp(path), false, path);
  });
});
