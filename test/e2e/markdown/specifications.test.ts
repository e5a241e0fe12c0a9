/** Every example of the specifications against the HTML that they give for it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commonMarkExamples, type Example, gfmExamples } from './examples.ts';
import { openTestPages, root, type TestPages } from './testPages.ts';

interface AllowedDifference {
  readonly number: number;
  readonly reason: string;
  /** What the view makes of it. */
  readonly ours: string;
}

interface AllowedDifferences {
  /** Examples whose only difference is that a picture is a link to it; `canonical.ts` knows how. */
  readonly pictures: readonly number[];
  readonly others: readonly AllowedDifference[];
}

const allowed: Readonly<Record<'commonmark' | 'gfm', AllowedDifferences>> = JSON.parse(
  readFileSync(join(root, 'test', 'e2e', 'markdown', 'allowedDifferences.json'), 'utf8'),
);

describe('Markdown: the specifications’ examples', () => {
  let pages: TestPages;
  before(async () => {
    pages = await openTestPages();
  });
  after(() => pages.close());

  async function compare(examples: readonly Example[], differences: AllowedDifferences): Promise<void> {
    const texts = examples.map(({ markdown }) => markdown);
    const ours = await pages.view.evaluate((all) => all.map((text) => markdown.canonical(text)), texts);
    const references = await pages.reference.evaluate(
      (all) => all.map((html) => canonicalHtml(html)),
      examples.map(({ html }) => html),
    );
    const others = new Map(differences.others.map((each) => [each.number, each]));
    const pictures = new Set(differences.pictures);
    examples.forEach(({ number, markdown: text, html }, index) => {
      const difference = others.get(number);
      assert.equal(ours[index], difference?.ours ?? references[index], `example ${number}: ${JSON.stringify(text)}`);
      if (difference) assert.notEqual(ours[index], references[index], `example ${number} does not differ any more`);
      else assert.equal(html.includes('<img'), pictures.has(number), `example ${number}: whether there is a picture in it`);
    });
  }

  it('CommonMark 0.31.2', async () => {
    const examples = commonMarkExamples();
    assert.equal(examples.length, 652);
    await compare(examples, allowed.commonmark);
  });

  it('GFM 0.29', async () => {
    const examples = await gfmExamples();
    assert.equal(examples.length, 677);
    await compare(examples, allowed.gfm);
  });

  it('asks the network for nothing and breaks no policy', () => {
    assert.deepEqual(pages.violations, []);
  });
});
