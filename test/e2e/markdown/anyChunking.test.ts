/** However a text is cut into pieces, once it is finished the nodes are those of the text as a whole. */
import assert from 'node:assert/strict';
import { citationMark } from '../../../src/webview/markdown/citationMark.ts';
import { commonMarkExamples, gfmExamples } from './examples.ts';
import { mathText } from './mathText.ts';
import { readmes } from './readmes.ts';
import { samples } from './samples.ts';
import { openTestPages, type TestPages } from './testPages.ts';

/** The longest piece, and the seed of the lengths. */
type Way = readonly [longest: number, seed: number];

describe('Markdown: any chunking', function () {
  this.timeout(60_000);
  let pages: TestPages;
  before(async () => {
    pages = await openTestPages();
  });
  after(() => pages.close());

  async function check(name: string, text: string, ways: readonly Way[]): Promise<void> {
    const difference = await pages.view.evaluate(([source, cuts]) => markdown.differs(source, cuts), [text, ways] as const);
    if (difference) assert.equal(difference.pieces, difference.whole, `${name}, cut ${difference.way}`);
  }

  it('of every example of the specifications', async () => {
    const ways: Way[] = [
      [1, 1],
      [2, 2],
      [3, 3],
      [5, 4],
      [9, 5],
      [20, 6],
    ];
    for (const { number, markdown: text } of [...commonMarkExamples(), ...(await gfmExamples())])
      await check(`example ${number}`, text, ways);
  });

  it('of all examples as one text', async () => {
    const text = commonMarkExamples()
      .map((example) => example.markdown)
      .join('\n');
    await check('all examples', text, [
      [1, 1],
      [7, 2],
      [40, 3],
      [400, 4],
    ]);
    await check('all examples with other line endings', text.replaceAll('\n', '\r\n'), [
      [1, 1],
      [7, 2],
    ]);
  });

  it('of 200 README files', async () => {
    const files = readmes();
    assert.equal(files.length, 200);
    for (const { file, text } of files)
      await check(file, text, [
        [1, 1],
        [6, 2],
        [60, 3],
      ]);
  });

  it('of a text full of math, of money and of both', async () => {
    const texts = [
      ...Object.values(samples).map((make) => make(6_000)),
      mathText,
      `> ${mathText.replaceAll('\n', '\n> ')}`,
      `- ${mathText.replaceAll('\n', '\n  ')}`,
    ];
    for (const [index, text] of texts.entries())
      await check(`text ${index}`, text, [
        [1, 1],
        [2, 2],
        [5, 3],
        [17, 4],
        [300, 5],
      ]);
  });

  it('of a text that cites, also where a mark is cut', async () => {
    const text = `# Tea¹\n\n**It is warm.**² So *is* coffee³⁷ (www.example.org¹).\nAnd [milk](/m)², _too_.¹\n\n- one²\n- two³\n\n| a¹ | b |\n|---|---|\n| c | d ²|\n\n> quoted³\n\n¹`;
    const cited = text.replace(/[¹²³⁷]/g, (sign) => citationMark({ '¹': 1, '²': 2, '³': 3 }[sign] ?? 7));
    await check('a text that cites', cited, [
      [1, 1],
      [2, 2],
      [5, 3],
      [40, 4],
    ]);
  });

  it('of random markup', async () => {
    const difference = await pages.view.evaluate(() => markdown.randomDiffers(10_000));
    if (difference) assert.equal(difference.pieces, difference.whole, `${JSON.stringify(difference.text)}, cut ${difference.way}`);
  });
});
