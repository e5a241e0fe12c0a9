/** A long answer: a few thousand words of prose with headings, lists, tables and code, put together by a rule. */

const subjects = [
  'The harbour',
  'A careful reader',
  'The last ferry',
  'Every letter',
  'The old compiler',
  'A quiet street',
  'The night shift',
  'One small test',
  'The map on the wall',
  'An unsent message',
];
const verbs = ['keeps', 'remembers', 'hides', 'carries', 'repeats', 'measures', 'forgives', 'outlasts', 'explains', 'mends'];
const objects = [
  'the weather',
  'what was promised',
  'a row of numbers',
  'the longer way home',
  'an earlier mistake',
  'the sound of rain',
  'its own reasons',
  'a borrowed tool',
  'the edge of the page',
  'more than it shows',
];
const endings = [
  'before anyone asks',
  'as if it were nothing',
  'while the lamps are lit',
  'and says so plainly',
  'until the tide turns',
  'for the third time this week',
  'though nobody keeps count',
  'which is all one can want',
  'in its own time',
  'with the door left open',
];
const openings = [
  'On most days',
  'Now and then',
  'Strangely enough',
  'In the end',
  'If you look closely',
  'By the same rule',
  'Long before noon',
  'For once',
];
const titles = [
  'What the water knows',
  'Of small repairs',
  'A catalogue of delays',
  'The patience of tools',
  'Notes from the landing',
  'How to wait',
  'Things left on benches',
  'The arithmetic of weather',
  'A short history of lamps',
  'Leaving, and coming back',
];

const sections = 24;

/** Always the same for the same prompt; about three thousand words. */
export function longText(prompt: string): string {
  const next = dice(prompt);
  const parts = ['## A long answer'];
  for (let section = 1; section <= sections; section += 1) {
    parts.push(`### ${section}. ${pick(titles, next)}`, paragraph(next, 6), special(section, next), paragraph(next, 5));
  }
  return parts.filter((part) => part !== '').join('\n\n');
}

function special(section: number, next: () => number): string {
  switch (section % 4) {
    case 1:
      return [1, 2, 3].map(() => `- ${sentence(next)}`).join('\n');
    case 2:
      return `\`\`\`typescript\nconst section${section} = [${[1, 2, 3, 4].map(() => next() % 100).join(', ')}];\nconsole.log(section${section}.reduce((a, b) => a + b));\n\`\`\``;
    case 3:
      return `| Tide | Height |\n| --- | --: |\n| morning | ${next() % 400} cm |\n| evening | ${next() % 400} cm |`;
    default:
      return `> ${sentence(next)}`;
  }
}

function paragraph(next: () => number, sentences: number): string {
  return Array.from({ length: sentences }, () => sentence(next)).join(' ');
}

function sentence(next: () => number): string {
  const subject = pick(subjects, next);
  const rest = `${pick(verbs, next)} ${pick(objects, next)} ${pick(endings, next)}.`;
  if (next() % 3 !== 0) return `${subject} ${rest}`;
  return `${pick(openings, next)}, ${subject.charAt(0).toLowerCase()}${subject.slice(1)} ${rest}`;
}

function pick(from: readonly string[], next: () => number): string {
  return from[next() % from.length] ?? '';
}

/** Numbers that look thrown but follow from the prompt: a linear congruential generator, its better upper bits. */
function dice(prompt: string): () => number {
  let state = [...prompt].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0, 7);
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 12;
  };
}
