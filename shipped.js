// What of others is in the extension, from the bundles' metafiles and the lock file: for licences and for the bill of materials.
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/** Packages whose files are copied as they are; the bundled ones are known from what was bundled. */
const copied = ['node_modules/@vscode/codicons', 'node_modules/vscode-oniguruma'];

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Where each package is that is shipped, as the lock file has it: `node_modules/preact`. */
function shippedPackages(metafiles) {
  const bundled = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap(({ inputs }) => Object.entries(inputs))
    .flatMap(([input, { bytesInOutput }]) => {
      // What was read and left out as nothing needs it is not shipped.
      if (bytesInOutput === 0) return [];

      const [, folder] = /(?:^|\/)(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(input.replaceAll('\\', '/')) ?? [];
      return folder ? [folder] : [];
    });
  return [...new Set([...copied, ...bundled])].sort();
}

const nameOf = (folder) => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** The licences of all that is shipped: each asks that its text goes with it. */
function notices(folders) {
  const texts = folders.map((folder) => {
    const { version, license, author } = readJson(join(folder, 'package.json'));
    const files = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file));
    return [
      `${nameOf(folder)} ${version} (${license})${files.length === 0 ? `, by ${author?.name ?? author}` : ''}`,
      ...files.map((file) => readFileSync(join(folder, file), 'utf8').trim()),
    ].join('\n\n');
  });
  return `${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** The bill of materials, as CycloneDX 1.6. It says nothing of when or where it was made: the same extension has the same one. */
function billOfMaterials(folders) {
  const { name, version, license, description } = readJson('package.json');
  const { packages } = readJson('package-lock.json');
  const reference = (folder) => `pkg:npm/${nameOf(folder).replace('@', '%40')}@${packages[folder].version}`;
  const application = `pkg:generic/${name}@${version}`;
  const components = folders.map((folder) => {
    const locked = packages[folder];
    if (!locked) throw new Error(`${folder} is not in the lock file.`);
    const [, scope, own] = /^(?:(@[^/]+)\/)?(.+)$/.exec(nameOf(folder));
    return {
      type: 'library',
      'bom-ref': reference(folder),
      ...(scope && { group: scope }),
      name: own,
      version: locked.version,
      hashes: [{ alg: 'SHA-512', content: Buffer.from(locked.integrity.replace('sha512-', ''), 'base64').toString('hex') }],
      licenses: [{ license: { id: locked.license } }],
      purl: reference(folder),
    };
  });
  const dependencies = folders.map((folder) => {
    const needed = Object.keys({ ...packages[folder].dependencies, ...packages[folder].peerDependencies });
    const dependsOn = needed.map((each) => `node_modules/${each}`).filter((each) => folders.includes(each));
    return { ref: reference(folder), dependsOn: dependsOn.map(reference).sort() };
  });
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: { type: 'application', 'bom-ref': application, name, version, description, licenses: [{ license: { id: license } }] },
    },
    components,
    dependencies: [{ ref: application, dependsOn: folders.map(reference) }, ...dependencies],
  };
}

module.exports = { shippedPackages, notices, billOfMaterials };
