/** The arrows of the architecture: what may import what. A part that breaks one of these can no longer be replaced or tested alone. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const allowed: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  pictures: ['shared'],
  apply: [],
  structured: ['shared'],
  chat: ['pictures', 'shared', 'structured'],
  claude: ['chat', 'shared'],
  aws: ['chat', 'shared'],
  history: ['chat', 'pictures', 'shared'],
  print: ['shared', 'webview'],
  highlight: ['shared'],
  documents: ['shared'],
  mentions: ['shared'],
  context: ['mentions', 'shared'],
  host: ['apply', 'chat', 'context', 'documents', 'mentions', 'pictures', 'shared', 'structured'],
  webview: ['mentions', 'pictures', 'shared', 'structured'],
};

/** Who alone may import a package. */
const owners: readonly (readonly [pattern: RegExp, folders: readonly string[]])[] = [
  [/^@anthropic-ai\//, ['claude']],
  [/^(@aws-sdk|@smithy)\//, ['aws']],
  // Without `node:`, as the editor gives them its proxy and its certificates by these names.
  [/^https?$/, ['claude']],
  [/^node:(dns\/promises|net|tls)$/, ['claude']],
  [/^node:sqlite$/, ['history']],
  [/^vscode$/, ['context', 'host', 'extension.ts', 'parley.ts']],
  [/^vscode-(textmate|oniguruma)$/, ['highlight']],
  [/^@cantoo\/pdf-lib$/, ['documents']],
  [/^@cfworker\/json-schema$/, ['structured']],
  [/^node:/, ['aws', 'context', 'documents', 'history', 'highlight', 'host', 'parley.ts', 'print', 'structured']],
  [/^(preact|@preact)/, ['webview']],
  [/^temml$/, ['webview']],
  [/^diff$/, ['apply']],
];

/** The one way round: these bundles are loaded by the connection, when they are first needed. */
const lazily = new Set(['src/host/connection.ts → src/claude/client.ts', 'src/host/connection.ts → src/aws/signer.ts']);

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly target: string;
}

function imports(): Import[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => {
      const file = join('src', name).split(sep).join('/');
      const folder = file.split('/')[1] ?? '';
      const text = readFileSync(file, 'utf8');
      return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target = '']) => ({ file, folder, target }));
    });
}

describe('architecture', () => {
  const all = imports();

  it('was read from the sources', () => {
    assert.ok(all.length > 50, `only ${all.length} imports were found`);
  });

  it('has arrows in one direction only', () => {
    const wrong = all
      .filter(({ folder, target }) => target.startsWith('.') && folder in allowed)
      .map(({ file, folder, target }) => {
        const resolved = relative('.', join(dirname(file), target))
          .split(sep)
          .join('/');
        return { arrow: `${file} → ${resolved}`, folder, to: resolved.split('/')[1] ?? '' };
      })
      .filter(({ arrow, folder, to }) => to !== folder && !allowed[folder]?.includes(to) && !lazily.has(arrow));
    assert.deepEqual(
      wrong.map(({ arrow }) => arrow),
      [],
    );
  });

  it('has one owner for each package of the outside', () => {
    const wrong = all
      .filter(({ target }) => !target.startsWith('.'))
      .filter(({ folder, target }) => {
        const owner = owners.find(([pattern]) => pattern.test(target));
        return !owner?.[1].includes(folder);
      })
      .map(({ file, target }) => `${file} → ${target}`);
    assert.deepEqual(wrong, []);
  });

  it('loads little before it is used: what the entry point reaches, but for what is imported lazily or as types', () => {
    const reached = new Set<string>();
    const walk = (file: string) => {
      if (reached.has(file)) return;
      reached.add(file);
      const text = readFileSync(file, 'utf8');
      for (const [, target = ''] of text.matchAll(/^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'/gm))
        walk(join(dirname(file), target));
    };
    walk(join('src', 'extension.ts'));
    assert.deepEqual([...reached].map((file) => file.split(sep).join('/')).sort(), [
      'src/extension.ts',
      'src/host/codeActions.ts',
      'src/host/commandNames.ts',
      'src/host/earlyMessages.ts',
      'src/host/ids.ts',
      'src/host/onFirstNeed.ts',
      'src/host/pageBody.ts',
      'src/host/pageHtml.ts',
      'src/host/pagePolicy.ts',
    ]);
  });
});
