import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './testPages.ts';

const readmeCount = 200;
const longestReadme = 60_000;

/** README files of the packages that are installed, in an order that does not depend on the machine. */
export function readmes(): { readonly file: string; readonly text: string }[] {
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
