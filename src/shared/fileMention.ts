import { type FileLink, readFileLink } from './fileLink.ts';

/** UTF-16 units. */
const longest = 300;

/** What files are called by that answers speak of. Others are words with a point in them, as `console.log` and `array.map` are. */
const extensions: ReadonlySet<string> = new Set(
  (
    'astro bash bat bicep c cc cfg cjs clj cmake cmd coffee conf cpp cs csproj css csv cts cxx dart diff dockerfile ejs elm env erb erl ex ' +
    'exs fish fs fsx go gql gradle graphql groovy h haml hbs hcl hpp hs htm html hxx ini ipynb java jl js json json5 jsonc jsonl jsx kt kts ' +
    'less lisp lock lua m md mdx mjs mk ml mli mm mts nim nix patch php pl pm prisma properties proto ps1 psm1 pug py pyi pyx r rb rkt rs ' +
    'rst sass scala scm scss sh sln sol sql styl svelte svg swift tcl tex tf tfvars toml ts tsx txt vb vim vue xaml xml yaml yml zig zsh'
  ).split(' '),
);

/** Names of files without an extension. */
const bareNames = /^(?:Dockerfile|Containerfile|Makefile|Jenkinsfile|Procfile|Gemfile|Rakefile|CMakeLists\.txt)$/;

/** Names of things that look like a file's. */
const products = /^(?:Node|Next|Vue|Nuxt|Three|D3|Express|React|Angular|Ember|Alpine|Chart|Moment|Deno|P5|Svelte|Solid)\.js$/;

/**
 * Reads a word of an answer as a place in a file. Stricter than what a link's destination may be: `src/a.ts:10` and `package.json` are
 * files, `Array.map`, `and/or`, `example.com` and `npm test` are not.
 */
export function readFileMention(text: string): FileLink | null {
  if (text.length > longest || /[\s%<>"'`|*?{};,=&^!$]|^[~\\]/.test(text)) return null;
  const link = readFileLink(text);
  if (!link) return null;
  const names = link.path.split(/[/\\]/);
  const name = names.at(-1) ?? '';
  const [, extension] = /[^.]\.([a-z]\w*)$/i.exec(name) ?? [];
  const isFile = (extension !== undefined && extensions.has(extension.toLowerCase())) || bareNames.test(name);
  if (!isFile || products.test(link.path)) return null;
  if (names.length === 1) return /^[\w.+@-]+$/.test(name) ? link : null;
  return /^(?:www\.|[\w-]+\.(?:com|org|net|io|dev)$)/i.test(names[0] ?? '') ? null : link;
}
