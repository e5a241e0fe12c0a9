/** The list of what was found: each row names a test that is there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(process.cwd(), 'test');
const rows = readFileSync(join(folder, 'mended.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| defect '))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, defect = '', file = '', title = '']) => ({ defect, file, title }));

describe('what the tests have found', () => {
  it('is a list', () => assert.ok(rows.length > 25, `${rows.length} rows`));

  for (const { defect, file, title } of rows)
    it(`${defect}: has its test`, () => {
      const source = readFileSync(join(folder, file), 'utf8');
      assert.ok(title !== '' && source.includes(title), `“${title}” is not in ${file}`);
    });
});
