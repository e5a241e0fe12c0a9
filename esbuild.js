// Builds the extension into dist/: the host, the parts of it that load lazily, and the page of the webview.
// `--watch` rebuilds on change, `--production` minifies and leaves out source maps.
const { build, context } = require('esbuild');
const { cpSync, existsSync, mkdirSync } = require('node:fs');
const { join } = require('node:path');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
  outdir: 'dist',
};

/** Leaves `import('…/claude/client.ts')` to run time: that entry point is a bundle of its own. */
const lazyClaude = {
  name: 'lazy-claude',
  setup({ onResolve }) {
    onResolve({ filter: /\/claude\/client\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './claude.js', external: true } : undefined,
    );
  },
};

/** What runs in the extension host. All but `extension.js` are of their own so that activation does not pay for them. */
const host = {
  ...common,
  entryPoints: {
    extension: 'src/extension.ts',
    claude: 'src/claude/client.ts',
    history: 'src/history/worker.ts',
    highlight: 'src/highlight/worker.ts',
  },
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode'],
  plugins: [lazyClaude],
  supported: { 'dynamic-import': false },
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
};

/** What the page loads when the first formula is seen. */
const math = { ...common, entryPoints: { math: 'src/webview/math/tex.ts' }, platform: 'browser', format: 'esm', target: 'chrome128' };

async function main() {
  mkdirSync('dist', { recursive: true });
  const codicons = join('node_modules', '@vscode', 'codicons', 'dist');
  for (const file of ['codicon.css', 'codicon.ttf']) if (existsSync(join(codicons, file))) cpSync(join(codicons, file), join('dist', file));
  cpSync(join('node_modules', 'vscode-oniguruma', 'release', 'onig.wasm'), join('dist', 'onig.wasm'));
  if (!watch) {
    await Promise.all([build(host), build(webview), build(math)]);
    return;
  }
  const contexts = await Promise.all([context(host), context(webview), context(math)]);
  await Promise.all(contexts.map((each) => each.watch()));
  console.log('Watching for changes.');
}

main().catch(() => process.exit(1));
