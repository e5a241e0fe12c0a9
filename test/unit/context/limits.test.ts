import assert from 'node:assert/strict';
import { isTooLong, longestText, looksBinary } from '../../../src/context/limits.ts';
import { secretByName, secretByText } from '../../../src/mentions/secrets.ts';

describe('what may go with a prompt', () => {
  it('names of files that hold secrets', () => {
    const secret = [
      ...['.env', '.env.local', 'app/.env.production', 'prod.env', 'server.pem', 'tls.KEY', 'store.jks', 'C:\\Users\\me\\.ssh\\id_rsa'],
      ...['.ssh/id_ed25519', 'id_ecdsa_sk', '.npmrc', '.netrc', 'credentials', 'config/credentials.json', 'secrets.yaml', 'my.kdbx'],
    ];
    const plain = [
      ...['.env.example', '.env.sample', 'src/env.ts', 'environment.ts', 'id_rsa.pub', 'keyboard.ts', 'public.keys.ts', 'secretary.md'],
      ...['credentials.ts', 'README.md', '', 'monkey', '.envrc.md'],
    ];
    assert.deepEqual(
      secret.filter((name) => secretByName(name) === null),
      [],
    );
    assert.deepEqual(
      plain.filter((name) => secretByName(name) !== null),
      [],
    );
  });

  it('private keys in a text', () => {
    for (const kind of ['', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED '])
      assert.ok(secretByText(`const key = \`-----BEGIN ${kind}PRIVATE KEY-----\nMIIE`), kind);
    assert.ok(secretByText('-----BEGIN PGP PRIVATE KEY BLOCK-----'));
    assert.ok(!secretByText('-----BEGIN PUBLIC KEY-----'));
    assert.ok(!secretByText('-----BEGIN CERTIFICATE-----'));
  });

  it('bytes that are no text', () => {
    assert.ok(looksBinary(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0)));
    assert.ok(!looksBinary(new TextEncoder().encode('ä text')));
    assert.ok(!looksBinary(Uint8Array.of(0xff, 0xfe, 0x61, 0)));
    assert.ok(!looksBinary(new Uint8Array()));
  });

  it('a length', () => {
    assert.ok(!isTooLong('x'.repeat(longestText)));
    assert.ok(isTooLong('x'.repeat(longestText + 1)));
  });
});
