/** Long texts of one kind each, as a model might write them. */

const words = 'the stream is parsed where it ends and only there so that a reply can be as long as it likes without any cost'.split(' ');

function sentence(seed: number, length: number): string {
  return Array.from({ length }, (_, index) => words[(seed * 7 + index * 3) % words.length]).join(' ');
}

function repeat(length: number, make: (index: number) => string): string {
  let text = '';
  for (let index = 0; text.length < length; index += 1) text += make(index);
  return text;
}

const inline = (index: number): string =>
  `${sentence(index, 12)} **${sentence(index + 1, 3)}**, \`value${index}\`, _${sentence(index, 2)}_ and [a link](https://example.com/${index}). `;

/** Each at least `length` characters long. */
export const samples: Readonly<Record<string, (length: number) => string>> = {
  prose: (length) => repeat(length, (index) => `${inline(index)}${sentence(index, 20)}.\n\n`),
  'one paragraph': (length) => repeat(length, (index) => `${inline(index)}${index % 9 === 8 ? '\n' : ''}`),
  'one fence': (length) => `\`\`\`ts\n${repeat(length, (index) => `  const value${index} = await compute(${index}, 'abc');\n`)}`,
  'one table': (length) =>
    `| Name | Value | Note |\n| :--- | ---: | --- |\n${repeat(length, (index) => `| \`row${index}\` | ${index} | **${sentence(index, 4)}** |\n`)}`,
  'one list': (length) =>
    repeat(length, (index) => `- item ${index} with ${inline(index)}\n${index % 5 === 4 ? '  - a nested one\n' : ''}`),
  'one quote': (length) => repeat(length, (index) => `> ${sentence(index, 9)}\n${index % 5 === 4 ? '>\n' : ''}`),
  'math in prose': (length) =>
    repeat(
      length,
      (index) =>
        `${sentence(index, 5)} $x_{${index}} = \\frac{1}{n}$ and \\(y^2\\), **so $a + b$** ${sentence(index, 3)} $$ z = ${index} $$ then. ` +
        `${index % 3 === 2 ? `\n\n$$\n\\sum_{i=1}^{${index}} i\n$$\n\n\\[ w = ${index} \\]\n\n` : ''}`,
    ),
  'one paragraph of money and variables': (length) =>
    repeat(
      length,
      (index) => `${sentence(index, 4)} for $${index} or $HOME and ${sentence(index, 3)} US$5 at \\(no end ${sentence(index, 2)}. `,
    ),
  'one block of math': (length) => `$$\n\\begin{aligned}\n${repeat(length, (index) => `x_{${index}} &= \\frac{${index}}{n} \\\\\n`)}`,
  mixed: (length) =>
    repeat(
      length,
      (index) =>
        `## Part ${index}\n\n${inline(index)}\n\n1. ${sentence(index, 6)}\n2. ${inline(index)}\n\n\`\`\`js\nlet a${index} = 1;\nuse(a${index});\n\`\`\`\n\n` +
        `| a | b |\n|---|---|\n| ${index} | ${sentence(index, 3)} |\n\n> ${sentence(index, 8)}\n\n`,
    ),
};
