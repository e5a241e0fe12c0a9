/** An answer that is copied as a whole and shown again is the same answer. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commonMarkExamples, type Example, gfmExamples } from './examples.ts';
import { mathText } from './mathText.ts';
import { readmes } from './readmes.ts';
import { openTestPages, root, type TestPages } from './testPages.ts';

/** Numbers of examples, by why they are not the same. */
type Differences = Readonly<Record<string, readonly number[]>>;

const allowed: Readonly<Record<'commonmark' | 'gfm', Differences>> = JSON.parse(
  readFileSync(join(root, 'test', 'e2e', 'markdown', 'allowedCopies.json'), 'utf8'),
);

describe('Markdown: copied and shown again', function () {
  this.timeout(60_000);
  let pages: TestPages;
  before(async () => {
    pages = await openTestPages();
  });
  after(() => pages.close());

  /** What is not the same, or is copied as something else then. */
  async function changed<Name>(texts: readonly { readonly name: Name; readonly text: string }[]): Promise<Name[]> {
    const results = await pages.view.evaluate(
      (all) =>
        all.map((text) => {
          const { copied, shown, again } = markdown.copied(text);
          return markdown.canonical(text) === shown && copied === again;
        }),
      texts.map(({ text }) => text),
    );
    return texts.filter((_, at) => !results[at]).map(({ name }) => name);
  }

  async function check(examples: readonly Example[], differences: Differences): Promise<void> {
    const found = await changed(examples.map(({ number, markdown: text }) => ({ name: number, text })));
    assert.deepEqual(
      found,
      Object.values(differences)
        .flat()
        .sort((a, b) => a - b),
    );
  }

  it('every example of CommonMark', async () => {
    const examples = commonMarkExamples();
    assert.equal(examples.length, 652);
    await check(examples, allowed.commonmark);
  });

  it('every example of GFM', async () => {
    const examples = await gfmExamples();
    assert.equal(examples.length, 677);
    await check(examples, allowed.gfm);
  });

  it('README files, as they are written', async () => {
    const files = readmes();
    assert.ok(files.length > 50, `${files.length} files`);
    assert.deepEqual(await changed(files.map(({ file, text }) => ({ name: file, text }))), []);
  });

  it('formulas of every form', async () => {
    assert.deepEqual(await changed([{ name: 'formulas', text: mathText }]), []);
  });

  it('asks the network for nothing and breaks no policy', () => {
    assert.deepEqual(pages.violations, []);
  });
});
