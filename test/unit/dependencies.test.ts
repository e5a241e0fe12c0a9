/** What Parley is made of that others wrote: few packages, known, pinned, of licences that allow it. From the lock files alone, without a network. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { isObject, isString, type JsonObject } from '../../src/shared/json.ts';

/** All that is in the extension. Whoever adds one says so here. */
const shipped = [
  '@anthropic-ai/sdk',
  '@aws-sdk/core',
  '@aws-sdk/credential-provider-env',
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-node',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@aws-sdk/nested-clients',
  '@aws-sdk/signature-v4-multi-region',
  '@aws-sdk/token-providers',
  '@aws-sdk/xml-builder',
  '@aws/lambda-invoke-store',
  '@cantoo/pdf-lib',
  '@cfworker/json-schema',
  '@opentelemetry/api',
  '@preact/signals',
  '@preact/signals-core',
  '@smithy/core',
  '@smithy/credential-provider-imds',
  '@smithy/node-http-handler',
  '@smithy/signature-v4',
  '@smithy/types',
  '@vscode/codicons',
  'bowser',
  'culori',
  'diff',
  'fflate',
  'html-entities',
  'node-html-better-parser',
  'preact',
  'temml',
  'tslib',
  'vscode-oniguruma',
  'vscode-textmate',
];

/** Of what is shipped. The last is the icons'. */
const shippedLicences = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'Zlib',
  '(MIT AND Zlib)',
  'CC-BY-4.0',
]);

/** Of what only builds and tests, too: nothing of it is given on. */
const toolLicences = new Set([
  ...[
    ...shippedLicences,
    'MIT OR Apache-2.0',
    '(MIT OR WTFPL)',
    '(MIT OR GPL-3.0-or-later)',
    '(BSD-2-Clause OR MIT OR Apache-2.0)',
    '(MIT OR CC0-1.0)',
  ],
  ...[
    'BlueOak-1.0.0',
    'Python-2.0',
    'PSF-2.0',
    'Artistic-2.0',
    'MPL-2.0',
    '(MPL-2.0 OR Apache-2.0)',
    'Unlicense',
    'WTFPL',
    'CC0-1.0',
    'CC-BY-3.0',
  ],
  ...['CC-BY-SA-4.0', 'SEE LICENSE IN LICENSE.txt'],
]);

/** What would run something when it is installed, if `.npmrc` let it. None of it is shipped. */
const scripted: Readonly<Record<string, readonly string[]>> = {
  '.': ['@vscode/vsce-sign', 'esbuild', 'keytar'],
  'test/host': ['argon2', 'code-server'],
  'test/bench': [],
};

interface Shipped {
  shippedPackages(metafiles: readonly Metafile[]): string[];
  notices(folders: readonly string[]): string;
  billOfMaterials(folders: readonly string[]): unknown;
}

const load = createRequire(resolve('package.json'));
const read = (file: string): JsonObject => {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  assert.ok(isObject(value), file);
  return value;
};
const members = (value: unknown): (readonly [name: string, value: JsonObject])[] =>
  isObject(value) ? Object.entries(value).flatMap(([name, each]) => (isObject(each) ? [[name, each] as const] : [])) : [];
const nameOf = (folder: string) => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** What is done with what was built is not done here. */
const withoutWriters = ({ plugins = [] }: BuildOptions) => ({ plugins: plugins.filter(({ name }) => name !== 'used-icons') });

