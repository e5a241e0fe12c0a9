import assert from 'node:assert/strict';
import { diffParts } from '../../../src/context/diffParts.ts';

describe('a diff, file by file', () => {
  const parts = {
    'src/a.ts': 'diff --git a/src/a.ts b/src/a.ts\nindex 1..2 100644\n--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1 +1 @@\n-a\n+diff --gut\n',
    'old.txt': 'diff --git a/old.txt b/old.txt\ndeleted file mode 100644\n--- a/old.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n',
    'new name.txt': 'diff --git a/old b/new name.txt\nsimilarity index 100%\nrename from old\nrename to new name.txt\n',
    'with space.ts': 'diff --git a/with space.ts b/with space.ts\n--- a/with space.ts\t\n+++ b/with space.ts\t\n@@ -1 +1 @@\n-a\n+b\n',
    'Grüße.md':
      'diff --git "a/Gr\\303\\274\\303\\237e.md" "b/Gr\\303\\274\\303\\237e.md"\n--- "a/Gr\\303\\274\\303\\237e.md"\n+++ "b/Gr\\303\\274\\303\\237e.md"\n@@ -1 +1 @@\n-a\n+b\n',
    'p.png': 'diff --git a/p.png b/p.png\nindex 1..2 100644\nBinary files a/p.png and b/p.png differ\n',
  };

  it('has the path of each, whatever git did to it, and all of its text', () => {
    const found = diffParts(Object.values(parts).join(''));
    assert.deepEqual(Object.fromEntries(found.map(({ path, text }) => [path, text])), parts);
  });

  it('is nothing for no diff', () => assert.deepEqual(diffParts(''), []));

  it('takes no line of a change for the name of its file', () => {
    const text = 'diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n--- a/b.txt\n+++ b/b.txt\n';
    assert.deepEqual(diffParts(text), [{ path: 'a.txt', text }]);
  });
});
