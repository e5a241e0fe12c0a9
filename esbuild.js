// Builds the extension into dist/: the host, the parts of it that load lazily, and the page of the webview.
// `--watch` rebuilds on change, `--production` minifies and leaves out source maps.
const { build, context } = require('esbuild');
const { cpSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const { billOfMaterials, notices, shippedPackages } = require('./shipped.js');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

const common = {
  bundle: true,
  metafile: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
  outdir: 'dist',
};

/** What is imported when it is first needed, and the bundle it is in. */
const lazyBundles = { 'parley.ts': 'parley', 'claude/client.ts': 'claude', 'aws/signer.ts': 'aws' };

/** Leaves these imports to run time. */
const lazily = {
  name: 'lazily',
  setup({ onResolve }) {
    onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const bundle = lazyBundles[relative(join(__dirname, 'src'), join(resolveDir, path)).replaceAll('\\', '/')];
      return bundle && { path: `./${bundle}.js`, external: true };
    });
  },
};

/** One copy of the editor's API for a bundle: esbuild would make one for each file that has an `import *` of it, name by name. */
const oneVscode = {
  name: 'one-vscode',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === 'one-vscode' ? { external: true } : { path: 'vscode', namespace: 'one-vscode' },
    );
    onLoad({ filter: /^vscode$/, namespace: 'one-vscode' }, () => ({ contents: "export * from 'vscode';" }));
  },
};

/** What runs in the extension host. All but `extension.js` are of their own so that activation does not pay for them. */
const host = {
  ...common,
  entryPoints: {
    extension: 'src/extension.ts',
    parley: 'src/parley.ts',
    claude: 'src/claude/client.ts',
    aws: 'src/aws/signer.ts',
    history: 'src/history/worker.ts',
    highlight: 'src/highlight/worker.ts',
    documents: 'src/documents/worker.ts',
    print: 'src/print/worker.ts',
    structured: 'src/structured/worker.ts',
  },
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  plugins: [lazily, oneVscode],
  supported: { 'dynamic-import': false },
  // By these names the editor gives an extension what knows its proxy and its certificates: to what finds AWS credentials, too.
  alias: { 'node:http': 'http', 'node:https': 'https' },
};

const codicons = join('node_modules', '@vscode', 'codicons', 'dist');

/** Of the icons' style only what the page names: every page takes it in before it can be seen. */
const usedIcons = {
  name: 'used-icons',
  setup({ onEnd }) {
    onEnd(({ errors }) => {
      if (errors.length > 0) return;
      const script = readFileSync(join('dist', 'webview.js'), 'utf8');
      const named = new Set(Array.from(script.matchAll(/["'`](?:codicon )?(?:codicon-)?([a-z0-9-]+)["'`]/g), ([, name]) => name));
      const style = readFileSync(join(codicons, 'codicon.css'), 'utf8');
      const used = style.replace(/\.codicon-([a-z0-9-]+):before \{[^}]*\}\n?/g, (rule, name) => (named.has(name) ? rule : ''));
      writeFileSync(join('dist', 'codicon.css'), used);
    });
  },
};

/** What runs in the page. */
const webview = {
  ...common,
  entryPoints: { webview: 'src/webview/main.tsx', 'webview-style': 'media/webview.css' },
  platform: 'browser',
  format: 'iife',
  target: 'chrome128',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  plugins: [usedIcons],
};

/** What is in the page before its script. */
const firstPaint = {
  ...common,
  entryPoints: { firstPaint: 'src/webview/firstPaint.ts' },
  platform: 'browser',
  format: 'iife',
  globalName: 'firstPaint',
  target: 'chrome128',
};

/** What the page loads when the first formula is seen, and when something is selected first. */
const whenNeeded = {
  ...common,
  entryPoints: { math: 'src/webview/math/tex.ts', copy: 'src/webview/copy/copySelection.ts' },
  platform: 'browser',
  format: 'esm',
  target: 'chrome128',
};

/** Writes down what of others is shipped: their licences, and a bill of materials. */
function writeShipped(results) {
  const folders = shippedPackages(results.map(({ metafile }) => metafile));
  writeFileSync(join('dist', 'THIRD_PARTY_NOTICES.txt'), notices(folders));
  writeFileSync(join('dist', 'sbom.cdx.json'), `${JSON.stringify(billOfMaterials(folders), null, 2)}\n`);
}

/** These scripts stand in the page's HTML, where such a text would end them or hide their end. */
function checkInline() {
  for (const file of ['firstPaint.js', 'webview.js'])
    if (/<\/?script/i.test(readFileSync(join('dist', file), 'utf8'))) throw new Error(`dist/${file} cannot stand in a page.`);
}

const bundles = [host, firstPaint, webview, whenNeeded];

async function main() {
  mkdirSync('dist', { recursive: true });
  cpSync(join(codicons, 'codicon.ttf'), join('dist', 'codicon.ttf'));
  cpSync(join('node_modules', 'vscode-oniguruma', 'release', 'onig.wasm'), join('dist', 'onig.wasm'));
  if (!watch) {
    writeShipped(await Promise.all(bundles.map((each) => build(each))));
    checkInline();
    return;
  }
  const contexts = await Promise.all(bundles.map((each) => context(each)));
  await Promise.all(contexts.map((each) => each.watch()));
  console.log('Watching for changes.');
}

if (require.main === module) {
  main().catch((error) => {
    console.error(error);
    process.exit(1);
  });
}

module.exports = { bundles };