describe('dependencies', () => {
  for (const folder of Object.keys(scripted)) {
    describe(`of ${folder}`, () => {
      const manifest = read(join(folder, 'package.json'));
      const lock = read(join(folder, 'package-lock.json'));
      const packages = members(lock['packages']).filter(([name]) => name !== '');

      it('are pinned, and locked as they are pinned', () => {
        const root = members(lock['packages']).find(([name]) => name === '')?.[1] ?? {};
        let count = 0;
        for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']) {
          const asked = manifest[kind];
          assert.deepEqual(root[kind], asked, kind);
          if (!isObject(asked)) continue;
          for (const [name, version] of Object.entries(asked)) {
            count++;
            assert.ok(isString(version) && /^\d+\.\d+\.\d+$/.test(version), `${name} ${String(version)}`);
            const [, locked] = packages.find(([each]) => each === `node_modules/${name}`) ?? [];
            assert.equal(locked?.['version'], version, name);
          }
        }
        assert.ok(count > 0);
      });

      it('are locked by what is in them', () => {
        assert.equal(lock['lockfileVersion'], 3);
        for (const [name, { integrity, version, link }] of packages) {
          assert.ok(isString(integrity) && /^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity), name);
          assert.ok(isString(version) && link === undefined, name);
        }
      });

      it('may be used, by their licences', () => {
        const wrong = packages.filter(([, { license }]) => license !== undefined && !(isString(license) && toolLicences.has(license)));
        assert.deepEqual(
          wrong.map(([name, { license }]) => `${name} ${String(license)}`),
          [],
        );
      });

      it('run nothing when they are installed', () => {
        const found = packages.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([name]) => nameOf(name));
        assert.deepEqual(found.sort(), [...(scripted[folder] ?? [])].sort());
        assert.match(readFileSync('.npmrc', 'utf8'), /^ignore-scripts=true$/m);
      });
    });
  }

  it('are none at run time: the extension is installed with all that it needs, and runs nothing for that', () => {
    const { dependencies, optionalDependencies, scripts } = read('package.json');
    assert.deepEqual([dependencies, optionalDependencies], [undefined, undefined]);
    assert.ok(isObject(scripts));
    const atInstall = Object.keys(scripts).filter((name) => /^(?:pre|post)?(?:install|uninstall|prepare)$|^vscode:uninstall$/.test(name));
    assert.deepEqual(atInstall, []);
  });

  describe('that are shipped', () => {
    const { shippedPackages, notices, billOfMaterials }: Shipped = load('./shipped.js');
    const { bundles }: { readonly bundles: readonly BuildOptions[] } = load('./esbuild.js');
    let folders: string[];

    before(async () => {
      const results = await Promise.all(
        bundles.map((options) => build({ ...options, ...withoutWriters(options), write: false, metafile: true })),
      );
      folders = shippedPackages(results.map(({ metafile }) => metafile ?? { inputs: {}, outputs: {} }));
    });

    it('are these', () => assert.deepEqual(folders.map(nameOf), shipped));

    it('are of licences that allow it, and run nothing when they are installed', () => {
      const packages = members(read('package-lock.json')['packages']);
      for (const folder of folders) {
        const [, locked] = packages.find(([name]) => name === folder) ?? [];
        assert.ok(
          locked && isString(locked['license']) && shippedLicences.has(locked['license']),
          `${folder} ${String(locked?.['license'])}`,
        );
        assert.equal(locked['hasInstallScript'], undefined, folder);
      }
    });

    it('are named with their licences', () => {
      const text = notices(folders);
      const heads = [...text.matchAll(/(?:^|-{80}\n\n)(\S+) \d+\.\d+\.\d+ \([^\n]+\)/g)].map(([, name]) => name);
      assert.deepEqual(heads, shipped);
      assert.ok(text.length > 10_000);
    });

    it('are in the bill of materials, each with its version, its hash and its licence, and nothing else is', () => {
      const bill = billOfMaterials(folders);
      assert.ok(isObject(bill) && Array.isArray(bill['components']) && Array.isArray(bill['dependencies']));
      assert.deepEqual([bill['bomFormat'], bill['specVersion'], bill['version']], ['CycloneDX', '1.6', 1]);
      const packages = new Map(members(read('package-lock.json')['packages']));
      const components = bill['components'].filter(isObject);
      assert.equal(components.length, shipped.length);
      for (const [at, component] of components.entries()) {
        const locked = packages.get(folders[at] ?? '');
        const name = [component['group'], component['name']].filter(isString).join('/');
        assert.equal(name, shipped[at]);
        assert.equal(component['version'], locked?.['version']);
        assert.equal(component['purl'], `pkg:npm/${name.replace('@', '%40')}@${String(locked?.['version'])}`);
        const [hash]: unknown[] = Array.isArray(component['hashes']) ? component['hashes'] : [];
        assert.ok(isObject(hash) && hash['alg'] === 'SHA-512' && isString(hash['content']));
        assert.equal(`sha512-${Buffer.from(hash['content'], 'hex').toString('base64')}`, locked?.['integrity']);
      }
      // What each needs is there by the same names.
      const references = new Set(components.map((component) => component['bom-ref']));
      for (const dependency of bill['dependencies'].filter(isObject)) {
        const needed: unknown[] = Array.isArray(dependency['dependsOn']) ? dependency['dependsOn'] : [];
        for (const each of needed) assert.ok(isString(each) && references.has(each), String(each));
      }
      assert.equal(JSON.stringify(billOfMaterials(folders)), JSON.stringify(bill));
    });

    it('are known where they lie below another, and are only what is in the bundles', () => {
      const bytes = (bytesInOutput: number) => ({ bytesInOutput });
      const inputs = {
        'node_modules/a/node_modules/@b/c/index.js': bytes(1),
        'node_modules/d/index.js': bytes(0),
        'src/parley.ts': bytes(9),
      };
      const output = { bytes: 10, inputs, imports: [], exports: [] };
      assert.deepEqual(shippedPackages([{ inputs: {}, outputs: { 'dist/parley.js': output } }]), [
        'node_modules/@vscode/codicons',
        'node_modules/a/node_modules/@b/c',
        'node_modules/vscode-oniguruma',
      ]);
    });
  });
});
