/** Answers that are nested, repeated or left open many thousand times. */
const many = 10_000;
function lines(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join('\n');
}

/** Each would take an unbounded depth, or time in the square of its length, if it were read naively. */
export const bombs: Readonly<Record<string, string>> = {
  'quotes in quotes': `${'>'.repeat(many)} a`,
  'quotes in quotes with spaces': `${'> '.repeat(many)}a`,
  'lists in quotes': `${'> - '.repeat(many)}a`,
  'numbers in numbers': `${'1. '.repeat(many)}a`,
  'fences in lists': `${'- ```\n'.repeat(many / 4)}a`,
  'quotes deeper by the line': lines(400, (index) => `${'>'.repeat(index + 1)} x`),
  'lists in lists': `${'- '.repeat(many)}a`,
  'lists deeper by the line': lines(800, (index) => `${'  '.repeat(index)}- x`),
  'emphasis in emphasis': `${'*a **b '.repeat(many / 2)}${'c** d*'.repeat(many / 2)}`,
  stars: `${'*'.repeat(many)}a${'*'.repeat(many)}`,
  'marks that never close': `${'_a '.repeat(many)}${'~~b '.repeat(many)}`,
  'marks that pair badly': 'a**b_c*'.repeat(many),
  'brackets in brackets': `${'['.repeat(many)}a${']'.repeat(many)}`,
  'links that never close': `${'[a]('.repeat(many)}${'[a](<b'.repeat(many)}${'[a](b "'.repeat(many)}`,
  'pictures in pictures': `${'!['.repeat(many)}${'](a)'.repeat(many)}`,
  'pictures around links': `${'!['.repeat(many)}${'[a](b)'.repeat(many)}`,
  'backticks of all lengths': lines(400, (index) => `${'`'.repeat(index + 1)} a`),
  angles: `${'<'.repeat(many)}${'<a '.repeat(many)}${'<a b="'.repeat(many)}`,
  'comments that never end': `a ${'<!-- '.repeat(many)}${'<? '.repeat(many)}${'<!A '.repeat(many)}${'<![CDATA['.repeat(many)}`,
  'a line that stays undecided': '-'.repeat(many * 4),
  'another line that stays undecided': `<a ${'b="c" '.repeat(many)}`,
  'references and then definitions': `${lines(2_000, (index) => `[a${index}]`)}\n\n${lines(2_000, (index) => `[a${index}]: /x`)}`,
  footnotes: `${lines(1_000, (index) => `[^${index}]`)}\n\n${lines(1_000, (index) => `[^${index}]: note`)}`,
  'definitions that never end': `${'[a]: '.repeat(many)}\n${'[a]: b "c\n'.repeat(many)}`,
  'a table of many columns': `${'|a'.repeat(2_000)}|\n${'|-'.repeat(2_000)}|\n${lines(20, () => '|b|')}`,
  addresses: `${'www.'.repeat(many)} ${'a@'.repeat(many)} ${'http://a.'.repeat(many)} http://a.b/${')'.repeat(many)}${'&a;'.repeat(many)}`,
  'formulas that never close': `a ${'$x '.repeat(many)}${'$x{'.repeat(many)}${'$$x '.repeat(many)}`,
  'formulas in brackets that never close': `a ${'\\(x '.repeat(many)}${'\\[x '.repeat(many)}${'\\(\\['.repeat(many)}${'\\( $ \\[ $$$ '.repeat(many)}`,
  'blocks of math that never close': `${'$$\nx\n\n'.repeat(many)}${'\\[ x\n'.repeat(many)}`,
  'a heading of hashes': `# ${'#'.repeat(many)} ${'# '.repeat(many)}x`,
};
