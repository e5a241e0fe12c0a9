/** Addresses of repositories: one however it is reached, and never with who reaches it. */
import assert from 'node:assert/strict';
import { plainRemote } from '../../../src/context/remote.ts';

describe('the address of a repository', () => {
  const same: Readonly<Record<string, readonly string[]>> = {
    'example.org/a/b': [
      'https://example.org/a/b',
      'https://example.org/a/b.git',
      'https://example.org/a/b/',
      'HTTPS://Example.ORG:443/a//b.git/',
      'http://example.org:80/a/b',
      'https://me@example.org/a/b.git',
      'https://me:t0ken@example.org/a/b.git',
      'https://oauth2:p%40ss@example.org/a/b',
      'git@example.org:a/b.git',
      'example.org:a/b',
      'me@example.org:/a/b/.git',
      ' ssh://git@example.org/a/b.git\n',
      'ssh://git@example.org:22/a/b',
      'ssh://git@example.org:2222/a/b',
      'git+ssh://git@example.org/a/b',
      'git://example.org:9418/a/b',
    ],
    'example.org:3000/a/b': ['http://example.org:3000/a/b', 'https://me:secret@example.org:3000/a/b.git'],
    '[::1]/a': ['ssh://git@[::1]:22/a', 'git@[::1]:a.git'],
    'example.org/~me/b': ['ssh://example.org/~me/b', 'example.org:~me/b'],
    '/srv/git/b': ['/srv/git/b.git', 'file:///srv/git/b', 'file://localhost/srv/git/b/', '/srv/git/b/.git'],
    '/C:/git/b': ['C:\\git\\b.git', 'C:/git/b', 'file:///C:/git/b'],
    '/server/share/b': ['file://server/share/b.git'],
  };
  for (const [plain, addresses] of Object.entries(same))
    for (const address of addresses) it(`${JSON.stringify(address)} is ${plain}`, () => assert.equal(plainRemote(address), plain));

  for (const address of ['', ' ', '../b.git', './b', 'b', 'https://', 'https://example.org', 'git@example.org:', 'file:///', '/'])
    it(`${JSON.stringify(address)} says nothing elsewhere`, () => assert.equal(plainRemote(address), null));

  const different: readonly (readonly [string, string])[] = [
    ['https://example.org/a/b', 'https://example.org/a/c'],
    ['https://example.org/a/b', 'https://example.org/other/b'],
    ['https://example.org/a/b', 'https://elsewhere.org/a/b'],
    ['https://example.org/a/b', 'https://example.org:8443/a/b'],
    ['https://example.org/a/b', 'https://example.org/A/b'],
    ['/srv/a', 'https://srv/a'],
    ['https://example.org/?p=a', 'https://example.org/?p=b'],
  ];
  for (const [one, other] of different) it(`${one} is not ${other}`, () => assert.notEqual(plainRemote(one), plainRemote(other)));

  it('never has a name or a password in it', () => {
    // Without a scheme, what stands before a colon is the server.
    for (const who of ['canary', 'canary%40x'])
      for (const rest of ['example.org:a/b.git', '[::1]:a']) assert.doesNotMatch(plainRemote(`${who}@${rest}`) ?? '', /canary/);
    for (const scheme of ['https://', 'http://', 'ssh://', 'git+ssh://'])
      for (const who of ['canary', 'canary:canary', 'canary%40x:can@canary', ':canary', 'canary:'])
        for (const rest of ['example.org/a/b.git', 'example.org:22/a', 'example.org:a/b'])
          assert.doesNotMatch(plainRemote(`${scheme}${who}@${rest}`) ?? '', /canary|can@/, `${scheme}${who}@${rest}`);
  });
});
