/** However a text is cut into pieces, once it is finished the nodes are those of the text as a whole. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { citationMark } from '../../../src/webview/markdown/citationMark.ts';
import { commonMarkExamples, gfmExamples } from './examples.ts';
import { samples } from './samples.ts';
import { openTestPages, root, type TestPages } from './testPages.ts';

/** The longest piece, and the seed of the lengths. */
type Way = readonly [longest: number, seed: number];

const readmeCount = 200;
const longestReadme = 60_000;

/** Every form of formula, closed and not, and what only looks like one. */
const mathText = String.raw`# The $n$th term of \(a_n\) costs $5

Where $x_1, \ldots, x_n$ are **such that $a*b$ is** [at $y$](/u), $HOME is not and $5 is not, $$ E = mc^2 $$ is, \[ F = ma \] too.
A line that ends in $x$
2nd, and one in $y$th, and $z$t but $a$1 and US$5.
$$
\begin{aligned}
- a &= b \\

+ c &= d
\end{aligned}
$$
Between. | \| $5
$$ x = 1 $$
\[ \begin{bmatrix} 1 \\[2pt] 2 \end{bmatrix} \]
\[
- x
= y \\]
\]

| $a$ | \(b\) |
|---|---|
| $c | $d$ |

$$ is the process and \(see this\) is not, \[x\] is. \(open

$$
never closed

\[
closed by nothing`;

/** README files of the packages that are installed, in an order that does not depend on the machine. */
function readmes(): { readonly file: string; readonly text: string }[] {
  const modules = join(root, 'node_modules');
  const packages = readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => join(name, inner)) : [name],
  );
  return packages
    .sort()
    .flatMap((name) => {
      const folder = join(modules, name);
      if (!statSync(folder).isDirectory()) return [];
      const file = readdirSync(folder).find((entry) => entry.toLowerCase() === 'readme.md');
      return file ? [{ file: join(name, file), text: readFileSync(join(folder, file), 'utf8') }] : [];
    })
    .filter(({ text }) => text.length > 200 && text.length < longestReadme)
    .slice(0, readmeCount);
}

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

  it('of README files', async () => {
    const files = readmes();
    assert.ok(files.length >= 100, `only ${files.length} README files are installed`);
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
