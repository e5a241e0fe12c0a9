/** What the packed extension has beside its code: the licences of what it is made of, a bill of materials, and how it is protected. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, isString } from '../../src/shared/json.ts';

describe('the VSIX', () => {
  const extensions = process.env['PARLEY_EXTENSIONS_DIR'] ?? '';
  const [name = ''] = existsSync(extensions) ? readdirSync(extensions).filter((each) => each.startsWith('parley.parley-')) : [];
  const read = (...path: readonly string[]) => readFileSync(join(extensions, name, ...path), 'utf8');

  it('names all that it is made of, with its licence, and nothing else', () => {
    const bill: unknown = JSON.parse(read('dist', 'sbom.cdx.json'));
    assert.ok(isObject(bill) && Array.isArray(bill['components']));
    assert.equal(bill['specVersion'], '1.6');
    const components = bill['components'].filter(isObject).map((each) => {
      const full = [each['group'], each['name']].filter(isString).join('/');
      return `${full} ${String(each['version'])}`;
    });
    const named = [...read('dist', 'THIRD_PARTY_NOTICES.txt').matchAll(/(?:^|-{80}\n\n)(\S+ \d+\.\d+\.\d+) \(/g)].map(([, each]) => each);
    assert.ok(components.length >= 10, components.join());
    assert.deepEqual(named, components);
  });

  it('has no packages to be installed, and runs nothing when it is installed', () => {
    assert.equal(existsSync(join(extensions, name, 'node_modules')), false);
    const manifest: unknown = JSON.parse(read('package.json'));
    assert.ok(isObject(manifest) && isObject(manifest['scripts']));
    assert.deepEqual(
      [manifest['dependencies'], manifest['scripts']['vscode:uninstall'], manifest['scripts']['postinstall']],
      [undefined, undefined, undefined],
    );
  });

  it('says what is protected from whom', () => assert.match(read('SECURITY.md'), /^# Security\n/));
});
