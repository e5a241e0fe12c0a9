/** A workspace as large monorepos are: many packages with the same few folders in each, names put together from a field's words. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const areas = ['apps', 'libs', 'packages', 'services', 'tools'];
const domains = [
  'account',
  'billing',
  'cart',
  'catalog',
  'checkout',
  'customer',
  'inventory',
  'invoice',
  'ledger',
  'mail',
  'order',
  'payment',
];
const things = [
  'address',
  'amount',
  'cache',
  'client',
  'currency',
  'customer',
  'discount',
  'entry',
  'event',
  'filter',
  'invoice',
  'item',
  'line',
];
const more = [
  'list',
  'order',
  'page',
  'payment',
  'price',
  'query',
  'queue',
  'refund',
  'report',
  'row',
  'search',
  'session',
  'user',
  'view',
];
const nouns = [...things, ...more];
const roles = [
  'Controller',
  'Service',
  'Repository',
  'Form',
  'Table',
  'Dialog',
  'Store',
  'Mapper',
  'Validator',
  'Hook',
  'Panel',
  'Handler',
];
const folders = ['api', 'components', 'db', 'domain', 'handlers', 'hooks', 'jobs', 'lib', 'pages', 'store', 'utils', 'views'];

/** What stands beside each package's sources. */
const fixed = ['package.json', 'README.md', 'tsconfig.json', 'src/index.ts', '.eslintrc.json', 'CHANGELOG.md'];

/** Numbers that look like chance and are the same each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const upper = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

/** So many relative paths, always the same, none twice. */
export function monorepoPaths(count: number): string[] {
  const below = numbers(1);
  const pick = (words: readonly string[]) => words[below(words.length)] ?? '';
  const paths = new Set<string>();
  for (let number = 1; paths.size < count; number += 1) {
    const root = `${pick(areas)}/${pick(domains)}-${pick(nouns)}-${number}`;
    for (const each of fixed) paths.add(`${root}/${each}`);
    const size = 40 + below(400);
    const used = folders.slice(below(6), 7 + below(6));
    for (let file = 0; file < size; file += 1) paths.add(`${root}/${sourceFile(`src/${pick(used)}`, pick, below)}`);
  }
  return [...paths].slice(0, count);
}

function sourceFile(parent: string, pick: (words: readonly string[]) => string, below: (bound: number) => number): string {
  const folder = below(4) === 0 ? `${parent}/${nouns[below(8)]}` : parent;
  const [noun, other, role] = [pick(nouns), pick(nouns), pick(roles)];
  switch (below(8)) {
    case 0:
      return `${folder}/__tests__/${noun}${upper(other)}${role}.test.ts`;
    case 1:
      return `${folder}/${upper(noun)}${upper(other)}${role}.tsx`;
    case 2:
      return `${folder}/${noun}-${other}.module.css`;
    case 3:
      return `${folder}/${noun}_${other}.${pick(['py', 'go', 'sql', 'json'])}`;
    case 4:
      return `${folder}/use${upper(noun)}${upper(other)}.ts`;
    default:
      return `${folder}/${noun}${upper(other)}${role}.ts`;
  }
}

/** Writes it, each file with a line in it. @returns the paths */
export function writeMonorepo(folder: string, count: number): readonly string[] {
  const paths = monorepoPaths(count);
  const made = new Set<string>();
  for (const path of paths) {
    const parent = dirname(path);
    if (!made.has(parent)) mkdirSync(join(folder, parent), { recursive: true });
    made.add(parent);
    writeFileSync(join(folder, path), `${path}\n`);
  }
  return paths;
}
